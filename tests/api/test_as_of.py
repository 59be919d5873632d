"""The past of the core domain: every list and row as it stood, for every role."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import Field, Kind, Resource
from tests.api.conftest import ROLES
from tests.api.support import control, do, risk, word
from tests.api.test_document import conforms
from tests.runtime.support.world import World

PAST = [resource for resource in REGISTRY.resources if resource.past]
EVERY = {"If-Match": "*"}
QUIET = {"last_login_at"}
"""Fields whose change is no new version of the row."""


def instant(value: str) -> datetime:
    return datetime.fromisoformat(value)


async def moment() -> str:
    """A time that lies between what was done and what will be."""
    await asyncio.sleep(0.002)
    now = datetime.now(UTC)
    await asyncio.sleep(0.002)
    return now.isoformat().replace("+00:00", "Z")


async def rows(api: World, who: str, resource: Resource, **params: str) -> Any:
    """Status and every row of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await api.ask(
            who, "GET", resource.path, params={"limit": "200", **params, **cursor}
        )
        if answer.status_code != 200:
            return answer.status_code
        conforms(answer)
        found += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.json()["next_cursor"]}


@pytest.fixture
async def lived(api: World) -> World:
    """Besides the seed, rows that have moved, changed hands and gone."""
    made = [await risk(api) for _ in range(3)]
    safe = await control(api)
    for number, each in enumerate(made):
        path = f"risks/{each['id']}"
        body = {"title": word("changed"), "inherent_impact": 3 + number % 2}
        await api.ask("risk-owner", "PATCH", path, json=body, headers=EVERY)
        await do(api, "risk-owner", f"{path}/assess")
        await api.ask("risk-owner", "PUT", f"{path}/controls/{safe['id']}")
    await api.ask("admin", "DELETE", f"risks/{made[0]['id']}", headers=EVERY)
    await api.ask("admin", "DELETE", f"risks/{made[1]['id']}", headers=EVERY)
    await api.ask("admin", "POST", f"risks/{made[1]['id']}/restore")
    return api


@pytest.mark.parametrize("resource", PAST, ids=lambda each: each.name)
async def test_the_past_of_now_is_the_present(lived: World, resource: Resource) -> None:
    """For everybody, in any order, down to the last member."""
    shown = 0
    for role in ROLES:
        who = role.replace("_", "-")
        for sort in ("id", "-updated_at", "-version"):
            at = await moment()
            then = await rows(lived, who, resource, sort=sort, as_of=at)
            now = await rows(lived, who, resource, sort=sort)
            if isinstance(now, int):
                assert then == now, (role, sort)
                continue
            assert then == now, (role, sort)
            shown += len(now)
    assert shown or not lived.sql(f"select 1 from {resource.table} limit 1")


def written(field: Field, value: Any) -> Any:
    """A value of an answer, as the trail has it."""
    if value is None:
        return None
    if field.kind is Kind.DATETIME:
        return instant(value)
    return Decimal(value) if field.kind is Kind.DECIMAL else value


@pytest.mark.parametrize("resource", PAST, ids=lambda each: each.name)
async def test_the_past_is_what_the_events_add_up_to(lived: World, resource: Resource) -> None:
    """The trail from the beginning, replayed forwards, against what the server rewinds to."""
    events = lived.sql(
        "select * from audit_events where entity_type = %s and outcome = 'success' order by id",
        resource.name,
    )
    stored = {f.name: f for f in resource.fields if f.stored and not f.computed and not f.secret}
    times = sorted({event["occurred_at"] for event in events})
    picked = times[:: max(1, len(times) // 4)][:5]
    for at in picked:
        wanted: dict[str, dict[str, Any]] = defaultdict(dict)
        for event in events:
            key = str(event["entity_id"])
            if event["occurred_at"] > at or event["changes"] is None:
                continue
            if event["action"] == "delete" and "created_at" in event["changes"]:
                wanted.pop(key, None)
                continue
            told = {n: new for n, (_, new) in event["changes"].items() if n in stored}
            row = wanted[key]
            if event["action"] == "create" or told.keys() - QUIET:
                row["version"] = row.get("version", 0) + 1
                row["updated_at"] = event["occurred_at"].isoformat()
                row["updated_by_id"] = event["actor_id"] and str(event["actor_id"])
            row.update(told)
        alive = {k: v for k, v in wanted.items() if v and v.get("deleted_at") is None}
        found = await rows(lived, "auditor", resource, as_of=at.isoformat())
        assert {each["id"] for each in found} == set(alive)
        for each in found:
            for name, value in alive[each["id"]].items():
                if name in each:
                    field = stored[name]
                    assert written(field, each[name]) == written(field, value), (each["id"], name)


async def test_one_row_and_its_list_agree(lived: World) -> None:
    for resource in PAST:
        if "get" not in resource.routes:
            continue
        at = await moment()
        for each in (await rows(lived, "auditor", resource, as_of=at))[:5]:
            answer = await lived.ask(
                "auditor", "GET", f"{resource.path}/{each['id']}", params={"as_of": at}
            )
            conforms(answer)
            assert answer.json() == each


async def test_an_owner_s_past_goes_to_who_has_it_now(api: World) -> None:
    made = await risk(api, inherent_likelihood=4, inherent_impact=5)
    path, at = f"risks/{made['id']}", await moment()
    scale = {"inherent_likelihood": 1, "inherent_impact": 1}
    await api.ask("risk-owner", "PATCH", path, json=scale, headers=EVERY)
    listed = await api.ask(
        "risk-owner",
        "GET",
        "risks",
        params={"as_of": at, "inherent_score": "20", "sort": "-current_score", "limit": "200"},
    )
    assert made in listed.json()["items"], "filters and order go by what was worked out then"
    then = await api.ask("risk-owner", "GET", path, params={"as_of": at})
    assert then.json() == made
    assert "ETag" not in then.headers
