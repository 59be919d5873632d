"""The scopes of evidence, for a row in memory. Generated from model/evidence.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.evidence.models.evidence import Evidence


def own(row: Evidence, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)


def own_control(row: Evidence, actor: Actor, rows: Rows) -> bool:
    """Where control.owner == actor."""
    return logic.eq(rows.key("control", row.control_id, "owner_id"), actor.id)


def own_task(row: Evidence, actor: Actor, rows: Rows) -> bool:
    """Where task.assignee == actor."""
    return logic.eq(rows.key("task", row.task_id, "assignee_id"), actor.id)


def shared(row: Evidence, actor: Actor) -> bool:
    """Where confidentiality <= "internal"."""
    return logic.le(
        logic.rank(row.confidentiality, ("public", "internal", "confidential", "secret")), 1
    )


def business_unit_of(row: Evidence, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: control.business_unit."""
    return rows.key("control", row.control_id, "business_unit_id")
