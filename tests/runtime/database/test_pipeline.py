"""The pipelined driver: many statements on few connections, and none the worse for another."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime.database import lane
from runtime.database import pipeline as module
from runtime.database.pipeline import LostError, Pipeline, Prepared
from runtime.database.wire import encode
from runtime.embedded import EmbeddedServer
from runtime.problems import Unavailable
from tests.runtime.database.test_reconnection import forward, free_port
from tests.support.database import Urls, drop_database, fresh_database

PLUS = Prepared("select $1::int + 1")
ACTOR = Prepared("select current_setting('charter.actor', true)")
SLEEP = Prepared("select pg_sleep($1::float8)")
DIVIDE = Prepared("select 12 / $1::int")


@pytest.fixture(scope="module")
def urls(server: EmbeddedServer) -> Iterator[Urls]:
    """An empty database for the tests of this module."""
    made = fresh_database(server)
    yield made
    drop_database(server, made)


@pytest_asyncio.fixture
async def pipeline(urls: Urls) -> AsyncIterator[Pipeline]:
    opened = Pipeline(urls.application)
    await opened.open()
    yield opened
    await opened.close()


async def test_one_that_fails_fails_alone(pipeline: Pipeline) -> None:
    divisors = [n % 5 for n in range(200)]
    found = await asyncio.gather(
        *(pipeline.fetch(DIVIDE, [n]) for n in divisors), return_exceptions=True
    )
    for n, each in zip(divisors, found, strict=True):
        if n:
            assert each == [(str(12 // n).encode(),)]
        else:
            assert isinstance(each, errors.DivisionByZero)
            assert each.diag.message_primary == "division by zero"


async def test_a_text_that_is_no_statement_says_so_each_time(pipeline: Pipeline) -> None:
    wrong = Prepared("select * from nowhere_at_all")
    for _ in range(3):
        with pytest.raises(errors.UndefinedTable, match="nowhere_at_all"):
            await pipeline.fetch(wrong, [])
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_settings_hold_for_their_own_statement_alone(pipeline: Pipeline) -> None:
    """Also where others fail, leave or set nothing: whoever reads sees their own or nothing."""
    luck = random.Random(5)  # noqa: S311 - not a secret

    async def one(number: int) -> None:
        mine = f"actor {number}"
        kind = luck.randrange(4)
        if kind == 0:
            assert await pipeline.fetch(ACTOR, [], {"charter.actor": mine}) == [(mine.encode(),)]
        elif kind == 1:
            with pytest.raises(errors.DivisionByZero):
                await pipeline.fetch(DIVIDE, [0], {"charter.actor": mine})
        elif kind == 2:
            task = asyncio.create_task(pipeline.fetch(ACTOR, [], {"charter.actor": mine}))
            await asyncio.sleep(luck.random() / 1000)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        else:
            [(seen,)] = await pipeline.fetch(ACTOR, [])
            assert not seen

    await asyncio.gather(*(one(number) for number in range(600)))


async def test_what_fails_leaves_nothing(pipeline: Pipeline, urls: Urls) -> None:
    """Statement and settings are one transaction: an error after a write undoes it."""
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute("create table if not exists jotted (n int)")
        session.execute("grant all on jotted to public")
        undo = (
            "with w as (insert into jotted values ($1::int) returning n) select 1 / (n % 2) from w"
        )
        found = await asyncio.gather(
            *(pipeline.fetch(Prepared(undo), [n]) for n in range(40)), return_exceptions=True
        )
        assert [isinstance(each, errors.DivisionByZero) for each in found] == [True, False] * 20
        rows = session.execute("select n from jotted order by n").fetchall()
        assert [n for (n,) in rows] == list(range(1, 40, 2))


async def test_what_fails_at_the_commit_fails(pipeline: Pipeline, urls: Urls) -> None:
    """Deferred constraints are looked at after the statement has given its rows."""
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute("create table promised (n int unique deferrable initially deferred)")
        session.execute("grant all on promised to public")
        twice = Prepared("insert into promised values ($1::int), ($2::int) returning n")
        pairs = [(n, n + 1000 * (n % 2)) for n in range(40)]
        found = await asyncio.gather(
            *(pipeline.fetch(twice, pair) for pair in pairs), return_exceptions=True
        )
        for n, each in enumerate(found):
            if n % 2:
                assert each == [(str(n).encode(),), (str(n + 1000).encode(),)]
            else:
                assert isinstance(each, errors.UniqueViolation)
                assert each.diag.constraint_name == "promised_n_key"
        [(rows,)] = session.execute("select count(*) from promised").fetchall()
        assert rows == 40


async def test_what_cannot_be_sent_leaves_no_settings(pipeline: Pipeline) -> None:
    """Nor does a connection that ended amid a statement, nor the one that came after it."""
    many = [1] * (lane.VALUES_MAX + 1)
    for number in range(30):
        mine = {"charter.actor": f"actor {number}"}
        with pytest.raises(psycopg.OperationalError, match="more values"):
            await pipeline.fetch(PLUS, many, mine)
        with pytest.raises(errors.ProtocolViolation):
            await pipeline.fetch(PLUS, [1, 2], mine)
        if number % 5 == 0:
            sent = asyncio.create_task(pipeline.fetch(ACTOR, [], mine))
            await asyncio.sleep(0)
            pipeline._lanes[0].close()
            with pytest.raises(LostError):
                await sent
        [(seen,)] = await pipeline.fetch(ACTOR, [])
        assert not seen


async def test_half_a_transaction_ends_its_connection(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings are on their way, the statement cannot follow: the next must not run there."""
    real, broken = pipeline._lanes[0]._pgconn, Prepared("select 5")

    class Failing:
        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def send_query_prepared(self, name: bytes, values: Any) -> None:
            if not values:
                raise psycopg.OperationalError("out of memory")
            real.send_query_prepared(name, values)

    monkeypatch.setattr(pipeline._lanes[0], "_pgconn", Failing())
    with pytest.raises(psycopg.OperationalError, match="out of memory"):
        await pipeline.fetch(broken, [], {"charter.actor": "somebody"})
    for _ in range(10):
        [(seen,)] = await pipeline.fetch(ACTOR, [])
        assert not seen


