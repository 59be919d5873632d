"""Groups of requirements. Generated from model/regulation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.regulation.enums import (
    RequirementApplicability,
    RequirementImportance,
    RequirementLevel,
    RequirementStatus,
)
from generated.regulation.filters.requirement import SORTABLE, RequirementConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "due_on")

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
    "min_ref",
    "max_ref",
    "min_title",
    "max_title",
    "min_body",
    "max_body",
    "sum_position",
    "avg_position",
    "min_position",
    "max_position",
    "sum_weight",
    "avg_weight",
    "min_weight",
    "max_weight",
    "min_applicability_reason",
    "max_applicability_reason",
    "min_due_on",
    "max_due_on",
    "min_typical_evidence",
    "max_typical_evidence",
)


class RequirementAggregateQuery(RequirementConditions, PastParameters):
    """What groups of requirements are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RequirementAggregateGroup(ResponseBody):
    """A group of requirements: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    ref: str | None = absent()
    title: str | None = absent()
    body: str | None = absent()
    level: RequirementLevel | None = absent()
    position: int | None = absent()
    is_assessable: bool | None = absent()
    importance: RequirementImportance | None = absent()
    weight: int | None = absent()
    applicability: RequirementApplicability | None = absent()
    applicability_reason: str | None = absent()
    due_on: date | None = absent()
    typical_evidence: str | None = absent()
    has_control: bool | None = absent()
    is_covered: bool | None = absent()
    overdue: bool | None = absent()
    status: RequirementStatus | None = absent()
    regulation_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    owner_id: UUID | None = absent()
    implemented_by_id: UUID | None = absent()
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
    min_ref: str | None = absent()
    max_ref: str | None = absent()
    min_title: str | None = absent()
    max_title: str | None = absent()
    min_body: str | None = absent()
    max_body: str | None = absent()
    sum_position: int | None = absent()
    avg_position: float | None = absent()
    min_position: int | None = absent()
    max_position: int | None = absent()
    sum_weight: int | None = absent()
    avg_weight: float | None = absent()
    min_weight: int | None = absent()
    max_weight: int | None = absent()
    min_applicability_reason: str | None = absent()
    max_applicability_reason: str | None = absent()
    min_due_on: date | None = absent()
    max_due_on: date | None = absent()
    min_typical_evidence: str | None = absent()
    max_typical_evidence: str | None = absent()


class RequirementAggregate(ResponseBody):
    """Groups of requirements, in the order of what they are grouped by."""

    groups: list[RequirementAggregateGroup]
