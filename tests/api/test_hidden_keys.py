"""Where the database must speak of a row that is hidden, it names only what was sent."""

from __future__ import annotations

from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import Resource
from tests.api.conftest import Core
from tests.api.support_matrix import plain
from tests.api.support_operations import Asking
from tests.api.support_policy import Caller, unwritable_fields, verdict
from tests.api.support_rows import Row, Stock, build, permitted, visible
from tests.runtime.support.world import World
from tests.support.database import Urls

SAME = {"X-Request-ID": "same", "If-Match": "*"}


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


def values(api: World, resource: Resource, row: Row, key: tuple[str, ...]) -> dict[str, Any]:
    """What the row holds under a unique key, as JSON has it."""
    columns = ", ".join(f'"{name}"::text as "{name}"' for name in key)
    [found] = api.sql(f'select {columns} from "{resource.table}" where id = %s', row.id)
    return dict(found)


def sendable(caller: Caller, resource: Resource) -> list[tuple[str, ...]]:
    """The unique keys that the caller can send whole."""
    known = set(resource.create.model_fields if resource.create else ())
    known -= unwritable_fields(caller, resource)
    return [key for key in dict.fromkeys(resource.unique_keys) if set(key) <= known]


async def test_a_taken_value_says_the_same_whoever_holds_it(api: World, stock: Stock) -> None:
    """A duplicate of a hidden row, and of one that the caller sees: the same bytes."""
    api.ids.update(stock.ids)
    asking, compared = Asking(stock), set()
    for resource in REGISTRY.resources:
        api.overrule("update users set external_subject = id::text where external_subject is null")
        for caller in stock.callers:
            if resource.create is None or verdict(caller, resource, "create").refused:
                continue
            rows = [r for r in stock.rows[resource.name] if not r.deleted]
            seen = [r for r in rows if visible(caller, r)]
            hidden = [r for r in rows if not visible(caller, r)]
            for key in sendable(caller, resource):
                body = asking.new(caller, resource, theirs=True)
                new = stock.judged(caller, resource, body)
                if asking.dangling(caller, resource, body) or not permitted(caller, new, "create"):
                    continue
                found = []
                for row in (seen[:1] + hidden[:2]) if seen and hidden else ():
                    taken = values(api, resource, row, key)
                    if None in taken.values() or asking.dangling(caller, resource, taken):
                        continue
                    answer = await api.ask(
                        caller.name, "POST", resource.path, json={**body, **taken}, headers=SAME
                    )
                    assert (answer.status_code, answer.json()["code"]) == (409, "DUPLICATE"), (
                        caller.name,
                        answer.text,
                    )
                    sent = f"Another row has this {', '.join(key)} already."
                    assert answer.json()["detail"] == sent
                    found.append(plain(answer))
                assert len(set(map(str, found))) <= 1, (caller.name, resource.name, key)
                if len(found) > 1:
                    compared.add((caller.name, resource.name, key))
    assert {(name, key) for _, name, key in compared} >= {
        ("user", ("email",)),
        ("control", ("ref",)),
    }


async def test_a_taken_value_is_no_answer_to_those_who_may_not_write_there(
    api: World, stock: Stock
) -> None:
    """403 comes before 409: whoever may not add the row learns nothing of its keys."""
    api.ids.update(stock.ids)
    asking, away = Asking(stock), None
    caller = stock.caller("manager-of-unit")
    resource = REGISTRY["control"]
    [outside] = [r for r in stock.rows["control"] if not visible(caller, r)][:1]
    found = []
    for ref in (values(api, resource, outside, ("ref",))["ref"], "is free"):
        body = {**asking.new(caller, resource, theirs=True), "ref": ref, "business_unit_id": away}
        answer = await api.ask(caller.name, "POST", "controls", json=body, headers=SAME)
        found.append(plain(answer))
    assert found[0] == found[1]
    assert found[0][0] == 403


async def test_a_patch_to_a_taken_value(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    for name, resource, key in (
        ("manager-of-unit", REGISTRY["control"], "ref"),
        ("admin-of-unit", REGISTRY["user"], "email"),
    ):
        caller = stock.caller(name)
        rows = stock.rows[resource.name]
        mine = next(r for r in rows if permitted(caller, r, "update") and not r.frozen)
        seen = next(r for r in rows if visible(caller, r) and r is not mine)
        hidden = next(r for r in rows if not visible(caller, r))
        found = []
        for row in (seen, hidden):
            taken = values(api, resource, row, (key,))
            path = f"{resource.path}/{mine.id}"
            answer = await api.ask(name, "PATCH", path, json=taken, headers=SAME)
            assert answer.status_code == 409, answer.text
            found.append(plain(answer))
        assert found[0] == found[1]


async def test_a_parent_is_held_by_hidden_children_as_by_others(api: World, stock: Stock) -> None:
    """The administrator of a unit sees the unit and none below it; another sees them all."""
    api.ids.update(stock.ids)
    caller, everyone = stock.caller("admin-of-unit"), stock.caller("admin")
    [unit] = [r for r in stock.rows["business_unit"] if visible(caller, r)]
    [place] = api.sql("select * from business_units where id = %s", unit.id)
    api.overrule(
        "insert into business_units (code, name, company_profile_id, parent_id)"
        " values ('below', 'below', %s, %s)",
        place["company_profile_id"],
        unit.id,
    )
    [child] = [
        r
        for r in stock.look(REGISTRY["business_unit"])
        if r.id not in {known.id for known in stock.rows["business_unit"]}
    ]
    assert visible(everyone, child)
    assert not visible(caller, child)
    found = []
    for who in (everyone, caller):
        path = f"business-units/{unit.id}?dry_run=true"
        answer = await api.ask(who.name, "DELETE", path, headers=SAME)
        assert answer.json()["code"] == "REFERENCED"
        assert child.id not in answer.text
        assert "below" not in answer.text
        found.append(plain(answer))
    assert found[0] == found[1]
