"""One transaction: committed before the answer, with the actor's context inside it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from select import POLLIN, poll
from typing import Any

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.errors import Diagnostic
from psycopg.pq import ConnStatus
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from runtime.actor import AuditContext
from runtime.query.statement import Statement

SET_CONTEXT = """select
    set_config('charter.actor', $1, true),
    set_config('charter.actor_email', $2, true),
    set_config('charter.actor_roles', $3, true),
    set_config('charter.request_id', $4, true),
    set_config('charter.source', $5, true),
    set_config('charter.entity_type', $6, true),
    set_config('charter.action', $7, true),
    set_config('charter.reason', $8, true),
    set_config('charter.client_ip', $9, true),
    set_config('charter.rule', $10, true)"""
"""The one place that says which settings carry the context; triggers read them."""

_ACTION = """select coalesce(current_setting('charter.entity_type', true), ''),
    coalesce(current_setting('charter.action', true), '')"""
_SET_ACTION = """select set_config('charter.entity_type', $1::text, true),
    set_config('charter.action', $2::text, true)"""


def context_values(context: AuditContext) -> tuple[str, ...]:
    """The values of `SET_CONTEXT`, as text; what is not known is empty."""
    actor = context.actor
    return (
        str(actor.id) if actor.id else "",
        actor.email or "",
        json.dumps(actor.roles),
        context.request_id,
        context.source,
        context.entity_type,
        context.action,
        context.reason or "",
        context.client_ip or "",
        context.rule or "",
    )


class Transaction:
    """An open transaction on one connection.

    `session` is SQLAlchemy's view of the same connection and transaction; it is there in a
    transaction opened by `Database.session`, for the programmable surface (FastCRUD, hooks).
    """

    def __init__(
        self, connection: AsyncConnection[TupleRow], session: AsyncSession | None = None
    ) -> None:
        self.connection = connection
        self._session = session

    @property
    def session(self) -> AsyncSession:
        """SQLAlchemy's session; RuntimeError in a transaction without one."""
        if self._session is None:
            raise RuntimeError("this transaction was opened without a session")
        return self._session

    async def fetch(self, statement: Statement) -> TupleRow | None:
        """The first row, or None. Pending changes of the session are flushed first."""
        rows = await self.fetch_all(statement)
        return rows[0] if rows else None

    async def fetch_all(self, statement: Statement) -> list[TupleRow]:
        """All rows; none for a statement that returns nothing."""
        if self._session is not None:
            await self._session.flush()
        cursor = AsyncRawCursor(self.connection)
        await cursor.execute(statement.sql, statement.values)
        return await cursor.fetchall() if cursor.description else []

    async def set_context(self, context: AuditContext) -> None:
        """Brings actor, request and reason into the transaction."""
        await self.fetch(Statement(SET_CONTEXT, context_values(context)))

    @asynccontextmanager
    async def acting(self, entity_type: str, action: str) -> AsyncIterator[None]:
        """Within the block another action is in progress: events and triggers go by its word."""
        before = await self.fetch(Statement(_ACTION, ()))
        assert before is not None, "settings are one row"
        await self.fetch(Statement(_SET_ACTION, (entity_type, action)))
        yield
        await self.fetch(Statement(_SET_ACTION, tuple(before)))


RECONNECT_SECONDS = 2.0
"""How long a lost connection is retried by itself, each wait twice the last; afterwards whoever
needs a connection tries again at once. The pool's default of five minutes would keep the service
down for about as long again as the database was away."""


class Database:
    """The application's pool, and the SQLAlchemy engine that draws on the same pool."""

    def __init__(self, url: str, size: int, timeout: float = 5.0) -> None:
        self.pool: AsyncConnectionPool[AsyncConnection[Any]] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=size,
            timeout=timeout,
            open=False,
            close_returns=True,
            reconnect_timeout=RECONNECT_SECONDS,
            kwargs={"options": CONNECTION_OPTIONS},
            configure=_configure,
            connection_class=_Connection,
        )
        self.engine: AsyncEngine = create_async_engine(
            "postgresql+psycopg://",
            async_creator=self._connect,
            poolclass=NullPool,
            use_native_hstore=False,
        )

    async def open(self) -> None:
        """Opens the pool; raises psycopg_pool.PoolTimeout if no connection can be had."""
        await self.pool.open(wait=True)

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()
        await self.pool.close()

    @asynccontextmanager
    async def transaction(self, context: AuditContext | None = None) -> AsyncIterator[Transaction]:
        """A transaction that commits at the end of the block, and rolls back on any error."""
        connection = await self._connect()
        try:
            async with connection.transaction():
                transaction = Transaction(connection)
                if context is not None:
                    await transaction.set_context(context)
                yield transaction
        finally:
            await self.pool.putconn(connection)

    async def _connect(self) -> AsyncConnection[Any]:
        """A connection that is alive; dead ones are left to the pool, which replaces them.

        The pool's own check would wait longer after each dead one it finds.
        """
        while True:
            connection = await self.pool.getconn()
            if _alive(connection):
                return connection
            connection.pgconn.finish()
            await self.pool.putconn(connection)

    @asynccontextmanager
    async def session(self, context: AuditContext) -> AsyncIterator[Transaction]:
        """The same, with SQLAlchemy's session over the connection.

        It does not flush by itself: what a function assigns to a row is one change of that row,
        however many statements it runs meanwhile.
        """
        async with (
            _Session(self.engine, expire_on_commit=False, autoflush=False) as session,
            session.begin(),
        ):
            raw = await (await session.connection()).get_raw_connection()
            connection = raw.driver_connection
            assert isinstance(connection, AsyncConnection)
            transaction = Transaction(connection, session)
            await transaction.set_context(context)
            yield transaction


PREPARED_MAX = 500
"""Statements that a connection keeps prepared; a shape of request is one."""

CONNECTION_OPTIONS = (
    "-c timezone=UTC -c intervalstyle=iso_8601 -c datestyle=ISO,YMD -c search_path=public "
    "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c lock_timeout=10s"
)


class _Connection(AsyncConnection[TupleRow]):
    """A connection that takes no notice handlers.

    SQLAlchemy adds one whenever it is handed a connection, and would never remove it.
    """

    def add_notice_handler(self, callback: Callable[[Diagnostic], None]) -> None:
        """Does nothing: notices are for people at a prompt."""


class _Session(AsyncSession):
    """A session whose commit only flushes: the request commits once, at its end.

    FastCRUD commits after each write unless told otherwise; what it wrote would then stand though
    the rest of the request failed, and the context of the trail would be gone.
    """

    async def commit(self) -> None:
        """Writes what is pending, within the request's transaction."""
        await self.flush()


async def _configure(connection: AsyncConnection[Any]) -> None:
    connection.prepare_threshold = 2
    connection.prepared_max = PREPARED_MAX


def _alive(connection: AsyncConnection[Any]) -> bool:
    """Whether the server is still there: an idle connection has nothing to read but a goodbye."""
    if connection.pgconn.status != ConnStatus.OK:
        return False
    readable = poll()
    readable.register(connection.fileno(), POLLIN)
    return not readable.poll(0)
