"""What a database holds, told in lines, against what a schema says it should hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import LiteralString

import psycopg

from generator.schema.values import Column, ForeignKey, Function, Index, Schema, Table

Connection = psycopg.Connection[tuple[object, ...]]

_BODY = re.compile(r"\$function\$(.*)\$function\$", re.DOTALL)
_DELETE = {"restrict": "a", "cascade": "c", "set_null": "n"}

_COLUMNS: LiteralString = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    coalesce(l.collname, '') = 'C', a.attgenerated <> '', d.oid IS NOT NULL
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped AND c.relname = ANY (%s)
"""
_CONSTRAINTS: LiteralString = """
SELECT c.relname, o.conname, o.contype, coalesce(t.relname, ''), o.confdeltype,
    o.convalidated AND o.conenforced
FROM pg_constraint o
JOIN pg_class c ON c.oid = o.conrelid
LEFT JOIN pg_class t ON t.oid = o.confrelid
WHERE c.relnamespace = 'public'::regnamespace AND o.contype IN ('c', 'f', 'p')
    AND c.relname = ANY (%s)
"""
_INDEXES: LiteralString = """
SELECT c.relname, i.relname, x.indisunique AND x.indisvalid, x.indnullsnotdistinct,
    x.indpred IS NOT NULL,
    array(SELECT pg_get_indexdef(x.indexrelid, k, true) FROM generate_series(1, x.indnkeyatts) k)
FROM pg_index x
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT x.indisprimary AND c.relname = ANY (%s)
"""
_TRIGGERS: LiteralString = """
SELECT c.relname, t.tgname, p.proname, t.tgenabled = 'O'
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND c.relname = ANY (%s)
"""
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
_TAKEN: LiteralString = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%s)
UNION
SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typname = ANY (%s)
"""


def drift(connection: Connection, schema: Schema) -> list[str]:
    """Sentences on what the database lacks of a schema, and what its tables have besides."""
    expected, actual = set(_expected(schema)), set(_actual(connection, schema))
    missing = [f"missing: {line}" for line in sorted(expected - actual)]
    return missing + [f"unknown: {line}" for line in sorted(actual - expected)]


def taken(connection: Connection, names: Iterable[str]) -> list[str]:
    """Which of these names of tables and types are in use already."""
    wanted = list(names)
    return sorted(str(row[0]) for row in connection.execute(_TAKEN, [wanted, wanted]))


def _expected(schema: Schema) -> Iterator[str]:
    for enum in schema.enums:
        yield f"type {enum.name} ({', '.join(enum.values)})"
    for sequence in schema.sequences:
        yield f"sequence {sequence.name}"
    for function in schema.functions:
        yield _function(function)
    for table in schema.tables:
        yield from _of_table(table)


def _of_table(table: Table) -> Iterator[str]:
    for column in table.columns:
        yield _column(table.name, column)
    yield f"primary key {table.primary_key_name} of {table.name}"
    for check in table.checks:
        yield f"check {check.name} of {table.name}"
    for key in table.foreign_keys:
        yield _foreign_key(key)
    for index in table.indexes:
        yield _index(index)
    for trigger in table.triggers:
        yield f"trigger {trigger.name} of {table.name} calls {trigger.function}"


def _column(table: str, column: Column) -> str:
    has_default = column.default is not None or column.generated is not None
    return _column_line(
        table,
        column.name,
        column.type.replace('"', ""),
        required=not column.nullable,
        by_code_point=column.collation is not None,
        generated=column.generated is not None,
        default=has_default,
    )


def _column_line(table: str, name: str, kind: str, **marks: object) -> str:
    said = [word.replace("_", " ") for word, holds in marks.items() if holds]
    return " ".join([f"column {table}.{name} {kind}", *said])


def _foreign_key(key: ForeignKey) -> str:
    return f"foreign key {key.name} of {key.table} to {key.target}, {_DELETE[key.on_delete]}"


def _index(index: Index) -> str:
    columns = ", ".join(name for name, _ in index.columns)
    return _index_line(
        index.table, index.name, columns, index.unique, index.nulls_equal, index.where is not None
    )


def _index_line(  # noqa: PLR0917 - six facts of an index
    table: str, name: str, columns: str, unique: object, nulls_equal: object, partial: object
) -> str:
    words = (("unique", unique), ("nulls equal", nulls_equal), ("partial", partial))
    said = "".join(f", {word}" for word, holds in words if holds)
    return f"index {name} of {table} ({columns}){said}"


def _function(function: Function) -> str:
    body = _BODY.search(function.definition)
    definer = "SECURITY DEFINER" in function.definition.split("$function$")[0]
    return _function_line(function.name, definer, body[1] if body else "")


def _function_line(name: str, definer: object, body: str) -> str:
    from generator.names import digest

    rights = " as its owner" if definer else ""
    return f"function {name}{rights}, {digest(' '.join(body.split()))}"


def _actual(connection: Connection, schema: Schema) -> Iterator[str]:
    tables = [table.name for table in schema.tables]
    for table, name, kind, required, collated, generated, default in connection.execute(
        _COLUMNS, [tables]
    ):
        yield _column_line(
            str(table),
            str(name),
            str(kind).replace('"', ""),
            required=required,
            by_code_point=collated,
            generated=generated,
            default=default,
        )
    yield from _actual_constraints(connection, tables)
    for table, name, unique, nulls_equal, partial, columns in connection.execute(
        _INDEXES, [tables]
    ):
        listed = ", ".join(column.strip('"') for column in _texts(columns))
        yield _index_line(str(table), str(name), listed, unique, nulls_equal, partial)
    for table, name, function, enabled in connection.execute(_TRIGGERS, [tables]):
        state = "" if enabled else ", switched off"
        yield f"trigger {name} of {table} calls {function}{state}"
    yield from _actual_others(connection, schema)


def _actual_constraints(connection: Connection, tables: list[str]) -> Iterator[str]:
    for table, name, kind, target, on_delete, holds in connection.execute(_CONSTRAINTS, [tables]):
        state = "" if holds else ", not enforced"
        if kind == "f":
            yield f"foreign key {name} of {table} to {target}, {on_delete}{state}"
        else:
            yield f"{'primary key' if kind == 'p' else 'check'} {name} of {table}{state}"


def _actual_others(connection: Connection, schema: Schema) -> Iterator[str]:
    enums = [enum.name for enum in schema.enums]
    for name, values in connection.execute(_TYPES, [enums]):
        yield f"type {name} ({', '.join(_texts(values))})"
    sequences = [sequence.name for sequence in schema.sequences]
    for (name,) in connection.execute(_SEQUENCES, [sequences]):
        yield f"sequence {name}"
    functions = [function.name for function in schema.functions]
    for name, definer, body in connection.execute(_FUNCTIONS, [functions]):
        yield _function_line(str(name), definer, str(body))


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
