"""Bodies and answers of users. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.identity.enums import UserKind
from runtime.types import Email, Id, RequestBody, ResponseBody, Text, absent


class UserCreate(RequestBody):
    """A new user."""

    email: Annotated[Email, Field(max_length=254), Field(json_schema_extra={"x-personal": True})]
    full_name: Annotated[Text, Field(max_length=200), Field(json_schema_extra={"x-personal": True})]
    kind: UserKind = UserKind.HUMAN
    department: Annotated[Text, Field(max_length=120)] | None = None
    job_title: Annotated[Text, Field(max_length=120)] | None = None
    locale: Annotated[Text, Field(max_length=10)] = "en"
    external_subject: Annotated[
        Annotated[Text, Field(max_length=255)] | None, Field(json_schema_extra={"x-personal": True})
    ] = None
    business_unit_id: Id | None = None
    manager_id: Id | None = None


class UserUpdate(RequestBody):
    """What changes of a user (RFC 7396)."""

    email: Annotated[
        Email, Field(max_length=254), Field(json_schema_extra={"x-personal": True})
    ] = absent()
    full_name: Annotated[
        Text, Field(max_length=200), Field(json_schema_extra={"x-personal": True})
    ] = absent()
    kind: UserKind = absent()
    department: Annotated[Text, Field(max_length=120)] | None = absent()
    job_title: Annotated[Text, Field(max_length=120)] | None = absent()
    locale: Annotated[Text, Field(max_length=10)] = absent()
    external_subject: Annotated[
        Annotated[Text, Field(max_length=255)] | None, Field(json_schema_extra={"x-personal": True})
    ] = absent()
    business_unit_id: Id | None = absent()
    manager_id: Id | None = absent()


class UserRead(ResponseBody):
    """A person or service account that signs in and can own rows."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    email: Annotated[str, Field(json_schema_extra={"x-personal": True})] = absent()
    full_name: Annotated[str, Field(json_schema_extra={"x-personal": True})] = absent()
    kind: UserKind = absent()
    department: str | None = absent()
    job_title: str | None = absent()
    locale: str = absent()
    is_active: bool = absent()
    external_subject: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = (
        absent()
    )
    last_login_at: datetime | None = absent()
    deactivated_at: datetime | None = absent()
    open_tasks: int | None = absent()
    business_unit_id: UUID | None = absent()
    manager_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    business_unit: BusinessUnitRead | None = absent()
    manager: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    headed_units: list[BusinessUnitRead] = absent()
    headed_units_next_cursor: str | None = absent()
    led_projects: list[ProjectRead] = absent()
    led_projects_next_cursor: str | None = absent()
    projects: list[ProjectRead] = absent()
    projects_next_cursor: str | None = absent()
    refresh_tokens: list[RefreshTokenRead] = absent()
    refresh_tokens_next_cursor: str | None = absent()
    reports: list[UserRead] = absent()
    reports_next_cursor: str | None = absent()
    role_assignments: list[RoleAssignmentRead] = absent()
    role_assignments_next_cursor: str | None = absent()
    tasks: list[TaskRead] = absent()
    tasks_next_cursor: str | None = absent()


class UserPage(ResponseBody):
    """A page of users."""

    items: list[UserRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.refresh_token import RefreshTokenRead  # noqa: E402 - they embed one another
from generated.identity.schemas.role_assignment import RoleAssignmentRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
