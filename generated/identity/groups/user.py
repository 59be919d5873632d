"""Groups of users. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from generated.identity.enums import UserKind
from generated.identity.filters.user import SORTABLE, UserConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "last_login_at", "deactivated_at")

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
    "min_email",
    "max_email",
    "min_full_name",
    "max_full_name",
    "min_department",
    "max_department",
    "min_job_title",
    "max_job_title",
    "min_locale",
    "max_locale",
    "min_external_subject",
    "max_external_subject",
    "min_last_login_at",
    "max_last_login_at",
    "min_deactivated_at",
    "max_deactivated_at",
    "sum_open_tasks",
    "avg_open_tasks",
    "min_open_tasks",
    "max_open_tasks",
)


class UserAggregateQuery(UserConditions, PastParameters):
    """What groups of users are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class UserAggregateGroup(ResponseBody):
    """A group of users: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    email: str | None = absent()
    full_name: str | None = absent()
    kind: UserKind | None = absent()
    department: str | None = absent()
    job_title: str | None = absent()
    locale: str | None = absent()
    is_active: bool | None = absent()
    external_subject: str | None = absent()
    last_login_at: datetime | None = absent()
    deactivated_at: datetime | None = absent()
    open_tasks: int | None = absent()
    business_unit_id: UUID | None = absent()
    manager_id: UUID | None = absent()
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
    min_email: str | None = absent()
    max_email: str | None = absent()
    min_full_name: str | None = absent()
    max_full_name: str | None = absent()
    min_department: str | None = absent()
    max_department: str | None = absent()
    min_job_title: str | None = absent()
    max_job_title: str | None = absent()
    min_locale: str | None = absent()
    max_locale: str | None = absent()
    min_external_subject: str | None = absent()
    max_external_subject: str | None = absent()
    min_last_login_at: datetime | None = absent()
    max_last_login_at: datetime | None = absent()
    min_deactivated_at: datetime | None = absent()
    max_deactivated_at: datetime | None = absent()
    sum_open_tasks: int | None = absent()
    avg_open_tasks: float | None = absent()
    min_open_tasks: int | None = absent()
    max_open_tasks: int | None = absent()


class UserAggregate(ResponseBody):
    """Groups of users, in the order of what they are grouped by."""

    groups: list[UserAggregateGroup]
