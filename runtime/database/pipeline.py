"""The driver of the hot path: a few connections a worker, on which many statements are in flight.

Each fetch is a transaction of its own: settings, statement and Sync go out together, so that what
`set_config(…, true)` sets holds for that statement alone, and an error is that fetch's alone. It
returns once the server has said that the transaction is committed.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import psycopg

from runtime.database.connector import Connector
from runtime.database.group_commit import COMPANY, DEFERRED, GroupCommit
from runtime.database.lane import Fetch, Lane, LostError, Prepared, Row, Statements
from runtime.database.transaction import SET
from runtime.database.wire import encode
from runtime.problems import Unavailable

__all__ = ["LostError", "Pipeline", "Prepared", "Row"]

LANES = 2
"""Connections that are always there."""
SLOW_LANES = 4
"""Connections more, while statements take long."""
RETIRE_SECONDS = 60.0
"""How long the connections beyond LANES stay; those in use then stay as long again."""
IN_FLIGHT = 48
"""Fetches at once on a connection; more would only wait in the server's buffers."""
WAITING = 2_000
"""Fetches that may wait for a place; beyond, the answer is 503 at once."""
WAIT_SECONDS = 5.0
"""How long a fetch waits for a place, or for the database to come back."""
LOOK_SECONDS = 0.1
"""How often lanes and those who wait are looked after, while there is something to do."""
CLOSE_SECONDS = 10.0

_UNPREPARED = frozenset({"26000", "0A000"})
"""The statement is not prepared (any more), or a migration changed what its plan gives."""
_SETTINGS = Prepared(SET)


