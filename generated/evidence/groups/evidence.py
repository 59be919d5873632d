"""Groups of evidence. Generated from model/evidence.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from generated.evidence.enums import Confidentiality, EvidenceKind, EvidenceSource, EvidenceStatus
from generated.evidence.filters.evidence import SORTABLE, EvidenceConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at", "period_start", "period_end", "collected_on", "valid_until")

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
    "min_ref",
    "max_ref",
    "min_title",
    "max_title",
    "min_description",
    "max_description",
    "min_confidentiality",
    "max_confidentiality",
    "min_external_url",
    "max_external_url",
    "min_period_start",
    "max_period_start",
    "min_period_end",
    "max_period_end",
    "min_collected_on",
    "max_collected_on",
    "min_valid_until",
    "max_valid_until",
    "min_rejection_reason",
    "max_rejection_reason",
    "sum_days_left",
    "avg_days_left",
    "min_days_left",
    "max_days_left",
)


class EvidenceAggregateQuery(EvidenceConditions, PastParameters):
    """What groups of evidence are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class EvidenceAggregateGroup(ResponseBody):
    """A group of evidence: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    ref: str | None = absent()
    title: str | None = absent()
    description: str | None = absent()
    kind: EvidenceKind | None = absent()
    source: EvidenceSource | None = absent()
    confidentiality: Confidentiality | None = absent()
    external_url: str | None = absent()
    period_start: date | None = absent()
    period_end: date | None = absent()
    collected_on: date | None = absent()
    valid_until: date | None = absent()
    rejection_reason: str | None = absent()
    days_left: int | None = absent()
    status: EvidenceStatus | None = absent()
    owner_id: UUID | None = absent()
    control_id: UUID | None = absent()
    task_id: UUID | None = absent()
    submitted_by_id: UUID | None = absent()
    reviewed_by_id: UUID | None = absent()
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
    min_ref: str | None = absent()
    max_ref: str | None = absent()
    min_title: str | None = absent()
    max_title: str | None = absent()
    min_description: str | None = absent()
    max_description: str | None = absent()
    min_confidentiality: Confidentiality | None = absent()
    max_confidentiality: Confidentiality | None = absent()
    min_external_url: str | None = absent()
    max_external_url: str | None = absent()
    min_period_start: date | None = absent()
    max_period_start: date | None = absent()
    min_period_end: date | None = absent()
    max_period_end: date | None = absent()
    min_collected_on: date | None = absent()
    max_collected_on: date | None = absent()
    min_valid_until: date | None = absent()
    max_valid_until: date | None = absent()
    min_rejection_reason: str | None = absent()
    max_rejection_reason: str | None = absent()
    sum_days_left: int | None = absent()
    avg_days_left: float | None = absent()
    min_days_left: int | None = absent()
    max_days_left: int | None = absent()


class EvidenceAggregate(ResponseBody):
    """Groups of evidence, in the order of what they are grouped by."""

    groups: list[EvidenceAggregateGroup]
