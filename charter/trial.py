"""A database in which everything is tried and nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from psycopg import AsyncConnection
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection as Engaged
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.actor import AuditContext
from runtime.database.transaction import NOTHING, Database, Transaction


class Trial(Database):
    """One transaction that is undone at the end; what would be one is a savepoint in it.

    So a row may refer to one that was tried before it, as it could if both were kept.
    """

    def __init__(self, engaged: Engaged, connection: AsyncConnection[tuple[object, ...]]) -> None:
        self._engaged = engaged
        self._connection = connection
        self._earlier: list[Transaction] = []

    @asynccontextmanager
    async def transaction(
        self, context: AuditContext | None = None, *, platform: bool = False
    ) -> AsyncIterator[Transaction]:
        """A savepoint that is released at the end of the block, and undone on any error."""
        async with self._connection.transaction():
            transaction = self._own(Transaction(self._connection, platform=platform))
            if context is not None:
                transaction.set_context(context)
            yield transaction

    @asynccontextmanager
    async def session(
        self,
        context: AuditContext,
        *,
        reach: Mapping[str, str] = NOTHING,
        platform: bool = False,
    ) -> AsyncIterator[Transaction]:
        """The same, with SQLAlchemy's session over the connection."""
        async with (
            AsyncSession(
                self._engaged, expire_on_commit=False, join_transaction_mode="create_savepoint"
            ) as session,
            session.begin(),
        ):
            await session.connection()
            transaction = self._own(Transaction(self._connection, session, platform=platform))
            transaction.set_context(context)
            transaction.allow(reach)
            await transaction.send()
            yield transaction

    def _own(self, transaction: Transaction) -> Transaction:
        """Clears what an earlier one has set: in truth both are the same transaction."""
        transaction.forget({name for earlier in self._earlier for name in earlier.settings})
        self._earlier = [transaction]
        return transaction


@asynccontextmanager
async def trial_of(database: Database) -> AsyncIterator[Trial]:
    """A trial on one connection of the database's pool."""
    async with database.engine.connect() as engaged, engaged.begin() as outermost:
        await engaged.execute(text("select 1"))  # from here on the driver is in a transaction
        raw = await engaged.get_raw_connection()
        connection = raw.driver_connection
        assert isinstance(connection, AsyncConnection)
        try:
            yield Trial(engaged, connection)
        finally:
            await outermost.rollback()
