"""What the actions of control mappings take and answer. Generated from model/control.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from runtime.types import RequestBody, Text, absent


class ControlMappingConfirmInput(RequestBody):
    """What confirm takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlMappingRejectInput(RequestBody):
    """What reject takes."""

    rationale: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlMappingWithdrawInput(RequestBody):
    """What withdraw takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]
