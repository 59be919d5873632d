"""What a generated resource says of its personal fields: whom each is about, and its erasure."""

from __future__ import annotations

from collections.abc import Iterator

from generator.emit.source import Call
from generator.model import Bound, Entity, Field, Kind, Model
from generator.schema.columns import literal, sql_type
from generator.schema.functions import EVENT
from generator.schema.trail import about_people, subject_of

_ROW = "{row}"
_FIXED = {
    Kind.DATE: "0001-01-01",
    Kind.DATETIME: "0001-01-01T00:00:00Z",
    Kind.TIME: "00:00",
    Kind.DURATION: "PT0S",
    Kind.BOOL: "false",
    Kind.JSON: "{{}}",
    # User-assigned in ISO 3166-1, and "no currency" in ISO 4217.
    Kind.COUNTRY: "ZZ",
    Kind.CURRENCY: "XXX",
}
_OF_THE_ROW = {
    Kind.EMAIL: "'erased-' || {row}.id || '@erased.invalid'",
    Kind.URL: "'https://erased.invalid/' || {row}.id",
    Kind.UUID: "{row}.id",
}
"""The row's id keeps unique keys unique; nothing under `invalid` is ever reached (RFC 2606)."""


def personal(entity: Entity, model: Model) -> Iterator[Call]:
    """The personal fields; those of an event are the business of the trail itself."""
    if entity.name == EVENT:
        return
    for field in about_people(entity):
        said = (field.name, subject_of(entity, field, model, _ROW), _instead(field))
        yield Call("Personal", {}, said)


def _instead(field: Field) -> str:
    """Null where the column may be null, else a value that nobody takes for a real one."""
    if field.nullable and field.required_when is None:
        return "NULL"
    kind = sql_type(field)
    if field.many:
        return f"'{{{{}}}}'::{kind}"
    if field.kind in (Kind.STRING, Kind.TEXT):
        return _word(field)
    if field.kind in _OF_THE_ROW:
        return _OF_THE_ROW[field.kind]
    if field.kind is Kind.ENUM and field.enum is not None:
        return f"{literal(field.enum.values[0].name)}::{kind}"
    return f"{literal(_lowest(field))}::{kind}"


def _word(field: Field) -> str:
    if field.unique:
        return f"'Erased ' || {_ROW}.id"
    least, most = _length(field.min, 0), _length(field.max, len("Erased"))
    return literal("Erased".ljust(least, ".")[:most])


def _length(bound: Bound | None, default: int) -> int:
    return bound.value if bound is not None and isinstance(bound.value, int) else default


def _lowest(field: Field) -> str:
    if field.min is not None and field.min.value is not None:
        return str(field.min.value)
    return _FIXED.get(field.kind, "0")
