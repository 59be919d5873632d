"""Writes in company wait for the disk together, and none is answered before it is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import psycopg
import pytest
import pytest_asyncio
from psycopg import errors

from runtime.database import group_commit, pipeline
from runtime.database.group_commit import COMPANY, GroupCommit
from runtime.database.lane import Lane, LostError, Prepared, Row
from runtime.database.pipeline import Pipeline
from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database

COMMIT = Prepared("select current_setting('synchronous_commit')")
WRITE = Prepared(
    "insert into written (n) values ($1::int)"
    " returning current_setting('synchronous_commit'), pg_current_wal_insert_lsn()"
)
FLUSHED = "select pg_current_wal_flush_lsn() > %s::pg_lsn"
WAITS, GROUPED = b"on", b"off"


@pytest.fixture(scope="module")
def urls(server: EmbeddedServer) -> Iterator[Urls]:
    """A database with a table to write to, whose commits wait as they do in production."""
    made = fresh_database(server)
    with psycopg.connect(made.superuser, autocommit=True) as session:
        session.execute(f"alter database {made.name} set synchronous_commit = on")
        session.execute("create table written (n int)")
        session.execute("grant all on written to public")
    yield made
    drop_database(server, made)


@pytest_asyncio.fixture
async def driver(urls: Urls) -> AsyncIterator[Pipeline]:
    opened = Pipeline(urls.application)
    await opened.open()
    yield opened
    await opened.close()


async def becomes(true: Callable[[], bool]) -> None:
    """Returns once it is; TimeoutError after five seconds."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)


class Held:
    """Flushes that end when the test says so, and not before."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[asyncio.Future[list[Row]]] = []
        self._released = False
        monkeypatch.setattr(group_commit, "_flush", self._flush)

    def _flush(self, _: Lane) -> asyncio.Future[list[Row]]:
        future: asyncio.Future[list[Row]] = asyncio.get_running_loop().create_future()
        self.asked.append(future)
        if self._released:
            future.set_result([])
        return future

    def release(self) -> None:
        """Lets every flush end, also those that are asked for later."""
        self._released = True
        for each in self.asked:
            if not each.done():
                each.set_result([])

    async def begun(self, count: int) -> None:
        """Returns once so many were asked for; the writes before them are committed by then."""
        await becomes(lambda: len(self.asked) >= count)


def write(driver: Pipeline, number: int) -> asyncio.Task[list[Row]]:
    return asyncio.create_task(driver.write(WRITE, [number], {}))


def numbers(urls: Urls) -> set[int]:
    with psycopg.connect(urls.superuser) as session:
        return {n for (n,) in session.execute("select n from written")}


async def settled() -> None:
    """Long enough for statements to run whose answers are not waited for."""
    await asyncio.sleep(0.2)


def group(driver: Pipeline) -> GroupCommit:
    return driver._group


# --------------------------------------------------------------------------------- who waits how


async def test_a_write_alone_waits_for_the_disk_itself(driver: Pipeline) -> None:
    for number in range(5):
        [(how, _)] = await driver.write(WRITE, [number], {})
        assert how == WAITS


async def test_a_write_in_company_waits_with_the_others(driver: Pipeline) -> None:
    found = await asyncio.gather(*(driver.write(WRITE, [n], {}) for n in range(20)))
    assert [how for [(how, _)] in found] == [WAITS] * COMPANY + [GROUPED] * (20 - COMPANY)


async def test_how_a_write_commits_is_its_own_alone(driver: Pipeline) -> None:
    async def read() -> bytes | None:
        [(how,)] = await driver.fetch(COMMIT, [])
        return how

    writes = [driver.write(WRITE, [n], {}) for n in range(200)]
    reads = [read() for _ in range(200)]
    mixed = [each for pair in zip(writes, reads, strict=True) for each in pair]
    assert set((await asyncio.gather(*mixed))[1::2]) == {WAITS}


async def test_what_is_answered_is_on_the_disk(driver: Pipeline, urls: Urls) -> None:
    with psycopg.connect(urls.superuser, autocommit=True) as session:

        async def one(number: int) -> bytes | None:
            [(how, place)] = await driver.write(WRITE, [number], {})
            assert place is not None
            assert session.execute(FLUSHED, [place.decode()]).fetchone() == (True,)
            return how

        found = await asyncio.gather(*(one(n) for n in range(300)))
    assert found.count(GROUPED) > 200


async def test_too_many_that_wait_wait_by_themselves(
    driver: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that stalls holds up writes, and not more and more of them in memory."""
    monkeypatch.setattr(pipeline, "WAITING", 10)
    held = Held(monkeypatch)
    writes = [write(driver, n) for n in range(14)]
    await held.begun(1)
    await settled()
    assert [n for n, each in enumerate(writes) if not each.done()] == list(range(COMPANY, 10))
    held.release()
    await asyncio.gather(*writes)


# ------------------------------------------------------------------------------- until the flush


