"""A total that is remembered is the one that counting gives, whatever others write meanwhile."""

# ruff: noqa: S311  # random writes, not secrets

from __future__ import annotations

import random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from runtime.query.recall import Counts
from tests.runtime.support.world import World

FILTERS = {
    "": "true",
    "&grade=low": "grade = 'low'",
    "&grade__in=low,high&size__gte=2": "grade in ('low', 'high') and size >= 2",
    "&title__contains=red": "title like '%%red%%'",
    "&filter=NOT%20grade%20%3D%20low": "grade <> 'low'",
    "&title__starts_with=blue": "title like 'blue%%'",
}
"""Parts of a query, and what they mean in SQL."""


class Writer:
    """Somebody at an SQL prompt, whose transactions stay open for as long as they like."""

    def __init__(self, world: World, luck: random.Random) -> None:
        self._connection = psycopg.connect(world.urls.owner)
        self._luck = luck
        self._owner = world.ids["kim"]
        self._rows: list[UUID] = []

    def write(self) -> None:
        """Begins, goes on with, or ends a transaction."""
        act = self._luck.choice((self._add, self._add, self._change, self._remove, self._end))
        act()

    def close(self) -> None:
        self._connection.close()

    def _end(self) -> None:
        if self._luck.random() < 0.7:
            self._connection.commit()
        else:
            self._connection.rollback()
        kept = self._connection.execute("select id from items where id = any(%s)", [self._rows])
        self._rows = [key for (key,) in kept.fetchall()]
        self._connection.commit()

    def _add(self) -> None:
        values = (self._title(), self._luck.choice(("low", "high")), self._luck.randint(1, 4))
        [(key,)] = self._connection.execute(
            "insert into items (title, grade, size, owner_id) values (%s, %s, %s, %s) returning id",
            (*values, self._owner),
        ).fetchall()
        self._rows.append(key)

    def _change(self) -> None:
        if self._rows:
            key = self._luck.choice(self._rows)
            self._connection.execute(
                "update items set title = %s, size = %s where id = %s",
                (self._title(), self._luck.randint(1, 4), key),
            )

    def _remove(self) -> None:
        if self._rows:
            key = self._rows.pop()
            self._connection.execute("update items set deleted_at = now() where id = %s", [key])

    def _title(self) -> str:
        return f"{self._luck.choice(('red', 'dark red', 'blue'))} {uuid4().hex}"


async def total(world: World, who: str, query: str = "") -> Any:
    answer = await world.ask(who, "GET", f"items?limit=1&count=exact{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["total"]


@pytest.mark.parametrize("seed", range(3))
async def test_a_total_is_that_of_its_moment(world: World, seed: int) -> None:
    luck = random.Random(seed)
    writers = [Writer(world, luck) for _ in range(3)]
    held = 0
    for _ in range(300):
        if luck.random() < 0.5:
            luck.choice(writers).write()
            continue
        query, meaning = luck.choice(list(FILTERS.items()))
        [found] = world.sql(f"select count(*) from items where deleted_at is null and ({meaning})")
        held += found["count"]
        assert await total(world, luck.choice(("ada", "vic")), query) == found["count"]
    for writer in writers:
        writer.close()
    assert held > 0


def add_unseen(world: World) -> None:
    """Adds an item that no trigger sees, as nobody but a superuser can."""
    with psycopg.connect(world.urls.superuser) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "insert into items (title, owner_id, version, created_at, updated_at)"
            " values (gen_random_uuid()::text, %s, 1, now(), now())",
            [world.ids["kim"]],
        )


async def test_it_is_counted_again_only_where_an_event_says_that_rows_changed(world: World) -> None:
    before = await total(world, "ada")
    await world.add("ada", "depots", name=f"d {uuid4().hex[:8]}", capacity=5)
    add_unseen(world)
    assert await total(world, "ada") == before, "what is told is remembered"
    await world.add("kim", "items", title="seen")
    assert await total(world, "ada") == before + 2


async def test_no_total_outlasts_the_connections(world: World) -> None:
    """A server that begins anew after a crash gives numbers of transactions a second time."""
    before = await total(world, "ada")
    add_unseen(world)
    assert await total(world, "ada") == before
    with psycopg.connect(world.urls.superuser, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid, 2000) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert await total(world, "ada") == before + 1


async def test_of_a_total_that_hangs_on_other_rows_nothing_is_remembered(world: World) -> None:
    depot = await world.add("ada", "depots", name=f"d {uuid4().hex[:8]}", capacity=5)
    await world.add("ada", "items", title="there", depot_id=depot["id"])
    query = f"&depot.name={depot['name']}"
    assert await total(world, "ada", query) == 1
    world.sql("update depots set name = 'another' where id = %s", UUID(depot["id"]))
    assert await total(world, "ada", query) == 0


def test_a_count_ends_by_itself_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = Counts(), [0.0]
    monkeypatch.setattr("runtime.query.recall.time.monotonic", lambda: now[0])
    monkeypatch.setattr("runtime.query.recall.COUNTS_MAX", 2)
    for key in "abc":
        counts.put(key, "1:1:", 5)
    assert counts.get("a") == (None, None)
    now[0] = 59.0
    counts.put("b", "2:2:", 5)
    assert counts.get("b") == ("2:2:", 5)
    now[0] = 61.0
    assert counts.get("b") == (None, None)
    counts.put("b", "3:3:", 6)
    now[0] = 120.0
    assert counts.get("b") == ("3:3:", 6)
