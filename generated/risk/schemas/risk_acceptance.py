"""Bodies and answers of risk acceptances. Generated from model/risk.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from generated.risk.enums import RiskAcceptanceStatus
from runtime.types import Day, Id, RequestBody, ResponseBody, Text, absent


class RiskAcceptanceCreate(RequestBody):
    """A new risk acceptance."""

    title: Annotated[Text, Field(max_length=200)]
    justification: Text
    conditions: Text | None = None
    valid_until: Day
    risk_id: Id
    approver_id: Id


class RiskAcceptanceUpdate(RequestBody):
    """What changes of a risk acceptance (RFC 7396)."""

    title: Annotated[Text, Field(max_length=200)] = absent()
    justification: Text = absent()
    conditions: Text | None = absent()
    valid_until: Day = absent()
    approver_id: Id = absent()


class RiskAcceptanceRead(ResponseBody):
    """A time-limited decision to live with a risk."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    deleted_at: datetime | None = absent()
    title: str = absent()
    justification: str = absent()
    conditions: str | None = absent()
    valid_until: date = absent()
    score_snapshot: Any | None = absent()
    decided_at: datetime | None = absent()
    decision_note: str | None = absent()
    days_left: int | None = absent()
    status: RiskAcceptanceStatus = absent()
    risk_id: UUID = absent()
    requester_id: UUID = absent()
    approver_id: UUID = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    risk: RiskRead | None = absent()
    requester: UserRead | None = absent()
    approver: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    compensating_controls: list[ControlRead] = absent()
    compensating_controls_next_cursor: str | None = absent()


class RiskAcceptancePage(ResponseBody):
    """A page of risk acceptances."""

    items: list[RiskAcceptanceRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
