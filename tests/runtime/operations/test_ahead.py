"""Functions before a create: ahead of it where they only look, within its transaction otherwise."""

from __future__ import annotations

import importlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from runtime.actor import AuditContext
from runtime.database.rows import RowReader
from tests.runtime.operations.test_rows import code
from tests.runtime.support.world import World


@pytest.fixture
def sessions(world: World, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """One entry for each session of SQLAlchemy that was opened."""
    opened: list[Any] = []
    session = world.services.database.session

    def counted(*given: Any, **options: Any) -> Any:
        opened.append(given)
        return session(*given, **options)

    monkeypatch.setattr(world.services.database, "session", counted)
    return opened


async def depot(world: World) -> dict[str, Any]:
    return await world.add("ada", "depots", name=f"d {uuid4().hex[:8]}", capacity=5)


async def test_a_function_that_looks_needs_no_transaction(
    world: World, sessions: list[Any]
) -> None:
    place = await depot(world)
    answer = await world.ask("ada", "POST", "tags", json={"name": f"of {place['id']}"})
    row = answer.json()
    assert (answer.status_code, row["name"]) == (201, f"at {place['name']}")
    assert answer.headers["Location"] == f"/api/v1/tags/{row['id']}"
    assert sessions == []
    [event] = world.events(row["id"])
    assert (event["action"], event["actor_email"]) == ("create", "ada@example.com")
    assert event["changes"]["name"] == [None, f"at {place['name']}"]
    assert event["request_id"] == answer.headers["X-Request-ID"]
    # It looks anew for each request.
    world.sql("update depots set name = %s where id = %s", f"m {uuid4().hex[:8]}", place["id"])
    again = await world.ask("ada", "POST", "tags", json={"name": f"of {place['id']}"})
    assert again.json()["name"].startswith("at m ")
    assert sessions == []


async def test_what_it_assigns_to_a_row_is_written_once(world: World, sessions: list[Any]) -> None:
    place = await depot(world)
    await world.ask("ada", "POST", "tags", json={"name": f"up {place['id']}"})
    assert len(sessions) == 1
    assert world.sql("select capacity from depots where id = %s", place["id"]) == [
        {"capacity": 999}
    ]
    changed = [event["action"] for event in world.events(place["id"])]
    assert changed == ["create", "update"]


async def test_a_function_that_wants_the_session_gets_it_at_once_from_then_on(
    world: World, sessions: list[Any]
) -> None:
    name = uuid4().hex[:8]
    answer = await world.ask("ada", "POST", "tags", json={"name": f"count {name}"})
    [found] = world.sql("select count(*) from depots")
    assert answer.json()["name"] == f"{name} among {found['count']}"
    assert len(sessions) == 1
    await world.ask("ada", "POST", "tags", json={"name": uuid4().hex[:8]})
    assert len(sessions) == 2


async def test_who_may_not_add_hears_that_and_not_what_the_function_says(world: World) -> None:
    for who in ("kim", "sam"):
        answer = await world.ask(who, "POST", "tags", json={"name": "refuse"})
        assert code(answer) == (403, "FORBIDDEN")


async def test_what_a_function_refuses_leaves_nothing_but_an_event(world: World) -> None:
    answer = await world.ask("ada", "POST", "tags", json={"name": "refuse"})
    assert code(answer) == (409, "FORBIDDEN_NAME")
    assert world.sql("select 1 from tags where name = 'refuse'") == []
    request = answer.headers["X-Request-ID"]
    [event] = world.sql("select * from audit_events where request_id = %s", request)
    assert event["outcome"] == "failed"


async def test_a_row_is_read_as_a_session_reads_it(world: World) -> None:
    full = {
        "title": f"t {uuid4().hex[:8]} Ünïcode \\ \" '",
        "body": "{a,b}\\",
        "price": "1.50",
        "size": 3,
        "count": 2**40,
        "due_on": "2026-01-31",
        "extra": {"a": [1, None, "b"]},
        "words": ["a", 'b"c', ""],
        "grade": "high",
    }
    await world.add("kim", "items", **full)
    await world.add("kim", "items", title=uuid4().hex[:8])
    actor = await world.fastapi.state.server._people.load(world.ids["ada"])
    audit = AuditContext(actor, "test", "api", "item", "read")
    models = importlib.import_module("store_generated.models")
    read = 0
    async with world.services.database.session(audit, platform=True) as transaction:
        for name in ("Item", "Depot", "Tag", "User", "Parcel", "Note", "RoleAssignment"):
            model = getattr(models, name)
            reader = RowReader(model, world.services.database.engine.dialect)
            for row in world.sql(f"select id from {model.__tablename__}"):
                known = await transaction.session.get(model, row["id"])
                found = await reader.get(world.services.pipeline, row["id"])
                for column in model.__table__.columns.keys():
                    pair = getattr(found, column), getattr(known, column)
                    assert pair[0] == pair[1], (name, column)
                    assert type(pair[0]) is type(pair[1]), (name, column)
                read += 1
            assert await reader.get(world.services.pipeline, UUID(int=0)) is None
    assert read > 10
