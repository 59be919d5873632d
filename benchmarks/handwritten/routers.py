"""The routes."""

# ruff: noqa: PLR0917  # parameters of a query, which nobody gives by position

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from benchmarks.handwritten import services
from benchmarks.handwritten.database import Session
from benchmarks.handwritten.models import Control, Risk
from benchmarks.handwritten.schemas import (
    ControlCreate,
    ControlRead,
    ControlUpdate,
    RiskPage,
    RiskPageWithControls,
    RiskRead,
)
from benchmarks.handwritten.security import CurrentUser

risks = APIRouter(prefix="/risks", tags=["risks"])
controls = APIRouter(prefix="/controls", tags=["controls"])

Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0)]


@risks.get("", response_model=RiskPage)
async def list_risks(
    session: Session,
    user: CurrentUser,
    status: str | None = None,
    sort: services.Sort = "id",
    limit: Limit = 20,
    offset: Offset = 0,
    count: bool = False,
) -> dict[str, object]:
    """A page of risks."""
    items = await services.list_risks(session, status=status, sort=sort, limit=limit, offset=offset)
    total = await services.count_risks(session, status) if count else None
    return {"items": items, "total": total}


@risks.get("/with-controls", response_model=RiskPageWithControls)
async def list_risks_with_controls(
    session: Session,
    user: CurrentUser,
    status: str | None = None,
    sort: services.Sort = "id",
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, object]:
    """A page of risks with their controls."""
    items = await services.list_risks(
        session, status=status, sort=sort, limit=limit, offset=offset, with_controls=True
    )
    return {"items": items}


@risks.get("/{risk_id}", response_model=RiskRead)
async def get_risk(session: Session, user: CurrentUser, risk_id: UUID) -> Risk:
    """One risk."""
    return await services.get_risk(session, risk_id)


@controls.post("", response_model=ControlRead, status_code=201)
async def create_control(session: Session, user: CurrentUser, body: ControlCreate) -> Control:
    """Adds a control."""
    return await services.create_control(session, body, user)


@controls.patch("/{control_id}", response_model=ControlRead)
async def update_control(
    session: Session, user: CurrentUser, control_id: UUID, body: ControlUpdate
) -> Control:
    """Changes a control."""
    return await services.update_control(session, control_id, body, user)