async def test_whoever_leaves_takes_nothing_from_the_others(pipeline: Pipeline) -> None:
    tasks = [asyncio.create_task(pipeline.fetch(PLUS, [n])) for n in range(300)]
    await asyncio.sleep(0)
    for task in tasks[::3]:
        task.cancel()
    found = await asyncio.gather(*tasks, return_exceptions=True)
    for n, each in enumerate(found):
        if n % 3:
            assert each == [(str(n + 1).encode(),)]
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_a_lost_connection_is_said_and_replaced(pipeline: Pipeline, urls: Urls) -> None:
    waiting = [asyncio.create_task(pipeline.fetch(SLEEP, [1.5])) for _ in range(4)]
    await asyncio.sleep(0.1)
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and query like '%pg_sleep%'"
            " and pid <> pg_backend_pid()"
        )
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(each) for each in found} <= {LostError, errors.AdminShutdown}
    assert any(isinstance(each, LostError) for each in found)
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_an_event_loop_that_says_nothing_leaves_nobody_hanging(
    pipeline: Pipeline, urls: Urls
) -> None:
    """uvloop never calls the reader of a socket that was reset while something was in flight."""
    for each in pipeline._lanes:
        asyncio.get_running_loop().remove_reader(each._socket)
    waiting = [asyncio.create_task(pipeline.fetch(SLEEP, [1.5])) for _ in range(4)]
    await asyncio.sleep(0)
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    async with asyncio.timeout(1):
        found = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(each) for each in found} == {LostError}
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_a_read_is_tried_again_on_another_connection(pipeline: Pipeline, urls: Urls) -> None:
    reads = [asyncio.create_task(pipeline.fetch(SLEEP, [0.4], repeatable=True)) for _ in range(2)]
    await asyncio.sleep(0.1)
    for each in list(pipeline._lanes):
        each.close()
    assert await asyncio.gather(*reads) == [[(b"",)], [(b"",)]]


