"""Replay: the events of a table, applied from the beginning, give the table.

Events and rows are read side by side in the order of ids, and compared column by column. What a
row shows that no event tells, or an event tells that no row shows, was done behind the triggers'
back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql

from runtime.audit.findings import Finding, Run
from runtime.audit.leaf import NIL, VALUE
from runtime.audit.links import LinkRows, LinkState
from runtime.audit.row_state import ADDED, UNKNOWN, Event, Past, RowState, parse, same
from runtime.audit.tables import (
    Link,
    Migration,
    MissingTableError,
    Table,
    links_query,
    migration_of,
    read_tables,
    rows_query,
)
from runtime.resource import Registry

PART = "replay"
BATCH = 4000
"""Rows that are fetched at a time."""

_EVENTS: LiteralString = """
    select {entity} as entity, entity_id::text, id::text, action, occurred_at::text, actor_id::text,
        changes::text, marks::text
    from public.audit_events
    where outcome = 'success' and entity_id is not null and changes <> '{{}}'
    order by ({entity}) collate "C", entity_id, id
"""
_HOW_MANY: LiteralString = "select count(*) from public.audit_events"
_MIGRATIONS: LiteralString = """
    select id::text, entity_type, changes::text from public.audit_events
    where action = 'migrate' and outcome = 'success' and entity_id is null
    order by id
"""


class Moves(NamedTuple):
    """What migrations told: entities by their former names, and each entity's migrations."""

    names: dict[str, str]
    migrations: dict[str, list[Migration]]


_LINKING = frozenset({"link", "unlink"})


def replay(run: Run, registry: Registry, past: Past) -> None:
    """Compares every table of the registry with its events."""
    try:
        tables = read_tables(run.connection, registry)
    except MissingTableError as error:
        what = "the table is not in the database as the model has it; run charter migrate up"
        run.findings.add(PART, Finding(error.table, "-", what))
        return
    moves = _read_migrations(run.connection)
    for table in tables:
        table.migrations = moves.migrations.get(table.entity, [])
    waiting = {table.entity: table for table in tables}
    for entity, events in groupby(_events(run, moves), itemgetter(0)):
        found = waiting.pop(entity, None)
        if found is not None:
            _Replayed(run, past, found).all(events)
    for rest in waiting.values():
        _Replayed(run, past, rest).all(())


def _read_migrations(connection: psycopg.Connection[Any]) -> Moves:
    """What migrations told of tables, under the names that entities have today."""
    found = connection.execute(_MIGRATIONS).fetchall()
    names: dict[str, str] = {}
    told: dict[str, list[Migration]] = {}
    for event, entity, text in found:
        migration = migration_of(event, json.loads(text or "null"))
        if migration.renamed is not None:
            old, new = migration.renamed
            names = {was: new if now == old else now for was, now in names.items()} | {old: new}
        told.setdefault(entity, []).append(migration)
    moved: dict[str, list[Migration]] = {}
    for entity, migrations in told.items():
        moved.setdefault(names.get(entity, entity), []).extend(migrations)
    for migrations in moved.values():
        migrations.sort(key=lambda each: each.event)
    return Moves(names, moved)


def _events(run: Run, moves: Moves) -> Iterator[Event]:
    """Every event that may tell of a row's state, row by row, in the order of the rows' tables."""
    row = run.connection.execute(_HOW_MANY).fetchone()
    total = int(row[0]) if row else 0
    done = 0
    for batch in fetched(run.connection, "charter_events", _query(moves)):
        changes = parse(f"[{','.join(row[6] for row in batch)}]")
        *told, _, marks = zip(*batch, strict=True)
        marked = (None if text is None else json.loads(text) for text in marks)
        yield from map(Event._make, zip(*told, changes, marked, strict=True))
        done += len(batch)
        run.progress(PART, done, total)
    run.progress(PART, total, total)


def _query(moves: Moves) -> sql.Composed:
    """The events of all rows; those of an entity under the name that it has today."""
    entity: sql.Composable = sql.SQL("entity_type")
    for old, new in moves.names.items():
        entity = sql.SQL("case when entity_type = {} then {} else {} end").format(
            sql.Literal(old), sql.Literal(new), entity
        )
    return sql.SQL(_EVENTS).format(entity=entity)


def fetched(
    connection: psycopg.Connection[Any], name: str, query: sql.SQL | sql.Composed
) -> Iterator[list[Any]]:
    """The rows of a query in batches, without holding them all."""
    with connection.cursor(name) as cursor:
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield batch


class _Row(NamedTuple):
    """A row as it is in its table: the values of the columns, and a commitment a secret."""

    key: str
    values: list[Any]
    commitments: tuple[str | None, ...]


class _Rows:
    """The rows of a table in the order of ids, one ahead."""

    def __init__(self, connection: psycopg.Connection[Any], table: Table) -> None:
        self._rows = self._read(connection, table)
        self.next: _Row | None = next(self._rows, None)

    @staticmethod
    def _read(connection: psycopg.Connection[Any], table: Table) -> Iterator[_Row]:
        query = rows_query(table, VALUE)
        for batch in fetched(connection, f"charter_rows_{table.name}", query):
            values = parse(f"[{','.join(row[1] for row in batch)}]")
            for (key, _, *commitments), mine in zip(batch, values, strict=True):
                yield _Row(key, mine, tuple(commitments))

    def before(self, key: str) -> Iterator[_Row]:
        """Takes the rows whose id is smaller."""
        while self.next is not None and self.next.key < key:
            yield self.next
            self.next = next(self._rows, None)

    def take(self, key: str) -> _Row | None:
        """Takes the row of that id, if it is next."""
        found = self.next
        if found is None or found.key != key:
            return None
        self.next = next(self._rows, None)
        return found


