"""Bodies and answers of requirements. Generated from model/regulation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.regulation.enums import (
    RequirementApplicability,
    RequirementImportance,
    RequirementLevel,
    RequirementStatus,
)
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, absent


class RequirementCreate(RequestBody):
    """A new requirement."""

    ref: Annotated[Text, Field(max_length=60)]
    title: Annotated[Text, Field(max_length=300)]
    body: Text | None = None
    level: RequirementLevel = RequirementLevel.ARTICLE
    position: Annotated[int, Field(ge=0, le=2147483647)] = 0
    is_assessable: bool = True
    importance: RequirementImportance = RequirementImportance.MANDATORY
    weight: Annotated[int, Field(ge=1, le=10)] = 1
    due_on: Day | None = None
    typical_evidence: Text | None = None
    regulation_id: Id
    parent_id: Id | None = None
    owner_id: Id | None = None


class RequirementUpdate(RequestBody):
    """What changes of a requirement (RFC 7396)."""

    ref: Annotated[Text, Field(max_length=60)] = absent()
    title: Annotated[Text, Field(max_length=300)] = absent()
    body: Text | None = absent()
    level: RequirementLevel = absent()
    position: Annotated[int, Field(ge=0, le=2147483647)] = absent()
    is_assessable: bool = absent()
    importance: RequirementImportance = absent()
    weight: Annotated[int, Field(ge=1, le=10)] = absent()
    due_on: Day | None = absent()
    typical_evidence: Text | None = absent()
    parent_id: Id | None = absent()
    owner_id: Id | None = absent()


class RequirementRead(ResponseBody):
    """One article, clause or outcome; the requirements of a regulation form a tree."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    ref: str = absent()
    title: str = absent()
    body: str | None = absent()
    level: RequirementLevel = absent()
    position: int = absent()
    is_assessable: bool = absent()
    importance: RequirementImportance = absent()
    weight: int = absent()
    applicability: RequirementApplicability = absent()
    applicability_reason: str | None = absent()
    due_on: date | None = absent()
    typical_evidence: str | None = absent()
    has_control: bool | None = absent()
    is_covered: bool | None = absent()
    overdue: bool | None = absent()
    status: RequirementStatus = absent()
    regulation_id: UUID = absent()
    parent_id: UUID | None = absent()
    owner_id: UUID | None = absent()
    implemented_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    regulation: RegulationRead | None = absent()
    parent: RequirementRead | None = absent()
    owner: UserRead | None = absent()
    implemented_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    children: list[RequirementRead] = absent()
    children_next_cursor: str | None = absent()
    evidence: list[EvidenceRead] = absent()
    evidence_next_cursor: str | None = absent()
    mappings: list[ControlMappingRead] = absent()
    mappings_next_cursor: str | None = absent()


class RequirementPage(ResponseBody):
    """A page of requirements."""

    items: list[RequirementRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control_mapping import ControlMappingRead  # noqa: E402 - they embed one another
from generated.evidence.schemas.evidence import EvidenceRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.regulation import RegulationRead  # noqa: E402 - they embed one another
