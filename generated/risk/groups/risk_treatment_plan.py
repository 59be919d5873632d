"""Groups of risk treatment plans. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.risk.enums import RiskLevel, RiskTreatmentPlanStatus, RiskTreatmentPlanStrategy
from generated.risk.filters.risk_treatment_plan import SORTABLE, RiskTreatmentPlanConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import DecimalText, ResponseBody, absent

TIMES = ("created_at", "updated_at", "deleted_at", "start_date", "target_date", "completed_on")

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
    "min_deleted_at",
    "max_deleted_at",
    "min_title",
    "max_title",
    "min_priority",
    "max_priority",
    "min_start_date",
    "max_start_date",
    "min_target_date",
    "max_target_date",
    "min_completed_on",
    "max_completed_on",
    "sum_budget",
    "avg_budget",
    "min_budget",
    "max_budget",
    "sum_progress",
    "avg_progress",
    "min_progress",
    "max_progress",
    "sum_expected_likelihood",
    "avg_expected_likelihood",
    "min_expected_likelihood",
    "max_expected_likelihood",
    "sum_expected_impact",
    "avg_expected_impact",
    "min_expected_impact",
    "max_expected_impact",
    "sum_expected_score",
    "avg_expected_score",
    "min_expected_score",
    "max_expected_score",
    "min_description",
    "max_description",
)


class RiskTreatmentPlanAggregateQuery(RiskTreatmentPlanConditions, PastParameters):
    """What groups of risk treatment plans are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RiskTreatmentPlanAggregateGroup(ResponseBody):
    """A group of risk treatment plans: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    deleted_at: datetime | None = absent()
    title: str | None = absent()
    strategy: RiskTreatmentPlanStrategy | None = absent()
    priority: RiskLevel | None = absent()
    start_date: date | None = absent()
    target_date: date | None = absent()
    completed_on: date | None = absent()
    budget: DecimalText | None = absent()
    progress: int | None = absent()
    expected_likelihood: int | None = absent()
    expected_impact: int | None = absent()
    expected_score: int | None = absent()
    description: str | None = absent()
    overdue: bool | None = absent()
    status: RiskTreatmentPlanStatus | None = absent()
    owner_id: UUID | None = absent()
    risk_id: UUID | None = absent()
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
    min_deleted_at: datetime | None = absent()
    max_deleted_at: datetime | None = absent()
    min_title: str | None = absent()
    max_title: str | None = absent()
    min_priority: RiskLevel | None = absent()
    max_priority: RiskLevel | None = absent()
    min_start_date: date | None = absent()
    max_start_date: date | None = absent()
    min_target_date: date | None = absent()
    max_target_date: date | None = absent()
    min_completed_on: date | None = absent()
    max_completed_on: date | None = absent()
    sum_budget: DecimalText | None = absent()
    avg_budget: DecimalText | None = absent()
    min_budget: DecimalText | None = absent()
    max_budget: DecimalText | None = absent()
    sum_progress: int | None = absent()
    avg_progress: float | None = absent()
    min_progress: int | None = absent()
    max_progress: int | None = absent()
    sum_expected_likelihood: int | None = absent()
    avg_expected_likelihood: float | None = absent()
    min_expected_likelihood: int | None = absent()
    max_expected_likelihood: int | None = absent()
    sum_expected_impact: int | None = absent()
    avg_expected_impact: float | None = absent()
    min_expected_impact: int | None = absent()
    max_expected_impact: int | None = absent()
    sum_expected_score: int | None = absent()
    avg_expected_score: float | None = absent()
    min_expected_score: int | None = absent()
    max_expected_score: int | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()


class RiskTreatmentPlanAggregate(ResponseBody):
    """Groups of risk treatment plans, in the order of what they are grouped by."""

    groups: list[RiskTreatmentPlanAggregateGroup]
