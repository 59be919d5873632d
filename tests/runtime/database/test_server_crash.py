"""kill -9 of PostgreSQL while many write at once: what was answered is there afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import psycopg
import pytest

from runtime import postmaster
from runtime.database.group_commit import GroupCommit
from runtime.database.pipeline import Pipeline, Prepared
from runtime.embedded import EmbeddedServer
from runtime.problems import Unavailable

WRITE = Prepared("insert into written (n) values ($1::int) returning n")
WRITERS = 64
SECONDS = 0.4


@pytest.fixture
def project() -> Iterator[Path]:
    """A folder with a server of its own, which waits for the disk."""
    with TemporaryDirectory(prefix="charter-tests-") as folder:
        yield Path(folder)


def kill(project: Path) -> None:
    """Ends every process of the server at once; nothing is brought to the disk any more."""
    found = postmaster.find(project / ".charter" / "postgres")
    assert found is not None
    parent = psutil.Process(found.process.pid)
    victims = [parent, *parent.children(recursive=True)]
    for victim in victims:
        victim.kill()
    psutil.wait_procs(victims, timeout=30)


async def answered(url: str, project: Path) -> set[int]:
    """Writes by many at once until the server is killed; the numbers whose write was answered."""
    pipeline = Pipeline(url)
    await pipeline.open()
    told: set[int] = set()

    async def write(number: int) -> None:
        while True:
            try:
                rows = await pipeline.write(WRITE, [number], {})
            except (psycopg.Error, Unavailable):
                return
            assert rows == [(str(number).encode(),)]
            told.add(number)
            number += WRITERS

    writers = [asyncio.create_task(write(n)) for n in range(WRITERS)]
    await asyncio.sleep(SECONDS)
    kill(project)
    await asyncio.wait(writers, timeout=0.2)
    for writer in writers:  # they wait for a server that comes back later
        writer.cancel()
    ends = await asyncio.gather(*writers, return_exceptions=True)
    await pipeline.close()
    assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends)
    return told


def lost(project: Path) -> set[int]:
    """Starts, writes, kills, starts again: what was answered and is not there."""
    with EmbeddedServer.start(project) as server:
        with psycopg.connect(server.owner_url) as session:
            session.execute("drop table if exists written")
            session.execute("create table written (n int)")
        told = asyncio.run(answered(server.owner_url, project))
        assert len(told) > WRITERS
        with (
            EmbeddedServer.start(project) as again,
            psycopg.connect(again.owner_url) as session,
        ):
            there = {n for (n,) in session.execute("select n from written")}
    return told - there


def test_what_was_answered_is_there(project: Path) -> None:
    for _ in range(3):
        assert lost(project) == set()


def test_without_the_flush_it_would_not_be(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the test above can fail: PostgreSQL itself flushes every 200 ms."""

    async def flushed(*_: Any) -> None:
        return

    monkeypatch.setattr(GroupCommit, "flushed", flushed)
    assert any(lost(project) for _ in range(5))
