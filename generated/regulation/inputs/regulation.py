"""What the actions of regulations take and answer. Generated from model/regulation.yaml."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from runtime.types import Id, Json, RequestBody, ResponseBody, Text, absent


class RegulationPublishInput(RequestBody):
    """What publish takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RegulationSupersedeInput(RequestBody):
    """What supersede takes."""

    replaced_by_id: Id | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RegulationRetireInput(RequestBody):
    """What retire takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RegulationImportCatalogueInput(RequestBody):
    """What import catalogue takes."""

    catalogue: Json
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RegulationImportCatalogueOutput(ResponseBody):
    """What import catalogue answers."""

    regulation_id: UUID | None
    created: int | None
    updated: int | None
    unchanged: int | None
    withdrawn: int | None


class RegulationCoverageOutput(ResponseBody):
    """What coverage answers."""

    assessable: int | None
    covered: int | None
    percent: float | None
    chapters: Any | None
