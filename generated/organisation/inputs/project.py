"""What the actions of projects take and answer. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from runtime.types import Day, RequestBody, ResponseBody, Text, absent


class ProjectPlanInput(RequestBody):
    """What plan takes."""

    target_date: Day | None = absent()
    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ProjectStartInput(RequestBody):
    """What start takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ProjectPauseInput(RequestBody):
    """What pause takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class ProjectResumeInput(RequestBody):
    """What resume takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ProjectCompleteInput(RequestBody):
    """What complete takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ProjectCancelInput(RequestBody):
    """What cancel takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class ProjectDashboardOutput(ResponseBody):
    """What dashboard answers."""

    tasks: Any | None
    tasks_overdue: int | None
    open_risks: Any | None
    regulations: Any | None
