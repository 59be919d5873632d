"""What the actions of risks take and answer. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from generated.risk.enums import RiskTreatment
from runtime.types import RequestBody, ResponseBody, Text, absent


class RiskAssessInput(RequestBody):
    """What assess takes."""

    inherent_likelihood: Annotated[int, Field(ge=1, le=5)] = absent()
    inherent_impact: Annotated[int, Field(ge=1, le=5)] = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskTreatInput(RequestBody):
    """What treat takes."""

    treatment: RiskTreatment = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskCompleteTreatmentInput(RequestBody):
    """What complete treatment takes."""

    residual_likelihood: Annotated[int, Field(ge=1, le=5)] | None = absent()
    residual_impact: Annotated[int, Field(ge=1, le=5)] | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskMonitorInput(RequestBody):
    """What monitor takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskReopenInput(RequestBody):
    """What reopen takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class RiskCloseInput(RequestBody):
    """What close takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class RiskScoreInput(RequestBody):
    """What score takes."""

    inherent_likelihood: Annotated[int, Field(ge=1, le=5)]
    inherent_impact: Annotated[int, Field(ge=1, le=5)]
    residual_likelihood: Annotated[int, Field(ge=1, le=5)] | None = None
    residual_impact: Annotated[int, Field(ge=1, le=5)] | None = None
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskMatrixCountsOutput(ResponseBody):
    """What matrix counts answers."""

    inherent: Any | None
    residual: Any | None


class RiskTopInput(RequestBody):
    """What top takes."""

    size: Annotated[int, Field(ge=1, le=50)] = 10
