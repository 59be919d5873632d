"""Reviews of controls, and what they cover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Date, case, cast, exists, func, literal, or_, select
from sqlmodel import col

from domain.dates import DAYS, MONTHS, shift
from domain.queries import among, fetch, tally
from generated.control.models import Control, ControlMapping
from generated.evidence.models import Evidence
from generated.regulation.models import Regulation, Requirement
from generated.task.models import Task
from runtime.domain_api import Context

IN_OPERATION = ("implemented", "effective", "ineffective")
TITLE_LIMIT = 250


async def schedule_review(context: Context, row: Control, _data: object = None) -> Task:
    """Sets the next review one period of the control's frequency from today, with a task for it.

    Controls that run without pause, daily or on an event are reviewed once a year.
    """
    period = (
        str(row.frequency) if row.frequency in MONTHS or row.frequency == "weekly" else "yearly"
    )
    row.next_review_on = shift(context.today, period)
    return await context.create(
        Task,
        title=f"Review control {row.ref}: {row.name}"[:TITLE_LIMIT],
        priority=row.priority,
        due_on=row.next_review_on,
        assignee_id=row.owner_id,
        reporter_id=context.actor.id,
        control_id=row.id,
    )


async def coverage(context: Context, row: Control, _data: object = None) -> dict[str, Any]:
    """The requirements that a control is mapped to, by regulation; rejected mappings left out."""
    ids = await context.visible_ids(
        ControlMapping,
        col(ControlMapping.control_id) == row.id,
        col(ControlMapping.status) != "rejected",
    )
    confirmed = func.count().filter(col(ControlMapping.status) == "confirmed")
    statement = (
        select(
            col(Regulation.id),
            col(Regulation.code),
            col(Regulation.edition),
            func.count(),
            confirmed,
        )
        .select_from(ControlMapping)
        .join(Requirement, col(Requirement.id) == col(ControlMapping.requirement_id))
        .join(Regulation, col(Regulation.id) == col(Requirement.regulation_id))
        .where(among(col(ControlMapping.id), ids))
        .group_by(col(Regulation.id), col(Regulation.code), col(Regulation.edition))
        .order_by(col(Regulation.code), col(Regulation.edition))
    )
    regulations = [
        {"id": str(key), "code": code, "edition": edition, "mapped": mapped, "confirmed": sure}
        for key, code, edition, mapped, sure in await fetch(context.session, statement)
    ]
    return {
        "requirements": sum(one["mapped"] for one in regulations),
        "confirmed": sum(one["confirmed"] for one in regulations),
        "regulations": regulations,
    }


async def heatmap(context: Context, _data: object = None) -> dict[str, list[dict[str, Any]]]:
    """How many visible controls there are for each domain and status."""
    ids = await context.visible_ids(Control)
    rows = await tally(
        context.session, col(Control.domain), col(Control.status), where=among(col(Control.id), ids)
    )
    return {
        "cells": [
            {"domain": str(domain), "status": str(status), "count": count}
            for domain, status, count in rows
        ]
    }


async def stale(context: Context, _data: object = None) -> Sequence[UUID]:
    """Controls in operation without approved evidence that is both valid and recent.

    Recent is what was collected within one period of the control's frequency; where the day of
    collection is unknown, the end of the period, else the day of entry counts.
    """
    collected = func.coalesce(
        col(Evidence.collected_on), col(Evidence.period_end), cast(col(Evidence.created_at), Date)
    )
    oldest = case(
        *(
            (
                col(Control.frequency) == frequency,
                literal(shift(context.today, frequency, -1), Date),
            )
            for frequency in (*DAYS, *MONTHS)
        ),
        else_=literal(shift(context.today, "yearly", -1), Date),
    )
    proof = exists().where(
        col(Evidence.control_id) == col(Control.id),
        col(Evidence.status) == "approved",
        or_(col(Evidence.valid_until).is_(None), col(Evidence.valid_until) >= context.today),
        collected >= oldest,
    )
    return await context.visible_ids(Control, col(Control.status).in_(IN_OPERATION), ~proof)
