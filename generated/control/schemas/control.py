"""Bodies and answers of controls. Generated from model/control.yaml."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.control.enums import (
    ControlAutomation,
    ControlDomain,
    ControlEffort,
    ControlFrequency,
    ControlKind,
    ControlNature,
    ControlStatus,
    Maturity,
)
from generated.task.enums import TaskPriority
from runtime.types import Day, DecimalText, Digits, Id, RequestBody, ResponseBody, Text, absent


class ControlCreate(RequestBody):
    """A new control."""

    ref: Annotated[Text, Field(max_length=30)]
    name: Annotated[Text, Field(max_length=200)]
    objective: Text | None = None
    description: Text | None = None
    domain: ControlDomain
    kind: ControlKind = ControlKind.PREVENTIVE
    nature: ControlNature = ControlNature.PROCESS
    maturity: Maturity = Maturity.NONE
    automation: ControlAutomation = ControlAutomation.MANUAL
    frequency: ControlFrequency = ControlFrequency.YEARLY
    effort: ControlEffort | None = None
    priority: TaskPriority = TaskPriority.P3
    annual_cost: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = None
    target_date: Day | None = None
    next_review_on: Day | None = None
    code_reference: Annotated[Text, Field(max_length=500)] | None = None
    owner_id: Id = absent()
    business_unit_id: Id | None = None
    replaced_by_id: Id | None = None


class ControlUpdate(RequestBody):
    """What changes of a control (RFC 7396)."""

    ref: Annotated[Text, Field(max_length=30)] = absent()
    name: Annotated[Text, Field(max_length=200)] = absent()
    objective: Text | None = absent()
    description: Text | None = absent()
    domain: ControlDomain = absent()
    kind: ControlKind = absent()
    nature: ControlNature = absent()
    maturity: Maturity = absent()
    automation: ControlAutomation = absent()
    frequency: ControlFrequency = absent()
    effort: ControlEffort | None = absent()
    priority: TaskPriority = absent()
    annual_cost: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = absent()
    target_date: Day | None = absent()
    next_review_on: Day | None = absent()
    code_reference: Annotated[Text, Field(max_length=500)] | None = absent()
    owner_id: Id = absent()
    business_unit_id: Id | None = absent()
    replaced_by_id: Id | None = absent()


class ControlRead(ResponseBody):
    """A safeguard that the organisation operates."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    ref: str = absent()
    name: str = absent()
    objective: str | None = absent()
    description: str | None = absent()
    domain: ControlDomain = absent()
    kind: ControlKind = absent()
    nature: ControlNature = absent()
    maturity: Maturity = absent()
    automation: ControlAutomation = absent()
    frequency: ControlFrequency = absent()
    effort: ControlEffort | None = absent()
    priority: TaskPriority = absent()
    annual_cost: DecimalText | None = absent()
    target_date: date | None = absent()
    next_review_on: date | None = absent()
    code_reference: str | None = absent()
    confirmed_mappings: int | None = absent()
    evidence_stale: Annotated[
        bool | None, Field(description="There is no approved evidence that is still valid today.")
    ] = absent()
    review_overdue: bool | None = absent()
    status: ControlStatus = absent()
    owner_id: UUID = absent()
    business_unit_id: UUID | None = absent()
    replaced_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    business_unit: BusinessUnitRead | None = absent()
    replaced_by: ControlRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    evidence: list[EvidenceRead] = absent()
    evidence_next_cursor: str | None = absent()
    mappings: list[ControlMappingRead] = absent()
    mappings_next_cursor: str | None = absent()
    projects: list[ProjectRead] = absent()
    projects_next_cursor: str | None = absent()
    replaces: list[ControlRead] = absent()
    replaces_next_cursor: str | None = absent()
    risks: list[RiskRead] = absent()
    risks_next_cursor: str | None = absent()
    tasks: list[TaskRead] = absent()
    tasks_next_cursor: str | None = absent()


class ControlPage(ResponseBody):
    """A page of controls."""

    items: list[ControlRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control_mapping import ControlMappingRead  # noqa: E402 - they embed one another
from generated.evidence.schemas.evidence import EvidenceRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
