"""What a database holds, told in lines, against what a schema says it should hold.

PostgreSQL rewrites every expression that it keeps, so texts cannot be compared with the model's.
The schema is therefore made a second time, as temporary tables in a transaction that is rolled
back, and PostgreSQL tells both in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import LiteralString

import psycopg

from generator.names import digest
from generator.schema import sql
from generator.schema.sql import signature
from generator.schema.values import Check, Function, Schema, Sequence, Table, parts

Connection = psycopg.Connection[tuple[object, ...]]

_BODY = re.compile(r"\$function\$(.*)\$function\$", re.DOTALL)
_PLACE = re.compile(r"\b(?:public|pg_temp(?:_\d+)?)\.")

# Each takes the schema's oid and the names of the tables, and gives a line of text for each thing.
_COLUMNS: LiteralString = """
SELECT format('column %%s.%%s %%s', c.relname, a.attname, concat_ws(' ',
    format_type(a.atttypid, a.atttypmod),
    'collate ' || l.collname,
    CASE WHEN a.attnotnull THEN 'not null' END,
    CASE a.attgenerated WHEN '' THEN 'default ' ELSE 'generated ' END
        || pg_get_expr(d.adbin, d.adrelid)))
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = %s AND c.relkind IN ('r', 'p') AND c.relname = ANY (%s)
    AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS: LiteralString = """
SELECT format('constraint %%s of %%s: %%s', o.conname, c.relname, pg_get_constraintdef(o.oid))
FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
WHERE c.relnamespace = %s AND c.relname = ANY (%s) AND o.contype IN ('c', 'f', 'p', 'u', 'x')
"""
_INDEXES: LiteralString = """
SELECT format('index %%s of %%s: %%s%%s', i.relname, c.relname, pg_get_indexdef(x.indexrelid),
    CASE WHEN NOT x.indisvalid THEN ', not valid' END)
FROM pg_index x
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relnamespace = %s AND c.relname = ANY (%s)
"""
_TRIGGERS: LiteralString = """
SELECT format('trigger %%s of %%s: %%s%%s', t.tgname, c.relname, pg_get_triggerdef(t.oid),
    CASE WHEN t.tgenabled <> 'O' THEN ', switched off' END)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = %s AND c.relname = ANY (%s) AND NOT t.tgisinternal
"""
_POLICIES: LiteralString = """
SELECT format('policy %%s of %%s: %%s, %%s, using %%s, check %%s', p.polname, c.relname, p.polcmd,
    CASE WHEN p.polroles = '{0}' THEN 'everybody' ELSE 'owner' END,
    pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = %s AND c.relname = ANY (%s)
"""
_SECURITY: LiteralString = """
SELECT format('row-level security of %%s: %%s', c.relname, CASE
    WHEN NOT c.relrowsecurity THEN 'off' WHEN c.relforcerowsecurity THEN 'forced' ELSE 'on' END)
FROM pg_class c
WHERE c.relnamespace = %s AND c.relname = ANY (%s) AND c.relkind IN ('r', 'p')
"""
_TOLD = (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _POLICIES, _SECURITY)

