"""Groups of risk matrices. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.risk.enums import RiskMatrixStatus
from generated.risk.filters.risk_matrix import SORTABLE, RiskMatrixConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "approved_on")

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
    "min_name",
    "max_name",
    "sum_size",
    "avg_size",
    "min_size",
    "max_size",
    "min_approved_on",
    "max_approved_on",
)


class RiskMatrixAggregateQuery(RiskMatrixConditions, PastParameters):
    """What groups of risk matrices are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RiskMatrixAggregateGroup(ResponseBody):
    """A group of risk matrices: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    name: str | None = absent()
    size: int | None = absent()
    approved_on: date | None = absent()
    status: RiskMatrixStatus | None = absent()
    owner_id: UUID | None = absent()
    approved_by_id: UUID | None = absent()
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
    min_name: str | None = absent()
    max_name: str | None = absent()
    sum_size: int | None = absent()
    avg_size: float | None = absent()
    min_size: int | None = absent()
    max_size: int | None = absent()
    min_approved_on: date | None = absent()
    max_approved_on: date | None = absent()


class RiskMatrixAggregate(ResponseBody):
    """Groups of risk matrices, in the order of what they are grouped by."""

    groups: list[RiskMatrixAggregateGroup]
