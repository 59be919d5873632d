"""One connection in pipeline mode: what is sent there is answered in order.

Whatever goes wrong while something is being sent ends the connection. Half a transaction left in it
would become a part of the next one, settings and all.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from select import POLLIN, poll
from typing import Any, Protocol

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.errors import error_from_result

from runtime.database.transaction import PREPARED_MAX

type Row = tuple[bytes | None, ...]
type Statements = Sequence[tuple[Prepared, Sequence[bytes | None]]]

SLOW_SECONDS = 0.25
"""A connection on which nothing was done for so long gets no more statements until it is idle."""
VALUES_MAX = 65_535
"""Values that the protocol allows for a statement."""

_OK, _SYNC = pq.ConnStatus.OK, pq.ExecStatus.PIPELINE_SYNC
_TUPLES, _FATAL = pq.ExecStatus.TUPLES_OK, pq.ExecStatus.FATAL_ERROR


class LostError(psycopg.OperationalError):
    """The connection was lost while the statement was in flight: its outcome is not known."""


class Prepared:
    """The text of a statement, to be prepared once on each connection that meets it."""

    __slots__ = ("sql",)

    def __init__(self, sql: str) -> None:
        self.sql = sql.encode()


class _Preparing:
    """A statement that is being prepared, in a transaction of its own."""

    __slots__ = ("error", "sql")

    def __init__(self, sql: bytes) -> None:
        self.sql = sql
        self.error: psycopg.Error | None = None


class Fetch:
    """A transaction of one statement or two, and the future of the last one's rows."""

    __slots__ = ("error", "lane", "left", "prepared", "results", "rows", "since", "statements")

    def __init__(self, statements: Statements, results: asyncio.Future[list[Row]]) -> None:
        self.statements = statements
        self.results = results
        self.since = time.monotonic()
        self.lane: Lane | None = None
        self.prepared: list[_Preparing] = []
        self.left = len(statements) - 1
        self.rows: list[Row] = []
        self.error: psycopg.Error | None = None


class Owner(Protocol):
    """Who is told what becomes of a lane."""

    def free(self) -> None:
        """There may be room on a lane."""

    def lost(self, lane: Lane) -> None:
        """The connection is gone."""


