"""What the actions of requirements take and answer. Generated from model/regulation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.regulation.enums import RequirementApplicability
from runtime.types import RequestBody, Text, absent


class RequirementStartInput(RequestBody):
    """What start takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RequirementImplementInput(RequestBody):
    """What implement takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RequirementVerifyInput(RequestBody):
    """What verify takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RequirementReopenInput(RequestBody):
    """What reopen takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class RequirementSetApplicabilityInput(RequestBody):
    """What set applicability takes."""

    applicability: RequirementApplicability = absent()
    applicability_reason: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None