async def test_nobody_is_answered_before_the_flush(
    driver: Pipeline, urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    writes = [write(driver, 1_000 + n) for n in range(COMPANY + 4)]
    await held.begun(1)
    await settled()
    assert [each.done() for each in writes] == [True] * COMPANY + [False] * 4
    assert {1_000 + n for n in range(COMPANY + 4)} <= numbers(urls), "they are committed"
    assert len(held.asked) == 1, "others gather for the next"

    later = [write(driver, 2_000 + n) for n in range(4)]
    held.asked[0].set_result([])
    await held.begun(2)
    await settled()
    assert any(each.done() for each in writes[COMPANY:])
    assert not any(each.done() for each in later), "the first flush began before they came"
    held.asked[1].set_result([])
    held.release()
    assert {how for [(how, _)] in await asyncio.gather(*later)} == {GROUPED}


async def test_one_who_leaves_leaves_the_others_waiting(
    driver: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(monkeypatch)
    writes = [write(driver, n) for n in range(COMPANY + 3)]
    await held.begun(1)
    await settled()
    writes[-2].cancel()
    await settled()
    held.release()
    for each in (writes[-1], writes[-3]):
        assert (await each)[0][0] == GROUPED
    assert writes[-2].cancelled()
    assert not driver._writes


async def test_an_error_of_a_write_is_its_own(driver: Pipeline) -> None:
    wrong = Prepared("insert into written (n) values (1 / $1::int) returning n, n")
    found = await asyncio.gather(
        *(driver.write(wrong, [n % 2], {}) for n in range(40)), return_exceptions=True
    )
    assert [isinstance(each, errors.DivisionByZero) for each in found] == [True, False] * 20


async def test_closing_lets_them_end(urls: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = Pipeline(urls.application)
    await driver.open()
    held = Held(monkeypatch)
    writes = [write(driver, n) for n in range(COMPANY + 4)]
    await held.begun(1)
    closing = asyncio.create_task(driver.close())
    await settled()
    assert not closing.done()
    held.release()
    await closing
    assert len(await asyncio.gather(*writes)) == COMPANY + 4
    assert group(driver).lane is None


async def test_closing_waits_for_no_disk_that_stalls(
    urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CLOSE_SECONDS", 0.3)
    driver = Pipeline(urls.application)
    await driver.open()
    held = Held(monkeypatch)
    writes = [write(driver, n) for n in range(COMPANY + 4)]
    await held.begun(1)
    await settled()
    await driver.close()
    held.asked[0].set_exception(LostError("the connection was closed"))
    found = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(each, LostError) for each in found] == [False] * COMPANY + [True] * 4


# --------------------------------------------------------------------------- a connection is lost


def cut(driver: Pipeline, urls: Urls) -> None:
    """Ends the session over which is flushed, as an administrator would."""
    lane = group(driver).lane
    assert lane is not None
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(
            "select pg_terminate_backend(%s, 2000)", [lane._connection.info.backend_pid]
        )


async def another(driver: Pipeline) -> None:
    """Returns once there is a connection again."""
    await becomes(lambda: group(driver).lane is not None)


async def test_without_the_connection_writes_wait_by_themselves_until_there_is_another(
    driver: Pipeline, urls: Urls
) -> None:
    cut(driver, urls)
    first = await asyncio.gather(
        *(driver.write(WRITE, [n], {}) for n in range(10)), return_exceptions=True
    )
    for each in first:
        assert isinstance(each, (list, LostError)), "on the disk, or not known"
    await another(driver)
    found = await asyncio.gather(*(driver.write(WRITE, [n], {}) for n in range(10)))
    assert found[-1][0][0] == GROUPED


async def test_a_flush_that_is_lost_says_nothing_of_its_writes(
    driver: Pipeline, urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Prepared("select pg_sleep(0.5)")
    monkeypatch.setattr(group_commit, "_FLUSH", slow)
    writes = [write(driver, n) for n in range(COMPANY + 4)]
    await settled()
    waiting = [write(driver, n) for n in range(3)]
    await settled()
    cut(driver, urls)
    found = await asyncio.gather(*writes, *waiting, return_exceptions=True)
    assert [isinstance(each, LostError) for each in found] == [False] * COMPANY + [True] * 7
    await another(driver)


async def test_a_connection_opened_after_the_commit_proves_nothing(driver: Pipeline) -> None:
    """The server may have begun anew between the two, without what was not on the disk."""
    before = group(driver).lane
    assert before is not None
    before.close()
    await another(driver)
    with pytest.raises(LostError):
        await group(driver).flushed(before)


async def test_a_flush_that_fails_says_nothing_of_its_writes(
    driver: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "_FLUSH", Prepared("select 1 / 0"))
    writes = [driver.write(WRITE, [n], {}) for n in range(COMPANY + 2)]
    found = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(each, LostError) for each in found] == [False] * COMPANY + [True] * 2
    monkeypatch.undo()
    again = await asyncio.gather(*(driver.write(WRITE, [n], {}) for n in range(COMPANY + 2)))
    assert again[-1][0][0] == GROUPED


async def test_a_role_that_may_not_flush_is_known_at_start(urls: Urls) -> None:
    function = "function pg_logical_emit_message(boolean, text, text, boolean)"
    driver = Pipeline(urls.application)
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(f"revoke execute on {function} from public")
        try:
            with pytest.raises(errors.InsufficientPrivilege, match="pg_logical_emit_message"):
                await driver.open()
        finally:
            session.execute(f"grant execute on {function} to public")
    await driver.close()
    assert group(driver).lane is None
