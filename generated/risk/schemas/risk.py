"""Bodies and answers of risks. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.risk.enums import RiskCategory, RiskLevel, RiskSource, RiskStatus, RiskTreatment
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, absent


class RiskCreate(RequestBody):
    """A new risk."""

    title: Annotated[Text, Field(max_length=200)]
    description: Text | None = None
    category: RiskCategory
    source: RiskSource = RiskSource.ASSESSMENT
    threat: Text | None = None
    vulnerability: Text | None = None
    inherent_likelihood: Annotated[int, Field(ge=1, le=5)]
    inherent_impact: Annotated[int, Field(ge=1, le=5)]
    residual_likelihood: Annotated[int, Field(ge=1, le=5)] | None = None
    residual_impact: Annotated[int, Field(ge=1, le=5)] | None = None
    treatment: RiskTreatment = RiskTreatment.UNDECIDED
    affects_confidentiality: bool = False
    affects_integrity: bool = False
    affects_availability: bool = False
    involves_personal_data: bool = False
    review_interval_days: Annotated[int, Field(ge=1, le=3650)] = 365
    next_review_on: Day | None = None
    owner_id: Id = absent()
    matrix_id: Id
    business_unit_id: Id | None = None
    project_id: Id | None = None
    parent_id: Id | None = None


class RiskUpdate(RequestBody):
    """What changes of a risk (RFC 7396)."""

    title: Annotated[Text, Field(max_length=200)] = absent()
    description: Text | None = absent()
    category: RiskCategory = absent()
    source: RiskSource = absent()
    threat: Text | None = absent()
    vulnerability: Text | None = absent()
    inherent_likelihood: Annotated[int, Field(ge=1, le=5)] = absent()
    inherent_impact: Annotated[int, Field(ge=1, le=5)] = absent()
    residual_likelihood: Annotated[int, Field(ge=1, le=5)] | None = absent()
    residual_impact: Annotated[int, Field(ge=1, le=5)] | None = absent()
    treatment: RiskTreatment = absent()
    affects_confidentiality: bool = absent()
    affects_integrity: bool = absent()
    affects_availability: bool = absent()
    involves_personal_data: bool = absent()
    review_interval_days: Annotated[int, Field(ge=1, le=3650)] = absent()
    next_review_on: Day | None = absent()
    owner_id: Id = absent()
    matrix_id: Id = absent()
    business_unit_id: Id | None = absent()
    project_id: Id | None = absent()
    parent_id: Id | None = absent()


class RiskRead(ResponseBody):
    """An uncertain event with its inherent and residual scores."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    deleted_at: datetime | None = absent()
    ref: str = absent()
    title: str = absent()
    description: str | None = absent()
    category: RiskCategory = absent()
    source: RiskSource = absent()
    threat: str | None = absent()
    vulnerability: str | None = absent()
    inherent_likelihood: int = absent()
    inherent_impact: int = absent()
    inherent_score: int | None = absent()
    inherent_level: RiskLevel | None = absent()
    residual_likelihood: int | None = absent()
    residual_impact: int | None = absent()
    residual_score: int | None = absent()
    residual_level: RiskLevel | None = absent()
    current_score: Annotated[
        int | None,
        Field(description="The residual score, or the inherent one while there is none."),
    ] = absent()
    treatment: RiskTreatment = absent()
    above_appetite: bool = absent()
    affects_confidentiality: bool = absent()
    affects_integrity: bool = absent()
    affects_availability: bool = absent()
    involves_personal_data: bool = absent()
    review_interval_days: int = absent()
    next_review_on: date | None = absent()
    review_overdue: bool | None = absent()
    closed_on: date | None = absent()
    open_tasks: int | None = absent()
    status: RiskStatus = absent()
    owner_id: UUID = absent()
    matrix_id: UUID = absent()
    business_unit_id: UUID | None = absent()
    project_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    monitored_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    matrix: RiskMatrixRead | None = absent()
    business_unit: BusinessUnitRead | None = absent()
    project: ProjectRead | None = absent()
    parent: RiskRead | None = absent()
    monitored_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    controls: list[ControlRead] = absent()
    controls_next_cursor: str | None = absent()
    acceptances: list[RiskAcceptanceRead] = absent()
    acceptances_next_cursor: str | None = absent()
    parts: list[RiskRead] = absent()
    parts_next_cursor: str | None = absent()
    plans: list[RiskTreatmentPlanRead] = absent()
    plans_next_cursor: str | None = absent()
    tasks: list[TaskRead] = absent()
    tasks_next_cursor: str | None = absent()


class RiskPage(ResponseBody):
    """A page of risks."""

    items: list[RiskRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_acceptance import RiskAcceptanceRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_matrix import RiskMatrixRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_treatment_plan import RiskTreatmentPlanRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
