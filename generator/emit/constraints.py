"""What a violated constraint means to the caller: by its name, as the schema gives it."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.emit.source import Call
from generator.model import Bound, Entity, Field, Kind
from generator.schema.values import Table

_LENGTHS = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL)
_FIXED = {
    "enum": ("NOT_A_VALUE", "This is not one of the values."),
    "pattern": ("PATTERN", "This is not of the form that is asked for."),
    "filled": ("INVALID_VALUE", "A list holds no nulls."),
    "items": ("TOO_LONG", "This list is too long."),
}


def constraints(entity: Entity, table: Table) -> Iterator[tuple[str, Call]]:
    """(name, meaning) of every constraint of a table that a caller can break."""
    yield from _keys(entity)
    for key in table.foreign_keys:
        if not key.column.endswith(("created_by_id", "updated_by_id")):
            yield key.name, _meaning("reference", "REFERENCE", "This leads to no row.", key.column)
    for relation in entity.relations:
        if relation.type_column is not None:
            name = names.foreign_key(entity.table, relation.column)
            meaning = _meaning("reference", "REFERENCE", "This leads to no row.", relation.column)
            yield name, meaning
    known = {check.name for check in table.checks}
    for name, meaning in _checks(entity):
        if name in known:
            yield name, meaning


def _keys(entity: Entity) -> Iterator[tuple[str, Call]]:
    taken = "Another row has this already."
    named = {key.columns for key in entity.unique if key.where is None}
    for key in entity.unique:
        yield key.constraint, _meaning("unique", key.code, taken, *key.columns)
    for field in entity.fields:
        if field.unique and (field.name,) not in named:
            name = names.unique(entity.table, (field.name,))
            yield name, _meaning("unique", "DUPLICATE", taken, field.name)


def _checks(entity: Entity) -> Iterator[tuple[str, Call]]:
    for field in entity.fields:
        yield from _of_field(entity, field)
    for relation in entity.relations:
        said: tuple[str, ...] = (relation.column,)
        yield _required(entity, relation.column)
        if relation.type_column is not None:
            pair = names.check(entity.table, f"{relation.name}_pair")
            text = "The kind and the id come together."
            yield pair, _meaning("check", "INVALID_VALUE", text, relation.type_column, *said)
            kind = names.check(entity.table, f"{relation.type_column}_enum")
            yield kind, _meaning("check", *_FIXED["enum"], relation.type_column)
    for rule in entity.rules:
        if rule.constraint is not None:
            named = (_json_name(entity, rule.field),) if rule.field else ()
            yield rule.constraint, _meaning("check", rule.code, rule.message, *named)


def _of_field(entity: Entity, field: Field) -> Iterator[tuple[str, Call]]:
    yield _required(entity, field.name)
    for kind, (code, message) in _FIXED.items():
        name = names.check(entity.table, f"{field.name}_{kind}")
        yield name, _meaning("check", code, message, field.name)
    for kind, bound in (("min", field.min), ("max", field.max)):
        if bound is not None:
            name = names.check(entity.table, f"{field.name}_{kind}")
            code, message = _bounded(field, kind, bound)
            yield name, _meaning("check", code, message, field.name)


def _bounded(field: Field, kind: str, bound: Bound) -> tuple[str, str]:
    edge = f"{'at least' if kind == 'min' else 'at most'} {bound.field or bound.value}"
    if field.kind in _LENGTHS and bound.field is None:
        return ("TOO_SHORT" if kind == "min" else "TOO_LONG"), f"Give {edge} characters."
    return ("TOO_SMALL" if kind == "min" else "TOO_LARGE"), f"This must be {edge}."


def _required(entity: Entity, column: str) -> tuple[str, Call]:
    name = names.check(entity.table, f"{column}_required")
    return name, _meaning("required", "REQUIRED", "This must be set.", column)


def _json_name(entity: Entity, name: str) -> str:
    for relation in entity.relations:
        if relation.name == name:
            return relation.column
    return name


def _meaning(kind: str, code: str, message: str, *fields: str) -> Call:
    return Call("Constraint", {"fields": tuple(fields)}, (kind, code, message))
