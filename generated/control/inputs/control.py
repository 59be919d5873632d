"""What the actions of controls take and answer. Generated from model/control.yaml."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from runtime.types import Id, RequestBody, ResponseBody, Text, absent


class ControlStartInput(RequestBody):
    """What start takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlImplementInput(RequestBody):
    """What implement takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlMarkEffectiveInput(RequestBody):
    """What mark effective takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlMarkIneffectiveInput(RequestBody):
    """What mark ineffective takes."""

    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class ControlReworkInput(RequestBody):
    """What rework takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlRetireInput(RequestBody):
    """What retire takes."""

    replaced_by_id: Id | None = absent()
    reason: Annotated[
        Text,
        Field(min_length=1, max_length=2000),
        Field(description="Why; it is kept in the audit event."),
    ]


class ControlScheduleReviewInput(RequestBody):
    """What schedule review takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class ControlCoverageOutput(ResponseBody):
    """What coverage answers."""

    requirements: int | None
    confirmed: int | None
    regulations: Any | None


class ControlHeatmapOutput(ResponseBody):
    """What heatmap answers."""

    cells: Any | None
