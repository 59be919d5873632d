"""Row-level security as functions of the domain, writers and keepers of databases meet it."""

from __future__ import annotations

import importlib
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select, text

from runtime.actor import AuditContext
from runtime.database.role import UnfitRoleError, check_role
from runtime.operations.context import DomainContext, session_reach
from runtime.policy import compiled
from runtime.query.statement import Statement
from tests.runtime.operations.test_rows import code, title
from tests.runtime.support.world import World


async def acting(world: World, who: str) -> tuple[AuditContext, Any]:
    """The context of a person, and their reach."""
    actor = await world.fastapi.state.server._people.load(world.ids[who])
    return AuditContext(actor, "test", "api", "item", "update"), world.services.policy.reach(actor)


async def test_statements_of_functions_see_what_the_actor_sees(world: World) -> None:
    """Not one condition stands in these statements."""
    model = importlib.import_module("store_generated.models").Item
    mine = UUID((await world.add("cleo", "items", title=title()))["id"])
    other = UUID((await world.add("carl", "items", title=title()))["id"])
    audit, reach = await acting(world, "cleo")
    granted = session_reach(world.services, reach, "item", "update")
    async with world.services.database.session(audit, reach=granted) as transaction:
        context = DomainContext(world.services, transaction, reach, None)
        wanted = select(model.id).where(model.id.in_([mine, other]))
        assert list((await context.session.execute(wanted)).scalars()) == [mine]
        async with context.platform():
            assert set((await context.session.execute(wanted)).scalars()) == {mine, other}
        assert list((await context.session.execute(wanted)).scalars()) == [mine]
        changed = await context.session.execute(
            text("update items set body = 'x' where id in (:a, :b)"), {"a": mine, "b": other}
        )
        assert changed.rowcount == 1
        row = await context.get(model, other)
        assert row is not None, "functions are trusted with any row"
        row.body = "from a function"
        await context.flush()
        # What the transaction itself wrote stays in sight until it ends: answers need it.
        assert set((await context.session.execute(wanted)).scalars()) == {mine, other}
    async with world.services.database.session(audit, reach=granted) as transaction:
        assert list((await transaction.session.execute(wanted)).scalars()) == [mine]
    assert world.sql("select body from items where id = %s", other) == [{"body": "from a function"}]


async def test_an_error_within_the_platforms_block_ends_it(world: World) -> None:
    audit, reach = await acting(world, "sam")
    async with world.services.database.session(audit) as transaction:
        context = DomainContext(world.services, transaction, reach, None)
        with pytest.raises(RuntimeError):
            async with context.platform():
                raise RuntimeError
        count = text("select count(*) from items")
        assert (await context.session.execute(count)).scalar() == 0


async def test_who_may_not_read_what_they_add_gets_its_id(world: World) -> None:
    answer = await world.ask("cora", "POST", "items", json={"title": title()})
    assert answer.status_code == 201
    assert set(answer.json()) == {"id"}
    gone = await world.ask("cora", "GET", f"items/{answer.json()['id']}")
    assert gone.status_code == 403


async def test_a_row_given_away_is_refused_by_the_database_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await world.add("kim", "items", title=title())
    monkeypatch.setattr(compiled, "DATABASE_ALONE", True)
    patch = {"owner_id": str(world.ids["kit"])}
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json=patch)
    assert code(answer) == (403, "FORBIDDEN")
    [kept] = world.sql("select owner_id from items where id = %s", row["id"])
    assert kept["owner_id"] == world.ids["kim"]


async def test_links_of_others_are_neither_seen_nor_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = await world.add("ada", "tags", name=title()[:40])
    mine = await world.add("kim", "items", title=title())
    other = await world.add("kit", "items", title=title())
    for who, row in (("kim", mine), ("kit", other)):
        path = f"items/{row['id']}/tags/{tag['id']}"
        assert (await world.ask(who, "PUT", path)).status_code == 204
    monkeypatch.setattr(compiled, "DATABASE_ALONE", True)
    audit, reach = await acting(world, "cleo")
    granted = session_reach(world.services, reach, "item", "update")
    async with world.services.database.transaction(audit) as transaction:
        links = Statement("select item_id from items_tags", (), granted)
        assert await transaction.fetch_all(links) == []
    async with world.services.database.transaction(audit) as transaction:
        gone = Statement("delete from items_tags returning 1", (), granted)
        assert await transaction.fetch_all(gone) == []
    answer = await world.ask("kim", "DELETE", f"items/{other['id']}/tags/{tag['id']}")
    assert answer.status_code in (204, 403)
    assert len(world.sql("select 1 from items_tags where item_id = %s", other["id"])) == 1


async def test_a_table_without_it_is_not_served(world: World) -> None:
    with psycopg.connect(world.urls.owner) as connection:
        connection.execute("alter table tags disable row level security")
    try:
        with pytest.raises(UnfitRoleError, match="tags is without row-level security"):
            await check_role(world.services.database, world.registry)
    finally:
        with psycopg.connect(world.urls.owner) as connection:
            connection.execute("alter table tags enable row level security")
    await check_role(world.services.database, world.registry)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table items disable row level security",
        "alter table items no force row level security",
        "drop policy rls_items_read on items",
        "create policy mine on items using (true)",
        "set session_replication_role = replica",
        "set role postgres",
    ],
)
def test_the_application_cannot_switch_it_off(world: World, statement: str) -> None:
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)
    with psycopg.connect(world.urls.application) as connection, pytest.raises(refused):
        connection.execute(statement.encode())


def test_without_reach_row_security_off_is_an_error(world: World) -> None:
    """`row_security = off` asks for an error instead of a narrowed answer, as pg_dump does."""
    with psycopg.connect(world.urls.application) as connection:
        connection.execute("set row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from items")
