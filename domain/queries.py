"""SQL that several rules share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession


def among(column: Any, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether `column` is one of `ids`.

    The ids travel as one array: with IN each would be a parameter of its own, of which a
    statement of PostgreSQL takes no more than 65,535.
    """
    test: ColumnElement[bool] = column == any_(literal(list(ids), ARRAY(Uuid)))
    return test


async def fetch(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    """All rows of a statement."""
    rows: Sequence[Any] = (await session.execute(statement)).all()
    return rows


async def tally(session: AsyncSession, *columns: Any, where: Any) -> Sequence[Any]:
    """How many rows there are for each combination of values, the count standing last."""
    statement = select(*columns, func.count()).where(where).group_by(*columns).order_by(*columns)
    return await fetch(session, statement)
