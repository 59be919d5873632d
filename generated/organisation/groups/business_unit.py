"""Groups of business units. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from generated.organisation.enums import BusinessUnitKind
from generated.organisation.filters.business_unit import SORTABLE, BusinessUnitConditions
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
    "min_code",
    "max_code",
    "min_name",
    "max_name",
    "min_country",
    "max_country",
    "sum_open_risks",
    "avg_open_risks",
    "min_open_risks",
    "max_open_risks",
)


class BusinessUnitAggregateQuery(BusinessUnitConditions, PastParameters):
    """What groups of business units are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class BusinessUnitAggregateGroup(ResponseBody):
    """A group of business units: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    code: str | None = absent()
    name: str | None = absent()
    kind: BusinessUnitKind | None = absent()
    country: str | None = absent()
    is_active: bool | None = absent()
    open_risks: int | None = absent()
    parent_id: UUID | None = absent()
    head_id: UUID | None = absent()
    company_profile_id: UUID | None = absent()
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
    min_code: str | None = absent()
    max_code: str | None = absent()
    min_name: str | None = absent()
    max_name: str | None = absent()
    min_country: str | None = absent()
    max_country: str | None = absent()
    sum_open_risks: int | None = absent()
    avg_open_risks: float | None = absent()
    min_open_risks: int | None = absent()
    max_open_risks: int | None = absent()


class BusinessUnitAggregate(ResponseBody):
    """Groups of business units, in the order of what they are grouped by."""

    groups: list[BusinessUnitAggregateGroup]
