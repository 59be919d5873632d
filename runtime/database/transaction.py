"""One transaction: committed before the answer, with the actor's context inside it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from select import POLLIN, poll
from types import MappingProxyType
from typing import Any

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.errors import Diagnostic
from psycopg.pq import ConnStatus, TransactionStatus
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from runtime.actor import AuditContext
from runtime.database.wire import encode, text
from runtime.query.statement import Statement

SETTINGS = (
    "actor",
    "actor_email",
    "actor_roles",
    "request_id",
    "source",
    "entity_type",
    "action",
    "reason",
    "client_ip",
    "rule",
)
"""The one place that says which settings (`charter.actor`) carry the context; triggers and
row-level security read them. Beside them are `charter.reach.<word>` and `charter.platform`."""

NOTHING: Mapping[str, str] = MappingProxyType({})
PLATFORM, REACH = "charter.platform", "charter.reach."
SET = (
    "select set_config(s.name, s.value, true) from unnest($1::text[], $2::text[]) as s(name, value)"
)


def context_values(context: AuditContext) -> dict[str, str]:
    """The settings of a context, as text; what is not known is empty."""
    actor = context.actor
    values = (
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
    return {f"charter.{name}": value for name, value in zip(SETTINGS, values, strict=True)}


class Transaction:
    """An open transaction on one connection.

    `session` is SQLAlchemy's view of the same connection and transaction; it is there in a
    transaction opened by `Database.session`, for the programmable surface (FastCRUD, hooks).

    Settings are sent together, right before the statement that needs them. They hold until the
    end of the transaction, but `charter.platform`: it is on for the statements that say so, or
    throughout where the transaction itself is the platform's.
    """

    def __init__(
        self,
        connection: AsyncConnection[TupleRow],
        session: AsyncSession | None = None,
        *,
        platform: bool = False,
    ) -> None:
        self.connection = connection
        self._session = session
        self._platform = platform
        self._wanted: dict[str, str] = {}
        self._sent: dict[str, str] = {}
        if session is not None:
            _write_as_platform(session, self)

    @property
    def settings(self) -> frozenset[str]:
        """The names of all that was set."""
        return frozenset(self._sent)

    def forget(self, names: Iterable[str]) -> None:
        """Clears settings that an earlier user of the same transaction may have left."""
        for name in names:
            self._sent[name] = "?"
            self._wanted.setdefault(name, "")

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
            await self.send()
            await self._session.flush()
        self.allow(statement.reach)
        await self.send(platform=statement.platform)
        cursor = AsyncRawCursor(self.connection)
        await cursor.execute(statement.sql, statement.values)
        rows = await cursor.fetchall() if cursor.description else []
        if self._session is not None and statement.platform:
            # What the functions of the domain ask next goes past here.
            await self.send()
        return rows

    def set_context(self, context: AuditContext) -> None:
        """Brings actor, request and reason into the transaction."""
        self._wanted.update(context_values(context))

    def decided_by(self, line: str | None) -> None:
        """Names the policy's line for the events that follow, until a statement says another."""
        self._wanted["charter.rule"] = line or ""

    def allow(self, reach: Mapping[str, str]) -> None:
        """What row-level security is to grant from now on, by word (`thing.read`)."""
        self._wanted.update({f"{REACH}{word}": granted for word, granted in reach.items()})

    async def send(self, *, platform: bool = False) -> None:
        """Sends the settings that are not what they should be."""
        self._wanted[PLATFORM] = "on" if platform or self._platform else ""
        changed = {
            name: value for name, value in self._wanted.items() if self._sent.get(name, "") != value
        }
        if changed:
            # As texts of the two arrays: psycopg looks at each element of a list to make one.
            texts = [text(encode(list(part))) for part in (changed, changed.values())]
            await AsyncRawCursor(self.connection).execute(SET, texts)
            self._sent.update(changed)

    def switch(self, on: bool) -> str:
        """The setting for writes of the session itself, which are the platform's."""
        value = "on" if on or self._platform else ""
        self._sent[PLATFORM] = value
        return value

    @asynccontextmanager
    async def platform(self) -> AsyncIterator[None]:
        """Within the block the platform itself acts: no policy narrows what statements see."""
        before, self._platform = self._platform, True
        await self.send()
        try:
            yield
        finally:
            self._platform = before
            if self.connection.info.transaction_status == TransactionStatus.INTRANS:
                await self.send()

    @asynccontextmanager
    async def acting(self, entity_type: str, action: str) -> AsyncIterator[None]:
        """Within the block another action is in progress: events and triggers go by its word."""
        names = ("charter.entity_type", "charter.action")
        before = {name: self._wanted.get(name, "") for name in names}
        self._wanted.update(zip(names, (entity_type, action), strict=True))
        await self.send()
        yield
        if self._session is not None:
            await self._session.flush()
        self._wanted.update(before)
        await self.send()

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """What the block does is undone if it raises; the transaction goes on."""
        before = dict(self._sent)
        try:
            async with self.connection.transaction():
                yield
        except BaseException:
            self._sent = before
            raise


def _write_as_platform(session: AsyncSession, transaction: Transaction) -> None:
    """What functions of the domain assigned to rows is written without policy.

    They are trusted code: what they may assign is checked by the action's `writes`.
    """

    def switch(sync: Session, on: bool) -> None:
        value = transaction.switch(on)
        sync.connection().exec_driver_sql("select set_config(%s, %s, true)", (PLATFORM, value))

    event.listen(session.sync_session, "before_flush", lambda sync, *_: switch(sync, True))
    event.listen(session.sync_session, "after_flush", lambda sync, *_: switch(sync, False))


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
    async def transaction(
        self, context: AuditContext | None = None, *, platform: bool = False
    ) -> AsyncIterator[Transaction]:
        """A transaction that commits at the end of the block, and rolls back on any error.

        In one of the `platform` no policy narrows what statements see.
        """
        connection = await self._connect()
        try:
            async with connection.transaction():
                transaction = Transaction(connection, platform=platform)
                if context is not None:
                    transaction.set_context(context)
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
    async def session(
        self,
        context: AuditContext,
        *,
        reach: Mapping[str, str] = NOTHING,
        platform: bool = False,
    ) -> AsyncIterator[Transaction]:
        """The same, with SQLAlchemy's session over the connection.

        It does not flush by itself: what a function assigns to a row is one change of that row,
        however many statements it runs meanwhile. `reach` is what row-level security grants to
        the statements of the session.
        """
        async with (
            _Session(self.engine, expire_on_commit=False, autoflush=False) as session,
            session.begin(),
        ):
            raw = await (await session.connection()).get_raw_connection()
            connection = raw.driver_connection
            assert isinstance(connection, AsyncConnection)
            transaction = Transaction(connection, session, platform=platform)
            transaction.set_context(context)
            transaction.allow(reach)
            await transaction.send()
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
