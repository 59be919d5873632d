"""Bodies and answers of evidence. Generated from model/evidence.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.evidence.enums import Confidentiality, EvidenceKind, EvidenceSource, EvidenceStatus
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, Url, absent


class EvidenceCreate(RequestBody):
    """A new evidence."""

    title: Annotated[Text, Field(max_length=250)]
    description: Text | None = None
    kind: EvidenceKind
    source: EvidenceSource = EvidenceSource.MANUAL
    confidentiality: Confidentiality = Confidentiality.INTERNAL
    external_url: Annotated[Url, Field(max_length=1000)] | None = None
    period_start: Day | None = None
    period_end: Day | None = None
    collected_on: Day | None = None
    valid_until: Day | None = None
    owner_id: Id = absent()
    control_id: Id
    task_id: Id | None = None


class EvidenceUpdate(RequestBody):
    """What changes of a evidence (RFC 7396)."""

    title: Annotated[Text, Field(max_length=250)] = absent()
    description: Text | None = absent()
    kind: EvidenceKind = absent()
    source: EvidenceSource = absent()
    confidentiality: Confidentiality = absent()
    external_url: Annotated[Url, Field(max_length=1000)] | None = absent()
    period_start: Day | None = absent()
    period_end: Day | None = absent()
    collected_on: Day | None = absent()
    valid_until: Day | None = absent()
    owner_id: Id = absent()
    control_id: Id = absent()
    task_id: Id | None = absent()


class EvidenceRead(ResponseBody):
    """Proof that a control operated in a stated period."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    ref: str = absent()
    title: str = absent()
    description: str | None = absent()
    kind: EvidenceKind = absent()
    source: EvidenceSource = absent()
    confidentiality: Confidentiality = absent()
    external_url: str | None = absent()
    period_start: date | None = absent()
    period_end: date | None = absent()
    collected_on: date | None = absent()
    valid_until: date | None = absent()
    rejection_reason: str | None = absent()
    days_left: int | None = absent()
    status: EvidenceStatus = absent()
    owner_id: UUID = absent()
    control_id: UUID = absent()
    task_id: UUID | None = absent()
    submitted_by_id: UUID | None = absent()
    reviewed_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    control: ControlRead | None = absent()
    task: TaskRead | None = absent()
    submitted_by: UserRead | None = absent()
    reviewed_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    requirements: list[RequirementRead] = absent()
    requirements_next_cursor: str | None = absent()


class EvidencePage(ResponseBody):
    """A page of evidence."""

    items: list[EvidenceRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.requirement import RequirementRead  # noqa: E402 - they embed one another
from generated.task.schemas.task import TaskRead  # noqa: E402 - they embed one another
