"""Foreign keys, unique keys and indexes of an entity, and the tables of its links."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import Entity, Field, Model, Relation
from generator.model import Index as ModelIndex
from generator.schema import columns
from generator.schema.conditions import ACTOR, Conditions
from generator.schema.functions import frozen_link_function
from generator.schema.looks import Templates
from generator.schema.reach import link_policies
from generator.schema.triggers import untruncated
from generator.schema.values import Column, ForeignKey, Index, Table, Trigger

LIVE = "deleted_at IS NULL"
"""Unique keys of a softly deleted entity count only the rows that are there."""


def remembers(entity: Entity) -> bool:
    """Whether keys of the entity are remembered and not enforced.

    The trail outlives what it speaks of: deleting a user must neither rewrite their events nor
    be refused because of them, and an event must not lock the row of its actor.
    """
    return entity.system and entity.write_once


def foreign_keys(entity: Entity, model: Model) -> Iterator[ForeignKey]:
    """The foreign keys of an entity's plain to-one relations."""
    if remembers(entity):
        return
    for relation in entity.relations:
        if relation.many or relation.polymorphic:
            continue
        yield ForeignKey(
            names.foreign_key(entity.table, relation.column),
            entity.table,
            relation.column,
            model.entity(relation.targets[0]).table,
            relation.on_delete,
        )


def indexes(entity: Entity, conditions: Conditions) -> Iterator[Index]:
    """Unique indexes, then declared ones, then one for each key that none of them leads with.

    The latter go on with the id, so that the rows of one parent are read in the order of a list;
    those of who wrote a row last are for the foreign key alone.
    """
    found = [*_unique(entity, conditions), *_declared(entity, conditions)]
    yield from found
    leading = {index.columns[0][0] for index in found if index.where is None}
    for relation in entity.relations:
        if relation.many or (relation.inferred and remembers(entity)):
            continue
        if relation.column not in leading:
            pair = tuple(c for c in (relation.column, relation.type_column) if c is not None)
            name = names.index(entity.table, pair)
            columns = pair if relation.inferred or remembers(entity) else (*pair, "id")
            yield Index(name, entity.table, tuple((column, False) for column in columns))


def _unique(entity: Entity, conditions: Conditions) -> Iterator[Index]:
    named = {key.columns for key in entity.unique if key.where is None}
    for key in entity.unique:
        where = conditions.bare(key.where) if key.where else None
        reads = conditions.reads(entity, key.where) if key.where else ()
        yield Index(
            key.constraint,
            entity.table,
            tuple((column, False) for column in key.columns),
            unique=True,
            nulls_equal=key.nulls_equal,
            where=_live(entity, where),
            reads=(*reads, "deleted_at") if entity.soft else reads,
        )
    for field in entity.fields:
        if field.unique and (field.name,) not in named:
            yield _unique_field(entity, field)


def _unique_field(entity: Entity, field: Field) -> Index:
    return Index(
        names.unique(entity.table, (field.name,)),
        entity.table,
        ((field.name, False),),
        unique=True,
        where=_live(entity, None),
        reads=("deleted_at",) if entity.soft else (),
    )


def _live(entity: Entity, where: str | None) -> str | None:
    if not entity.soft:
        return where
    return LIVE if where is None else f"({where}) AND {LIVE}"


def _declared(entity: Entity, conditions: Conditions) -> Iterator[Index]:
    """Those of the model, each with the id behind: a list is in a total order, which ends with it.

    Without it a page of rows that share a value would have to be sorted out of all of them. Those
    of the trail stay short: every write makes an entry, and its times differ.
    """
    for index in entity.indexes:
        named = remembers(entity) or any(name == "id" for name, _ in index.columns)
        yield Index(
            index.name,
            entity.table,
            index.columns if named else (*index.columns, ("id", False)),
            where=conditions.bare(index.where) if index.where else None,
            reads=conditions.reads(entity, index.where) if index.where else (),
            filled=tuple(_never_empty(entity, index)),
        )


def _never_empty(entity: Entity, index: ModelIndex) -> Iterator[str]:
    """The descending columns that hold no null."""
    filled = {"created_at", "updated_at", "version"}
    filled |= {field.name for field in entity.fields if not field.nullable}
    filled |= {relation.column for relation in entity.relations if relation.required}
    yield from (name for name, descending in index.columns if descending and name in filled)


# --------------------------------------------------------------------------------------- links


def links(entity: Entity, model: Model, templates: Templates) -> Iterator[Table]:
    """The link tables that an entity declares."""
    for relation in entity.relations:
        if relation.many:
            yield _link(entity, relation, model, templates)


def _link(entity: Entity, relation: Relation, model: Model, templates: Templates) -> Table:
    table, left, right = relation.link_table, relation.left_column, relation.right_column
    if table is None or left is None or right is None:
        raise ValueError(f"{entity.name}.{relation.name} has no link table")
    target = model.entity(relation.targets[0])
    ends = ((left, entity.table), (right, target.table))
    keys = (
        ForeignKey(names.foreign_key(table, column), table, column, end, "cascade")
        for column, end in ends
    )
    return Table(
        name=table,
        entity=f"{entity.name}.{relation.name}",
        aggregate=entity.aggregate,
        columns=(
            Column(left, "uuid", "left", nullable=False),
            Column(right, "uuid", "right", nullable=False),
            Column("created_at", columns.STAMP, "created_at", nullable=False, default="now()"),
            # Remembered, not enforced: who linked stays known when the account is gone.
            Column("created_by_id", "uuid", "created_by", default=ACTOR),
        ),
        primary_key=(left, right),
        primary_key_name=names.primary_key(table),
        foreign_keys=tuple(keys),
        indexes=(Index(names.index(table, (right,)), table, ((right, False),)),),
        triggers=tuple(_link_triggers(entity, relation, table, left, right)),
        policies=tuple(link_policies(entity, relation, table, target, templates)),
        security="forced",
        privileges=("select", "insert", "delete"),
        was=f"{entity.was or entity.name}.{relation.was or relation.name}",
        comment=relation.doc or f"{entity.plural_title} and their {relation.title.lower()}.",
    )


def _link_triggers(
    entity: Entity, relation: Relation, table: str, left: str, right: str
) -> Iterator[Trigger]:
    yield Trigger(
        names.trigger(table, "audit"),
        table,
        "AFTER INSERT OR UPDATE OR DELETE",
        "charter_audit_link",
        (entity.resource, relation.name, left, right),
    )
    yield untruncated(table)
    if entity.frozen is not None:
        yield Trigger(
            names.trigger(table, "frozen"),
            table,
            "BEFORE INSERT OR DELETE",
            frozen_link_function(entity),
            (left,),
        )
