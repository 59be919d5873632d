"""Groups of projects. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.organisation.enums import ProjectHealth, ProjectKind, ProjectStatus
from generated.organisation.filters.project import SORTABLE, ProjectConditions
from generated.task.enums import TaskPriority
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import DecimalText, ResponseBody, absent

TIMES = ("created_at", "updated_at", "start_date", "target_date", "closed_on")

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
    "min_key",
    "max_key",
    "min_name",
    "max_name",
    "min_priority",
    "max_priority",
    "min_objective",
    "max_objective",
    "min_start_date",
    "max_start_date",
    "min_target_date",
    "max_target_date",
    "min_closed_on",
    "max_closed_on",
    "sum_budget",
    "avg_budget",
    "min_budget",
    "max_budget",
    "min_currency",
    "max_currency",
    "sum_progress",
    "avg_progress",
    "min_progress",
    "max_progress",
)


class ProjectAggregateQuery(ProjectConditions, PastParameters):
    """What groups of projects are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class ProjectAggregateGroup(ResponseBody):
    """A group of projects: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    key: str | None = absent()
    name: str | None = absent()
    kind: ProjectKind | None = absent()
    health: ProjectHealth | None = absent()
    priority: TaskPriority | None = absent()
    objective: str | None = absent()
    start_date: date | None = absent()
    target_date: date | None = absent()
    closed_on: date | None = absent()
    budget: DecimalText | None = absent()
    currency: str | None = absent()
    progress: DecimalText | None = absent()
    overdue: bool | None = absent()
    status: ProjectStatus | None = absent()
    lead_id: UUID | None = absent()
    sponsor_id: UUID | None = absent()
    parent_id: UUID | None = absent()
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
    min_key: str | None = absent()
    max_key: str | None = absent()
    min_name: str | None = absent()
    max_name: str | None = absent()
    min_priority: TaskPriority | None = absent()
    max_priority: TaskPriority | None = absent()
    min_objective: str | None = absent()
    max_objective: str | None = absent()
    min_start_date: date | None = absent()
    max_start_date: date | None = absent()
    min_target_date: date | None = absent()
    max_target_date: date | None = absent()
    min_closed_on: date | None = absent()
    max_closed_on: date | None = absent()
    sum_budget: DecimalText | None = absent()
    avg_budget: DecimalText | None = absent()
    min_budget: DecimalText | None = absent()
    max_budget: DecimalText | None = absent()
    min_currency: str | None = absent()
    max_currency: str | None = absent()
    sum_progress: DecimalText | None = absent()
    avg_progress: DecimalText | None = absent()
    min_progress: DecimalText | None = absent()
    max_progress: DecimalText | None = absent()


class ProjectAggregate(ResponseBody):
    """Groups of projects, in the order of what they are grouped by."""

    groups: list[ProjectAggregateGroup]
