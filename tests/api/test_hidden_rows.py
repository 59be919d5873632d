"""A hidden row is, to the caller, one that never was: in lists, ends of relations and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from generated.registry import REGISTRY
from runtime.resource import Resource, ToMany
from tests.api.conftest import Core
from tests.api.support_matrix import OPERATIONS, plain
from tests.api.support_operations import ABSENT, Asking, refused
from tests.api.support_policy import Caller, hidden_fields, unwritable_fields, verdict
from tests.api.support_rows import Row, Stock, build, permitted, visible
from tests.runtime.support.world import World
from tests.support.database import Urls

SAME = {"X-Request-ID": "same"}


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


def hidden(stock: Stock, caller: Caller, name: str) -> list[Row]:
    """Rows that are there and not for the caller, one of each kind of reason."""
    some: dict[Any, Row] = {}
    for row in stock.rows[name]:
        if not visible(caller, row):
            some.setdefault((row.deleted, row.state), row)
    return list(some.values())[:3]


async def pair(
    api: World, caller: Caller, key: str, method: str, path: str, **rest: Any
) -> tuple[Any, Any]:
    """The answers about a hidden row and about none, without the id."""
    found = []
    for each in (key, ABSENT):
        body = rest.get("json")
        sent = {**rest, "json": _swap(body, each)} if body is not None else dict(rest)
        headers = {**SAME, **sent.pop("headers", {})}
        where = path.replace("KEY", each)
        answer = await api.ask(caller.name, method, where, headers=headers, **sent)
        status, text, heads = plain(answer, each)
        # A cursor is signed with the query it belongs to, in which the id stands.
        found.append((status, re.sub(r'"next_cursor":"[^"]+"', "CURSOR", text), heads))
    return found[0], found[1]


def _swap(body: Any, key: str) -> Any:
    return {name: key if value == "KEY" else value for name, value in body.items()}


async def test_no_filter_finds_one(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    compared = 0
    for caller in stock.callers:
        for resource in REGISTRY.resources:
            if verdict(caller, resource, "read").refused:
                continue
            for row in hidden(stock, caller, resource.name):
                for query in (
                    "id=KEY",
                    "id__in=KEY",
                    "id__ne=KEY&count=exact&limit=1&fields=id",
                    "id=KEY&count=exact",
                    "id=KEY&count=estimated&sort=-created_at",
                ):
                    path = f"{resource.path}?{query}"
                    one, other = await pair(api, caller, row.id, "GET", path)
                    assert one == other, (caller.name, path, row)
                    assert one[0] == 200
                    compared += 1
    assert compared > 500


def ends(stock: Stock, parent: Resource, relation: ToMany) -> Iterator[tuple[str, str]]:
    """Which rows the relation leads to, as the superuser sees it."""
    target = REGISTRY[relation.target]
    statement = (
        f'select "{relation.near_column}"::text, "{relation.far_column}"::text'
        f' from "{relation.link_table}"'
    )
    if relation.column is not None:
        kind = (
            f" where \"{relation.type_column}\" = '{parent.name}'" if relation.type_column else ""
        )
        statement = f'select "{relation.column}"::text, id::text from "{target.table}"{kind}'
    with psycopg.connect(stock.urls.superuser) as connection:
        yield from connection.execute(statement.encode()).fetchall()


async def test_lists_of_relations_and_what_is_embedded(api: World, stock: Stock) -> None:
    """`/{c}/{id}/{relation}`, its counts, and `include=`: the ends that the file shows."""
    api.ids.update(stock.ids)
    looked = narrowed = 0
    for operation in OPERATIONS:
        relation, parent = operation.relation, operation.resource
        if operation.kind != "related" or relation is None:
            continue
        far: dict[str, list[str]] = {}
        for near, end in ends(stock, parent, relation):
            far.setdefault(near, []).append(end)
        rows = {row.id: row for row in stock.rows[relation.target]}
        for caller in stock.callers:
            near_rows = [r for r in stock.rows[parent.name] if visible(caller, r) and r.id in far]
            if refused(caller, operation) or not near_rows:
                continue

            concealed = {
                row.id: sum(not visible(caller, rows[end]) for end in far[row.id])
                for row in near_rows
            }
            near_rows.sort(key=lambda row, by=concealed: by[row.id])  # type: ignore[misc]
            for row in near_rows[-2:]:
                shown = sorted(end for end in far[row.id] if visible(caller, rows[end]))
                narrowed += len(shown) < len(far[row.id])
                path = f"{parent.path}/{row.id}"
                page = await api.ask(
                    caller.name, "GET", f"{path}/{relation.path}?limit=200&count=exact&sort=id"
                )
                found = [each["id"] for each in page.json()["items"]]
                assert (found, page.json()["total"]) == (shown[:200], len(shown)), (
                    caller.name,
                    path,
                )
                whole = await api.ask(caller.name, "GET", f"{path}?include={relation.name}")
                embedded = [each["id"] for each in whole.json()[relation.name]]
                assert embedded == shown[:50], (caller.name, path)
                more = whole.json()[f"{relation.name}_next_cursor"]
                assert (more is not None) == (len(shown) > 50)
                looked += 1
    assert looked > 200
    assert narrowed > 20


async def test_a_key_to_one_embeds_nothing(api: World, stock: Stock) -> None:
    """A relation to a hidden row is embedded as null, its key being the row's own."""
    api.ids.update(stock.ids)
    empty = 0
    for caller in stock.callers:
        for resource in REGISTRY.resources:
            rows = [r for r in stock.rows[resource.name] if visible(caller, r)][-30:]
            relations = [
                each
                for each in resource.to_one
                if len(each.targets) == 1
                and each.column not in hidden_fields(caller, resource)
                and not verdict(caller, REGISTRY[each.targets[0]], "read").refused
            ]
            names = ",".join(each.name for each in relations)
            for row in rows if relations else ():
                path = f"{resource.path}/{row.id}?include={names}"
                body = (await api.ask(caller.name, "GET", path)).json()
                for each in relations:
                    target = [r for r in stock.rows[each.targets[0]] if r.id == body[each.column]]
                    seen = bool(target) and visible(caller, target[0])
                    assert (body[each.name] is not None) == seen, (caller.name, path, each.name)
                    empty += bool(target) and not seen
    assert empty > 50


