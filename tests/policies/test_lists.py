"""What lists, counts and single rows show over the operations is what the policy decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from runtime.actor import Actor
from runtime.client import Client
from runtime.operations.services import Services
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.rows import decide_row
from runtime.problems import Forbidden, NotFound, Problem, Unauthenticated
from runtime.resource import Resource
from tests.policies.support.archive_world import ARCHIVE, Archive, audited
from tests.policies.support.drawing import Drawing
from tests.runtime.support.world import fastapi_of
from tests.support.asgi import lifespan

SEED = 20260801
POLICIES, ACTORS = 20, 3


@pytest_asyncio.fixture
async def services(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Services]:
    """The archive, served in this process."""
    monkeypatch.setenv("CHARTER_PROJECT", str(archive.project))
    monkeypatch.setenv("CHARTER_DATABASE_URL", archive.urls.application)
    monkeypatch.setenv("CHARTER_LOG_LEVEL", "critical")
    app = archive.app.create()
    with audited(archive):
        async with lifespan(app):
            yield fastapi_of(app).state.server._services


def decided(archive: Archive, policy: CompiledPolicy, actor: Actor, name: str) -> set[UUID]:
    """The live rows that the policy lets the actor read, by the predicates."""
    resource = archive.registry[name]
    return {
        row.id
        for row in live(archive, name)
        if decide_row(policy, actor, resource, "read", row, rows=archive.held).allowed
    }


def live(archive: Archive, name: str) -> list[Any]:
    return [row for row in archive.rows[name] if getattr(row, "deleted_at", None) is None]


async def listed(client: Client, resource: Resource, limit: int) -> tuple[list[str], set[int]]:
    """The ids of all pages, in order, and the totals that the pages gave."""
    ids: list[str] = []
    totals: set[int] = set()
    query = (("limit", str(limit)), ("count", "exact"))
    cursor: tuple[tuple[str, str], ...] = ()
    while True:
        page = await client.page(resource.name, (*query, *cursor))
        ids += [item["id"] for item in page["items"]]
        totals.add(page["total"])
        if page["next_cursor"] is None:
            return ids, totals
        cursor = (("cursor", page["next_cursor"]),)


async def shown(client: Client, name: str, rows: list[Any]) -> set[UUID]:
    """The rows that a GET of each gives; whatever else it says is NotFound."""
    found = set()
    for row in rows:
        try:
            answer, _ = await client.get(name, row.id)
        except NotFound:
            continue
        assert answer["id"] == str(row.id)
        found.add(row.id)
    return found


async def test_lists_counts_and_single_rows_show_the_same(
    archive: Archive, services: Services, tmp_path: Path
) -> None:
    drawing = Drawing(SEED, archive.registry, tmp_path, ARCHIVE / "policies" / "model.conf")
    outcomes: Counter[str] = Counter()
    for _ in range(POLICIES):
        rules, text = drawing.policy()
        policy = CompiledPolicy(rules)
        services.policy.current = policy  # type: ignore[attr-defined]
        for _ in range(ACTORS):
            actor = drawing.actor(rules, archive.people, archive.projects, archive.units)
            for name in ("document", "remark", "folder"):
                resource, client = archive.registry[name], Client(services, actor)
                if policy.decide(actor, resource, "read").denied:
                    with pytest.raises((Forbidden, Unauthenticated)):
                        await client.page(name, ())
                    outcomes["nothing"] += 1
                    continue
                wanted = decided(archive, policy, actor, name)
                ids, totals = await listed(client, resource, drawing.choose.choice((7, 20, 200)))
                told = (text, actor, name)
                assert len(ids) == len(set(ids)), told
                assert {UUID(each) for each in ids} == wanted, told
                assert totals == {len(wanted)}, told
                assert await shown(client, name, archive.rows[name]) == wanted, told
                outcomes["some" if len(wanted) < len(live(archive, name)) else "all"] += 1
    assert all(outcomes[each] >= 10 for each in ("nothing", "some", "all")), outcomes


async def test_what_a_write_answers_is_what_the_policy_decides(
    archive: Archive, services: Services, tmp_path: Path
) -> None:
    """404 for a row out of sight, 403 for one out of reach, else it is done."""
    drawing = Drawing(SEED + 1, archive.registry, tmp_path, ARCHIVE / "policies" / "model.conf")
    outcomes: Counter[str] = Counter()
    while outcomes.total() < 600:
        rules, text = drawing.policy()
        policy = CompiledPolicy(rules)
        services.policy.current = policy  # type: ignore[attr-defined]
        actor = drawing.actor(rules, archive.people, archive.projects, archive.units)
        resource, client = archive.registry["document"], Client(services, actor)
        if policy.decide(actor, resource, "update").denied:
            continue
        for row in drawing.choose.sample(archive.rows["document"], 15):
            seen, may = (
                decide_row(policy, actor, resource, action, row, rows=archive.held).allowed
                for action in ("read", "update")
            )
            expected = ("done" if may else "Forbidden") if seen else "NotFound"
            answer = await answered(client, "document", row.id)
            assert answer == expected, (text, actor, row)
            outcomes[answer] += 1
    assert all(outcomes[each] > 10 for each in ("done", "Forbidden", "NotFound")), outcomes


async def answered(client: Client, name: str, key: UUID) -> str:
    """What an update that changes nothing is answered with."""
    try:
        await client.update(name, key, {"title": "Document"}, "*")
    except Problem as problem:
        return type(problem).__name__
    return "done"
