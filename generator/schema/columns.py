"""Columns: the type, default and generation of every field and key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from generator import names
from generator.model import Default, Entity, Field, Kind, Model, Relation
from generator.schema.conditions import Conditions
from generator.schema.values import Column

USER = "User"
"""The entity of those who act; every project declares it."""

_TYPES = {
    Kind.STRING: "text",
    Kind.TEXT: "text",
    Kind.EMAIL: "text",
    Kind.URL: "text",
    Kind.COUNTRY: "text",
    Kind.CURRENCY: "text",
    Kind.INT: "integer",
    Kind.BIGINT: "bigint",
    Kind.FLOAT: "double precision",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamp with time zone",
    Kind.TIME: "time without time zone",
    Kind.DURATION: "interval",
    Kind.UUID: "uuid",
    Kind.JSON: "jsonb",
}
_CLOCK = {
    (Kind.DATE, "now"): "((now() AT TIME ZONE 'UTC'))::date",
    (Kind.DATE, "today"): "((now() AT TIME ZONE 'UTC'))::date",
    (Kind.TIME, "now"): "((now() AT TIME ZONE 'UTC'))::time without time zone",
}
_DIGITS = re.compile(r"\d+")

STAMP = "timestamp with time zone"
HEAD = (Column("id", "uuid", "id", nullable=False, default="uuidv7()"),)
"""The first column of every entity."""


def tail(entity: Entity) -> tuple[Column, ...]:
    """The bookkeeping columns, which a trigger writes."""
    columns = (
        Column("created_at", STAMP, "created_at", nullable=False, default="now()"),
        Column("updated_at", STAMP, "updated_at", nullable=False, default="now()"),
        Column("created_by_id", "uuid", "created_by"),
        Column("updated_by_id", "uuid", "updated_by"),
        Column("version", "integer", "version", nullable=False, default="1"),
    )
    gone = (Column("deleted_at", STAMP, "deleted_at"),) if entity.soft else ()
    return (*columns, *gone)


def literal(text: str) -> str:
    """A text as an SQL literal on one line, so that nobody's indentation gets into it."""
    quoted = text.replace("'", "''")
    if "\n" not in text:
        return f"'{quoted}'"
    return "E'" + quoted.replace("\\", "\\\\").replace("\n", "\\n") + "'"


def array(words: tuple[str, ...]) -> str:
    """Texts as the literal of an array, such as a trigger's argument."""
    return "{" + ",".join(json.dumps(word, ensure_ascii=False) for word in words) + "}"


def sql_type(field: Field) -> str:
    """The type of a field's column as format_type() spells it."""
    if field.kind is Kind.ENUM and field.enum is not None:
        base = names.quoted(field.enum.sql_type)
    elif field.kind is Kind.DECIMAL:
        base = f"numeric({field.digits},{field.places})"
    else:
        base = _TYPES[field.kind]
    return f"{base}[]" if field.many else base


def is_text(field: Field) -> bool:
    """Whether the column holds text."""
    return sql_type(field) in ("text", "text[]")


def field_column(entity: Entity, field: Field, conditions: Conditions) -> Column:
    """The column of a stored field."""
    generated = conditions.bare(field.computed) if field.computed else None
    unordered = field.enum is not None and field.enum.sql_type == "text"
    values = field.enum.values if field.enum and unordered else ()
    return Column(
        name=field.name,
        type=sql_type(field),
        member=field.name,
        nullable=field.nullable if generated is None else True,
        default=_default(entity, field),
        generated=generated,
        reads=conditions.reads(entity, field.computed) if field.computed else (),
        words=tuple(value.name for value in values),
        renamed=tuple((value.was, value.name) for value in values if value.was),
        was=field.was,
        secret=field.secret,
        comment=field.doc,
    )


def entity_columns(entity: Entity, model: Model, conditions: Conditions) -> tuple[Column, ...]:
    """Every column of an entity's table, in order."""
    known = conditions.columns
    if entity.name not in known:
        known[entity.name] = tuple(_entity_columns(entity, model, conditions))
    return known[entity.name]


def _entity_columns(entity: Entity, model: Model, conditions: Conditions) -> Iterator[Column]:
    yield from HEAD
    for field in entity.fields:
        if field.computed is None or field.stored:
            yield field_column(entity, field, conditions)
    for relation in entity.relations:
        if not relation.many and not relation.inferred:
            yield from key_columns(relation, model)
    yield from tail(entity)


def key_columns(relation: Relation, model: Model) -> tuple[Column, ...]:
    """The column of a key, or the pair of a polymorphic one."""
    key = Column(
        name=relation.column,
        type="uuid",
        member=relation.name,
        nullable=not relation.required,
        was=relation.was,
        comment=relation.doc,
    )
    if relation.type_column is None:
        return (key,)
    targets = [model.entity(name) for name in relation.targets]
    return (
        Column(
            name=relation.type_column,
            type="text",
            words=tuple(target.resource for target in targets),
            renamed=tuple((names.snake(each.was), each.resource) for each in targets if each.was),
            member=f"{relation.name}.type",
            nullable=not relation.required,
            was=f"{relation.was}.type" if relation.was else None,
        ),
        key,
    )


def numbering(number: str) -> tuple[str, int]:
    """The pattern and width of a `number` example: `R-0001` gives `R-{number}` and 4.

    The last run of digits is the counter.
    """
    runs = list(_DIGITS.finditer(number))
    if not runs:
        return number + "{number}", 1
    last = runs[-1]
    return number[: last.start()] + "{number}" + number[last.end() :], len(last.group())


def _default(entity: Entity, field: Field) -> str | None:
    if field.number is not None:
        pattern, width = numbering(field.number)
        sequence = names.sequence(entity.table, field.name)
        return f"charter_number({literal(sequence)}, {literal(pattern)}, {width})"
    return default_sql(field, field.default) if field.default else None


def default_sql(field: Field, default: Default) -> str:
    """A default as SQL, of the column's type."""
    if default.source != "literal":
        return _CLOCK.get((field.kind, default.source), "now()")
    value = default.value
    if field.kind is Kind.JSON:
        return f"{literal(json.dumps(value, ensure_ascii=False))}::jsonb"
    if isinstance(value, list | tuple):
        return f"{literal(array(tuple(_word(item) for item in value)))}::{sql_type(field)}"
    plain = field.kind in (Kind.INT, Kind.BIGINT, Kind.FLOAT, Kind.DECIMAL, Kind.BOOL)
    return _word(value) if plain else f"{literal(_word(value))}::{sql_type(field)}"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
