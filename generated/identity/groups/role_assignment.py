"""Groups of role assignments. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from generated.identity.enums import Role
from generated.identity.filters.role_assignment import SORTABLE, RoleAssignmentConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "valid_from", "valid_until")

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
    "min_valid_from",
    "max_valid_from",
    "min_valid_until",
    "max_valid_until",
    "min_reason",
    "max_reason",
)


class RoleAssignmentAggregateQuery(RoleAssignmentConditions, PastParameters):
    """What groups of role assignments are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RoleAssignmentAggregateGroup(ResponseBody):
    """A group of role assignments: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    role: Role | None = absent()
    valid_from: date | None = absent()
    valid_until: date | None = absent()
    reason: str | None = absent()
    in_force: bool | None = absent()
    user_id: UUID | None = absent()
    scope_type: Literal["project", "business_unit"] | None = absent()
    scope_id: UUID | None = absent()
    granted_by_id: UUID | None = absent()
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
    min_valid_from: date | None = absent()
    max_valid_from: date | None = absent()
    min_valid_until: date | None = absent()
    max_valid_until: date | None = absent()
    min_reason: str | None = absent()
    max_reason: str | None = absent()


class RoleAssignmentAggregate(ResponseBody):
    """Groups of role assignments, in the order of what they are grouped by."""

    groups: list[RoleAssignmentAggregateGroup]
