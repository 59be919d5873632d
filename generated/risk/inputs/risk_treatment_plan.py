"""What the actions of risk treatment plans take and answer. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from runtime.types import RequestBody, ResponseBody, Text


class RiskTreatmentPlanStartInput(RequestBody):
    """What start takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskTreatmentPlanPauseInput(RequestBody):
    """What pause takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class RiskTreatmentPlanResumeInput(RequestBody):
    """What resume takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskTreatmentPlanCompleteInput(RequestBody):
    """What complete takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskTreatmentPlanCancelInput(RequestBody):
    """What cancel takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class RiskTreatmentPlanGenerateTasksInput(RequestBody):
    """What generate tasks takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskTreatmentPlanGenerateTasksOutput(ResponseBody):
    """What generate tasks answers."""

    created: int | None
