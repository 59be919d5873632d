"""What a migration does to the columns of tables, told in the trail.

A column that is renamed, added, dropped or retyped changes what rows hold without touching one of
them. So each revision leaves an event of every table whose columns it changed: whoever replays
the trail knows from then on what is called how.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, text

from generator.migrations.bridges import PASSING
from generator.migrations.meanwhile import SHADOW

Columns = dict[str, list[Any]]
"""Of each column, by its number: name, type, of an enum the values by their oids, and what rows
show that were there before it. Numbers and oids outlive a new name."""

# The entity's name is in the table's audit trigger: that of its function.
_SHAPES = """
    SELECT c.oid::bigint, substring(p.proname FROM '^charter_audit_(.*)$'),
        (SELECT json_object_agg(a.attnum, json_build_array(
            a.attname,
            format_type(a.atttypid, a.atttypmod),
            (SELECT json_object_agg(e.oid, e.enumlabel ORDER BY e.oid) FROM pg_enum AS e
             WHERE e.enumtypid IN (a.atttypid, y.typelem)),
            CASE WHEN a.atthasmissing THEN array_to_json(a.attmissingval) -> 0 END
         ) ORDER BY a.attnum)
         FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            AND col_description(c.oid, a.attnum) IS DISTINCT FROM '{passing}')
    FROM pg_class AS c
    JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.proname LIKE 'charter\\_audit\\_%'
        AND p.proname <> 'charter_audit_link'
    WHERE c.relnamespace = 'public'::regnamespace AND c.oid::bigint = ANY (:tables)
"""
# What changes when a column does: the place of its row in the catalogue, and who wrote it there.
_MARKS = """
    SELECT c.oid::bigint, concat(p.proname, t.ctid, p.ctid,
        (SELECT string_agg(concat(a.ctid, a.xmin), ' ' ORDER BY a.attnum) FROM pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0))
    FROM pg_class AS c
    JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.proname LIKE 'charter\\_audit\\_%'
    WHERE c.relnamespace = 'public'::regnamespace
"""
_ENUM_MARK = "SELECT md5(string_agg(concat(ctid, xmin), ' ' ORDER BY oid)) FROM pg_enum"
# Trigger arguments are bytes, each ended by a zero: the entity, the relation, the two columns.
_LINKS = """
    SELECT t.tgrelid::bigint, args[1], args[2]
    FROM pg_trigger AS t
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.proname = 'charter_audit_link'
    JOIN pg_class AS c ON c.oid = t.tgrelid AND c.relnamespace = 'public'::regnamespace
    CROSS JOIN LATERAL string_to_array(encode(t.tgargs, 'escape'), '\\000') AS args
"""
_TELL = """
    SELECT charter_write_event(
        'migrate', :entity, NULL, CAST(:changes AS jsonb), 'success', :why
    )
"""


class Shapes:
    """The columns of all tables that leave events, as they are while migrations run."""

    def __init__(self, connection: Connection) -> None:
        self._marks = _marks(connection)
        self._known = _shapes(connection, self._marks[1])
        self._links = _links(connection)

    def record(self, ctx: MigrationContext, step: MigrationInfo) -> None:
        """Leaves the events of a revision, in the transaction of the revision itself."""
        connection = ctx.connection
        if connection is None:
            return
        why = f"{'revision' if step.is_upgrade else 'undone'} {step.up_revision_id}"
        shapes, links = self._look(connection), _links(connection)
        for table, (entity, columns) in shapes.items():
            known, before = self._known.get(table, (entity, columns))
            told = _told(before, columns)
            if known != entity:
                told["entity"] = [known, entity]
            _tell(connection, entity, told, why)
        for table, (entity, relation) in links.items():
            called = self._links.get(table, (entity, relation))[1]
            told = {"relations": {called: relation}} if called != relation else {}
            _tell(connection, entity, told, why)
        self._known, self._links = shapes, links

    def _look(self, connection: Connection) -> dict[int, tuple[str, Columns]]:
        """All columns as they are; those of tables that nobody touched are known already."""
        before, now = self._marks, _marks(connection)
        same = before[0] == now[0]
        touched = [
            table for table, mark in now[1].items() if not same or before[1].get(table) != mark
        ]
        self._marks = now
        kept = {table: shape for table, shape in self._known.items() if table in now[1]}
        return kept | _shapes(connection, touched)


def _tell(connection: Connection, entity: str, told: dict[str, Any], why: str) -> None:
    if told:
        values = {"entity": entity, "changes": json.dumps(told), "why": why}
        connection.execute(text(_TELL), values)


def _told(before: Columns, after: Columns) -> dict[str, Any]:
    """What to tell: the columns before and after, and words of enums that are called otherwise."""
    before, after = _settled(before, after)
    plain = [{number: each[:2] for number, each in columns.items()} for columns in (before, after)]
    told: dict[str, Any] = {}
    if plain[0] != plain[1]:
        for number, each in after.items():
            if number not in before and each[3] is not None:
                plain[1][number] = [*each[:2], each[3]]
        told["columns"] = plain
    values = {}
    for number, (name, _, words, _) in after.items():
        old = before.get(number, (name, "", None, None))[2] or {}
        renamed = {
            old[key]: word for key, word in (words or {}).items() if old.get(key, word) != word
        }
        if renamed:
            values[name] = renamed
    return told | ({"values": values} if values else {})


def _settled(before: Columns, after: Columns) -> tuple[Columns, Columns]:
    """Without columns on their way; one that took the place of another has its number."""
    numbers = {each[0]: number for number, each in before.items()}

    def number_of(number: str, name: str) -> str:
        took = number in before and before[number][0].endswith(SHADOW)
        return numbers.get(name, number) if took else number

    return (
        {number: each for number, each in before.items() if not each[0].endswith(SHADOW)},
        {
            number_of(number, each[0]): each
            for number, each in after.items()
            if not each[0].endswith(SHADOW)
        },
    )


def _marks(connection: Connection) -> tuple[str | None, dict[int, str]]:
    """One mark for the words of all enums, and one for each table."""
    rows = connection.execute(text(_MARKS.replace(":", "\\:")))
    marks = {table: mark for table, mark in rows}
    return connection.execute(text(_ENUM_MARK)).scalar(), marks


def _shapes(connection: Connection, tables: Iterable[int]) -> dict[int, tuple[str, Columns]]:
    question = (
        _SHAPES.replace("{passing}", PASSING).replace(":", "\\:").replace("\\:tables", ":tables")
    )
    rows = connection.execute(text(question), {"tables": list(tables)})
    return {table: (entity, columns) for table, entity, columns in rows}


def _links(connection: Connection) -> dict[int, tuple[str, str]]:
    rows = connection.execute(text(_LINKS.replace(":", "\\:")))
    return {table: (entity, relation) for table, entity, relation in rows}
