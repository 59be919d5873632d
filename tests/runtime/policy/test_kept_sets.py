"""Every policy that comes into force is kept by its hash."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import psycopg
import pytest

from runtime.database.transaction import Database
from runtime.policy.kept import NotKeptError, keep_policy, kept_policy
from runtime.policy.rules import RuleSet
from runtime.policy.store import PolicyStore
from tests.runtime.policy.building import VOCABULARY, project
from tests.runtime.support.world import World

CONF = "[matchers]\nm = ä\n"


def rules(text: str) -> RuleSet:
    """As much of a rule set as is kept."""
    name = hashlib.sha256(f"{CONF}\0{text}".encode()).hexdigest()[:12]
    return RuleSet(name, model=CONF, text=text)


def loads(world: World) -> list[str]:
    """The hashes that came into force, by the trail."""
    found = world.sql("select request_id from audit_events where action = 'load' order by id")
    return [row["request_id"].removeprefix("policy:") for row in found]


async def test_the_policy_of_the_start_is_kept(world: World) -> None:
    store: PolicyStore = world.services.policy
    name = store.current.rules.hash
    kept = await kept_policy(world.services.database, name)
    assert kept == (world.project / "policies" / "policy.csv").read_text()
    assert name in loads(world)
    [event] = world.sql("select * from audit_events where action = 'load' order by id limit 1")
    assert (event["entity_type"], event["outcome"], event["source"]) == ("policy", "success", "job")


async def test_workers_that_load_the_same_leave_one_event(world: World) -> None:
    database: Database = world.services.database
    before = loads(world)
    one, other = rules("# one\n"), rules("# other\n")
    await asyncio.gather(*(keep_policy(database, one) for _ in range(4)))
    await asyncio.gather(*(keep_policy(database, other) for _ in range(4)))
    await keep_policy(database, one)
    assert loads(world)[len(before) :] == [one.hash, other.hash, one.hash]
    assert await kept_policy(database, one.hash) == "# one\n"
    assert await kept_policy(database, "000000000000") is None


async def test_nothing_false_is_kept_under_a_hash(world: World) -> None:
    wrong = rules("p, admin, *, *, any, allow\n")
    wrong.text = "p, viewer, *, *, any, allow\n"
    with pytest.raises(NotKeptError, match="hash is not that of the policy"):
        await keep_policy(world.services.database, wrong)
    assert await kept_policy(world.services.database, wrong.hash) is None


@pytest.mark.parametrize(
    "statement",
    [
        "select * from charter_policy_sets",
        "update charter_policy_sets set rules = ''",
        "delete from charter_policy_sets",
        "insert into charter_policy_sets (hash, model, rules) values ('a', '', '')",
    ],
)
def test_the_application_cannot_touch_what_is_kept(world: World, statement: str) -> None:
    with (
        psycopg.connect(world.urls.application) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


async def test_what_cannot_be_kept_does_not_come_into_force(tmp_path: Path) -> None:
    folder = project(tmp_path, "p, reader, book, read, any, allow\n")
    there = False
    kept: list[str] = []

    async def keep(found: RuleSet) -> None:
        if not there:
            raise NotKeptError("the database is away")
        kept.append(found.text)

    store = PolicyStore(folder, VOCABULARY, keep)
    first = store.current
    wider = "p, reader, book, *, any, allow\n"
    project(tmp_path, wider)
    assert not await store.refresh()
    assert store.current is first
    there = True
    assert await store.refresh(), "it is tried again though the files did not change meanwhile"
    assert store.current.rules.text == wider
    assert kept == [wider]


async def test_an_older_database_is_said_at_the_start(world: World) -> None:
    def rename(before: str, after: str) -> None:
        statement = f"alter function {before}(text, text, text) rename to {after}"
        with psycopg.connect(world.urls.owner) as connection:
            connection.execute(statement.encode())

    rename("charter_keep_policy", "charter_gone")
    try:
        with pytest.raises(NotKeptError, match="charter migrate up"):
            await world.services.policy.start()
    finally:
        rename("charter_gone", "charter_keep_policy")
    started: Any = await world.services.policy.start()
    assert started is None
