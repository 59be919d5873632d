"""CHECK constraints: what the model says of single rows, held by the database too."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import Bound, Entity, Field, Kind, Relation
from generator.schema.columns import is_text, literal, sql_type
from generator.schema.conditions import Conditions
from generator.schema.functions import EVENT
from generator.schema.values import Check

_FORMATS = {Kind.COUNTRY: "[A-Z]{2}", Kind.CURRENCY: "[A-Z]{3}"}
_LENGTHS = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL)
_QUOTED = (Kind.DATE, Kind.DATETIME, Kind.TIME, Kind.DURATION)


def checks(entity: Entity, conditions: Conditions) -> Iterator[Check]:
    """All CHECKs of an entity's table, in the order of the model.

    The trail has none: it is written by functions of the owner alone, and a CHECK could only turn
    a change that is right into one that cannot be recorded.
    """
    if entity.name == EVENT:
        return
    for field in entity.fields:
        if field.computed is None:
            yield from _of_field(entity, field, conditions)
    for relation in entity.relations:
        if not relation.many:
            yield from _of_key(entity, relation, conditions)
    for rule in entity.rules:
        if rule.in_database and rule.constraint is not None:
            yield Check(
                rule.constraint,
                entity.table,
                conditions.bare(rule.test),
                conditions.reads(entity, rule.test),
            )


def _of_field(entity: Entity, field: Field, conditions: Conditions) -> Iterator[Check]:
    column = names.quoted(field.name)
    for kind, condition, others in _simple(field, column):
        name = names.check(entity.table, f"{field.name}_{kind}")
        yield Check(name, entity.table, condition, (field.name, *others))
    if field.required_when is not None:
        test = conditions.bare(field.required_when)
        reads = conditions.reads(entity, field.required_when)
        name = names.check(entity.table, f"{field.name}_required")
        condition = f"{column} IS NOT NULL OR NOT ({test})"
        yield Check(name, entity.table, condition, (field.name, *reads))


def _simple(field: Field, column: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(kind, condition, other columns read): a null column passes every one of them."""
    if field.many:
        yield "filled", f"array_position({column}, NULL) IS NULL", ()
    if field.max_items is not None:
        yield "items", f"cardinality({column}) <= {field.max_items}", ()
    if field.kind is Kind.ENUM and is_text(field):
        yield "enum", _among(field, column), ()
    for kind, bound in (("min", field.min), ("max", field.max)):
        if bound is not None:
            yield kind, *_bound(field, column, kind, bound)
    pattern = field.pattern or _FORMATS.get(field.kind)
    if pattern is not None:
        yield "pattern", _matches(field, column, pattern), ()


def _among(field: Field, column: str) -> str:
    values = field.enum.values if field.enum else ()
    listed = ", ".join(literal(value.name) for value in values)
    if field.many:
        return f"{column} <@ ARRAY[{listed}]::text[]"
    return f"{column} IN ({listed})"


def _bound(field: Field, column: str, kind: str, bound: Bound) -> tuple[str, tuple[str, ...]]:
    operator, flipped = (">=", "<=") if kind == "min" else ("<=", ">=")
    if bound.field is not None:
        return f"{column} {operator} {names.quoted(bound.field)}", (bound.field,)
    limit = _limit(field, bound)
    if field.kind in _LENGTHS:
        if field.many:
            edge = "charter_shortest" if kind == "min" else "charter_longest"
            return f"{edge}({column}) {operator} {limit}", ()
        return f"char_length({column}) {operator} {limit}", ()
    if field.many:
        return f"{limit} {flipped} ALL ({column})", ()
    return f"{column} {operator} {limit}", ()


def _limit(field: Field, bound: Bound) -> str:
    if field.kind not in _QUOTED:
        return str(bound.value)
    return f"{literal(str(bound.value))}::{sql_type(field).removesuffix('[]')}"


def _matches(field: Field, column: str, pattern: str) -> str:
    whole = literal(rf"\A(?:{pattern})\Z")
    if field.many:
        return f"charter_all_match({column}, {whole})"
    return f"{column} ~ {whole}"


def _of_key(entity: Entity, relation: Relation, conditions: Conditions) -> Iterator[Check]:
    key = names.quoted(relation.column)
    if relation.type_column is not None:
        kind = names.quoted(relation.type_column)
        columns = (relation.type_column, relation.column)
        name = names.check(entity.table, f"{relation.name}_pair")
        yield Check(name, entity.table, f"({kind} IS NULL) = ({key} IS NULL)", columns)
        # The words come from the names of entities, so they need no escape.
        listed = ", ".join(literal(names.snake(target)) for target in relation.targets)
        name = names.check(entity.table, f"{relation.type_column}_enum")
        yield Check(name, entity.table, f"{kind} IN ({listed})", (relation.type_column,))
    if relation.required_when is not None:
        test = conditions.bare(relation.required_when)
        reads = conditions.reads(entity, relation.required_when)
        name = names.check(entity.table, f"{relation.column}_required")
        condition = f"{key} IS NOT NULL OR NOT ({test})"
        yield Check(name, entity.table, condition, (relation.column, *reads))
