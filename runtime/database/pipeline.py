"""The driver of the hot path: a few connections a worker, on which many statements are in flight.

Each fetch is a transaction of its own: settings, statement and Sync go out together, so that what
`set_config(…, true)` sets holds for that statement alone, and an error is that fetch's alone. It
returns once the server has said that the transaction is committed.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection, pq
from psycopg.errors import error_from_result

from runtime.database.transaction import CONNECTION_OPTIONS, PREPARED_MAX, SET
from runtime.database.wire import encode
from runtime.problems import Unavailable

log = structlog.get_logger("charter.database")

type Row = tuple[bytes | None, ...]

LANES = 2
"""Connections that are always there."""
SLOW_LANES = 4
"""Connections more, while statements take long."""
IN_FLIGHT = 48
"""Fetches at once on a connection; more would only wait in the server's buffers."""
WAITING = 2_000
"""Fetches that may wait for a place; beyond, the answer is 503 at once."""
WAIT_SECONDS = 5.0
"""How long a fetch waits for a place, or for the database to come back."""
SLOW_SECONDS = 0.25
"""A connection whose oldest statement runs longer gets no more of them until it is done."""
CLOSE_SECONDS = 10.0
BACKOFF = (0.05, 2.0)
"""Seconds before a lost connection is tried again: at first, and at most."""

_UNPREPARED = frozenset({"26000", "0A000"})
"""The statement is not prepared (any more), or a migration changed what its plan gives."""


class Prepared:
    """The text of a statement, to be prepared once on each connection that meets it."""

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql.encode()


_SETTINGS = Prepared(SET)


@dataclass(slots=True, eq=False)
class _Preparing:
    """A statement that is being prepared, in a transaction of its own."""

    sql: bytes
    error: psycopg.Error | None = None


@dataclass(slots=True, eq=False)
class _Fetch:
    """A statement in flight, and who waits for its rows."""

    prepared: tuple[_Preparing, ...]
    results: asyncio.Future[list[Row]]
    since: float
    left: int
    """Results before the one that is wanted."""
    rows: list[Row] = field(default_factory=list)
    error: psycopg.Error | None = None


class LostError(psycopg.OperationalError):
    """The connection was lost while the statement was in flight: its outcome is not known."""


