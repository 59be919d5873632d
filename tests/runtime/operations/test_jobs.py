"""Timed transitions: what is due moves, each row in an event of its own, by one worker."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from runtime import jobs
from runtime.jobs import Scheduler, Timed
from tests.runtime.operations.test_rows import title
from tests.runtime.support.world import World


def expire(scheduler: Scheduler) -> Timed:
    [found] = scheduler.jobs()
    assert (found.name, found.every_seconds) == ("item.expire", 86_400)
    return found


async def late(world: World, count: int) -> list[Any]:
    rows = [
        await world.add("kim", "items", title=title(), due_on="2020-01-01") for _ in range(count)
    ]
    for row in rows:
        await world.ask("kim", "POST", f"items/{row['id']}/submit")
    return [row["id"] for row in rows]


async def test_what_is_due_is_moved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    due = await late(world, 5)
    draft = await world.add("kim", "items", title=title(), due_on="2020-01-01")
    gone = (await late(world, 1))[0]
    await world.ask("kim", "DELETE", f"items/{gone}")
    scheduler = Scheduler(world.services)
    assert await scheduler.run_one(expire(scheduler)) == 5
    assert await scheduler.run_one(expire(scheduler)) == 0
    for key in due:
        event = world.events(key)[-1]
        assert (event["action"], event["source"], event["actor_id"]) == ("expire", "job", None)
        assert event["changes"] == {"status": ["ready", "expired"]}
    assert world.sql("select status from items where id = %s", draft["id"]) == [{"status": "draft"}]


async def test_rows_that_cannot_be_moved_do_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    due = await late(world, 6)
    real = jobs.move_row

    async def stubborn(context: Any, resource: Any, name: str, key: Any, *rest: Any, **more: Any):
        if str(key) in due[:3]:
            raise jobs.Overtaken
        await real(context, resource, name, key, *rest, **more)

    monkeypatch.setattr(jobs, "move_row", stubborn)
    scheduler = Scheduler(world.services)
    assert await scheduler.run_one(expire(scheduler)) == 3
    monkeypatch.setattr(jobs, "move_row", real)
    assert await scheduler.run_one(expire(scheduler)) == 3


async def test_of_several_workers_one_runs_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []

    async def count(self: Scheduler, timed: Timed) -> int:
        ran.append(timed.name)
        return 0

    monkeypatch.setattr(Scheduler, "run_one", count)
    await asyncio.to_thread(world.sql, "delete from charter_jobs")
    workers = [Scheduler(world.services) for _ in range(5)]
    await asyncio.gather(*(worker._run_due(expire(worker)) for worker in workers))
    assert ran == ["item.expire"]


async def test_a_failing_job_is_logged_and_ends_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: Scheduler, timed: Timed) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(Scheduler, "run_one", fails)
    await asyncio.to_thread(world.sql, "delete from charter_jobs")
    scheduler = Scheduler(world.services)
    await scheduler._run_due(expire(scheduler))
