"""Bodies and answers of control mappings. Generated from model/control.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.control.enums import ControlMappingCoverage, ControlMappingStatus
from runtime.types import Id, RequestBody, ResponseBody, Text, absent


class ControlMappingCreate(RequestBody):
    """A new control mapping."""

    coverage: ControlMappingCoverage = ControlMappingCoverage.PARTIAL
    coverage_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    rationale: Text | None = None
    control_id: Id
    requirement_id: Id


class ControlMappingUpdate(RequestBody):
    """What changes of a control mapping (RFC 7396)."""

    coverage: ControlMappingCoverage = absent()
    coverage_percent: Annotated[int, Field(ge=0, le=100)] | None = absent()
    rationale: Text | None = absent()


class ControlMappingRead(ResponseBody):
    """Says how far a control satisfies a requirement."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    coverage: ControlMappingCoverage = absent()
    coverage_percent: int | None = absent()
    rationale: str | None = absent()
    status: ControlMappingStatus = absent()
    control_id: UUID = absent()
    requirement_id: UUID = absent()
    confirmed_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    control: ControlRead | None = absent()
    requirement: RequirementRead | None = absent()
    confirmed_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()


class ControlMappingPage(ResponseBody):
    """A page of control mappings."""

    items: list[ControlMappingRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.requirement import RequirementRead  # noqa: E402 - they embed one another
