"""What a migration does to the columns of tables, told in the trail.

A column that is renamed, added, dropped or retyped changes what rows hold without touching one of
them. So each revision leaves an event of every table whose columns it changed: whoever replays
the trail knows from then on what is called how.
"""

from __future__ import annotations

import json
from typing import Any

from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection, text

Columns = dict[str, list[Any]]
"""Name, type and, of an enum, the values by their oids of each column, by its number: numbers and
oids outlive a new name."""

# The entity's name is in the table's audit trigger: that of its function.
_SHAPES = """
    SELECT c.oid::bigint, substring(p.proname FROM '^charter_audit_(.*)$'),
        (SELECT json_object_agg(a.attnum, json_build_array(
            a.attname,
            format_type(a.atttypid, a.atttypmod),
            (SELECT json_object_agg(e.oid, e.enumlabel ORDER BY e.oid) FROM pg_enum AS e
             WHERE e.enumtypid IN (a.atttypid, y.typelem))
         ) ORDER BY a.attnum)
         FROM pg_attribute AS a JOIN pg_type AS y ON y.oid = a.atttypid
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '')
    FROM pg_class AS c
    JOIN pg_trigger AS t ON t.tgrelid = c.oid AND NOT t.tgisinternal
    JOIN pg_proc AS p ON p.oid = t.tgfoid AND p.proname LIKE 'charter\\_audit\\_%'
        AND p.proname <> 'charter_audit_link'
    WHERE c.relnamespace = 'public'::regnamespace
"""
_TELL = """
    SELECT charter_write_event(
        'migrate', :entity, NULL, CAST(:changes AS jsonb), 'success', :why
    )
"""


class Shapes:
    """The columns of all tables that leave events, as they are while migrations run."""

    def __init__(self, connection: Connection) -> None:
        self._known = _shapes(connection)

    def record(self, ctx: MigrationContext, step: MigrationInfo) -> None:
        """Leaves the events of a revision, in the transaction of the revision itself."""
        connection = ctx.connection
        if connection is None:
            return
        shapes = _shapes(connection)
        for table, (entity, columns) in shapes.items():
            before = self._known.get(table, (entity, columns))[1]
            told = _told(before, columns)
            if told:
                why = f"{'revision' if step.is_upgrade else 'undone'} {step.up_revision_id}"
                values = {"entity": entity, "changes": json.dumps(told), "why": why}
                connection.execute(text(_TELL), values)
        self._known = shapes


def _told(before: Columns, after: Columns) -> dict[str, Any]:
    """What to tell: the columns before and after, and words of enums that are called otherwise."""
    plain = [{number: each[:2] for number, each in columns.items()} for columns in (before, after)]
    told: dict[str, Any] = {} if plain[0] == plain[1] else {"columns": plain}
    values = {}
    for number, (name, _, words) in after.items():
        old = before.get(number, (name, "", None))[2] or {}
        renamed = {
            old[key]: word for key, word in (words or {}).items() if old.get(key, word) != word
        }
        if renamed:
            values[name] = renamed
    return told | ({"values": values} if values else {})


def _shapes(connection: Connection) -> dict[int, tuple[str, Columns]]:
    rows = connection.execute(text(_SHAPES.replace(":", "\\:")))
    return {table: (entity, columns) for table, entity, columns in rows}
