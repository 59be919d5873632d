"""Rows of which every reading leaves an event (`audit: {reads: true}`)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from psycopg.conninfo import conninfo_to_dict

from tests.runtime.support.world import World

ABSENT = "01900000-0000-7000-8000-000000000000"


async def note(world: World) -> str:
    made = await world.add("ada", "notes", body=f"note {uuid4().hex[:8]}")
    return str(made["id"])


def reads(world: World, key: str) -> list[dict[str, Any]]:
    return [each for each in world.events(key) if each["action"] == "read"]


async def test_reading_a_row_leaves_an_event(world: World) -> None:
    key = await note(world)
    answer = await world.ask("kim", "GET", f"notes/{key}")
    assert answer.status_code == 200
    [event] = reads(world, key)
    assert (event["entity_type"], event["outcome"], event["source"]) == ("note", "success", "api")
    assert event["actor_id"] == world.ids["kim"]
    assert event["request_id"] == answer.headers["X-Request-ID"]
    assert event["rule"].startswith("policies/policy.csv:17@")
    assert event["changes"] in (None, {})


async def test_so_do_its_past_and_its_history(world: World) -> None:
    key = await note(world)
    made = (await world.ask("ada", "GET", f"notes/{key}")).json()
    await world.ask("kim", "GET", f"notes/{key}", params={"as_of": made["created_at"]})
    answer = await world.ask("kim", "GET", f"notes/{key}/history")
    assert len(reads(world, key)) == 3
    assert [each["action"] for each in answer.json()["items"]] == ["read", "read", "create"]


async def test_lists_other_entities_and_refusals_leave_none(world: World) -> None:
    key = await note(world)
    before = len(world.events())
    await world.ask("ada", "GET", "notes")
    await world.ask("ada", "GET", "notes?as_of=2026-01-01T00:00:00Z")
    for path in (f"notes/{ABSENT}", f"notes/{ABSENT}/history", "notes/x", f"notes/{key}?no=1"):
        assert (await world.ask("ada", "GET", path)).status_code in (404, 422)
    assert (await world.ask("cleo", "GET", f"notes/{key}")).status_code == 403
    early = await world.ask("ada", "GET", f"notes/{key}?as_of=2026-01-01T00:00:00Z")
    assert early.status_code == 404
    await world.ask("ada", "GET", f"users/{world.ids['kim']}")
    assert len(world.events()) == before


async def test_what_cannot_be_recorded_is_not_shown(world: World) -> None:
    key = await note(world)
    name = conninfo_to_dict(world.urls.application)["user"]
    function = "function charter_record_event(text, text, uuid, text, text, jsonb)"
    world.sql(f"revoke execute on {function} from {name}")
    try:
        for path in (f"notes/{key}", f"notes/{key}/history"):
            answer = await world.ask("ada", "GET", path)
            assert (answer.status_code, answer.json()["code"]) == (503, "AUDIT_UNAVAILABLE")
            assert "Retry-After" in answer.headers
        assert (await world.ask("ada", "GET", f"users/{world.ids['kim']}")).status_code == 200
    finally:
        world.sql(f"grant execute on {function} to {name}")
    assert (await world.ask("ada", "GET", f"notes/{key}")).status_code == 200
    assert len(reads(world, key)) == 1
