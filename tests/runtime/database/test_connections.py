"""The pool: bounded waits, timeouts, callers who leave, servers that go."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest

from runtime.actor import PUBLIC, AuditContext
from runtime.database.role import UnfitRoleError, check_role
from runtime.database.transaction import CONNECTION_OPTIONS, Database
from runtime.query.statement import Statement
from tests.runtime.operations.test_rows import code, title
from tests.runtime.support.world import World

CONTEXT = AuditContext(PUBLIC, "test", "api", "item", "update")
SLEEP = Statement("select pg_sleep(20)", ())


async def whole(database: Database) -> bool:
    """Whether every connection is back and fit for use."""
    for _ in range(100):
        stats = database.pool.get_stats()
        if stats["pool_available"] == stats["pool_size"]:
            break
        await asyncio.sleep(0.02)
    async with database.transaction() as transaction:
        row = await transaction.fetch(
            Statement("select current_setting('charter.actor', true)", ())
        )
    return stats["pool_available"] == stats["pool_size"] and row in ((None,), ("",))


@pytest.mark.parametrize("rich", [False, True])
async def test_a_caller_who_leaves_gives_the_connection_back(world: World, rich: bool) -> None:
    database: Database = world.services.database
    opener: Any = database.session if rich else database.transaction

    async def work() -> None:
        async with opener(CONTEXT) as transaction:
            await transaction.fetch(Statement("select set_config('charter.actor', 'x', true)", ()))
            await transaction.fetch(SLEEP)

    for _ in range(5):
        tasks = [asyncio.create_task(work()) for _ in range(6)]
        await asyncio.sleep(0.05)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert await whole(database)
    busy = world.sql(
        "select 1 from pg_stat_activity where datname = current_database()"
        " and query like '%%pg_sleep(20)%%' and state = 'active' and pid <> pg_backend_pid()"
    )
    assert busy == []


async def test_a_pool_that_is_empty_answers_503(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    database: Database = world.services.database
    await world.ask("kim", "GET", "items")
    monkeypatch.setattr(database.pool, "timeout", 0.2)
    held = [database.transaction() for _ in range(database.pool.max_size)]
    for each in held:
        await each.__aenter__()
    for method, path, body in (
        ("GET", "items?as_of=2026-01-01T00:00:00Z", None),
        ("POST", "items?dry_run=true", {"title": title()}),
        ("POST", "parcels", {"title": title()}),
    ):
        answer = await world.ask("kim", method, path, json=body)
        assert code(answer) == (503, "UNAVAILABLE")
        assert answer.headers["Retry-After"] == "1"
    # What is plain has connections of its own.
    assert (await world.ask("kim", "GET", "items")).status_code == 200
    assert (await world.http.get("/readyz")).status_code == 503
    assert (await world.http.get("/healthz")).status_code == 200
    for each in held:
        await each.__aexit__(None, None, None)
    assert (await world.ask("kim", "GET", "items")).status_code == 200


async def test_a_statement_that_takes_too_long_answers_503(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await world.add("kim", "items", title=title())
    locker = psycopg.connect(world.urls.owner)
    locker.execute("select 1 from items where id = %s for update", [row["id"]])
    original = Database.transaction

    def hurried(self: Database, context: AuditContext | None = None) -> Any:
        return _hurried(original(self, context))

    monkeypatch.setattr(Database, "transaction", hurried)
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json={"size": 2})
    locker.close()
    assert code(answer) == (503, "UNAVAILABLE")
    assert answer.headers["Retry-After"]
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json={"size": 2})
    assert answer.status_code == 200


class _hurried:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    async def __aenter__(self) -> Any:
        transaction = await self._inner.__aenter__()
        await transaction.fetch(
            Statement("select set_config('statement_timeout', '300ms', true)", ())
        )
        return transaction

    async def __aexit__(self, *error: Any) -> Any:
        return await self._inner.__aexit__(*error)


async def test_connections_that_the_server_closed_are_replaced(world: World) -> None:
    await asyncio.gather(*(world.ask("kim", "GET", "items") for _ in range(8)))
    with psycopg.connect(world.urls.superuser, autocommit=True) as killer:
        killer.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    for _ in range(12):
        answer = await world.ask("kim", "GET", "items")
        assert answer.status_code == 200, answer.text
        assert (
            await world.ask("kim", "POST", "parcels", json={"title": title()})
        ).status_code == 201


async def test_what_was_answered_is_committed(world: World) -> None:
    made = await world.ask("kim", "POST", "items", json={"title": (name := title())})
    assert world.sql("select title from items where id = %s", made.json()["id"]) == [
        {"title": name}
    ]


async def test_a_deadlock_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from runtime.operations import writes

    real, failures = writes.run_change, iter([psycopg.errors.DeadlockDetected] * 2)

    async def unlucky(*arguments: Any, **rest: Any) -> Any:
        outcome = await real(*arguments, **rest)
        for failure in failures:
            raise failure("deadlock detected")
        return outcome

    row = await world.add("kim", "items", title=title())
    monkeypatch.setattr(writes, "run_change", unlucky)
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json={"size": 2})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert [e["outcome"] for e in world.events(row["id"])] == ["success", "success"]


async def test_sessions_leave_nothing_behind_on_a_connection(world: World) -> None:
    database: Database = world.services.database
    for _ in range(30):
        async with database.session(CONTEXT) as transaction:
            handlers = len(transaction.connection._notice_handlers)
    assert handlers == 0


async def test_statements_of_one_shape_are_prepared_once(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    for number in range(16):
        await world.ask("kim", "GET", f"items/{row['id']}")
        await world.ask("kim", "GET", f"items?size__gte={number}&limit=5")
    lanes = world.services.pipeline._lanes
    known = {sql.decode() for lane in lanes for sql in lane._known}
    lists = {text for text in known if "row_number() over ()" in text}
    assert len(lists) == 1, "the same shape is the same text"


async def test_the_role_that_serves_owns_nothing(world: World) -> None:
    assert "statement_timeout" in CONNECTION_OPTIONS
    for url, why in ((world.urls.owner, "owns"), (world.urls.superuser, "superuser")):
        database = Database(url, size=1)
        await database.open()
        with pytest.raises(UnfitRoleError, match=why):
            await check_role(database, world.registry)
        await database.close()
