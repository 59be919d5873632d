"""Bodies and answers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """Made from a row."""

    model_config = ConfigDict(from_attributes=True)


class ControlRead(Answer):
    """A control."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    version: int
    ref: str
    name: str
    objective: str | None
    description: str | None
    domain: str
    kind: str
    nature: str
    maturity: str
    automation: str
    frequency: str
    effort: str | None
    priority: str
    annual_cost: Decimal | None
    target_date: date | None
    next_review_on: date | None
    code_reference: str | None
    confirmed_mappings: int
    evidence_stale: bool
    review_overdue: bool
    status: str
    owner_id: UUID
    business_unit_id: UUID | None
    replaced_by_id: UUID | None
    created_by_id: UUID | None
    updated_by_id: UUID | None


class RiskRead(Answer):
    """A risk."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    version: int
    deleted_at: datetime | None
    ref: str | None
    title: str
    description: str | None
    category: str
    source: str
    threat: str | None
    vulnerability: str | None
    inherent_likelihood: int
    inherent_impact: int
    inherent_score: int | None
    inherent_level: str | None
    residual_likelihood: int | None
    residual_impact: int | None
    residual_score: int | None
    residual_level: str | None
    current_score: int | None
    treatment: str
    above_appetite: bool
    affects_confidentiality: bool
    affects_integrity: bool
    affects_availability: bool
    involves_personal_data: bool
    review_interval_days: int
    next_review_on: date | None
    review_overdue: bool
    closed_on: date | None
    open_tasks: int
    status: str
    owner_id: UUID
    matrix_id: UUID
    business_unit_id: UUID | None
    project_id: UUID | None
    parent_id: UUID | None
    monitored_by_id: UUID | None
    created_by_id: UUID | None
    updated_by_id: UUID | None


class RiskWithControls(RiskRead):
    """A risk, with the controls that bring it down."""

    controls: list[ControlRead]


class RiskPage(BaseModel):
    """A page of risks."""

    items: list[RiskRead]
    total: int | None = None


class RiskPageWithControls(BaseModel):
    """A page of risks with their controls."""

    items: list[RiskWithControls]
    total: int | None = None


class ControlCreate(BaseModel):
    """A new control."""

    ref: str = Field(max_length=30)
    name: str = Field(max_length=200)
    objective: str | None = None
    description: str | None = None
    domain: str
    kind: str = "preventive"
    nature: str = "process"
    maturity: str = "none"
    automation: str = "manual"
    frequency: str = "yearly"
    effort: str | None = None
    priority: str = "p3"
    annual_cost: Decimal | None = Field(default=None, max_digits=12, decimal_places=2, ge=0)
    target_date: date | None = None
    next_review_on: date | None = None
    code_reference: str | None = Field(default=None, max_length=500)
    owner_id: UUID | None = None
    business_unit_id: UUID | None = None


class ControlUpdate(BaseModel):
    """What changes of a control."""

    ref: str | None = Field(default=None, max_length=30)
    name: str | None = Field(default=None, max_length=200)
    objective: str | None = None
    description: str | None = None
    domain: str | None = None
    kind: str | None = None
    nature: str | None = None
    target_date: date | None = None
    next_review_on: date | None = None
