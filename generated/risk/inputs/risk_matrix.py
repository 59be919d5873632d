"""What the actions of risk matrices take and answer. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.risk.enums import RiskLevel
from runtime.types import RequestBody, ResponseBody, Text


class RiskMatrixApproveInput(RequestBody):
    """What approve takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskMatrixRetireInput(RequestBody):
    """What retire takes."""

    reason: Annotated[
        Annotated[Text, Field(max_length=2000)] | None,
        Field(description="Why; it is kept in the audit event."),
    ] = None


class RiskMatrixEvaluateInput(RequestBody):
    """What evaluate takes."""

    likelihood: Annotated[int, Field(ge=1, le=6)]
    impact: Annotated[int, Field(ge=1, le=6)]


class RiskMatrixEvaluateOutput(ResponseBody):
    """What evaluate answers."""

    score: int | None
    level: RiskLevel | None
