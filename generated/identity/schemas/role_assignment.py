"""Bodies and answers of role assignments. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from generated.identity.enums import Role
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, absent


class RoleAssignmentCreate(RequestBody):
    """A new role assignment."""

    role: Role
    valid_from: Day | None = None
    valid_until: Day | None = None
    reason: Annotated[Text, Field(max_length=1000)] | None = None
    user_id: Id
    scope_type: Literal["project", "business_unit"] | None = None
    scope_id: Id | None = None


class RoleAssignmentUpdate(RequestBody):
    """What changes of a role assignment (RFC 7396)."""

    valid_from: Day | None = absent()
    valid_until: Day | None = absent()
    reason: Annotated[Text, Field(max_length=1000)] | None = absent()


class RoleAssignmentRead(ResponseBody):
    """Grants one role to one user, everywhere or in one project or business unit."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    role: Role = absent()
    valid_from: date | None = absent()
    valid_until: date | None = absent()
    reason: str | None = absent()
    in_force: bool | None = absent()
    user_id: UUID = absent()
    scope_type: Literal["project", "business_unit"] | None = absent()
    scope_id: UUID | None = absent()
    granted_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    user: UserRead | None = absent()
    scope: ProjectRead | BusinessUnitRead | None = absent()
    granted_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()


class RoleAssignmentPage(ResponseBody):
    """A page of role assignments."""

    items: list[RoleAssignmentRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
