"""The triggers of an entity's table: each calls a function that knows nothing of the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from generator import names
from generator.model import Action, Entity, Model, Relation
from generator.schema.columns import array
from generator.schema.functions import (
    APPEND_ONLY,
    EVENT,
    NEVER_DELETED,
    WRITTEN_ONCE,
    frozen_function,
)
from generator.schema.trail import audit_name, quiet
from generator.schema.values import Trigger


def triggers(entity: Entity, model: Model) -> Iterator[Trigger]:
    """All triggers of an entity's table; rows of one table fire them in the order of names."""
    if entity.name == EVENT:
        yield from _append_only(entity)
        return
    yield untruncated(entity.table)
    generated = array(_generated(entity))
    yield _row(entity, "audit", "AFTER INSERT OR UPDATE OR DELETE", audit_name(entity))
    beside = (generated, array(quiet(entity)))
    yield _row(entity, "touch", "BEFORE INSERT OR UPDATE", "charter_touch", beside)
    yield from _held(entity)
    yield from _references(entity, model)
    yield from _referred(entity, model)
    yield from _soft(entity, model)


def _row(
    entity: Entity, what: str, when: str, function: str, arguments: tuple[str, ...] = ()
) -> Trigger:
    return Trigger(names.trigger(entity.table, what), entity.table, when, function, arguments)


def _append_only(entity: Entity) -> Iterator[Trigger]:
    # On the statement, so that one that meets no row is refused as well.
    arguments = (WRITTEN_ONCE, APPEND_ONLY)
    for what, when in (("once", "BEFORE UPDATE OR DELETE"), ("whole", "BEFORE TRUNCATE")):
        name = names.trigger(entity.table, what)
        yield Trigger(name, entity.table, when, "charter_refuse", arguments, statement=True)


def untruncated(table: str) -> Trigger:
    """Refuses TRUNCATE, which would remove rows without an event for each."""
    return Trigger(
        names.trigger(table, "whole"),
        table,
        "BEFORE TRUNCATE",
        "charter_refuse",
        (NEVER_DELETED, "TRUNCATE leaves no audit events; delete the rows instead"),
        statement=True,
    )


def _held(entity: Entity) -> Iterator[Trigger]:
    """What forbids changes: of the whole row, its deletion, some columns, while frozen."""
    if entity.write_once:
        sentence = "rows here are added, never changed or deleted"
        arguments = (WRITTEN_ONCE, sentence)
        yield _row(entity, "once", "BEFORE UPDATE OR DELETE", "charter_refuse", arguments)
        return
    if entity.delete == "never":
        arguments = (NEVER_DELETED, "rows here are never deleted")
        yield _row(entity, "keep", "BEFORE DELETE", "charter_refuse", arguments)
    once = _once(entity)
    if once:
        yield _row(entity, "hold", "BEFORE UPDATE", "charter_hold", (array(once),))
    if entity.frozen is not None:
        yield _row(entity, "frozen", "BEFORE UPDATE OR DELETE", frozen_function(entity))
    named = {action.name: _named(entity, action) for action in _actions(entity) if action.at_row}
    if named:
        beside = array((*_BY_ITSELF, *_generated(entity)))
        yield replace(
            _row(
                entity,
                "writes",
                "BEFORE UPDATE",
                "charter_writes",
                (entity.resource, json.dumps(named), beside),
            ),
            only=_IN_ACTION,
        )


_IN_ACTION = "coalesce(current_setting('charter.action', true), 'update') <> 'update'"
_BY_ITSELF = ("id", "created_at", "updated_at", "created_by_id", "updated_by_id", "version")


def _actions(entity: Entity) -> Iterator[Action]:
    yield from entity.actions
    if entity.states is not None:
        yield from entity.states.transitions


def _named(entity: Entity, action: Action) -> list[str]:
    """The columns that an action may write: the state, what it takes and sets, its `writes`."""
    found = {assign.column for assign in action.set}
    if action.to_state is not None and entity.states is not None:
        found.add(entity.states.field)
    relations = {relation.name: relation for relation in entity.relations}
    for name in (*action.needs, *action.takes, *action.writes):
        relation = relations.get(name)
        if relation is None:
            found.add(name)
        else:
            found |= {column for column in (relation.type_column, relation.column) if column}
    return sorted(found)


def _generated(entity: Entity) -> tuple[str, ...]:
    return tuple(field.name for field in entity.fields if field.computed and field.stored)


def _once(entity: Entity) -> tuple[str, ...]:
    fields = (field.name for field in entity.fields if field.write == "once")
    keys = (
        column
        for relation in entity.relations
        if relation.write == "once" and not relation.many
        for column in (relation.type_column, relation.column)
        if column is not None
    )
    return (*fields, *keys)


# ------------------------------------------------------------------------ keys of several kinds


def _references(entity: Entity, model: Model) -> Iterator[Trigger]:
    for relation in entity.relations:
        if relation.type_column is None:
            continue
        targets = [model.entity(name) for name in relation.targets]
        arguments = (
            names.foreign_key(entity.table, relation.column),
            relation.type_column,
            relation.column,
            array(tuple(target.resource for target in targets)),
            array(tuple(target.table for target in targets)),
        )
        what = f"reference_{relation.name}"
        when = f"AFTER INSERT OR UPDATE OF {_listed(relation.type_column, relation.column)}"
        yield _row(entity, what, when, "charter_reference_check", arguments)


def _listed(*columns: str) -> str:
    return ", ".join(names.quoted(column) for column in columns)


def _referred(entity: Entity, model: Model) -> Iterator[Trigger]:
    if entity.delete == "never" or entity.write_once:
        return
    for owner in model.entities.values():
        for relation in owner.relations:
            if relation.type_column is not None and entity.name in relation.targets:
                yield _acting(entity, owner, relation, relation.type_column)


def _acting(entity: Entity, owner: Entity, relation: Relation, type_column: str) -> Trigger:
    arguments = (
        names.foreign_key(owner.table, relation.column),
        owner.table,
        type_column,
        relation.column,
        entity.resource,
        relation.on_delete,
    )
    what = f"{owner.table}_{relation.name}"
    return _row(entity, what, "AFTER DELETE", "charter_reference_delete", arguments)


def _soft(entity: Entity, model: Model) -> Iterator[Trigger]:
    if not entity.soft:
        return
    pairs = [
        (owner.table, relation.column)
        for owner in model.entities.values()
        for relation in owner.relations
        if owner.soft and cascades(relation, entity)
    ]
    if pairs:
        flat = tuple(word for pair in pairs for word in pair)
        yield _row(
            entity, "soft_cascade", "AFTER UPDATE OF deleted_at", "charter_soft_cascade", flat
        )


def cascades(relation: Relation, parent: Entity) -> bool:
    """Whether a row goes with the row of `parent` that its plain key points at."""
    return (
        relation.on_delete == "cascade"
        and not relation.many
        and not relation.polymorphic
        and relation.targets == (parent.name,)
    )
