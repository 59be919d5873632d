"""Asking for evidence, and what happens when it lapses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from domain.queries import among, fetch
from generated.control.models import Control
from generated.evidence.models import Evidence
from generated.evidence.schemas import EvidenceExpiringInput, EvidenceRequestInput
from generated.identity.models import User
from generated.task.models import Task
from runtime.domain_api import Context
from runtime.problems import Conflict

RENEWAL = timedelta(days=14)
"""How long the owner has to renew evidence after it lapsed."""

TITLE_LIMIT = 250


async def request(context: Context, data: EvidenceRequestInput) -> Evidence:
    """Asks a person for evidence by a date: the row to fill, and a task that says so.

    Raises NotFound for a control or person the actor may not see, Conflict (`OWNER_INACTIVE`) for
    an account that is closed.
    """
    control = await context.visible(Control, data.control_id)
    owner = await context.visible(User, data.owner_id)
    if not owner.is_active:
        raise Conflict("The person asked has no active account.", code="OWNER_INACTIVE")
    task = await context.create(
        Task,
        title=f"Evidence wanted: {data.title}"[:TITLE_LIMIT],
        due_on=data.due_on,
        assignee_id=owner.id,
        reporter_id=context.actor.id,
        control_id=control.id,
    )
    return await context.create(
        Evidence,
        status="requested",
        title=data.title,
        kind=data.kind,
        control_id=control.id,
        owner_id=owner.id,
        task_id=task.id,
    )


async def expiring(context: Context, data: EvidenceExpiringInput) -> Sequence[UUID]:
    """Approved evidence that lapses within so many days from today, the nearest first."""
    ids = await context.visible_ids(
        Evidence,
        col(Evidence.status) == "approved",
        col(Evidence.valid_until) >= context.today,
        col(Evidence.valid_until) <= context.today + timedelta(days=data.days),
    )
    ordered = (
        select(col(Evidence.id))
        .where(among(col(Evidence.id), ids))
        .order_by(col(Evidence.valid_until), col(Evidence.id))
    )
    return [row.id for row in await fetch(context.session, ordered)]


async def open_renewal(context: Context, row: Evidence, _data: object = None) -> None:
    """Opens a task for the owner of evidence that has just lapsed."""
    await context.create(
        Task,
        title=f"Renew evidence {row.ref}: {row.title}"[:TITLE_LIMIT],
        description="This evidence has lapsed; the control is without proof until it is renewed.",
        due_on=context.today + RENEWAL,
        assignee_id=row.owner_id,
        control_id=row.control_id,
        subject_type="evidence",
        subject_id=row.id,
    )