class Lane:
    """A connection, and what is in flight on it."""

    def __init__(self, connection: AsyncConnection[Any], owner: Owner) -> None:
        self._connection = connection
        self._owner = owner
        self._pgconn = connection.pgconn
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Fetch | _Preparing | None] = deque()
        self._known: OrderedDict[bytes, tuple[bytes, _Preparing]] = OrderedDict()
        self._number = 0
        self._writing = False
        self._moved = 0.0
        self.in_flight = 0
        self.lost = False
        self._pgconn.nonblocking = 1
        self._pgconn.enter_pipeline_mode()
        self._socket = self._pgconn.socket
        self._readable = poll()
        self._readable.register(self._socket, POLLIN)
        self._loop.add_reader(self._socket, self._read)

    def slow(self, now: float) -> bool:
        """Whether what runs there takes long, and whoever comes next would wait for it."""
        return self.in_flight > 0 and now - self._moved > SLOW_SECONDS

    def look(self) -> None:
        """Learns what the event loop has not told: uvloop is silent about sockets with an error.

        An idle connection has nothing to read but a goodbye.
        """
        if self.lost or not self._readable.poll(0):
            return
        if self._queue:
            self._read()
        else:
            self._fail("the server closed the connection")

    def send(self, item: Fetch) -> None:
        """Sends the statements as one transaction.

        Raises psycopg.Error where that failed before the end of the transaction was sent: nothing
        of it is done. From then on everything is told by the future of its results.
        """
        if any(len(values) > VALUES_MAX for _, values in item.statements):
            raise psycopg.OperationalError("a statement has more values than the protocol allows")
        if not self.in_flight:
            self._moved = time.monotonic()
        try:
            names = [self._prepare(prepared.sql, item) for prepared, _ in item.statements]
            for name, (_, values) in zip(names, item.statements, strict=True):
                self._pgconn.send_query_prepared(name, values)
        except BaseException as error:
            self._fail(str(error))
            raise
        item.lane = self
        self.in_flight += 1
        self._sync(item)
        self._write()

    def waiting(self) -> list[asyncio.Future[list[Row]]]:
        """What is in flight now."""
        return [item.results for item in self._queue if isinstance(item, Fetch)]

    def forget(self, item: Fetch) -> None:
        """Prepares its statements anew the next time they come."""
        for preparing in item.prepared:
            name = self._strike(preparing)
            if name is not None and not self.lost:
                self._drop(name)

    def close(self) -> None:
        """Ends the connection; whoever waits learns that it was lost."""
        self._fail("the connection was closed")

    # ----------------------------------------------------------------------------- writing

    def _prepare(self, sql: bytes, item: Fetch) -> bytes:
        found = self._known.get(sql)
        if found is None:
            found = self._known[sql] = self._parse(sql)
            if len(self._known) > PREPARED_MAX:
                _, (oldest, _) = self._known.popitem(last=False)
                self._drop(oldest)
        else:
            self._known.move_to_end(sql)
        name, preparing = found
        item.prepared.append(preparing)
        return name

    def _parse(self, sql: bytes) -> tuple[bytes, _Preparing]:
        # By itself, so that its error undoes nothing of what the others do.
        self._number += 1
        name, preparing = b"c%d" % self._number, _Preparing(sql)
        self._pgconn.send_prepare(name, sql)
        self._sync(preparing)
        return name, preparing

    def _drop(self, name: bytes) -> None:
        try:
            self._pgconn.send_query_params(b'DEALLOCATE "' + name + b'"', None)
        except psycopg.Error as error:
            self._fail(str(error))
        else:
            self._sync(None)

    def _strike(self, preparing: _Preparing) -> bytes | None:
        """Takes a statement off the list, and gives its name; None if it is no more on it."""
        name, known = self._known.get(preparing.sql, (None, None))
        if known is not preparing:
            return None
        del self._known[preparing.sql]
        return name

    def _sync(self, item: Fetch | _Preparing | None) -> None:
        self._queue.append(item)
        try:
            self._pgconn.pipeline_sync()
        except psycopg.Error as error:
            self._fail(str(error))

    def _flush(self) -> None:
        unsent = bool(self._pgconn.flush())
        if unsent != self._writing:
            self._writing = unsent
            if unsent:
                self._loop.add_writer(self._socket, self._write)
            else:
                self._loop.remove_writer(self._socket)

    def _write(self) -> None:
        if self.lost:
            return
        try:
            self._flush()
        except psycopg.Error as error:
            self._fail(str(error))

    # ----------------------------------------------------------------------------- reading

    def _read(self) -> None:
        pgconn, queue = self._pgconn, self._queue
        try:
            pgconn.consume_input()
            if self._writing:
                self._flush()
            while queue and not pgconn.is_busy():
                result = pgconn.get_result()
                if result is not None:
                    self._take(result)
                elif pgconn.status != _OK:
                    break
            gone = "" if pgconn.status == _OK else "the server closed the connection"
        except psycopg.Error as error:
            gone = str(error)
        except BaseException as error:
            self._fail(str(error))
            raise
        if gone:
            self._fail(gone)
        self._owner.free()

    def _take(self, result: pq.abc.PGresult) -> None:
        status, item = result.status, self._queue[0]
        if status == _SYNC:
            self._queue.popleft()
            if isinstance(item, Fetch):
                self._done(item)
        elif isinstance(item, Fetch):
            if status == _FATAL:
                item.error = error_from_result(result, encoding="utf-8")
            elif item.left:
                item.left -= 1
            elif status == _TUPLES:
                item.rows = _rows(result)
        elif status == _FATAL and item is not None:
            item.error = error_from_result(result, encoding="utf-8")
            self._strike(item)

    def _done(self, item: Fetch) -> None:
        self.in_flight -= 1
        self._moved = time.monotonic()
        if item.results.done():  # whoever waited has left
            return
        error = item.error
        if error is None:
            item.results.set_result(item.rows)
            return
        if error.sqlstate == "26000":
            error = next((each.error for each in item.prepared if each.error), error)
        item.results.set_exception(error)

    def _fail(self, why: str) -> None:
        if self.lost:
            return
        self.lost = True
        self._loop.remove_reader(self._socket)
        if self._writing:
            self._loop.remove_writer(self._socket)
        self._pgconn.finish()
        for item in self._queue:
            if isinstance(item, Fetch) and not item.results.done():
                item.results.set_exception(LostError(why))
        self._queue.clear()
        self.in_flight = 0
        self._owner.lost(self)


def _rows(result: pq.abc.PGresult) -> list[Row]:
    value, columns = result.get_value, range(result.nfields)
    return [tuple([value(row, column) for column in columns]) for row in range(result.ntuples)]
