"""The scopes of tasks, for a row in memory. Generated from model/task.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.task.models.task import Task


def own(row: Task, actor: Actor) -> bool:
    """Where assignee == actor or reporter == actor."""
    return logic.eq(row.assignee_id, actor.id) or logic.eq(row.reporter_id, actor.id)


def assigned(row: Task, actor: Actor) -> bool:
    """Where assignee == actor."""
    return logic.eq(row.assignee_id, actor.id)


def assigned_plain(row: Task, actor: Actor) -> bool:
    """Where assignee == actor and not requires_evidence."""
    return logic.eq(row.assignee_id, actor.id) and (row.requires_evidence is not True)


def reported(row: Task, actor: Actor) -> bool:
    """Where reporter == actor."""
    return logic.eq(row.reporter_id, actor.id)


def project_of(row: Task, rows: Rows) -> UUID | None:
    """The project that the row lies in: project."""
    return row.project_id


def business_unit_of(row: Task, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: assignee.business_unit."""
    return rows.key("user", row.assignee_id, "business_unit_id")
