"""Groups of control mappings. Generated from model/control.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from generated.control.enums import ControlMappingCoverage, ControlMappingStatus
from generated.control.filters.control_mapping import SORTABLE, ControlMappingConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at")

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
    "sum_coverage_percent",
    "avg_coverage_percent",
    "min_coverage_percent",
    "max_coverage_percent",
    "min_rationale",
    "max_rationale",
)


class ControlMappingAggregateQuery(ControlMappingConditions, PastParameters):
    """What groups of control mappings are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class ControlMappingAggregateGroup(ResponseBody):
    """A group of control mappings: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    coverage: ControlMappingCoverage | None = absent()
    coverage_percent: int | None = absent()
    rationale: str | None = absent()
    status: ControlMappingStatus | None = absent()
    control_id: UUID | None = absent()
    requirement_id: UUID | None = absent()
    confirmed_by_id: UUID | None = absent()
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
    sum_coverage_percent: int | None = absent()
    avg_coverage_percent: float | None = absent()
    min_coverage_percent: int | None = absent()
    max_coverage_percent: int | None = absent()
    min_rationale: str | None = absent()
    max_rationale: str | None = absent()


class ControlMappingAggregate(ResponseBody):
    """Groups of control mappings, in the order of what they are grouped by."""

    groups: list[ControlMappingAggregateGroup]
