"""Bodies and answers of projects. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.organisation.enums import ProjectHealth, ProjectKind, ProjectStatus
from generated.task.enums import TaskPriority
from runtime.types import (
    Currency,
    Day,
    DecimalText,
    Digits,
    Id,
    RequestBody,
    ResponseBody,
    Storable,
    Text,
    absent,
)


class ProjectCreate(RequestBody):
    """A new project."""

    key: Annotated[str, Field(max_length=20, pattern="^(?:[A-Z][A-Z0-9-]+)$"), Storable]
    name: Annotated[Text, Field(max_length=200)]
    kind: ProjectKind = ProjectKind.IMPLEMENTATION
    health: ProjectHealth = ProjectHealth.ON_TRACK
    priority: TaskPriority = TaskPriority.P3
    objective: Text | None = None
    start_date: Day | None = None
    target_date: Day | None = None
    budget: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = None
    currency: Currency = "EUR"
    lead_id: Id = absent()
    sponsor_id: Id | None = None
    parent_id: Id | None = None


class ProjectUpdate(RequestBody):
    """What changes of a project (RFC 7396)."""

    key: Annotated[str, Field(max_length=20, pattern="^(?:[A-Z][A-Z0-9-]+)$"), Storable] = absent()
    name: Annotated[Text, Field(max_length=200)] = absent()
    kind: ProjectKind = absent()
    health: ProjectHealth = absent()
    priority: TaskPriority = absent()
    objective: Text | None = absent()
    start_date: Day | None = absent()
    target_date: Day | None = absent()
    budget: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = absent()
    currency: Currency = absent()
    lead_id: Id = absent()
    sponsor_id: Id | None = absent()
    parent_id: Id | None = absent()


class ProjectRead(ResponseBody):
    """An undertaking, such as a certification, that groups rows and has a team."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    key: str = absent()
    name: str = absent()
    kind: ProjectKind = absent()
    health: ProjectHealth = absent()
    priority: TaskPriority = absent()
    objective: str | None = absent()
    start_date: date | None = absent()
    target_date: date | None = absent()
    closed_on: date | None = absent()
    budget: DecimalText | None = absent()
    currency: str = absent()
    progress: Annotated[
        DecimalText | None,
        Field(
            description="Percent of the tasks that are done, cancelled ones left aside; empty without tasks."
        ),
    ] = absent()
    overdue: bool | None = absent()
    status: ProjectStatus = absent()
    lead_id: UUID = absent()
    sponsor_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    lead: UserRead | None = absent()
    sponsor: UserRead | None = absent()
    parent: ProjectRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    regulations: list[RegulationRead] = absent()
    regulations_next_cursor: str | None = absent()
    controls: list[ControlRead] = absent()
    controls_next_cursor: str | None = absent()
    members: list[UserRead] = absent()
    members_next_cursor: str | None = absent()
    risks: list[RiskRead] = absent()
    risks_next_cursor: str | None = absent()
    subprojects: list[ProjectRead] = absent()
    subprojects_next_cursor: str | None = absent()
    tasks: list[TaskRead] = absent()
    tasks_next_cursor: str | None = absent()


class ProjectPage(ResponseBody):
    """A page of projects."""

    items: list[ProjectRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.regulation import RegulationRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
