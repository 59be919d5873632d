"""Bodies and answers of risk treatment plans. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.risk.enums import RiskLevel, RiskTreatmentPlanStatus, RiskTreatmentPlanStrategy
from runtime.types import Day, DecimalText, Digits, Id, RequestBody, ResponseBody, Text, absent


class RiskTreatmentPlanCreate(RequestBody):
    """A new risk treatment plan."""

    title: Annotated[Text, Field(max_length=200)]
    strategy: RiskTreatmentPlanStrategy
    priority: RiskLevel = RiskLevel.MEDIUM
    start_date: Day | None = None
    target_date: Day
    budget: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = None
    progress: Annotated[int, Field(ge=0, le=100)] = 0
    expected_likelihood: Annotated[int, Field(ge=1, le=5)] | None = None
    expected_impact: Annotated[int, Field(ge=1, le=5)] | None = None
    description: Text | None = None
    owner_id: Id = absent()
    risk_id: Id


class RiskTreatmentPlanUpdate(RequestBody):
    """What changes of a risk treatment plan (RFC 7396)."""

    title: Annotated[Text, Field(max_length=200)] = absent()
    strategy: RiskTreatmentPlanStrategy = absent()
    priority: RiskLevel = absent()
    start_date: Day | None = absent()
    target_date: Day = absent()
    budget: Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))] | None = absent()
    progress: Annotated[int, Field(ge=0, le=100)] = absent()
    expected_likelihood: Annotated[int, Field(ge=1, le=5)] | None = absent()
    expected_impact: Annotated[int, Field(ge=1, le=5)] | None = absent()
    description: Text | None = absent()
    owner_id: Id = absent()


class RiskTreatmentPlanRead(ResponseBody):
    """The measures, budget and target that bring a risk down."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    deleted_at: datetime | None = absent()
    title: str = absent()
    strategy: RiskTreatmentPlanStrategy = absent()
    priority: RiskLevel = absent()
    start_date: date | None = absent()
    target_date: date = absent()
    completed_on: date | None = absent()
    budget: DecimalText | None = absent()
    progress: int = absent()
    expected_likelihood: int | None = absent()
    expected_impact: int | None = absent()
    expected_score: int | None = absent()
    description: str | None = absent()
    overdue: bool | None = absent()
    status: RiskTreatmentPlanStatus = absent()
    owner_id: UUID = absent()
    risk_id: UUID = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    risk: RiskRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    controls: list[ControlRead] = absent()
    controls_next_cursor: str | None = absent()
    tasks: list[TaskRead] = absent()
    tasks_next_cursor: str | None = absent()


class RiskTreatmentPlanPage(ResponseBody):
    """A page of risk treatment plans."""

    items: list[RiskTreatmentPlanRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