class _Lane:
    """One connection in pipeline mode."""

    def __init__(self, connection: AsyncConnection[Any], pipeline: Pipeline) -> None:
        self._connection = connection
        self._pipeline = pipeline
        self._pgconn = connection.pgconn
        self._loop = asyncio.get_running_loop()
        self._queue: deque[_Fetch | _Preparing | None] = deque()
        self._known: OrderedDict[bytes, tuple[bytes, _Preparing]] = OrderedDict()
        self._number = 0
        self._writing = False
        self.in_flight = 0
        self.lost = False
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        self._socket = self._pgconn.socket
        self._loop.add_reader(self._socket, self._read)

    def slow(self, now: float) -> bool:
        """Whether what runs there takes long, and whoever comes next would wait for it."""
        oldest = next((each for each in self._queue if isinstance(each, _Fetch)), None)
        return oldest is not None and now - oldest.since > SLOW_SECONDS

    def send(
        self, statements: Sequence[tuple[Prepared, Sequence[bytes | None]]]
    ) -> asyncio.Future[list[Row]]:
        """Sends the statements as one transaction; the rows are those of the last.

        Raises psycopg.OperationalError where the connection is gone.
        """
        known = [self._prepare(prepared.sql) for prepared, _ in statements]
        future: asyncio.Future[list[Row]] = self._loop.create_future()
        item = _Fetch(
            tuple(preparing for _, preparing in known),
            future,
            time.monotonic(),
            len(statements) - 1,
        )
        for (name, _), (_, values) in zip(known, statements, strict=True):
            self._pgconn.send_query_prepared(name, values)
        self._pgconn.pipeline_sync()
        self._queue.append(item)
        self.in_flight += 1
        self._flush()
        return future

    def empty(self) -> asyncio.Future[list[Row]]:
        """Done once what is in flight now is done, well or not."""
        return next(item.results for item in reversed(self._queue) if isinstance(item, _Fetch))

    def forget(self, prepared: Prepared) -> None:
        """Prepares the statement anew the next time it comes."""
        self._known.pop(prepared.sql, None)

    def close(self) -> None:
        """Ends the connection; whoever waits learns that it was lost."""
        if not self.lost:
            self._lose(psycopg.OperationalError("the connection was closed"))

    # ----------------------------------------------------------------------------- writing

    def _prepare(self, sql: bytes) -> tuple[bytes, _Preparing]:
        found = self._known.get(sql)
        if found is not None:
            self._known.move_to_end(sql)
            return found
        if len(self._known) >= PREPARED_MAX:
            _, (name, _) = self._known.popitem(last=False)
            self._pgconn.send_query_params(b'DEALLOCATE "' + name + b'"', None)
            self._sync(None)
        self._number += 1
        name = b"c%d" % self._number
        preparing = _Preparing(sql)
        self._pgconn.send_prepare(name, sql)
        self._sync(preparing)
        self._known[sql] = (name, preparing)
        return name, preparing

    def _sync(self, item: _Preparing | None) -> None:
        self._pgconn.pipeline_sync()
        self._queue.append(item)

    def _flush(self) -> None:
        try:
            unsent = self._pgconn.flush()
        except psycopg.OperationalError as error:
            self._lose(error)
            return
        if bool(unsent) != self._writing:
            self._writing = bool(unsent)
            if unsent:
                self._loop.add_writer(self._socket, self._flush)
            else:
                self._loop.remove_writer(self._socket)

    # ----------------------------------------------------------------------------- reading

    def _read(self) -> None:
        pgconn, queue = self._pgconn, self._queue
        try:
            pgconn.consume_input()
            while queue and not pgconn.is_busy():
                result = pgconn.get_result()
                if result is not None:
                    self._take(result)
        except psycopg.Error as error:
            self._lose(error)
            return
        if pgconn.status != pq.ConnStatus.OK:
            self._lose(psycopg.OperationalError("the server closed the connection"))
        self._pipeline.free()

    def _take(self, result: pq.abc.PGresult) -> None:
        status, item = result.status, self._queue[0]
        if status == pq.ExecStatus.PIPELINE_SYNC:
            self._queue.popleft()
            if isinstance(item, _Fetch):
                self._done(item)
            return
        if status == pq.ExecStatus.FATAL_ERROR:
            error = error_from_result(result, encoding="utf-8")
            if isinstance(item, _Preparing):
                item.error = error
                self._known.pop(item.sql, None)
            elif item is not None:
                item.error = error
        elif isinstance(item, _Fetch):
            if item.left:
                item.left -= 1
            elif status == pq.ExecStatus.TUPLES_OK:
                item.rows = _rows(result)

    def _done(self, item: _Fetch) -> None:
        self.in_flight -= 1
        future = item.results
        if future.done():  # whoever waited has left
            return
        if item.error is None:
            future.set_result(item.rows)
            return
        unprepared = item.error.sqlstate == "26000"
        first = next((each.error for each in item.prepared if each.error), None)
        future.set_exception(first if unprepared and first else item.error)

    def _lose(self, error: psycopg.Error) -> None:
        if self.lost:
            return
        self.lost = True
        self._loop.remove_reader(self._socket)
        if self._writing:
            self._loop.remove_writer(self._socket)
        self._pgconn.finish()
        for item in self._queue:
            if isinstance(item, _Fetch) and not item.results.done():
                item.results.set_exception(LostError(str(error)))
        self._queue.clear()
        self.in_flight = 0
        self._pipeline.lost(self)


def _rows(result: pq.abc.PGresult) -> list[Row]:
    value, columns = result.get_value, range(result.nfields)
    return [tuple([value(row, column) for column in columns]) for row in range(result.ntuples)]


