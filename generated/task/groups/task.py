"""Groups of tasks. Generated from model/task.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from generated.task.enums import TaskPriority, TaskRecurrence, TaskStatus
from generated.task.filters.task import SORTABLE, TaskConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "due_on", "started_at", "completed_at")

MEASURES = (
    "count",
    "min_created_at",
    "max_created_at",
    "min_updated_at",
    "max_updated_at",
    "sum_version",
    "avg_version",
    "min_version",
    "max_version",
    "min_ref",
    "max_ref",
    "min_title",
    "max_title",
    "min_description",
    "max_description",
    "min_priority",
    "max_priority",
    "min_due_on",
    "max_due_on",
    "min_started_at",
    "max_started_at",
    "min_completed_at",
    "max_completed_at",
    "sum_effort_hours",
    "avg_effort_hours",
    "min_effort_hours",
    "max_effort_hours",
    "min_resolution_note",
    "max_resolution_note",
)


class TaskAggregateQuery(TaskConditions, PastParameters):
    """What groups of tasks are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class TaskAggregateGroup(ResponseBody):
    """A group of tasks: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    ref: str | None = absent()
    title: str | None = absent()
    description: str | None = absent()
    priority: TaskPriority | None = absent()
    due_on: date | None = absent()
    started_at: datetime | None = absent()
    completed_at: datetime | None = absent()
    recurrence: TaskRecurrence | None = absent()
    effort_hours: float | None = absent()
    requires_evidence: bool | None = absent()
    resolution_note: str | None = absent()
    overdue: bool | None = absent()
    status: TaskStatus | None = absent()
    assignee_id: UUID | None = absent()
    reporter_id: UUID | None = absent()
    subject_type: (
        Literal[
            "audit_event",
            "business_unit",
            "company_profile",
            "control",
            "control_mapping",
            "evidence",
            "project",
            "refresh_token",
            "regulation",
            "requirement",
            "risk",
            "risk_acceptance",
            "risk_matrix",
            "risk_treatment_plan",
            "role_assignment",
            "task",
            "user",
        ]
        | None
    ) = absent()
    subject_id: UUID | None = absent()
    risk_id: UUID | None = absent()
    control_id: UUID | None = absent()
    plan_id: UUID | None = absent()
    project_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    previous_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    count: int = absent()
    min_created_at: datetime | None = absent()
    max_created_at: datetime | None = absent()
    min_updated_at: datetime | None = absent()
    max_updated_at: datetime | None = absent()
    sum_version: int | None = absent()
    avg_version: float | None = absent()
    min_version: int | None = absent()
    max_version: int | None = absent()
    min_ref: str | None = absent()
    max_ref: str | None = absent()
    min_title: str | None = absent()
    max_title: str | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()
    min_priority: TaskPriority | None = absent()
    max_priority: TaskPriority | None = absent()
    min_due_on: date | None = absent()
    max_due_on: date | None = absent()
    min_started_at: datetime | None = absent()
    max_started_at: datetime | None = absent()
    min_completed_at: datetime | None = absent()
    max_completed_at: datetime | None = absent()
    sum_effort_hours: float | None = absent()
    avg_effort_hours: float | None = absent()
    min_effort_hours: float | None = absent()
    max_effort_hours: float | None = absent()
    min_resolution_note: str | None = absent()
    max_resolution_note: str | None = absent()


class TaskAggregate(ResponseBody):
    """Groups of tasks, in the order of what they are grouped by."""

    groups: list[TaskAggregateGroup]
