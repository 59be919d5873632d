"""FastCRUD under the policy: what functions read and write through it, and what not."""

from __future__ import annotations

import importlib

import pytest
from fastcrud.exceptions.access import AccessDenied
from sqlalchemy.exc import NoResultFound

from runtime.actor import AuditContext
from runtime.operations.context import DomainContext, session_reach
from runtime.repository import Repository
from tests.runtime.operations.test_rows import title
from tests.runtime.support.world import World


async def context_of(world: World, transaction, who: str) -> DomainContext:
    actor = await world.fastapi.state.server._people.load(world.ids[who])
    reach = world.services.policy.reach(actor)
    transaction.allow(session_reach(world.services, reach, "item", "update"))
    await transaction.send()
    return DomainContext(world.services, transaction, reach, None)


async def test_reads_and_writes_reach_what_the_policy_says(world: World) -> None:
    model = importlib.import_module("store_generated.models").Item
    schemas = importlib.import_module("store_generated.store.schemas.item")
    mine = await world.add("cleo", "items", title=title(), body="old")
    other = await world.add("carl", "items", title=title(), body="old")
    gone = await world.add("cleo", "items", title=title())
    await world.ask("cleo", "DELETE", f"items/{gone['id']}")
    actor = await world.fastapi.state.server._people.load(world.ids["cleo"])
    audit = AuditContext(actor, "test", "api", "item", "update")
    async with world.services.database.session(audit) as transaction:
        context = await context_of(world, transaction, "cleo")
        crud: Repository = context.repository(model)
        page = await crud.get_multi(context.session)
        assert {str(row["owner_id"]) for row in page["data"]} == {str(world.ids["cleo"])}
        assert all("private" not in row for row in page["data"])
        found = {str(row["id"]) for row in page["data"]}
        assert mine["id"] in found
        assert not found & {other["id"], gone["id"]}
        assert await crud.count(context.session, body="old") == 1
        assert not await crud.exists(context.session, id=other["id"])
        patch = schemas.ItemUpdate(body="new")
        await crud.update(context.session, patch, commit=False, id=mine["id"])
        with pytest.raises(NoResultFound):
            await crud.update(context.session, patch, commit=False, id=other["id"])
        hidden = schemas.ItemUpdate(private="x")
        with pytest.raises(AccessDenied):
            await crud.update(context.session, hidden, commit=False, id=mine["id"])
        ids = [str(each) for each in await context.visible_ids(model, model.body == "new")]
        assert ids == [mine["id"]]
    assert world.sql("select body from items where id = %s", mine["id"]) == [{"body": "new"}]
    assert world.events(mine["id"])[-1]["changes"] == {"body": ["old", "new"]}


async def test_a_role_without_rules_reaches_nothing(world: World) -> None:
    model = importlib.import_module("store_generated.models").Item
    actor = await world.fastapi.state.server._people.load(world.ids["sam"])
    audit = AuditContext(actor, "test", "api", "item", "read")
    async with world.services.database.session(audit) as transaction:
        context = await context_of(world, transaction, "sam")
        assert await context.visible_ids(model) == []
        with pytest.raises(AccessDenied):
            await context.repository(model).count(context.session)


async def test_fastcruds_commit_does_not_end_the_request(world: World) -> None:
    """FastCRUD commits after every write by default; the request must still be all or nothing."""
    model = importlib.import_module("store_generated.models").Item
    schemas = importlib.import_module("store_generated.store.schemas.item")
    mine = await world.add("cleo", "items", title=title(), body="old")
    actor = await world.fastapi.state.server._people.load(world.ids["cleo"])
    audit = AuditContext(actor, "test", "api", "item", "update")

    async def fail_after_a_write() -> None:
        async with world.services.database.session(audit) as transaction:
            context = await context_of(world, transaction, "cleo")
            crud: Repository = context.repository(model)
            await crud.update(context.session, schemas.ItemUpdate(body="new"), id=mine["id"])
            raise RuntimeError("the rest of the request fails")

    with pytest.raises(RuntimeError, match="the rest"):
        await fail_after_a_write()
    assert world.sql("select body from items where id = %s", mine["id"]) == [{"body": "old"}]
