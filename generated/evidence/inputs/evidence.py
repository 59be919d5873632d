"""What the actions of evidence take and answer. Generated from model/evidence.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.evidence.enums import EvidenceKind
from runtime.types import Day, Id, RequestBody, Text, Url, absent


class EvidenceFulfilInput(RequestBody):
    """What fulfil takes."""

    description: Text | None = absent()
    external_url: Annotated[Url, Field(max_length=1000)] | None = absent()
    collected_on: Day | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceSubmitInput(RequestBody):
    """What submit takes."""

    period_start: Day | None = absent()
    period_end: Day | None = absent()
    valid_until: Day | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceApproveInput(RequestBody):
    """What approve takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceRejectInput(RequestBody):
    """What reject takes."""

    rejection_reason: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceRenewInput(RequestBody):
    """What renew takes."""

    period_start: Day | None = absent()
    period_end: Day | None = absent()
    valid_until: Day | None = absent()
    collected_on: Day | None = absent()
    external_url: Annotated[Url, Field(max_length=1000)] | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceRequestInput(RequestBody):
    """What request takes."""

    control_id: Id
    owner_id: Id
    title: Annotated[Text, Field(max_length=250)]
    kind: EvidenceKind = EvidenceKind.DOCUMENT
    due_on: Day
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class EvidenceExpiringInput(RequestBody):
    """What expiring takes."""

    days: Annotated[int, Field(ge=1, le=365)] = 30
