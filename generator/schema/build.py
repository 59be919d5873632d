"""The schema of a model. Everything that names or decides about tables stands in this package."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import Entity, Model
from generator.problems import Problems
from generator.schema import checks, columns, functions, keys, reach, seeking, triggers
from generator.schema.functions import EVENT
from generator.schema.indexes import finders, search_indexes
from generator.schema.looks import Templates
from generator.schema.past import past_functions
from generator.schema.trail import audit_function, hidden_columns, hidden_indexes
from generator.schema.values import (
    EnumType,
    Privilege,
    Schema,
    Sequence,
    Table,
)


def build(model: Model) -> Schema:
    """The database schema of a resolved model."""
    templates = Templates(model)
    entities = tuple(model.entities.values())
    return Schema(
        enums=tuple(_enums(model)),
        sequences=tuple(_sequences(entities)),
        functions=(
            *functions.functions(model, templates),
            *(look.function for look in templates.looks),
            *(audit_function(each, model, templates) for each in entities if each.name != EVENT),
            *(rule for each in entities if (rule := reach.rule_function(each, templates))),
            *(past for each in entities for past in past_functions(each, templates)),
            *(each for entity in entities for each in finders(entity, templates)),
            *(each for entity in entities for each in seeking.functions(entity)),
        ),
        tables=tuple(
            table
            for entity in entities
            for table in (_table(entity, model, templates), *keys.links(entity, model, templates))
        ),
        extensions=seeking.extensions(entities),
    )


def refuse(model: Model, problems: Problems) -> None:
    """Adds an E043 for each construct that has no table form yet."""
    for entity in model.entities.values():
        for relation in entity.relations:
            for target in relation.targets:
                parent = model.entity(target)
                hidden = parent.soft and relation.on_delete == "cascade" and not relation.many
                if hidden and (relation.polymorphic or not entity.soft):
                    message = (
                        f'"cascade" from the softly deleted {target} is understood but not '
                        f"compiled yet for {entity.name}.{relation.name}"
                    )
                    hint = f"Say delete: soft on {entity.name}, with {target} alone in to:."
                    problems.add(relation.at, "E043", message, hint)


def _enums(model: Model) -> Iterator[EnumType]:
    """The ordered enums that a column uses or could use: all of them, in the order of the model."""
    for aggregate in model.aggregates:
        for enum in aggregate.enums:
            if enum.ordered:
                yield EnumType(
                    enum.sql_type,
                    enum.name,
                    tuple(value.name for value in enum.values),
                    tuple((value.was, value.name) for value in enum.values if value.was),
                    enum.was,
                )


def _sequences(entities: tuple[Entity, ...]) -> Iterator[Sequence]:
    for entity in entities:
        for field in entity.fields:
            if field.number is not None:
                yield Sequence(names.sequence(entity.table, field.name))


def _table(entity: Entity, model: Model, conditions: Templates) -> Table:
    privileges = _privileges(entity)
    return Table(
        name=entity.table,
        entity=entity.name,
        aggregate=entity.aggregate,
        columns=(*columns.entity_columns(entity, model, conditions), *hidden_columns(entity)),
        primary_key=("id",),
        primary_key_name=names.primary_key(entity.table),
        foreign_keys=tuple(keys.foreign_keys(entity, model)),
        checks=tuple(checks.checks(entity, conditions)),
        indexes=(
            *keys.indexes(entity, conditions),
            *search_indexes(entity),
            *seeking.indexes(entity),
            *hidden_indexes(entity),
        ),
        triggers=tuple(triggers.triggers(entity, model)),
        policies=tuple(reach.policies(entity, entity.table, privileges, conditions)),
        security=reach.security(entity),
        privileges=privileges,
        was=entity.was,
        comment=entity.doc,
        months=entity.name == EVENT,
    )


def _privileges(entity: Entity) -> tuple[Privilege, ...]:
    """What the application may do by itself; cascades and definer functions need none of it."""
    if entity.name == EVENT:
        return ("select",)
    if entity.write_once:
        return ("select", "insert")
    if entity.delete == "hard":
        return ("select", "insert", "update", "delete")
    return ("select", "insert", "update")
