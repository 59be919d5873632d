"""The expressions of a model as SQL of the database: CHECKs, predicates, generated columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from generator.expressions.shape import (
    Base,
    EntityShape,
    EnumShape,
    FieldShape,
    Shapes,
    ToManyShape,
    ToOneShape,
    Type,
)
from generator.expressions.sql import sql
from generator.expressions.tree import Expression
from generator.model import Entity, Enum, Field, Kind, Model, Relation
from generator.schema.values import Column

_TEXTS = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL, Kind.COUNTRY, Kind.CURRENCY)
_BASES = {kind: Base.TEXT for kind in _TEXTS} | {
    Kind.INT: Base.INT,
    Kind.BIGINT: Base.INT,
    Kind.FLOAT: Base.FLOAT,
    Kind.DECIMAL: Base.DECIMAL,
    Kind.BOOL: Base.BOOL,
    Kind.DATE: Base.DATE,
    Kind.DATETIME: Base.DATETIME,
    Kind.TIME: Base.TIME,
    Kind.DURATION: Base.DURATION,
    Kind.UUID: Base.UUID,
    Kind.JSON: Base.JSON,
    Kind.ENUM: Base.ENUM,
}
ACTOR = "nullif(current_setting('charter.actor', true), '')::uuid"
"""The actor as triggers see it; null without context."""


class Conditions:
    """Compiles the expressions of one model."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.columns: dict[str, tuple[Column, ...]] = {}
        """Those of each entity that was asked about, by its name."""

    def bare(self, expression: Expression) -> str:
        """With bare columns: for CHECKs, generated columns and index predicates."""
        return self._sql(expression, None)

    def over(self, expression: Expression, row: str) -> str:
        """Over a row known as `row`: an alias, `OLD`."""
        return self._sql(expression, row)

    def reads(self, entity: Entity, expression: Expression) -> tuple[str, ...]:
        """The columns of the row that an expression reads, sorted."""
        return tuple(sorted(set().union(*(_columns(entity, name) for name in expression.names))))

    @property
    def computed(self) -> Mapping[tuple[str, str], Expression]:
        """The expressions of computed fields by (entity, field)."""
        return self._computed

    def _sql(self, expression: Expression, row: str | None) -> str:
        return sql(expression, row, ACTOR, shapes=self._shapes, computed=self._computed)

    @cached_property
    def _computed(self) -> dict[tuple[str, str], Expression]:
        return {
            (entity.name, field.name): field.computed
            for entity in self.model.entities.values()
            for field in entity.fields
            if field.computed is not None
        }

    @cached_property
    def _shapes(self) -> Shapes:
        shapes = Shapes(roles=tuple(role.name for role in self.model.roles))
        for entity in self.model.entities.values():
            shapes.entities[entity.name] = _shape(entity)
        for entity in self.model.entities.values():
            for inverse in entity.inverses:
                owner = self.model.entity(inverse.entity)
                seen = _inverse(inverse.name, owner, owner.relation(inverse.relation))
                shapes.entities[entity.name].members.setdefault(inverse.name, seen)
        return shapes


def _shape(entity: Entity) -> EntityShape:
    shape = EntityShape(entity.name, entity.resource, entity.table, entity.soft)
    shape.members["id"] = FieldShape("id", Type(Base.UUID), required=True)
    for name in ("created_at", "updated_at"):
        shape.members[name] = FieldShape(name, Type(Base.DATETIME), required=True)
    shape.members["version"] = FieldShape("version", Type(Base.INT), required=True)
    if entity.soft:
        shape.members["deleted_at"] = FieldShape("deleted_at", Type(Base.DATETIME))
    for field in entity.fields:
        shape.members[field.name] = _field(field)
    for relation in entity.relations:
        shape.members[relation.name] = _relation(relation)
    return shape


def _field(field: Field) -> FieldShape:
    enum = _enum(field.enum) if field.enum else None
    type_ = Type(_BASES[field.kind], field.many, enum, wide=field.kind is Kind.BIGINT)
    text = field.computed.text if field.computed else None
    required = field.computed is None and not field.nullable
    return FieldShape(field.name, type_, field.stored, text, field.secret, required)


def _enum(enum: Enum) -> EnumShape:
    values = tuple(value.name for value in enum.values)
    return EnumShape(enum.name, values, enum.ordered, enum.sql_type)


def _relation(relation: Relation) -> ToOneShape | ToManyShape:
    if relation.many:
        return ToManyShape(
            relation.name,
            relation.targets[0],
            link_table=relation.link_table,
            near_column=relation.left_column,
            far_column=relation.right_column,
        )
    return ToOneShape(
        relation.name,
        relation.targets,
        relation.column,
        relation.type_column,
        relation.required,
    )


def _inverse(name: str, owner: Entity, relation: Relation) -> ToManyShape:
    if relation.many:
        return ToManyShape(
            name,
            owner.name,
            link_table=relation.link_table,
            near_column=relation.right_column,
            far_column=relation.left_column,
        )
    return ToManyShape(name, owner.name, relation.column, relation.type_column)


def _columns(entity: Entity, name: str) -> tuple[str, ...]:
    """The columns behind a field or to-one relation; for a to-many none."""
    for relation in entity.relations:
        if relation.name == name:
            pair = (relation.column, relation.type_column)
            return () if relation.many else tuple(column for column in pair if column)
    return (name,)
