"""Groups of regulations. Generated from model/regulation.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.regulation.enums import (
    RegulationContentLicence,
    RegulationKind,
    RegulationStatus,
    RegulationTopic,
)
from generated.regulation.filters.regulation import SORTABLE, RegulationConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "effective_from", "effective_until")

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
    "min_edition",
    "max_edition",
    "min_name",
    "max_name",
    "min_jurisdiction",
    "max_jurisdiction",
    "min_issuer",
    "max_issuer",
    "min_celex_id",
    "max_celex_id",
    "min_source_url",
    "max_source_url",
    "min_effective_from",
    "max_effective_from",
    "min_effective_until",
    "max_effective_until",
    "min_description",
    "max_description",
    "sum_requirement_count",
    "avg_requirement_count",
    "min_requirement_count",
    "max_requirement_count",
)


class RegulationAggregateQuery(RegulationConditions, PastParameters):
    """What groups of regulations are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class RegulationAggregateGroup(ResponseBody):
    """A group of regulations: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    code: str | None = absent()
    edition: str | None = absent()
    name: str | None = absent()
    kind: RegulationKind | None = absent()
    topic: RegulationTopic | None = absent()
    jurisdiction: str | None = absent()
    issuer: str | None = absent()
    celex_id: str | None = absent()
    source_url: str | None = absent()
    effective_from: date | None = absent()
    effective_until: date | None = absent()
    content_licence: RegulationContentLicence | None = absent()
    description: str | None = absent()
    requirement_count: int | None = absent()
    status: RegulationStatus | None = absent()
    owner_id: UUID | None = absent()
    replaced_by_id: UUID | None = absent()
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
    min_edition: str | None = absent()
    max_edition: str | None = absent()
    min_name: str | None = absent()
    max_name: str | None = absent()
    min_jurisdiction: str | None = absent()
    max_jurisdiction: str | None = absent()
    min_issuer: str | None = absent()
    max_issuer: str | None = absent()
    min_celex_id: str | None = absent()
    max_celex_id: str | None = absent()
    min_source_url: str | None = absent()
    max_source_url: str | None = absent()
    min_effective_from: date | None = absent()
    max_effective_from: date | None = absent()
    min_effective_until: date | None = absent()
    max_effective_until: date | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()
    sum_requirement_count: int | None = absent()
    avg_requirement_count: float | None = absent()
    min_requirement_count: int | None = absent()
    max_requirement_count: int | None = absent()


class RegulationAggregate(ResponseBody):
    """Groups of regulations, in the order of what they are grouped by."""

    groups: list[RegulationAggregateGroup]
