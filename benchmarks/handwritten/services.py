"""What the routes do with the database."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from fastapi import HTTPException
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlmodel import col, func, select

from benchmarks.handwritten.models import Control, Risk, User, now
from benchmarks.handwritten.schemas import ControlCreate, ControlUpdate

Sort = Literal["id", "created_at", "-created_at", "current_score", "-current_score"]


async def get_risk(session: AsyncSession, risk_id: UUID) -> Risk:
    """The live risk of that id; 404 where there is none."""
    risk = await session.get(Risk, risk_id)
    if risk is None or risk.deleted_at is not None:
        raise HTTPException(404, "Risk not found")
    return risk


async def list_risks(
    session: AsyncSession,
    *,
    status: str | None,
    sort: Sort,
    limit: int,
    offset: int,
    with_controls: bool = False,
) -> list[Risk]:
    """A page of the live risks."""
    column: Any = getattr(Risk, sort.lstrip("-"))
    order = column.desc().nulls_last() if sort.startswith("-") else column.asc().nulls_last()
    query = select(Risk).where(col(Risk.deleted_at).is_(None))
    if status is not None:
        query = query.where(Risk.status == status)
    if with_controls:
        query = query.options(selectinload(Risk.controls))  # type: ignore[arg-type]
    query = query.order_by(order, col(Risk.id)).limit(limit).offset(offset)
    return list((await session.execute(query)).scalars().all())


async def count_risks(session: AsyncSession, status: str | None) -> int:
    """How many live risks there are."""
    query = select(func.count()).select_from(Risk).where(col(Risk.deleted_at).is_(None))
    if status is not None:
        query = query.where(Risk.status == status)
    return int((await session.execute(query)).scalar_one())


async def create_control(session: AsyncSession, body: ControlCreate, user: User) -> Control:
    """Adds a control; 409 where its ref is taken."""
    values = body.model_dump(exclude={"owner_id"})
    control = Control(
        **values,
        owner_id=body.owner_id or user.id,
        created_by_id=user.id,
        updated_by_id=user.id,
    )
    session.add(control)
    await _commit(session)
    await session.refresh(control)
    return control


async def update_control(
    session: AsyncSession, control_id: UUID, body: ControlUpdate, user: User
) -> Control:
    """Changes a control; 404 where there is none."""
    control = await session.get(Control, control_id)
    if control is None:
        raise HTTPException(404, "Control not found")
    control.sqlmodel_update(body.model_dump(exclude_unset=True))
    control.version += 1
    control.updated_at = now()
    control.updated_by_id = user.id
    session.add(control)
    await _commit(session)
    await session.refresh(control)
    return control


async def _commit(session: AsyncSession) -> None:
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
        raise HTTPException(409, "A control with this ref exists already") from None
