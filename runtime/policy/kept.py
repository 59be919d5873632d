"""Every policy that comes into force is kept by its hash: the trail refers to its lines."""

from __future__ import annotations

import psycopg
from psycopg_pool import PoolTimeout, TooManyRequests

from runtime.actor import Actor, AuditContext
from runtime.audit.record import record_event
from runtime.database.transaction import Database
from runtime.policy.rules import RuleSet
from runtime.problems import Unavailable
from runtime.query.statement import Statement

NOBODY = Actor(None, None, ())


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


async def kept_policy(database: Database, name: str) -> str | None:
    """The lines of the policy of that hash, as its file was; None where none was kept."""
    statement = Statement("select rules from charter_policy_set($1::text)", (name,))
    async with database.transaction() as transaction:
        row = await transaction.fetch(statement)
    return None if row is None else str(row[0])
