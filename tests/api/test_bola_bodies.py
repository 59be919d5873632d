"""What the server sets is nobody's to send: refused in every body, and never applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import BOOKKEEPING, Resource, ToMany, ToOne
from tests.api.conftest import Core
from tests.api.support import pointers
from tests.api.support_operations import Asking
from tests.api.support_policy import Caller, hidden_fields, unwritable_fields, verdict
from tests.api.support_rows import Row, Stock, build, permitted, visible
from tests.runtime.support.world import World
from tests.support.database import Urls

WRITES = ("create", "update")


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


def foreign(resource: Resource, schema: Any) -> Iterator[tuple[str, Any]]:
    """Members that no body of the resource has, each with a value of its kind."""
    for known in resource.fields:
        if known.name not in schema.model_fields:
            text = known.kind in ("string", "text", "email", "url")
            yield known.name, "x" if text else 7 if known.kind in ("int", "bigint") else None
    assert {known.name for known in resource.fields} >= BOOKKEEPING - {"deleted_at"}
    yield from (("no_such_field", 1), ("deleted_at", None), ("tenant_id", "x"), ("", 1))
    relations: tuple[ToOne | ToMany, ...] = (*resource.to_one, *resource.to_many)
    for relation in relations:
        yield relation.name, {"id": "01900000-0000-7000-8000-000000000000"}
        yield f"{relation.name}_id_", [{}]


def fingerprint(api: World, resource: Resource) -> Any:
    """Every row of the table, as text."""
    return api.sql(f"select md5(string_agg(r::text, ',' order by id)) from \"{resource.table}\" r")


def editable(stock: Stock, caller: Caller, resource: Resource) -> Row | None:
    """A row that the caller may change."""
    rows = (r for r in stock.rows[resource.name] if visible(caller, r) and not r.frozen)
    return next((row for row in rows if permitted(caller, row, "update")), None)


async def test_no_body_carries_what_the_server_sets(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    asking, tried = Asking(stock), 0
    for resource in REGISTRY.resources:
        before = fingerprint(api, resource)
        for word in WRITES:
            schema = resource.create if word == "create" else resource.update
            able = [c for c in stock.callers if not verdict(c, resource, word).refused]
            if schema is None or not able:
                assert resource.name in ("audit_event", "refresh_token")
                continue
            row = editable(stock, able[0], resource)
            method, path, body, headers = "POST", resource.path, {}, {}
            if word == "create":
                body = asking.new(able[0], resource, theirs=True)
            elif row is not None:
                method, path = "PATCH", f"{resource.path}/{row.id}"
                body, headers = asking.patch(able[0], resource), {"If-Match": f'"{row.version}"'}
            assert word == "create" or row is not None, resource.name
            for name, value in foreign(resource, schema):
                sent = {**body, name: value}
                answer = await api.ask(able[0].name, method, path, json=sent, headers=headers)
                assert pointers(answer) == {(f"/{name}", "UNKNOWN_FIELD")}, (path, name)
                tried += 1
        assert fingerprint(api, resource) == before, resource.name
    assert tried > 400


async def test_no_action_carries_them_either(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    asking, tried = Asking(stock), 0
    for resource in REGISTRY.resources:
        before = fingerprint(api, resource)
        for action in resource.actions:
            able = [c for c in stock.callers if verdict(c, resource, action.name).open]
            able += [c for c in stock.callers if not verdict(c, resource, action.name).refused]
            if action.system or action.method == "GET" or action.input is None:
                continue
            rows = [r for r in stock.rows[resource.name] if permitted(able[0], r, action.name)]
            assert rows, "some row is in reach"
            where = f"{resource.path}/{rows[0].id}" if action.at_row else resource.path
            body = asking.values(able[0], action.input, action)
            names = {"id", "version", "created_by_id", "owner_id", "status", "is_active", "zz"}
            for name in names - set(action.input.model_fields):
                sent = {**body, name: 1}
                answer = await api.ask(able[0].name, "POST", f"{where}/{action.path}", json=sent)
                assert pointers(answer) == {(f"/{name}", "UNKNOWN_FIELD")}, (action.name, name)
                tried += 1
        assert fingerprint(api, resource) == before, resource.name
    assert tried > 300


async def test_masked_fields_are_written_by_nobody_they_are_masked_for(
    api: World, stock: Stock
) -> None:
    """Read-only: 422 `READ_ONLY`. Hidden: the very answer of a field that there is not."""
    api.ids.update(stock.ids)
    asking, tried = Asking(stock), {"READ_ONLY": 0, "UNKNOWN_FIELD": 0}
    for resource in REGISTRY.resources:
        before = fingerprint(api, resource)
        for caller in stock.callers:
            for word in WRITES:
                schema = resource.create if word == "create" else resource.update
                row = editable(stock, caller, resource)
                if schema is None or verdict(caller, resource, word).refused:
                    continue
                if word == "update" and row is None:
                    continue
                path = f"{resource.path}/{row.id}" if word == "update" and row else resource.path
                body = asking.new(caller, resource, theirs=True) if word == "create" else {}
                for name in unwritable_fields(caller, resource) & set(schema.model_fields):
                    hidden = name in hidden_fields(caller, resource)
                    code = "UNKNOWN_FIELD" if hidden else "READ_ONLY"
                    for value in (None, "x", str(stock.ids["viewer"])):
                        answer = await api.ask(
                            caller.name,
                            "POST" if word == "create" else "PATCH",
                            path,
                            json={**body, name: value},
                            headers={"If-Match": "*"},
                        )
                        found = pointers(answer)
                        assert (f"/{name}", code) in found, (caller.name, path, name, found)
                        tried[code] += 1
        assert fingerprint(api, resource) == before, resource.name
    assert tried["READ_ONLY"] > 100
    assert tried["UNKNOWN_FIELD"] > 20
