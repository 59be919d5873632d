"""Requests that write at once: each answered when its row and its event are on the disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import httpx
import psycopg
import pytest

from runtime.database import group_commit
from runtime.database.group_commit import COMPANY, FLUSH
from runtime.database.lane import LostError
from tests.runtime.operations.test_rows import title
from tests.runtime.support.world import World

AT_ONCE = 24


async def at_once(world: World, *kinds: str) -> list[httpx.Response]:
    """Creates and changes of items, all under way at the same moment."""
    rows = [await world.add("kim", "items", title=title()) for _ in range(AT_ONCE)]
    requests: list[Any] = []
    for number, row in enumerate(rows):
        if kinds[number % len(kinds)] == "create":
            requests.append(world.ask("kim", "POST", "items", json={"title": title()}))
        else:
            path = f"items/{row['id']}"
            requests.append(world.ask("kim", "PATCH", path, json={"size": 1 + number % 3}))
    return list(await asyncio.gather(*requests))


async def test_row_and_event_are_on_the_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' server lets nobody wait for the disk, so what lies there was flushed for them."""
    flushes = Counter[str]()
    real = group_commit.GroupCommit.flushed

    async def flushed(self: group_commit.GroupCommit, lane: Any) -> None:
        [place] = world.sql("select pg_current_wal_insert_lsn()::text as written")
        await real(self, lane)
        query = "select pg_current_wal_flush_lsn() >= %s::pg_lsn as there"
        flushes[str(world.sql(query, place["written"])[0]["there"])] += 1

    monkeypatch.setattr(group_commit.GroupCommit, "flushed", flushed)
    answers = await at_once(world, "create", "update")
    assert {answer.status_code for answer in answers} == {200, 201}
    assert flushes == {"True": AT_ONCE - COMPANY}
    for answer in answers:
        key, version = answer.json()["id"], answer.json()["version"]
        assert len(world.events(key)) == version


async def test_where_the_flush_is_lost_nobody_is_told_that_it_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(self: group_commit.GroupCommit, lane: Any) -> None:
        raise LostError("the connection to flush over was lost")

    monkeypatch.setattr(group_commit.GroupCommit, "flushed", lost)
    answers = await at_once(world, "update")
    told = Counter(answer.status_code for answer in answers)
    assert told == {200: COMPANY, 503: AT_ONCE - COMPANY}
    unknown = next(answer for answer in answers if answer.status_code == 503)
    assert unknown.headers["Content-Type"] == "application/problem+json"
    assert "Retry-After" in unknown.headers


async def test_a_flush_is_a_transaction_where_a_standby_is_to_confirm(world: World) -> None:
    """Standbys confirm commits. Without one it takes no number of a transaction."""
    with psycopg.connect(world.urls.superuser) as session:
        for standbys, transaction in (("", False), ("nobody", True)):
            statement = FLUSH.replace("current_setting('synchronous_standby_names')", "%s")
            session.execute(statement, [standbys])
            query = "select pg_current_xact_id_if_assigned() is not null"
            assert session.execute(query).fetchone() == (transaction,)
            session.rollback()
