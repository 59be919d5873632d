"""How PostgreSQL goes about a statement, asked as the actor who would send it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from runtime.actor import AuditContext
from runtime.policy.compiled import ActorReach
from runtime.query.statement import Statement
from tests.runtime.support.world import World


async def reach_of(api: World, who: str) -> ActorReach:
    """The policy for one of the people."""
    actor = await api.fastapi.state.server._people.load(api.ids[who])
    found: ActorReach = api.services.policy.reach(actor)
    return found


async def explained(
    api: World, reach: ActorReach, statement: Statement, *off: str
) -> dict[str, Any]:
    """The plan of a statement that ran, without the kinds of step that are `off`.

    PostgreSQL takes such a step all the same where there is no other way.
    """
    context = AuditContext(reach.actor, "plan", "api")
    async with api.services.database.transaction(context) as transaction:
        for kind in off:
            await transaction.fetch(Statement(f"select set_config('enable_{kind}', 'off', true)"))
        [(document,)] = await transaction.fetch_all(
            Statement(
                f"explain (analyze, format json) {statement.sql}",
                statement.values,
                statement.reach,
            )
        )
    told = document if isinstance(document, list) else json.loads(document)
    found: dict[str, Any] = told[0]["Plan"]
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The step and those beneath it."""
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)
