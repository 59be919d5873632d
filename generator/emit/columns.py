"""The SQLModel table of an entity: each stored column with its type for Python and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator import names
from generator.emit.shapes import Import, enum_class, enum_module
from generator.emit.source import Call, Raw, source
from generator.model import Entity, Field, Kind, Model
from generator.schema.values import Column, Table

SQLALCHEMY = "sqlalchemy"
MAINTAINED = ("created_at", "updated_at", "created_by_id", "updated_by_id", "version")
"""Written by a trigger; the session reads them back after each write."""

_ARRAY: Import = ("sqlalchemy.dialects.postgresql", "ARRAY")
_NUMERIC = re.compile(r"numeric\((\d+),(\d+)\)\Z")
_TYPES: dict[str, tuple[str, tuple[Import, ...]]] = {
    "text": ("Text(collation='C')", ((SQLALCHEMY, "Text"),)),
    "integer": ("Integer()", ((SQLALCHEMY, "Integer"),)),
    "bigint": ("BigInteger()", ((SQLALCHEMY, "BigInteger"),)),
    "double precision": ("Double()", ((SQLALCHEMY, "Double"),)),
    "boolean": ("Boolean()", ((SQLALCHEMY, "Boolean"),)),
    "date": ("Date()", ((SQLALCHEMY, "Date"),)),
    "timestamp with time zone": ("DateTime(timezone=True)", ((SQLALCHEMY, "DateTime"),)),
    "time without time zone": ("Time()", ((SQLALCHEMY, "Time"),)),
    "interval": ("Interval()", ((SQLALCHEMY, "Interval"),)),
    "uuid": ("Uuid()", ((SQLALCHEMY, "Uuid"),)),
    "jsonb": ("JSONB()", (("sqlalchemy.dialects.postgresql", "JSONB"),)),
}
_ANNOTATIONS: dict[Kind, tuple[str, Import | None]] = {
    Kind.INT: ("int", None),
    Kind.BIGINT: ("int", None),
    Kind.FLOAT: ("float", None),
    Kind.BOOL: ("bool", None),
    Kind.DECIMAL: ("Decimal", ("decimal", "Decimal")),
    Kind.DATE: ("date", ("datetime", "date")),
    Kind.DATETIME: ("datetime", ("datetime", "datetime")),
    Kind.TIME: ("time", ("datetime", "time")),
    Kind.DURATION: ("timedelta", ("datetime", "timedelta")),
    Kind.UUID: ("UUID", ("uuid", "UUID")),
    Kind.JSON: ("Any", ("typing", "Any")),
}
_UUID = ("UUID", ("uuid", "UUID"))
_INSTANT = ("datetime", ("datetime", "datetime"))


@dataclass(frozen=True, slots=True)
class Attribute:
    """A line of the model's class body."""

    name: str
    annotation: str
    value: str
    imports: frozenset[Import]


def attributes(entity: Entity, table: Table, model: Model) -> Iterator[Attribute]:
    """The columns of a table as attributes.

    Secret columns are left out: the application's role cannot read them.
    """
    for column in table.columns:
        if not column.secret:
            yield _attribute(entity, table, column, model)


def _attribute(entity: Entity, table: Table, column: Column, model: Model) -> Attribute:
    field = next((each for each in entity.fields if each.name == column.name), None)
    annotation, imports = _annotation(column, field)
    sql_type, needed = _sql_type(column, field)
    called, others = _column(table, column, sql_type, model)
    by_database = column.generated or column.default or column.name in MAINTAINED
    arguments: dict[str, object] = {"sa_column": called}
    default = Raw("default=None, ") if by_database or column.nullable else Raw("")
    inside = source(arguments["sa_column"])
    nullable = column.nullable and annotation != "Any"
    return Attribute(
        name=names.attribute(column.name),
        annotation=f"{annotation} | None" if nullable else annotation,
        value=f"Field({default.text}sa_column={inside})",
        imports=frozenset({*imports, *needed, *others, (SQLALCHEMY, "Column")}),
    )


def _annotation(column: Column, field: Field | None) -> tuple[str, tuple[Import, ...]]:
    if field is None:
        base, needed = _plain(column)
    elif field.enum is not None:
        name = enum_class(field.enum)
        base, needed = name, (enum_module(field.enum), name)
    else:
        base, needed = _ANNOTATIONS.get(field.kind, ("str", None))
    imports = (needed,) if needed else ()
    return (f"list[{base}]" if field is not None and field.many else base), imports


def _plain(column: Column) -> tuple[str, Import | None]:
    """The type of a column that is no field: keys and bookkeeping."""
    if column.type == "uuid":
        return _UUID
    if column.type == "integer":
        return ("int", None)
    return ("str", None) if column.type == "text" else _INSTANT


def _sql_type(column: Column, field: Field | None) -> tuple[str, tuple[Import, ...]]:
    base = column.type.removesuffix("[]")
    if field is not None and field.enum is not None:
        called, needed = _enum_type(field)
    elif numeric := _NUMERIC.match(base):
        called, needed = f"Numeric({numeric[1]}, {numeric[2]})", ((SQLALCHEMY, "Numeric"),)
    else:
        called, needed = _TYPES[base]
    if base != column.type:
        return f"ARRAY({called})", (*needed, _ARRAY)
    return called, needed


def _enum_type(field: Field) -> tuple[str, tuple[Import, ...]]:
    if field.enum is None:
        raise ValueError(f"{field.name} is no enum")
    name = enum_class(field.enum)
    if field.enum.ordered:
        called = f"ordered_words({name}, {field.enum.sql_type!r})"
        return called, (("runtime.database.columns", "ordered_words"),)
    return f"Words({name})", (("runtime.database.columns", "Words"),)


def _column(
    table: Table, column: Column, sql_type: str, model: Model
) -> tuple[Call, tuple[Import, ...]]:
    positional: list[object] = [column.name, Raw(sql_type)]
    arguments: dict[str, object] = {}
    imports: list[Import] = []
    for key in table.foreign_keys:
        if key.column == column.name:
            said = {"name": key.name, "ondelete": key.on_delete.replace("_", " ").upper()}
            positional.append(Call("ForeignKey", said, (f"{key.target}.id",)))
            imports.append((SQLALCHEMY, "ForeignKey"))
    if column.generated is not None:
        positional.append(Call("Computed", {"persisted": True}, (column.generated,)))
        imports.append((SQLALCHEMY, "Computed"))
    if column.name in table.primary_key:
        arguments["primary_key"] = True
    elif not column.nullable:
        arguments["nullable"] = Raw("False")
    if column.name in MAINTAINED:
        arguments |= {
            "server_default": Raw("FetchedValue()"),
            "server_onupdate": Raw("FetchedValue()"),
        }
        imports.append((SQLALCHEMY, "FetchedValue"))
    elif column.default is not None:
        arguments["server_default"] = Call("text", {}, (column.default,))
        imports.append((SQLALCHEMY, "text"))
    return Call("Column", arguments, tuple(positional)), tuple(imports)