async def test_no_body_can_name_one(api: World, stock: Stock) -> None:
    """A reference to a hidden row answers as one to none: creates, patches, actions."""
    api.ids.update(stock.ids)
    compared = 0
    for caller in stock.callers:
        for method, path, name, body in _naming(stock, caller):
            for target in name[1]:
                given = {**body, name[0]: "KEY"}
                if len(name) > 2:
                    given[name[2]] = target
                for row in hidden(stock, caller, target):
                    one, other = await pair(
                        api, caller, row.id, method, path, json=given, headers={"If-Match": "*"}
                    )
                    assert one == other, (caller.name, method, path, name, row)
                    assert one[0] in (403, 409, 422), one
                    compared += 1
    assert compared > 100


def _naming(stock: Stock, caller: Caller) -> Iterator[tuple[str, str, Any, dict[str, Any]]]:
    """Every body that names a row: the request, the member and where it leads, the rest of it."""
    asking = Asking(stock)
    for resource in REGISTRY.resources:
        barred = unwritable_fields(caller, resource)
        for word, schema in (("create", resource.create), ("update", resource.update)):
            row = next(
                (r for r in stock.rows[resource.name] if _may(caller, r, word) and not r.frozen),
                None,
            )
            if schema is None or verdict(caller, resource, word).refused:
                continue
            if word == "update" and row is None:
                continue
            path = f"{resource.path}/{row.id}" if word == "update" and row else resource.path
            body = asking.new(caller, resource, theirs=True) if word == "create" else {}
            for each in resource.to_one:
                if each.column in set(schema.model_fields) - barred:
                    name: Any = (each.column, each.targets)
                    if each.type_column:
                        name = (*name, each.type_column)
                    yield "POST" if word == "create" else "PATCH", path, name, body
        for action in resource.actions:
            rows = [r for r in stock.rows[resource.name] if _may(caller, r, action.name)]
            rows.sort(key=lambda r, a=action: r.state not in a.from_states)  # type: ignore[misc]
            if action.method == "GET" or action.system or (action.at_row and not rows):
                continue
            if verdict(caller, resource, action.name).refused or action.input is None:
                continue
            if not action.at_row and not verdict(caller, resource, action.name).open:
                continue
            where = f"{resource.path}/{rows[0].id}" if action.at_row else resource.path
            body = asking.values(caller, action.input, action)
            leads: dict[str, tuple[str, ...]] = {name: (to,) for name, to in action.references}
            for each in resource.to_one:
                if each.column in (*action.needs, *action.takes):
                    leads[each.column] = each.targets
            for column, targets in leads.items():
                yield "POST", f"{where}/{action.path}", (column, targets), body


def _may(caller: Caller, row: Row, word: str) -> bool:
    return visible(caller, row) and permitted(caller, row, word)


async def test_no_link_leads_to_one(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    compared = 0
    for caller in stock.callers:
        for operation in OPERATIONS:
            if operation.kind not in ("link", "unlink") or refused(caller, operation):
                continue
            assert operation.relation is not None
            near = [r for r in stock.rows[operation.resource.name] if _may(caller, r, "update")]
            near = [row for row in near if not row.frozen]
            for row in hidden(stock, caller, operation.relation.target) if near else ():
                path = f"{operation.resource.path}/{near[0].id}{operation.tail}/KEY"
                headers = {"If-Match": "*"}
                one, other = await pair(
                    api, caller, row.id, operation.method, path, headers=headers
                )
                assert one == other, (caller.name, path)
                assert one[0] == 404
                compared += 1
    assert compared >= 4


async def test_no_precondition_tells_one(api: World, stock: Stock) -> None:
    """Whatever `If-Match` says, and where it is demanded and missing."""
    api.ids.update(stock.ids)
    compared = 0
    for caller in stock.callers:
        for operation in OPERATIONS:
            if not operation.writes or operation.relation or refused(caller, operation):
                continue
            for row in hidden(stock, caller, operation.resource.name)[:1]:
                body = Asking(stock).body(caller, operation)
                for tag in (None, '"1"', '"2"', "*", 'W/"1"', f'"{row.version}"'):
                    headers = {"If-Match": tag} if tag else {}
                    path = f"{operation.resource.path}/KEY{operation.tail}?dry_run=true"
                    if operation.kind == "restore" and row.deleted:
                        continue
                    one, other = await pair(
                        api, caller, row.id, operation.method, path, json=body, headers=headers
                    )
                    assert one == other, (caller.name, path, tag)
                    assert one[0] == 404
                    compared += 1
    assert compared > 300
