"""Commits that share a flush: many writes wait for the disk together.

A write in company commits without waiting for the disk (`synchronous_commit = off`, in its own
transaction), and is answered once a flush that began after its commit has ended: PostgreSQL writes
its log in order, so all that came before lies on the disk too. While one flush is under way, others
gather for the next. What is answered is durable as ever; other readers see it a moment earlier.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

import psycopg

from runtime.database.connector import Connector
from runtime.database.lane import Fetch, Lane, LostError, Prepared, Row

DEFERRED: Mapping[str, str] = MappingProxyType({"synchronous_commit": "off"})
"""The setting of a transaction whose answer waits for `GroupCommit.flushed`."""
COMPANY = 3
"""With so many writes under way besides it, a write waits for the disk with the others. With fewer
it would only wait longer than by itself."""
FLUSH = (
    "select pg_logical_emit_message("
    "current_setting('synchronous_standby_names') <> '', 'charter', '', true)"
)
"""Returns once all that was committed before is on the disk. A standby that is to confirm does so
to a transaction alone, which this then is; without one it takes no number of a transaction."""

_FLUSH = Prepared(FLUSH)


class GroupCommit:
    """Flushes, one after the other, on a connection that does nothing else."""

    def __init__(self, connector: Connector) -> None:
        self.lane: Lane | None = None
        """Over which is flushed; none while there is no connection."""
        self._connector = connector
        self._waiting: list[asyncio.Future[None]] = []
        self._under_way: list[asyncio.Future[None]] = []
        self._reopening: asyncio.Task[None] | None = None
        self._closed = True

    async def open(self) -> None:
        """Connects, and flushes once.

        Raises psycopg.OperationalError where the database is not there, and psycopg.Error where
        the role may not flush.
        """
        self.lane = lane = await self._connector.connect(self)
        try:
            await _flush(lane)
        except BaseException:
            self.close()
            raise
        self._closed = False

    def close(self) -> None:
        """Closes the connection; whoever waits learns that the outcome is not known."""
        self._closed = True
        if self._reopening is not None:
            self._reopening.cancel()
        if self.lane is not None:
            self.lane.close()

    def look(self) -> None:
        """Learns what the event loop has not told of the connection."""
        if self.lane is not None:
            self.lane.look()

    async def flushed(self, lane: Lane) -> None:
        """Returns when what was committed until now is on the disk.

        `lane` is the one that was there before the commit was asked for: that it still answers
        says that the server has not begun anew meanwhile. Raises LostError where it does not.
        """
        if lane is not self.lane:
            raise LostError("the connection to flush over was lost")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        if not self._under_way:
            self._start(lane)
        await future

    def _start(self, lane: Lane) -> None:
        lane.look()
        if lane.lost:
            return
        self._under_way, self._waiting = self._waiting, []
        _flush(lane).add_done_callback(self._ended)

    def _ended(self, flush: asyncio.Future[list[Row]]) -> None:
        _tell(self._under_way, flush.exception())
        self._under_way = []
        if self._waiting and self.lane is not None:
            self._start(self.lane)

    # The owner of the lane

    def free(self) -> None:
        """Nothing waits for room."""

    def lost(self, lane: Lane) -> None:
        """Until there is another connection, each write waits for the disk by itself."""
        if lane is not self.lane:
            return
        self.lane = None
        waiting, self._waiting = self._waiting, []
        _tell(waiting, LostError("the connection to flush over was lost"))
        if not self._closed:
            self._reopening = asyncio.create_task(self._reopen())

    async def _reopen(self) -> None:
        self.lane = await self._connector.connect_again(self)


def _flush(lane: Lane) -> asyncio.Future[list[Row]]:
    item = Fetch([(_FLUSH, [])], asyncio.get_running_loop().create_future())
    with suppress(psycopg.Error):  # the lane is lost then, and says so to all that wait
        lane.send(item)
    if lane.lost and not item.results.done():
        item.results.set_exception(LostError("the connection to flush over was lost"))
    return item.results


def _tell(waiting: list[asyncio.Future[None]], error: BaseException | None) -> None:
    for future in waiting:
        if future.done():  # whoever waited has left
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(LostError(str(error)))
