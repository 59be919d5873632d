"""A whole list as CSV or JSON lines, sent as it is read: none of it is held in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncRawServerCursor

from runtime.audit.record import record_event
from runtime.call import Answer, Call
from runtime.database.transaction import Database, Transaction
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.problems import Invalid, Unavailable, Violation
from runtime.query.cursor import Cursors
from runtime.query.parse import parse_list
from runtime.query.plan import ListPlan, Selection
from runtime.query.projection import Marks
from runtime.query.select import Query, rows_query
from runtime.resource import Resource, ToMany

AT_ONCE = 4
"""Streams of a process; each holds a connection of the pool for as long as its caller reads."""
CHUNK = 500
"""Rows that are read, and sent, at a time."""
OF_PAGES = ("limit", "cursor", "offset", "count")
"""Parameters that have no meaning where there are no pages."""
_MEDIA = {
    "text/csv": ("text/csv; charset=utf-8; header=present", "csv"),
    "application/x-ndjson": ("application/x-ndjson", "ndjson"),
}
_running: WeakKeyDictionary[Database, int] = WeakKeyDictionary()


async def stream_rows(
    services: Services, call: Call, resource: Resource, reach: Reach, media_type: str
) -> Answer:
    """All rows that the query asks for, in its order, with an `export` event in the trail.

    Raises Invalid for a wrong query and for parameters of pages, Unavailable where too many
    streams run.
    """
    plan = parse_list(resource, services.registry, reach, call.query, cursors=services.cursors)
    _refuse_pages(call)
    _demand_room(services.database)
    async with services.database.transaction(call.audit()) as transaction:
        await record_event(transaction, action="export", entity_type=resource.name)
    kind = _Kind(media_type == "text/csv", column_names(plan.selection))
    full, suffix = _MEDIA[media_type]
    name = f'attachment; filename="{resource.path}.{suffix}"'
    chunks = _chunks(services, call, plan, reach, kind)
    return Answer(200, b"", full, (("Content-Disposition", name),), chunks)


def _demand_room(database: Database) -> None:
    if _running.get(database, 0) >= AT_ONCE:
        raise Unavailable("Too many lists are being sent.")


def _refuse_pages(call: Call) -> None:
    errors = [
        Violation(f"?{name}", "NOT_WITH_A_STREAM", "The whole list is sent: there are no pages.")
        for name, _ in call.query
        if name in OF_PAGES
    ]
    if errors:
        raise Invalid("The query is not valid.", errors=errors)


async def _chunks(
    services: Services, call: Call, plan: ListPlan, reach: Reach, kind: _Kind
) -> AsyncIterator[bytes]:
    database = services.database
    # Asked again where nothing is waited for in between: others may have come since.
    _demand_room(database)
    _running[database] = _running.get(database, 0) + 1
    head = kind.head
    try:
        async with database.transaction(call.audit()) as transaction:
            query = rows_query(plan, reach, cells=kind.cells)
            async for rows in _read(transaction, query):
                yield head + kind.lines(rows, query.marks, services.cursors)
                head = b""
        if head:
            yield head
    finally:
        _running[database] -= 1


async def _read(transaction: Transaction, query: Query) -> AsyncIterator[list[Any]]:
    """What each row is, CHUNK at a time, by a cursor of the database."""
    statement = query.statement
    transaction.allow(statement.reach)
    await transaction.send()
    async with AsyncRawServerCursor(transaction.connection, "rows") as cursor:
        await cursor.execute(statement.sql, statement.values)
        while rows := await cursor.fetchmany(CHUNK):
            yield [row for (row,) in rows]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How rows are written: as lines of RFC 4180 under their names, or as lines of JSON."""

    cells: bool
    names: list[str]

    @property
    def head(self) -> bytes:
        """What stands before the first row."""
        return _csv([self.names]) if self.cells else b""

    def lines(self, rows: list[Any], marks: Marks, cursors: Cursors) -> bytes:
        """The rows as they are sent."""
        if self.cells:
            return _csv([marks.resolve(cell, cursors) for cell in row] for row in rows)
        return "".join(marks.resolve(row, cursors) + "\n" for row in rows).encode()


def column_names(selection: Selection) -> list[str]:
    """The members of a row's answer, which become columns, in their order."""
    names = [each.name for each in selection.fields]
    for include in selection.includes:
        names.append(include.relation.name)
        if isinstance(include.relation, ToMany):
            names.append(f"{include.relation.name}_next_cursor")
    return names


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
