"""The engine, and a session for each request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from benchmarks.handwritten.settings import settings

engine = create_async_engine(
    settings.database_url, pool_size=settings.pool_size, max_overflow=settings.max_overflow
)
make_session = async_sessionmaker(engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    """A session that is closed when the request is over."""
    async with make_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