async def test_slow_ones_hold_nobody_up(pipeline: Pipeline) -> None:
    slow = [asyncio.create_task(pipeline.fetch(SLEEP, [1.2])) for _ in range(2)]
    await asyncio.sleep(lane.SLOW_SECONDS + 0.05)
    for n in range(50):
        assert await pipeline.fetch(PLUS, [n]) == [(str(n + 1).encode(),)]
    assert not any(task.done() for task in slow)
    await asyncio.gather(*slow)


async def test_what_takes_too_long_is_ended(pipeline: Pipeline) -> None:
    with pytest.raises(errors.QueryCanceled):
        await pipeline.fetch(SLEEP, [10.0])


async def test_too_much_at_once_is_refused(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING", 5)
    monkeypatch.setattr(module, "IN_FLIGHT", 2)
    found = await asyncio.gather(
        *(pipeline.fetch(SLEEP, [0.05]) for _ in range(40)), return_exceptions=True
    )
    refused = [each for each in found if isinstance(each, Unavailable)]
    assert len(refused) == 40 - 5 - 2 * len(pipeline._lanes)
    assert refused[0].headers["Retry-After"] == "1"
    assert sum(each == [(b"",)] for each in found) == 40 - len(refused)


async def test_whoever_comes_first_is_sent_first(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And whoever leaves while waiting is not sent at all."""
    monkeypatch.setattr(module, "IN_FLIGHT", 1)
    numbers: list[int] = []

    async def one(number: int) -> None:
        await pipeline.fetch(PLUS, [number])
        numbers.append(number)

    tasks = [asyncio.create_task(one(number)) for number in range(60)]
    await asyncio.sleep(0)
    assert len(pipeline._waiting) == 60 - len(pipeline._lanes)
    for task in tasks[10:50]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(numbers) == 20
    assert all(number < 10 for number in numbers[:8])
    assert not pipeline._waiting


async def test_nobody_waits_for_ever(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IN_FLIGHT", 1)
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.2)
    slow = [asyncio.create_task(pipeline.fetch(SLEEP, [0.9])) for _ in range(2)]
    monkeypatch.setattr(module, "SLOW_LANES", 0)
    await asyncio.sleep(0)
    with pytest.raises(Unavailable) as refused:
        await pipeline.fetch(PLUS, [1])
    assert refused.value.headers["Retry-After"] == "1"
    await asyncio.gather(*slow)
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_lanes_for_slow_statements_are_given_back(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RETIRE_SECONDS", 0.3)
    slow = [asyncio.create_task(pipeline.fetch(SLEEP, [0.8])) for _ in range(2)]
    await asyncio.sleep(lane.SLOW_SECONDS + 0.05)
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]
    assert len(pipeline._lanes) == 3
    await asyncio.gather(*slow)
    for _ in range(100):
        if len(pipeline._lanes) == 2:
            break
        await asyncio.sleep(0.02)
    assert len(pipeline._lanes) == 2
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_more_than_the_buffers_hold_is_sent_in_parts(pipeline: Pipeline) -> None:
    echo = Prepared("select $1::text || '!'")
    texts = [str(n) * 400_000 for n in range(10, 40)]
    found = await asyncio.gather(*(pipeline.fetch(echo, [text]) for text in texts))
    assert found == [[(f"{text}!".encode(),)] for text in texts]


async def test_an_idle_connection_that_ended_is_not_used(pipeline: Pipeline, urls: Urls) -> None:
    """The event loop has not turned since: what would be lost is sent on another connection."""
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]


async def test_a_database_that_was_away(urls: Urls) -> None:
    known, port = conninfo_to_dict(urls.superuser), free_port()
    door = await forward(port, str(known["host"]), int(str(known["port"])))
    url = make_conninfo(urls.application, host="127.0.0.1", port=port)
    pipeline = Pipeline(url)
    await pipeline.open()
    assert await pipeline.fetch(PLUS, [1]) == [(b"2",)]
    door.close()
    for each in list(pipeline._lanes):
        each.close()
    assert not pipeline.is_open
    waiting = asyncio.create_task(pipeline.fetch(PLUS, [2]))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    door = await forward(port, str(known["host"]), int(str(known["port"])))
    assert await waiting == [(b"3",)]
    assert pipeline.is_open
    await pipeline.close()
    door.close()


async def test_a_start_that_finds_too_few_connections_leaves_none(
    urls: Urls,
) -> None:
    pipeline = Pipeline(urls.application)
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(f"alter database {urls.name} connection limit 1")
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            await pipeline.open()
        await pipeline.close()
        session.execute(f"alter database {urls.name} connection limit -1")
    assert not pipeline.is_open
    assert not pipeline._lanes


async def test_statements_beyond_the_bound_are_prepared_anew(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "PREPARED_MAX", 10)
    statements = [Prepared(f"select {n}") for n in range(40)]
    for _ in range(2):
        found = await asyncio.gather(*(pipeline.fetch(each, []) for each in statements))
        assert found == [[(str(n).encode(),)] for n in range(40)]
    held = Prepared("select count(*) from pg_prepared_statements")
    for _ in range(4):
        [(count,)] = await pipeline.fetch(held, [])
        assert count is not None
        assert int(count) <= 10


async def test_a_migration_beneath_a_prepared_statement_is_no_error(
    pipeline: Pipeline, urls: Urls
) -> None:
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute("create table moved (a int)")
        session.execute("insert into moved values (7)")
        session.execute("grant all on moved to public")
        every = Prepared("select * from moved")
        for _ in range(8):
            assert await pipeline.fetch(every, []) == [(b"7",)]
        session.execute("alter table moved add b text default 'new'")
        for _ in range(4):
            assert await pipeline.fetch(every, []) == [(b"7", b"new")]


async def test_closing_lets_what_was_taken_end(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(urls.application)
    await pipeline.open()
    monkeypatch.setattr(module, "IN_FLIGHT", 2)
    running = [asyncio.create_task(pipeline.fetch(SLEEP, [0.3])) for _ in range(6)]
    await asyncio.sleep(0.05)
    await pipeline.close()
    assert await asyncio.gather(*running) == [[(b"",)]] * 6
    with pytest.raises(Unavailable):
        await pipeline.fetch(PLUS, [1])


# ----------------------------------------------------------------------------------- values

TEXTS = st.text(st.characters(exclude_characters="\x00", codec="utf-8"))
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(2**62), 2**62),
    st.booleans(),
    st.uuids(),
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.binary(),
    st.lists(st.one_of(st.none(), TEXTS)),
    st.lists(st.one_of(st.none(), st.integers(-(2**31), 2**31 - 1))),
    st.lists(st.uuids()),
)
TYPES: dict[type, str] = {
    str: "text",
    int: "bigint",
    bool: "bool",
    UUID: "uuid",
    datetime: "timestamptz",
    date: "date",
    Decimal: "numeric",
    bytes: "bytea",
}


def sql_type(value: Any) -> str:
    if isinstance(value, list):
        first = next((each for each in value if each is not None), "")
        return f"{TYPES[type(first)]}[]"
    return TYPES.get(type(value), "text")


@pytest.fixture(scope="module")
def session(urls: Urls) -> Any:
    with psycopg.connect(urls.application, autocommit=True) as connection:
        yield connection


@given(VALUES)
@settings(max_examples=400, deadline=None)
def test_values_arrive_as_the_driver_would_send_them(session: Any, value: Any) -> None:
    kind = sql_type(value)
    text = encode(value)
    said = None if text is None else text.decode()
    query = f"select %s::text::{kind} is not distinct from %s::{kind}"
    assert session.execute(query, (said, value)).fetchone() == (True,)


def test_a_text_with_a_nul_is_refused() -> None:
    for value in ("a\x00b", ["fine", "a\x00b"]):
        with pytest.raises(ValueError, match="NUL"):
            encode(value)


def test_ids_are_plain() -> None:
    key = uuid4()
    assert encode(key) == str(key).encode()
    assert encode([key, None]) == f"{{{key},NULL}}".encode()
