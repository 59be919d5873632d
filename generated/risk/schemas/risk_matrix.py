"""Bodies and answers of risk matrices. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from generated.risk.enums import RiskMatrixStatus
from runtime.types import Id, Json, RequestBody, ResponseBody, Text, absent


class RiskMatrixCreate(RequestBody):
    """A new risk matrix."""

    name: Annotated[Text, Field(max_length=120)]
    size: Annotated[int, Field(ge=3, le=6)] = 5
    likelihood_labels: Annotated[
        Json, Field(description="One label for each step, the lowest first.")
    ]
    impact_labels: Annotated[Json, Field(description="One label for each step, the lowest first.")]
    level_bands: Annotated[
        Json, Field(description='The highest score of each level, as in {"low": 5, "medium": 11}.')
    ]
    appetite_by_category: Annotated[
        Json | None,
        Field(
            description="The highest score that is still accepted, for each category that has one."
        ),
    ] = None
    owner_id: Id = absent()


class RiskMatrixUpdate(RequestBody):
    """What changes of a risk matrix (RFC 7396)."""

    name: Annotated[Text, Field(max_length=120)] = absent()
    size: Annotated[int, Field(ge=3, le=6)] = absent()
    likelihood_labels: Annotated[
        Json, Field(description="One label for each step, the lowest first.")
    ] = absent()
    impact_labels: Annotated[
        Json, Field(description="One label for each step, the lowest first.")
    ] = absent()
    level_bands: Annotated[
        Json, Field(description='The highest score of each level, as in {"low": 5, "medium": 11}.')
    ] = absent()
    appetite_by_category: Annotated[
        Json | None,
        Field(
            description="The highest score that is still accepted, for each category that has one."
        ),
    ] = absent()
    owner_id: Id = absent()


class RiskMatrixRead(ResponseBody):
    """Labels of the scale, bands of the levels and the appetite for each category of risk."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    name: str = absent()
    size: int = absent()
    likelihood_labels: Annotated[
        Any, Field(description="One label for each step, the lowest first.")
    ] = absent()
    impact_labels: Annotated[
        Any, Field(description="One label for each step, the lowest first.")
    ] = absent()
    level_bands: Annotated[
        Any, Field(description='The highest score of each level, as in {"low": 5, "medium": 11}.')
    ] = absent()
    appetite_by_category: Annotated[
        Any | None,
        Field(
            description="The highest score that is still accepted, for each category that has one."
        ),
    ] = absent()
    approved_on: date | None = absent()
    status: RiskMatrixStatus = absent()
    owner_id: UUID = absent()
    approved_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    owner: UserRead | None = absent()
    approved_by: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    risks: list[RiskRead] = absent()
    risks_next_cursor: str | None = absent()


class RiskMatrixPage(ResponseBody):
    """A page of risk matrices."""

    items: list[RiskMatrixRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
