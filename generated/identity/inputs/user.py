"""What the actions of users take and answer. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.enums import Role
from runtime.types import Email, Id, RequestBody, ResponseBody, Text


class UserInviteInput(RequestBody):
    """What invite takes."""

    email: Annotated[Email, Field(max_length=254)]
    full_name: Annotated[Text, Field(max_length=200)]
    role: Role
    business_unit_id: Id | None = None
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class UserDeactivateInput(RequestBody):
    """What deactivate takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class UserReactivateInput(RequestBody):
    """What reactivate takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class UserTransferOwnershipInput(RequestBody):
    """What transfer ownership takes."""

    successor_id: Id
    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class UserTransferOwnershipOutput(ResponseBody):
    """What transfer ownership answers."""

    moved: int | None


class UserWorkOutput(ResponseBody):
    """What work answers."""

    tasks: int | None
    tasks_overdue: int | None
    evidence_due: int | None
    approvals: int | None
