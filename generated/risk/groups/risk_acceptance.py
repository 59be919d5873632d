"""Groups of risk acceptances. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.risk.enums import RiskAcceptanceStatus
from generated.risk.filters.risk_acceptance import SORTABLE, RiskAcceptanceConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "deleted_at", "valid_until", "decided_at")

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
    "min_justification",
    "max_justification",
    "min_conditions",
    "max_conditions",
    "min_valid_until",
    "max_valid_until",
    "min_decided_at",
    "max_decided_at",
    "min_decision_note",
    "max_decision_note",
    "sum_days_left",
    "avg_days_left",
    "min_days_left",
    "max_days_left",
)


class RiskAcceptanceAggregateQuery(RiskAcceptanceConditions, PastParameters):
    """What groups of risk acceptances are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RiskAcceptanceAggregateGroup(ResponseBody):
    """A group of risk acceptances: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    deleted_at: datetime | None = absent()
    title: str | None = absent()
    justification: str | None = absent()
    conditions: str | None = absent()
    valid_until: date | None = absent()
    decided_at: datetime | None = absent()
    decision_note: str | None = absent()
    days_left: int | None = absent()
    status: RiskAcceptanceStatus | None = absent()
    risk_id: UUID | None = absent()
    requester_id: UUID | None = absent()
    approver_id: UUID | None = absent()
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
    min_justification: str | None = absent()
    max_justification: str | None = absent()
    min_conditions: str | None = absent()
    max_conditions: str | None = absent()
    min_valid_until: date | None = absent()
    max_valid_until: date | None = absent()
    min_decided_at: datetime | None = absent()
    max_decided_at: datetime | None = absent()
    min_decision_note: str | None = absent()
    max_decision_note: str | None = absent()
    sum_days_left: int | None = absent()
    avg_days_left: float | None = absent()
    min_days_left: int | None = absent()
    max_days_left: int | None = absent()


class RiskAcceptanceAggregate(ResponseBody):
    """Groups of risk acceptances, in the order of what they are grouped by."""

    groups: list[RiskAcceptanceAggregateGroup]
