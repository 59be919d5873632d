"""Bodies and answers of regulations. Generated from model/regulation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.regulation.enums import (
    RegulationContentLicence,
    RegulationKind,
    RegulationStatus,
    RegulationTopic,
)
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, Url, absent


class RegulationCreate(RequestBody):
    """A new regulation."""

    code: Annotated[Text, Field(max_length=40)]
    edition: Annotated[Text, Field(max_length=40)]
    name: Annotated[Text, Field(max_length=250)]
    kind: RegulationKind
    topic: RegulationTopic
    jurisdiction: Annotated[Text, Field(max_length=80)]
    issuer: Annotated[Text, Field(max_length=150)] | None = None
    celex_id: Annotated[Text, Field(max_length=30)] | None = None
    source_url: Annotated[Url, Field(max_length=500)] | None = None
    effective_from: Day | None = None
    effective_until: Day | None = None
    content_licence: RegulationContentLicence = RegulationContentLicence.OWN_TEXT
    description: Text | None = None
    owner_id: Id | None = None


class RegulationUpdate(RequestBody):
    """What changes of a regulation (RFC 7396)."""

    code: Annotated[Text, Field(max_length=40)] = absent()
    edition: Annotated[Text, Field(max_length=40)] = absent()
    name: Annotated[Text, Field(max_length=250)] = absent()
    kind: RegulationKind = absent()
    topic: RegulationTopic = absent()
    jurisdiction: Annotated[Text, Field(max_length=80)] = absent()
    issuer: Annotated[Text, Field(max_length=150)] | None = absent()
    celex_id: Annotated[Text, Field(max_length=30)] | None = absent()
    source_url: Annotated[Url, Field(max_length=500)] | None = absent()
    effective_from: Day | None = absent()
    effective_until: Day | None = absent()
    content_licence: RegulationContentLicence = absent()
    description: Text | None = absent()
    owner_id: Id | None = absent()


class RegulationRead(ResponseBody):
    """A law, standard or framework in one edition."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    code: str = absent()
    edition: str = absent()
    name: str = absent()
    kind: RegulationKind = absent()
    topic: RegulationTopic = absent()
    jurisdiction: str = absent()
    issuer: str | None = absent()
    celex_id: str | None = absent()
    source_url: str | None = absent()
    effective_from: date | None = absent()
    effective_until: date | None = absent()
    content_licence: RegulationContentLicence = absent()
    description: str | None = absent()
    requirement_count: int | None = absent()
    status: RegulationStatus = absent()
    owner_id: UUID | None = absent()
    replaced_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    replaced_by: RegulationRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    projects: list[ProjectRead] = absent()
    projects_next_cursor: str | None = absent()
    replaces: list[RegulationRead] = absent()
    replaces_next_cursor: str | None = absent()
    requirements: list[RequirementRead] = absent()
    requirements_next_cursor: str | None = absent()


class RegulationPage(ResponseBody):
    """A page of regulations."""

    items: list[RegulationRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.requirement import RequirementRead  # noqa: E402 - they embed one another
