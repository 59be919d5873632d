"""Every policy that comes into force is kept by its hash: the trail refers to its lines."""

from __future__ import annotations

import psycopg
import structlog
from psycopg_pool import PoolTimeout, TooManyRequests

from runtime.actor import Actor, AuditContext
from runtime.audit.record import record_event
from runtime.database.transaction import Database
from runtime.ids import time_ordered_id
from runtime.policy.rules import RuleSet
from runtime.problems import Unavailable
from runtime.query.statement import Statement

log = structlog.get_logger("charter.policy")

NOBODY = Actor(None, None, ())
REASON_MAX = 4000
"""Characters of the problems that stand in an event."""


class NotKeptError(Exception):
    """A policy cannot be kept, and so must not come into force."""


async def keep_policy(database: Database, rules: RuleSet) -> None:
    """Keeps a rule set before it comes into force, with an event where another one was.

    Of several workers that load the same set one leaves the event. Raises NotKeptError where the
    database refuses or is not there.
    """
    request = f"policy:{rules.hash}"
    context = AuditContext(NOBODY, request, "job", entity_type="policy", action="load")
    keep = Statement(
        "select charter_keep_policy($1::text, $2::text, $3::text)",
        (rules.hash, rules.model, rules.text),
    )
    try:
        async with database.transaction(context) as transaction:
            if await transaction.fetch(keep) == (True,):
                said = f"The policy {rules.hash} came into force."
                await record_event(transaction, action="load", entity_type="policy", reason=said)
    except (psycopg.Error, PoolTimeout, TooManyRequests, OSError, Unavailable) as error:
        older = isinstance(error, psycopg.errors.UndefinedFunction | psycopg.errors.UndefinedTable)
        hint = ": run charter migrate up first" if older else f": {error}"
        raise NotKeptError(f"the policy {rules.hash} cannot be kept{hint}") from error


async def record_refused_policy(database: Database, problems: list[str]) -> None:
    """Leaves an event of a policy that was refused; each worker that met it leaves one.

    Where none can be written, the log and the metric remain: the policy is refused anyway.
    """
    context = AuditContext(
        NOBODY, f"policy:{time_ordered_id().hex}", "job", entity_type="policy", action="load"
    )
    said = f"POLICY_REFUSED: {'; '.join(problems)}"[:REASON_MAX]
    try:
        async with database.transaction(context) as transaction:
            await record_event(
                transaction, action="load", entity_type="policy", outcome="failed", reason=said
            )
    except (psycopg.Error, PoolTimeout, TooManyRequests, OSError, Unavailable) as error:
        log.error("policy_refusal_not_recorded", error=str(error))


async def kept_policy(database: Database, name: str) -> str | None:
    """The lines of the policy of that hash, as its file was; None where none was kept."""
    statement = Statement("select rules from charter_policy_set($1::text)", (name,))
    async with database.transaction() as transaction:
        row = await transaction.fetch(statement)
    return None if row is None else str(row[0])
