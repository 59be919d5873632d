"""The trail: one event for each write and each refused one, and no write without it."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.runtime.operations.test_rows import ABSENT, code, title
from tests.runtime.support.world import World


async def test_each_refused_write_leaves_one_event(world: World) -> None:
    tag = await world.add("ada", "tags", name=title())
    row = await world.add("kim", "items", title=title())
    path, stale = f"items/{row['id']}", {"If-Match": '"9"'}
    cases = [
        ("vic", "PATCH", path, {}, {"size": 2}, 403, "denied"),
        ("kit", "PATCH", path, {}, {"size": 2}, 403, "denied"),
        ("kim", "PATCH", f"items/{ABSENT}", {}, {"size": 2}, 404, "denied"),
        ("kim", "POST", f"{path}/reopen", {}, None, 409, "failed"),
        ("kim", "PATCH", path, stale, {"size": 2}, 412, "failed"),
        ("kim", "PATCH", path, {}, {"size": 0}, 422, "failed"),
        ("ada", "DELETE", f"tags/{tag['id']}", {}, None, 428, "failed"),
        ("vic", "POST", "items", {}, {"title": "x"}, 403, "denied"),
        ("kim", "POST", "items", {}, {}, 422, "failed"),
    ]
    for who, method, where, headers, body, status, outcome in cases:
        before = len(world.events())
        answer = await world.ask(who, method, where, headers=headers, json=body)
        assert answer.status_code == status, (who, method, where)
        [event] = world.events()[before:]
        assert (event["outcome"], event["actor_id"]) == (outcome, world.ids[who])
        assert event["request_id"] == answer.headers["X-Request-ID"]
        assert event["client_ip"] == "192.0.2.7"
        assert event["reason"].startswith(answer.json()["code"])
        parts = where.split("/")
        assert event["entity_id"] == (UUID(parts[1]) if len(parts) > 1 else None)
        assert event["entity_type"] == parts[0].removesuffix("s")


async def test_reads_and_the_unauthenticated_leave_none(world: World) -> None:
    before = len(world.events())
    for who, method, where, status in (
        ("sam", "GET", "items", 403),
        ("kim", "GET", f"items/{ABSENT}", 404),
        ("kim", "GET", "items?x=1", 422),
        ("", "DELETE", f"items/{ABSENT}", 401),
        ("kim", "PUT", "items", 405),
        ("kim", "GET", "parcels/tally?x=1", 422),
    ):
        assert (await world.ask(who, method, where)).status_code == status
    assert len(world.events()) == before


async def test_the_line_that_decided_stands_in_the_event(world: World) -> None:
    mine = await world.add("cleo", "items", title=title())
    lines = (world.project / "policies" / "policy.csv").read_text().splitlines()
    rule = world.events(mine["id"])[0]["rule"]
    name, _, rest = rule.partition(":")
    line, _, digest = rest.partition("@")
    assert name == "policies/policy.csv"
    assert lines[int(line) - 1] == "p, clerk, item, create, own, allow"
    assert digest == world.services.policy.current.rules.hash


@pytest.mark.parametrize(
    ("breakage", "repair"),
    [
        (
            "revoke insert on audit_events from charter_owner",
            "grant insert on audit_events to charter_owner",
        ),
        (
            "alter table audit_events add constraint broken check (action is null) not valid",
            "alter table audit_events drop constraint broken",
        ),
        (
            "alter table audit_events rename to elsewhere",
            "alter table elsewhere rename to audit_events",
        ),
    ],
)
async def test_no_change_is_made_that_cannot_be_recorded(
    world: World, breakage: str, repair: str
) -> None:
    row = await world.add("kim", "items", title=(name := title()))
    parcel = await world.add("kim", "parcels", title=title())
    path = f"items/{row['id']}"
    world.sql(breakage)
    try:
        answers = [
            await world.ask("kim", "PATCH", path, json={"size": 2}),
            await world.ask("kim", "POST", "items", json={"title": "unrecorded"}),
            await world.ask("kim", "DELETE", path),
            await world.ask("kim", "POST", f"{path}/submit", json={"due_on": "2030-01-01"}),
            await world.ask("kim", "PATCH", f"parcels/{parcel['id']}", json={"title": name}),
            await world.ask("kim", "POST", f"parcels/{parcel['id']}/stamp"),
            await world.ask("vic", "PATCH", path, json={"size": 2}),
            await world.http.get("/readyz"),
        ]
        assert (await world.ask("kim", "GET", path)).json() == row
    finally:
        world.sql(repair)
    for answer in answers:
        assert code(answer) == (503, "AUDIT_UNAVAILABLE")
        assert int(answer.headers["Retry-After"]) > 0
    assert world.sql("select 1 from items where title = 'unrecorded'") == []
    assert (await world.ask("kim", "PATCH", path, json={"size": 2})).status_code == 200
    assert (await world.http.get("/readyz")).status_code == 200