class Pipeline:
    """Lanes, and the queue before them."""

    def __init__(self, url: str, lanes: int = LANES) -> None:
        self._url = url
        self._wanted = lanes
        self._lanes: list[_Lane] = []
        self._opening = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closed = True

    async def open(self) -> None:
        """Connects; raises psycopg.OperationalError where the database is not there."""
        self._closed = False
        for _ in range(self._wanted):
            self._lanes.append(await self._connect())

    @property
    def is_open(self) -> bool:
        """Whether it serves: commands that run one thing after another do without."""
        return not self._closed

    async def close(self) -> None:
        """Lets what is in flight end, and closes every connection."""
        self._closed = True
        left = [lane.empty() for lane in self._lanes if lane.in_flight]
        if left:
            await asyncio.wait(left, timeout=CLOSE_SECONDS)
        for task in self._tasks:
            task.cancel()
        for lane in list(self._lanes):
            lane.close()
        self.free()

    async def fetch(
        self,
        prepared: Prepared,
        values: Sequence[Any],
        settings: Mapping[str, str] | None = None,
        *,
        repeatable: bool = False,
    ) -> list[Row]:
        """The rows of a statement, run under these settings as a transaction of its own.

        Cells are bytes in PostgreSQL's text format. Raises psycopg.Error as any other driver,
        LostError where the connection broke and the outcome is not known (what is `repeatable` is
        tried again), and Unavailable where too much is waiting.
        """
        encoded = [encode(value) for value in values]
        statements = [(prepared, encoded)]
        if settings:
            names, texts = encode(list(settings)), encode(list(settings.values()))
            statements.insert(0, (_SETTINGS, [names, texts]))
        tries = 2 if repeatable else 1
        while True:
            lane = self._lane() or await self._wait()
            try:
                return await lane.send(statements)
            except LostError:
                tries -= 1
                if not tries:
                    raise
            except psycopg.Error as error:
                if error.sqlstate not in _UNPREPARED or not tries:
                    raise
                tries = 0
                for each, _ in statements:
                    lane.forget(each)

    # --------------------------------------------------------------------------- choosing

    def _lane(self) -> _Lane | None:
        """The lane with the least to do, or None where all have enough."""
        best = None
        now = time.monotonic()
        for lane in self._lanes:
            if lane.in_flight < IN_FLIGHT and (best is None or lane.in_flight < best.in_flight):
                if lane.in_flight and lane.slow(now):
                    continue
                best = lane
        return best

    async def _wait(self) -> _Lane:
        if len(self._waiting) >= WAITING or self._closed:
            raise Unavailable("The service has too much to do.")
        self._more()
        until = time.monotonic() + WAIT_SECONDS
        while True:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + SLOW_SECONDS):
                    await turn
            except TimeoutError:
                with suppress(ValueError):
                    self._waiting.remove(turn)
                self._more()
            except asyncio.CancelledError:
                self.free()
                raise
            lane = self._lane()
            if lane is not None:
                return lane
            if time.monotonic() > until or self._closed:
                raise Unavailable("The database is not available.")

    def free(self) -> None:
        """Wakes those who wait, as many as there is room for."""
        room = sum(IN_FLIGHT - lane.in_flight for lane in self._lanes)
        while self._waiting and room > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                room -= 1

    # ------------------------------------------------------------------------ connections

    def lost(self, lane: _Lane) -> None:
        """A lane has lost its connection."""
        if lane in self._lanes:
            self._lanes.remove(lane)
        if not self._closed and len(self._lanes) + self._opening < self._wanted:
            self._open_lane()

    def _more(self) -> None:
        """Opens a lane more where all are slow, within bounds."""
        if self._opening or self._closed or len(self._lanes) >= self._wanted + SLOW_LANES:
            return
        now = time.monotonic()
        if all(lane.slow(now) for lane in self._lanes):
            self._open_lane()

    def _open_lane(self) -> None:
        self._opening += 1
        task = asyncio.create_task(self._reopen())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reopen(self) -> None:
        wait, longest = BACKOFF
        try:
            while not self._closed:
                try:
                    lane = await self._connect()
                except psycopg.Error as error:
                    log.warning("pipeline_not_connected", error=str(error))
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, longest)
                    continue
                self._lanes.append(lane)
                break
        finally:
            self._opening -= 1
        self.free()

    async def _connect(self) -> _Lane:
        connection = await AsyncConnection.connect(
            self._url, autocommit=True, options=CONNECTION_OPTIONS, connect_timeout=5
        )
        return _Lane(connection, self)
