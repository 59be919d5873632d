"""Groups of controls. Generated from model/control.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

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
from generated.control.filters.control import SORTABLE, ControlConditions
from generated.task.enums import TaskPriority
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import DecimalText, ResponseBody, absent

TIMES = ("created_at", "updated_at", "target_date", "next_review_on")

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
    "min_name",
    "max_name",
    "min_objective",
    "max_objective",
    "min_description",
    "max_description",
    "min_maturity",
    "max_maturity",
    "min_priority",
    "max_priority",
    "sum_annual_cost",
    "avg_annual_cost",
    "min_annual_cost",
    "max_annual_cost",
    "min_target_date",
    "max_target_date",
    "min_next_review_on",
    "max_next_review_on",
    "min_code_reference",
    "max_code_reference",
    "sum_confirmed_mappings",
    "avg_confirmed_mappings",
    "min_confirmed_mappings",
    "max_confirmed_mappings",
)


class ControlAggregateQuery(ControlConditions, PastParameters):
    """What groups of controls are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class ControlAggregateGroup(ResponseBody):
    """A group of controls: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    ref: str | None = absent()
    name: str | None = absent()
    objective: str | None = absent()
    description: str | None = absent()
    domain: ControlDomain | None = absent()
    kind: ControlKind | None = absent()
    nature: ControlNature | None = absent()
    maturity: Maturity | None = absent()
    automation: ControlAutomation | None = absent()
    frequency: ControlFrequency | None = absent()
    effort: ControlEffort | None = absent()
    priority: TaskPriority | None = absent()
    annual_cost: DecimalText | None = absent()
    target_date: date | None = absent()
    next_review_on: date | None = absent()
    code_reference: str | None = absent()
    confirmed_mappings: int | None = absent()
    evidence_stale: bool | None = absent()
    review_overdue: bool | None = absent()
    status: ControlStatus | None = absent()
    owner_id: UUID | None = absent()
    business_unit_id: UUID | None = absent()
    replaced_by_id: UUID | None = absent()
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
    min_name: str | None = absent()
    max_name: str | None = absent()
    min_objective: str | None = absent()
    max_objective: str | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()
    min_maturity: Maturity | None = absent()
    max_maturity: Maturity | None = absent()
    min_priority: TaskPriority | None = absent()
    max_priority: TaskPriority | None = absent()
    sum_annual_cost: DecimalText | None = absent()
    avg_annual_cost: DecimalText | None = absent()
    min_annual_cost: DecimalText | None = absent()
    max_annual_cost: DecimalText | None = absent()
    min_target_date: date | None = absent()
    max_target_date: date | None = absent()
    min_next_review_on: date | None = absent()
    max_next_review_on: date | None = absent()
    min_code_reference: str | None = absent()
    max_code_reference: str | None = absent()
    sum_confirmed_mappings: int | None = absent()
    avg_confirmed_mappings: float | None = absent()
    min_confirmed_mappings: int | None = absent()
    max_confirmed_mappings: int | None = absent()


class ControlAggregate(ResponseBody):
    """Groups of controls, in the order of what they are grouped by."""

    groups: list[ControlAggregateGroup]