_TYPES: LiteralString = """
SELECT t.typname, array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[]
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = 'public'::regnamespace AND t.typname = ANY (%s)
GROUP BY t.typname
"""
_SEQUENCES: LiteralString = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relname = ANY (%s)
"""
_FUNCTIONS: LiteralString = """
SELECT proname, prosecdef, prosrc FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s)
"""
_CALLABLE: LiteralString = """
SELECT s FROM unnest(%s::text[]) AS s WHERE to_regprocedure(s) IS NOT NULL
"""
_PRESENT: LiteralString = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped
"""
_TAKEN: LiteralString = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)
UNION
SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname = ANY (%s)
"""


def drift(connection: Connection, schema: Schema) -> list[str]:
    """Sentences on what the database lacks of a schema, and what its tables have besides.

    The owner needs the right to make temporary tables, which the owner of a database has.
    """
    beside = _differing(_others_expected(schema), _others_actual(connection, schema))
    tables = [table.name for table in schema.tables]
    actual = _told(connection, "'public'::regnamespace", tables)
    connection.commit()
    try:
        _make_again(connection, schema.tables)
        expected = _told(connection, "pg_my_temp_schema()", tables)
    except psycopg.Error as error:
        return [*beside, f"the tables cannot be compared: {error.diag.message_primary}"]
    finally:
        connection.rollback()
    return beside + _differing(expected, actual)


def there(connection: Connection, before: Schema, after: Schema) -> Schema:
    """What of two schemas is in the database; of tables that are in both, the columns of both."""
    columns: dict[str, set[str]] = {}
    for table, column in connection.execute(_PRESENT):
        columns.setdefault(str(table), set()).add(str(column))
    every = {(one.name, one.arguments): one for one in (*before.functions, *after.functions)}
    signatures = [signature(one) for one in every.values()]
    functions = {str(row[0]) for row in connection.execute(_CALLABLE, [signatures])}
    sequences = [sequence.name for sequence in (*after.sequences, *before.sequences)]
    counters = {str(row[0]) for row in connection.execute(_SEQUENCES, [sequences])}
    earlier = {table.name: table for table in before.tables}

    def held(table: Table) -> Table:
        known = {column.name for column in table.columns}
        old = earlier.get(table.name, table).columns
        both = (*table.columns, *(column for column in old if column.name not in known))
        kept = tuple(column for column in both if column.name in columns[table.name])
        return replace(table, columns=kept)

    tables = {table.name: table for table in (*before.tables, *after.tables)}
    return Schema(
        sequences=tuple(Sequence(name) for name in sorted(counters)),
        functions=tuple(one for one in every.values() if signature(one) in functions),
        tables=tuple(held(table) for name, table in tables.items() if name in columns),
    )


def taken(connection: Connection, names: Iterable[str]) -> list[str]:
    """Which of these names of tables and types are in use already."""
    wanted = list(names)
    return sorted(str(row[0]) for row in connection.execute(_TAKEN, [wanted, wanted]))


def _differing(expected: Iterable[str], actual: Iterable[str]) -> list[str]:
    wanted, found = set(expected), set(actual)
    missing = [f"missing: {line}" for line in sorted(wanted - found)]
    return missing + [f"unknown: {line}" for line in sorted(found - wanted)]


# -------------------------------------------------------------------------------------- tables


def _told(connection: Connection, place: LiteralString, tables: list[str]) -> list[str]:
    """The tables of a schema in PostgreSQL's words, without the schema's name."""
    row = connection.execute(f"SELECT ({place})::oid::bigint").fetchone()
    oid = row[0] if row else None
    return [
        _PLACE.sub("", str(line))
        for question in _TOLD
        for (line,) in connection.execute(question, [oid, tables])
    ]


def _make_again(connection: Connection, tables: tuple[Table, ...]) -> None:
    """Makes temporary tables, which from then on answer to the names of the real ones."""
    for table in tables:
        create, *_ = sql.create(table)
        connection.execute(create.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1).encode())
        for statement in sql.secure(table.name, "", table.security):
            connection.execute(statement.encode())
    for table in tables:
        for item in parts(table):
            if not isinstance(item, Check):
                for statement in sql.create(item):
                    connection.execute(statement.encode())


# ------------------------------------------------------------------ types, counters, functions


def _others_expected(schema: Schema) -> Iterator[str]:
    for enum in schema.enums:
        yield f"type {enum.name} ({', '.join(enum.values)})"
    for sequence in schema.sequences:
        yield f"sequence {sequence.name}"
    for function in schema.functions:
        yield _function(function)


def _others_actual(connection: Connection, schema: Schema) -> Iterator[str]:
    enums = [enum.name for enum in schema.enums]
    for name, words in connection.execute(_TYPES, [enums]):
        yield f"type {name} ({', '.join(words) if isinstance(words, list) else ''})"
    sequences = [sequence.name for sequence in schema.sequences]
    for (name,) in connection.execute(_SEQUENCES, [sequences]):
        yield f"sequence {name}"
    functions = [function.name for function in schema.functions]
    for name, definer, body in connection.execute(_FUNCTIONS, [functions]):
        yield _function_line(str(name), bool(definer), str(body))


def _function(function: Function) -> str:
    body = _BODY.search(function.definition)
    definer = "SECURITY DEFINER" in function.definition.split("$function$")[0]
    return _function_line(function.name, definer, body[1] if body else "")


def _function_line(name: str, definer: bool, body: str) -> str:
    """A function by its rights and the digest of its body, however that is indented."""
    rights = " as its owner" if definer else ""
    return f"function {name}{rights}, {digest(' '.join(body.split()))}"
