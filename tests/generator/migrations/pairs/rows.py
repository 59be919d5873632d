"""Rows for the tables of a sketch, and what there is in a database."""

from __future__ import annotations

from random import Random

import psycopg
from psycopg import sql

from tests.generator.migrations.pairs.kinds import value
from tests.generator.migrations.pairs.oracle import Row, Rows, misfits, required
from tests.generator.migrations.pairs.sketch import Sketch, ends, links, table

MANY = 6
"""Rows in each table."""

Connection = psycopg.Connection[tuple[object, ...]]


def fill(connection: Connection, sketch: Sketch, random: Random) -> Rows:
    """Puts rows into every table, as the owner; gives all that is there then."""
    users = [_insert(connection, "users", row) for row in _users()]
    there: dict[str, list[str]] = {"User": users}
    planned: Rows = {"users": {each: {} for each in users}}
    for name in _targets_first(sketch):
        rows = planned.setdefault(table(name), {})
        for number in range(MANY):
            row = _fitting(sketch, name, number, there, planned, random)
            rows[_insert(connection, table(name), row)] = row
        there[name] = list(rows)
    for name in sketch.entities():
        for relation, spec in sketch.relations(name).items():
            if spec.get("many"):
                left, right = ends(name, spec)
                for one in there[name][:2]:
                    for other in there[spec["to"]][:2]:
                        _insert(
                            connection, links(name, relation), {left: one, right: other}, key=left
                        )
    connection.commit()
    return read(connection)


def _targets_first(sketch: Sketch) -> list[str]:
    order: list[str] = []
    while len(order) < len(sketch.entities()):
        for name in sketch.entities():
            targets = {relation["to"] for relation in sketch.relations(name).values()}
            if name not in order and targets <= {"User", *order}:
                order.append(name)
    return order


def _users() -> list[Row]:
    return [{"email": f"u{n}@example.com", "full_name": f"U {n}"} for n in range(2)]


def _fitting(  # noqa: PLR0917 - all of what a row may lead to
    sketch: Sketch,
    name: str,
    number: int,
    there: dict[str, list[str]],
    planned: Rows,
    random: Random,
) -> Row:
    """A row that the model takes; tried again where a value is there already."""
    rows = planned[table(name)]
    for _ in range(200):
        row = _row(sketch, name, number, there, random)
        rows["new"] = row
        wrong = misfits(sketch, planned)
        del rows["new"]
        if not wrong:
            return row
    raise AssertionError(wrong)


def _row(
    sketch: Sketch, name: str, number: int, there: dict[str, list[str]], random: Random
) -> Row:
    entity = sketch.entity(name)
    row: Row = {}
    for member, field in sketch.fields(name).items():
        if "computed" in field or "number" in field:
            continue
        words = sketch.words(field) if "enum" in field else []
        empty = not required(field) and random.random() < 0.3
        row[member] = None if empty else value(field, words, random)
    row["label"] = f"{name} {number}"
    for member, relation in sketch.relations(name).items():
        if not relation.get("many"):
            empty = not relation.get("required") and random.random() < 0.4
            row[f"{member}_id"] = None if empty else random.choice(there[relation["to"]])
    if "states" in entity:
        row["status"] = entity["states"]["values"][number % 3]
    if entity.get("delete") == "soft":
        row["deleted_at"] = "2026-02-03 04:05:06+00" if number == 1 else None
    return row


def _insert(connection: Connection, name: str, row: Row, key: str = "id") -> str:
    given = {column: each for column, each in row.items() if each is not None}
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING {}::text").format(
        sql.Identifier(name),
        sql.SQL(", ").join(map(sql.Identifier, given)),
        sql.SQL(", ").join(sql.Placeholder() for _ in given),
        sql.Identifier(key),
    )
    made = connection.execute(statement, list(given.values())).fetchone()
    assert made is not None
    return str(made[0])


# --------------------------------------------------------------------------------------- reading

_COLUMNS = """
SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
WHERE table_schema = 'public' AND data_type <> 'tsvector' AND NOT table_name ~ %s GROUP BY 1
"""
_OURS = "^(audit_events|charter_|alembic_)"


def read(connection: Connection) -> Rows:
    """All rows of the tables of entities and links, by key; tsvectors are left out."""
    tables = connection.execute(_COLUMNS, [_OURS]).fetchall()
    found: Rows = {}
    for name, columns in sorted((str(one), list(many)) for one, many in tables):  # type: ignore[call-overload]
        found[name] = {}
        texts = sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns
        )
        query = sql.SQL("SELECT {} FROM {}").format(texts, sql.Identifier(name))
        for values in connection.execute(query).fetchall():
            row: Row = dict(zip(columns, map(_text, values), strict=True))
            key = row["id"] if "id" in row else " ".join(_keys(row))
            found[name][str(key)] = row
    return found


def _text(given: object) -> str | None:
    return None if given is None else str(given)


def _keys(row: Row) -> list[str]:
    """Both ends of a link, whatever their columns are called."""
    ends = (each for each in row if each.endswith("_id") and each != "created_by_id")
    return sorted(str(row[each]) for each in ends)


# ----------------------------------------------------------------------------------- fingerprints

_PARTS = """
SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum), a.attacl, a.attgenerated)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
        AND NOT a.attisdropped
UNION ALL SELECT concat_ws(' ', conname, conrelid::regclass, convalidated,
        pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid, indisready)
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE c.relnamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal
UNION ALL SELECT concat_ws(' ', pg_get_functiondef(oid), proacl)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
UNION ALL SELECT concat_ws(' ', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname
UNION ALL SELECT concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity, relacl,
        obj_description(oid))
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'v')
"""


def anatomy(connection: Connection) -> set[str]:
    """Everything in the database's catalogue that a migration may change, one line each.

    Read from PostgreSQL's own words, so that it shares nothing with what finds drift.
    """
    return {str(row[0]) for row in connection.execute(_PARTS)}


def untouched(connection: Connection) -> tuple[set[str], Rows, list[tuple[object, ...]]]:
    """All that a refused migration leaves as it was: catalogue, rows, trail and record."""
    trail = connection.execute(
        "SELECT (SELECT count(*) FROM audit_events), "
        "(SELECT string_agg(m::text, ' ' ORDER BY m::text) FROM charter_migrations m), "
        "(SELECT string_agg(version_num, ' ' ORDER BY 1) FROM alembic_version)"
    ).fetchall()
    return anatomy(connection), read(connection), trail