class Pipeline:
    """Lanes, and the queue before them: whoever comes first is sent first."""

    def __init__(self, url: str, lanes: int = LANES) -> None:
        self._connector = Connector(url)
        self._group = GroupCommit(self._connector)
        self._writes: set[asyncio.Future[None]] = set()
        self._wanted = lanes
        self._lanes: list[Lane] = []
        self._opening = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: deque[Fetch] = deque()
        self._watch: asyncio.TimerHandle | None = None
        self._retire: asyncio.TimerHandle | None = None
        self._closed = True

    async def open(self) -> None:
        """Connects; raises psycopg.OperationalError where the database is not there."""
        self._closed = False
        for _ in range(self._wanted):
            self._lanes.append(await self._connector.connect(self))
        await self._group.open()

    @property
    def is_open(self) -> bool:
        """Whether it serves now; the ordinary pool does where it has no connection."""
        return bool(self._lanes) and not self._closed

    @property
    def opened(self) -> int:
        """How many connections were opened so far.

        While it stays the same, the server has not begun anew between one fetch and the next.
        """
        return self._connector.opened

    async def close(self) -> None:
        """Takes nothing more, lets what was taken end, and closes every connection."""
        self._closed = True
        left: list[asyncio.Future[Any]] = [item.results for item in self._waiting]
        left += [future for lane in self._lanes for future in lane.waiting()]
        left += self._writes
        if left:
            await asyncio.wait(left, timeout=CLOSE_SECONDS)
        for task in self._tasks:
            task.cancel()
        for timer in (self._watch, self._retire):
            if timer is not None:
                timer.cancel()
        for lane in list(self._lanes):
            lane.close()
        self._group.close()
        while self._waiting:
            _refuse(self._waiting.popleft())

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
        statements = [(prepared, [encode(value) for value in values])]
        if settings:
            texts = encode(list(settings.values()))
            statements.insert(0, (_SETTINGS, [_names(tuple(settings)), texts]))
        stale = False
        while True:
            item = self._take(statements)
            try:
                return await item.results
            except LostError:
                if not repeatable:
                    raise
                repeatable = False
            except psycopg.Error as error:
                # Nothing was done: an error undoes the whole transaction.
                if stale or error.sqlstate not in _UNPREPARED or item.lane is None:
                    raise
                stale = True
                item.lane.forget(item)
            except asyncio.CancelledError:
                if item.lane is None:
                    with suppress(ValueError):
                        self._waiting.remove(item)
                raise

    async def write(
        self, prepared: Prepared, values: Sequence[Any], settings: Mapping[str, str]
    ) -> list[Row]:
        """The same for a statement that changes something; what it gives is on the disk.

        In company it commits at once, and then waits for the disk together with the others.
        """
        company = COMPANY <= len(self._writes) < WAITING
        lane = self._group.lane if company else None
        ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writes.add(ended)
        try:
            if lane is None:
                return await self.fetch(prepared, values, settings)
            rows = await self.fetch(prepared, values, {**settings, **DEFERRED})
            await self._group.flushed(lane)
            return rows
        finally:
            self._writes.remove(ended)
            ended.set_result(None)

    # --------------------------------------------------------------------------- choosing

    def _take(self, statements: Statements) -> Fetch:
        """Sends them, or lets them wait for a place; raises Unavailable where too many do."""
        if self._closed:
            raise Unavailable("The service is stopping.")
        item = Fetch(statements, asyncio.get_running_loop().create_future())
        lane = None if self._waiting else self._lane()
        if lane is not None:
            lane.send(item)
            self._look()
            return item
        if len(self._waiting) >= WAITING:
            raise Unavailable("The service has too much to do.")
        self._waiting.append(item)
        self.free()
        self._more()
        self._look()
        return item

    def _lane(self) -> Lane | None:
        """The lane with the least to do, or None where all have enough."""
        now = time.monotonic()
        while True:
            best, least = None, IN_FLIGHT
            for lane in self._lanes:
                if lane.in_flight < least and not lane.slow(now):
                    best, least = lane, lane.in_flight
            if best is None:
                return None
            if not best.in_flight:
                best.look()
            if not best.lost:
                return best

    def free(self) -> None:
        """Sends those who wait, as many as there is room for."""
        while self._waiting:
            lane = self._lane()
            if lane is None or not self._waiting:
                return
            item = self._waiting.popleft()
            if item.results.done():
                continue
            try:
                lane.send(item)
            except psycopg.Error as error:
                item.results.set_exception(error)

    def _look(self) -> None:
        """Looks after lanes and those who wait, again and again while there are some."""
        if self._watch is None:
            loop = asyncio.get_running_loop()
            self._watch = loop.call_later(LOOK_SECONDS, self._look_again)

    def _look_again(self) -> None:
        self._watch = None
        for lane in list(self._lanes):
            lane.look()
        self._group.look()
        until = time.monotonic() - WAIT_SECONDS
        while self._waiting and self._waiting[0].since < until:
            _refuse(self._waiting.popleft())
        self.free()
        if self._waiting:
            self._more()
        if self._waiting or self._writes or any(lane.in_flight for lane in self._lanes):
            self._look()

    # ------------------------------------------------------------------------ connections

    def lost(self, lane: Lane) -> None:
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
            if self._retire is None:
                self._retire_later()

    def _retire_later(self) -> None:
        self._retire = asyncio.get_running_loop().call_later(RETIRE_SECONDS, self._retire_idle)

    def _retire_idle(self) -> None:
        """Closes lanes beyond those that are wanted, once they have nothing to do."""
        self._retire = None
        for lane in self._lanes[self._wanted :]:
            if not lane.in_flight:
                lane.close()
        if len(self._lanes) + self._opening > self._wanted:
            self._retire_later()

    def _open_lane(self) -> None:
        self._opening += 1
        task = asyncio.create_task(self._reopen())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reopen(self) -> None:
        try:
            self._lanes.append(await self._connector.connect_again(self))
        finally:
            self._opening -= 1
        self.free()


@lru_cache(2_000)
def _names(names: tuple[str, ...]) -> bytes | None:
    """The names of settings; those of one shape of request are the same ones every time."""
    return encode(list(names))


def _refuse(item: Fetch) -> None:
    if not item.results.done():
        item.results.set_exception(Unavailable("The database is not available."))
