"""Recurring tasks."""

from __future__ import annotations

from sqlmodel import col

from domain.dates import following
from generated.task.models import Task
from runtime.domain_api import Context

COPIED = (
    "title",
    "description",
    "priority",
    "recurrence",
    "effort_hours",
    "requires_evidence",
    "assignee_id",
    "reporter_id",
    "subject_type",
    "subject_id",
    "risk_id",
    "control_id",
    "plan_id",
    "project_id",
    "parent_id",
)


async def next_occurrence(context: Context, row: Task, _data: object = None) -> None:
    """Opens the next occurrence of a recurring task that was just completed.

    Once only: a task that is reopened and completed again gets no second successor.
    """
    if row.recurrence == "none" or await context.visible_ids(Task, col(Task.previous_id) == row.id):
        return
    due = row.due_on or context.today
    await context.create(
        Task,
        **{name: getattr(row, name) for name in COPIED},
        due_on=following(due, str(row.recurrence), context.today),
        previous_id=row.id,
    )
