"""What the actions of risk acceptances take and answer. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from runtime.types import Day, RequestBody, Text, absent


class RiskAcceptanceSubmitInput(RequestBody):
    """What submit takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskAcceptanceApproveInput(RequestBody):
    """What approve takes."""

    decision_note: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskAcceptanceRejectInput(RequestBody):
    """What reject takes."""

    decision_note: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskAcceptanceRevokeInput(RequestBody):
    """What revoke takes."""

    decision_note: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskAcceptanceExtendInput(RequestBody):
    """What extend takes."""

    valid_until: Day = absent()
    justification: Text = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None
