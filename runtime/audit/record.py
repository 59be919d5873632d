"""Events that no change carries: refusals, failed log-ins, exports."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout, TooManyRequests

from runtime.actor import Actor, AuditContext
from runtime.call import Call
from runtime.database.transaction import Database, Transaction
from runtime.policy.rules import POLICY_FILE
from runtime.problems import Problem, Unrecorded
from runtime.query.statement import Statement

_DENIED = frozenset({403, 404})
_OF_A_CHANGE = "CH007"
"""Raised for an event that would look like one of a change."""
_RECORD = "select charter_record_event($1::text, $2::text, $3::uuid, $4::text, $5::text, $6::jsonb)"


async def record_event(
    transaction: Transaction,
    *,
    action: str,
    entity_type: str,
    entity_id: UUID | None = None,
    outcome: str = "success",
    reason: str | None = None,
) -> None:
    """Leaves one event within the transaction, with the transaction's context.

    Raises Unrecorded where the database cannot write it, RuntimeError for the word of a change
    (`create`, a transition): only the triggers say that one was made.
    """
    statement = Statement(_RECORD, (action, entity_type, entity_id, outcome, reason, "{}"))
    try:
        await transaction.fetch(statement)
    except psycopg.Error as error:
        if error.sqlstate == _OF_A_CHANGE:
            raise RuntimeError(f"{action} is a word of changes, which triggers record") from error
        raise Unrecorded from error


async def record_refusal(database: Database, call: Call, problem: Problem) -> None:
    """Leaves one event of a write that was refused, committed before the answer is sent.

    403 and 404 are `denied`, the rest `failed`. Raises Unrecorded where it cannot be written.
    """
    context = replace(call.audit(), rule=_deciding(call, problem))
    outcome = "denied" if problem.status in _DENIED else "failed"
    reason = f"{problem.code}: {problem.detail}"
    entity = UUID(call.entity_id) if call.entity_id else None
    await _alone(database, context, entity, outcome, reason)


def _deciding(call: Call, problem: Problem) -> str | None:
    """The line that decided: of a denial one that denies, not one that did not grant it.

    Where no line denies, nothing matched: then the policy as a whole is named.
    """
    if problem.status not in _DENIED:
        return call.rule if problem.rule is None else problem.rule
    if problem.rule not in (None, "", call.rule):
        return problem.rule
    return f"{POLICY_FILE}@{call.policy}" if call.policy else None


async def record_failure(
    database: Database, call: Call, *, email: str, entity_id: UUID | None
) -> None:
    """Leaves one event of a log-in that failed, under the address that was tried."""
    context = replace(call.audit(), actor=Actor(None, email, ()))
    await _alone(database, context, entity_id, "failed", "BAD_CREDENTIALS")


async def _alone(
    database: Database,
    context: AuditContext,
    entity_id: UUID | None,
    outcome: str,
    reason: str,
) -> None:
    try:
        async with database.transaction(context) as transaction:
            await record_event(
                transaction,
                action=context.action,
                entity_type=context.entity_type,
                entity_id=entity_id,
                outcome=outcome,
                reason=reason,
            )
    except (psycopg.Error, PoolTimeout, TooManyRequests, OSError) as error:
        raise Unrecorded from error
