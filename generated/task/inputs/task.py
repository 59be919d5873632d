"""What the actions of tasks take and answer. Generated from model/task.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from runtime.types import RequestBody, Text, absent


class TaskStartInput(RequestBody):
    """What start takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class TaskBlockInput(RequestBody):
    """What block takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class TaskUnblockInput(RequestBody):
    """What unblock takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class TaskSubmitInput(RequestBody):
    """What submit takes."""

    resolution_note: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class TaskSendBackInput(RequestBody):
    """What send back takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class TaskCompleteInput(RequestBody):
    """What complete takes."""

    resolution_note: Text | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class TaskCancelInput(RequestBody):
    """What cancel takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class TaskReopenInput(RequestBody):
    """What reopen takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]