LAST = "~"
"""Greater than every id."""


class _Replayed:
    """The replay of one table and of the links that it declares."""

    def __init__(self, run: Run, past: Past, table: Table) -> None:
        self._run = run
        self._past = past
        self._table = table
        self._rows = _Rows(run.connection, table)
        self._links = {
            link.relation: LinkRows(run, past, link, self._read(link)) for link in table.links
        }
        self._relations: dict[str, str] = {}
        """Relations by their former names."""
        for migration in table.migrations:
            for old, new in migration.relations.items():
                now = {was: new if to == old else to for was, to in self._relations.items()}
                self._relations = now | {old: new}
        # A wrong key of the platform differs everywhere, a wrong secret in its row alone.
        self._matched = 0
        self._mismatched: list[Finding] = []

    def _read(self, link: Link) -> Iterator[list[Any]]:
        name = f"charter_links_{link.table}"
        return fetched(self._run.connection, name, links_query(link))

    def all(self, events: Iterable[Event]) -> None:
        """Applies the events, and compares what they give."""
        for key, mine in groupby(events, itemgetter(1)):
            for stray in self._rows.before(key):
                self._unaccounted(stray)
            self._row(key, mine)
        for stray in self._rows.before(LAST):
            self._unaccounted(stray)
        for links in self._links.values():
            links.rest()
        self._secrets()

    def _row(self, key: str, events: Iterable[Event]) -> None:
        state = RowState(self._table, self._past)
        links: dict[str, LinkState] = {}
        any_event = False
        for event in events:
            if event.action in _LINKING and isinstance(event.changes, dict):
                for said, pair in event.changes.items():
                    relation = self._relations.get(said, said)
                    if relation in self._links:
                        links.setdefault(relation, LinkState()).apply(event, pair)
            else:
                any_event = True
                state.apply(event)
        state.finish()
        row = self._rows.take(key)
        self._run.counts.erased += state.erased
        if any_event or row is not None:
            self._compare(key, state, row, any_event=any_event)
        for relation, rows in self._links.items():
            rows.compare(key, links.get(relation))

    def _compare(
        self,
        key: str,
        state: RowState,
        row: _Row | None,
        *,
        any_event: bool,
    ) -> None:
        if row is None:
            if state.fault is not None:
                self._add(key, state.fault)
            elif state.there:
                self._add(key, "the row is missing, and no event tells that it was deleted")
            return
        if not any_event:
            self._unaccounted(row)
            return
        counts = self._run.counts
        counts.rows += 1
        fault = state.fault
        if fault is None and not state.there:
            fault = f"the row is there, though event {state.gone} deleted it"
        fault = fault or self._difference(state, row)
        if fault is not None:
            self._add(key, fault)
        elif state.partly:
            counts.partly += 1

    def _difference(self, state: RowState, row: _Row) -> str | None:
        table, known = self._table, state.values.get
        if list(map(known, table.columns)) != row.values:
            for column, value in zip(table.columns, row.values, strict=True):
                if known(column) != value and not self._equal(column, known(column), value):
                    return self._says(column)
        if table.documents or table.migrations:
            for column, value in zip(table.columns, row.values, strict=True):
                if column in table.documents and not same(known(column), value):
                    return self._says(column)
                if known(column) is ADDED and not self._untouched(column, value):
                    return self._says(column)
        for column, commitment in zip(table.secrets, row.commitments, strict=True):
            secret = state.secrets.get(column)
            if secret != commitment:
                self._mismatched.append(Finding(table.name, row.key, self._says(column)))
            elif secret is not None and secret is not UNKNOWN:
                self._matched += 1
        return None

    def _equal(self, column: str, known: Any, value: Any) -> bool:
        """Whether they are equal as JSON: 1.0 may become 1.00 without an event."""
        return column in self._table.documents and same(known, value)

    def _untouched(self, column: str, value: Any) -> bool:
        """Whether a column that was added later shows what it showed then, so far as is known."""
        missing = self._table.missing
        return column not in missing or value is None or same(value, missing[column])

    @staticmethod
    def _says(column: str) -> str:
        return f"{column} is not what its events give"

    def _unaccounted(self, row: _Row) -> None:
        """A row that no event tells of: right where the month of its events was retired."""
        past, counts = self._past, self._run.counts
        counts.rows += 1
        written = dict(zip(self._table.columns, row.values, strict=True))["updated_at"]
        if past.until and written < past.until_at:
            counts.partly += 1
            return
        self._add(row.key, "the row is there, and no event tells how it came to be")

    def _secrets(self) -> None:
        wrong = self._mismatched
        if len(wrong) > 1 and not self._matched:
            what = "the key of the platform is not the one under which secrets were committed"
            self._run.findings.add(PART, Finding("charter_audit_subjects", NIL, what))
        for finding in wrong:
            self._run.findings.add(PART, finding)

    def _add(self, key: str, what: str) -> None:
        self._run.findings.add(PART, Finding(self._table.name, key, what))
