"""What passes to a successor when a person leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from generated.control.models import Control
from generated.evidence.models import Evidence
from generated.organisation.models import BusinessUnit, Project
from generated.regulation.models import Regulation, Requirement
from generated.risk.models import Risk, RiskMatrix, RiskTreatmentPlan
from generated.task.models import Task
from runtime.domain_api import Context

DONE = ("completed", "cancelled")
REPLACED = ("superseded", "retired")


async def hand_over(context: Context, leaver: UUID, successor: UUID) -> int:
    """Puts `successor` in the place of `leaver` on every open row; answers how many there were.

    Rows that stand still (closed, approved, retired) keep the name that they were closed under.
    """
    moved = 0
    for model, column, *conditions in _responsibilities():
        holder = getattr(model, column)
        for key in await context.visible_ids(model, holder == leaver, *conditions):
            row = await context.get(model, key)
            setattr(row, column, successor)
            moved += 1
        await context.flush()
    return moved


def _responsibilities() -> tuple[tuple[Any, ...], ...]:
    """Model, column that names the person, and the conditions under which the row is open."""
    in_use = select(col(Regulation.id)).where(col(Regulation.status).not_in(REPLACED))
    return (
        (BusinessUnit, "head_id"),
        (Project, "lead_id", col(Project.status).not_in(DONE)),
        (Regulation, "owner_id", col(Regulation.status).not_in(REPLACED)),
        (Requirement, "owner_id", col(Requirement.regulation_id).in_(in_use)),
        (Control, "owner_id", col(Control.status) != "retired"),
        (Evidence, "owner_id", col(Evidence.status).not_in(("approved", "expired"))),
        (Risk, "owner_id", col(Risk.status) != "closed"),
        (RiskMatrix, "owner_id", col(RiskMatrix.status) == "draft"),
        (RiskTreatmentPlan, "owner_id", col(RiskTreatmentPlan.status).not_in(DONE)),
        (Task, "assignee_id", col(Task.status).not_in(("done", "cancelled"))),
    )
