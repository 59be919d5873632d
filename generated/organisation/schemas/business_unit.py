"""Bodies and answers of business units. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.organisation.enums import BusinessUnitKind
from runtime.types import Country, Id, RequestBody, ResponseBody, Text, absent


class BusinessUnitCreate(RequestBody):
    """A new business unit."""

    code: Annotated[Text, Field(max_length=30)]
    name: Annotated[Text, Field(max_length=150)]
    kind: BusinessUnitKind = BusinessUnitKind.DEPARTMENT
    country: Country | None = None
    is_active: bool = True
    parent_id: Id | None = None
    head_id: Id | None = None
    company_profile_id: Id


class BusinessUnitUpdate(RequestBody):
    """What changes of a business unit (RFC 7396)."""

    code: Annotated[Text, Field(max_length=30)] = absent()
    name: Annotated[Text, Field(max_length=150)] = absent()
    kind: BusinessUnitKind = absent()
    country: Country | None = absent()
    is_active: bool = absent()
    parent_id: Id | None = absent()
    head_id: Id | None = absent()
    company_profile_id: Id = absent()


class BusinessUnitRead(ResponseBody):
    """A department, location or subsidiary, to which rows belong and roles can be limited."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    code: str = absent()
    name: str = absent()
    kind: BusinessUnitKind = absent()
    country: str | None = absent()
    is_active: bool = absent()
    open_risks: int | None = absent()
    parent_id: UUID | None = absent()
    head_id: UUID | None = absent()
    company_profile_id: UUID = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    parent: BusinessUnitRead | None = absent()
    head: UserRead | None = absent()
    company_profile: CompanyProfileRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    children: list[BusinessUnitRead] = absent()
    children_next_cursor: str | None = absent()
    controls: list[ControlRead] = absent()
    controls_next_cursor: str | None = absent()
    members: list[UserRead] = absent()
    members_next_cursor: str | None = absent()
    risks: list[RiskRead] = absent()
    risks_next_cursor: str | None = absent()


class BusinessUnitPage(ResponseBody):
    """A page of business units."""

    items: list[BusinessUnitRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.company_profile import CompanyProfileRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
