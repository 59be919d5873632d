"""Groups of risks. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.risk.enums import RiskCategory, RiskLevel, RiskSource, RiskStatus, RiskTreatment
from generated.risk.filters.risk import SORTABLE, RiskConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "deleted_at", "next_review_on", "closed_on")

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
    "min_ref",
    "max_ref",
    "min_title",
    "max_title",
    "min_description",
    "max_description",
    "min_threat",
    "max_threat",
    "min_vulnerability",
    "max_vulnerability",
    "sum_inherent_likelihood",
    "avg_inherent_likelihood",
    "min_inherent_likelihood",
    "max_inherent_likelihood",
    "sum_inherent_impact",
    "avg_inherent_impact",
    "min_inherent_impact",
    "max_inherent_impact",
    "sum_inherent_score",
    "avg_inherent_score",
    "min_inherent_score",
    "max_inherent_score",
    "min_inherent_level",
    "max_inherent_level",
    "sum_residual_likelihood",
    "avg_residual_likelihood",
    "min_residual_likelihood",
    "max_residual_likelihood",
    "sum_residual_impact",
    "avg_residual_impact",
    "min_residual_impact",
    "max_residual_impact",
    "sum_residual_score",
    "avg_residual_score",
    "min_residual_score",
    "max_residual_score",
    "min_residual_level",
    "max_residual_level",
    "sum_current_score",
    "avg_current_score",
    "min_current_score",
    "max_current_score",
    "sum_review_interval_days",
    "avg_review_interval_days",
    "min_review_interval_days",
    "max_review_interval_days",
    "min_next_review_on",
    "max_next_review_on",
    "min_closed_on",
    "max_closed_on",
    "sum_open_tasks",
    "avg_open_tasks",
    "min_open_tasks",
    "max_open_tasks",
)


class RiskAggregateQuery(RiskConditions, PastParameters):
    """What groups of risks are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RiskAggregateGroup(ResponseBody):
    """A group of risks: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    deleted_at: datetime | None = absent()
    ref: str | None = absent()
    title: str | None = absent()
    description: str | None = absent()
    category: RiskCategory | None = absent()
    source: RiskSource | None = absent()
    threat: str | None = absent()
    vulnerability: str | None = absent()
    inherent_likelihood: int | None = absent()
    inherent_impact: int | None = absent()
    inherent_score: int | None = absent()
    inherent_level: RiskLevel | None = absent()
    residual_likelihood: int | None = absent()
    residual_impact: int | None = absent()
    residual_score: int | None = absent()
    residual_level: RiskLevel | None = absent()
    current_score: int | None = absent()
    treatment: RiskTreatment | None = absent()
    above_appetite: bool | None = absent()
    affects_confidentiality: bool | None = absent()
    affects_integrity: bool | None = absent()
    affects_availability: bool | None = absent()
    involves_personal_data: bool | None = absent()
    review_interval_days: int | None = absent()
    next_review_on: date | None = absent()
    review_overdue: bool | None = absent()
    closed_on: date | None = absent()
    open_tasks: int | None = absent()
    status: RiskStatus | None = absent()
    owner_id: UUID | None = absent()
    matrix_id: UUID | None = absent()
    business_unit_id: UUID | None = absent()
    project_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    monitored_by_id: UUID | None = absent()
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
    min_ref: str | None = absent()
    max_ref: str | None = absent()
    min_title: str | None = absent()
    max_title: str | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()
    min_threat: str | None = absent()
    max_threat: str | None = absent()
    min_vulnerability: str | None = absent()
    max_vulnerability: str | None = absent()
    sum_inherent_likelihood: int | None = absent()
    avg_inherent_likelihood: float | None = absent()
    min_inherent_likelihood: int | None = absent()
    max_inherent_likelihood: int | None = absent()
    sum_inherent_impact: int | None = absent()
    avg_inherent_impact: float | None = absent()
    min_inherent_impact: int | None = absent()
    max_inherent_impact: int | None = absent()
    sum_inherent_score: int | None = absent()
    avg_inherent_score: float | None = absent()
    min_inherent_score: int | None = absent()
    max_inherent_score: int | None = absent()
    min_inherent_level: RiskLevel | None = absent()
    max_inherent_level: RiskLevel | None = absent()
    sum_residual_likelihood: int | None = absent()
    avg_residual_likelihood: float | None = absent()
    min_residual_likelihood: int | None = absent()
    max_residual_likelihood: int | None = absent()
    sum_residual_impact: int | None = absent()
    avg_residual_impact: float | None = absent()
    min_residual_impact: int | None = absent()
    max_residual_impact: int | None = absent()
    sum_residual_score: int | None = absent()
    avg_residual_score: float | None = absent()
    min_residual_score: int | None = absent()
    max_residual_score: int | None = absent()
    min_residual_level: RiskLevel | None = absent()
    max_residual_level: RiskLevel | None = absent()
    sum_current_score: int | None = absent()
    avg_current_score: float | None = absent()
    min_current_score: int | None = absent()
    max_current_score: int | None = absent()
    sum_review_interval_days: int | None = absent()
    avg_review_interval_days: float | None = absent()
    min_review_interval_days: int | None = absent()
    max_review_interval_days: int | None = absent()
    min_next_review_on: date | None = absent()
    max_next_review_on: date | None = absent()
    min_closed_on: date | None = absent()
    max_closed_on: date | None = absent()
    sum_open_tasks: int | None = absent()
    avg_open_tasks: float | None = absent()
    min_open_tasks: int | None = absent()
    max_open_tasks: int | None = absent()


class RiskAggregate(ResponseBody):
    """Groups of risks, in the order of what they are grouped by."""

    groups: list[RiskAggregateGroup]
