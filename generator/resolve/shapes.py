"""The shapes of all entities: what expressions may name, before any expression is read."""

from __future__ import annotations

from generator import names
from generator.expressions.shape import (
    Base,
    EntityShape,
    FieldShape,
    Member,
    Shapes,
    ToManyShape,
    ToOneShape,
    Type,
)
from generator.load.nodes import Mapping
from generator.model import Kind
from generator.resolve import read
from generator.resolve.enums import Enums, enum_shape
from generator.resolve.spec import ANY, EntitySpec, Spec

USER = "User"

_BASES = {
    "string": Base.TEXT,
    "text": Base.TEXT,
    "email": Base.TEXT,
    "url": Base.TEXT,
    "country": Base.TEXT,
    "currency": Base.TEXT,
    "int": Base.INT,
    "bigint": Base.INT,
    "float": Base.FLOAT,
    "decimal": Base.DECIMAL,
    "bool": Base.BOOL,
    "date": Base.DATE,
    "datetime": Base.DATETIME,
    "time": Base.TIME,
    "duration": Base.DURATION,
    "uuid": Base.UUID,
    "json": Base.JSON,
    "vector": Base.JSON,
    "file": Base.FILE,
}


def build(spec: Spec, enums: Enums) -> Shapes:
    """The shapes of all entities; which computed fields are stored is settled afterwards."""
    shapes = Shapes(roles=spec.roles)
    for entity in spec.entities.values():
        shape = EntityShape(entity.name, entity.resource, entity.table, entity.soft)
        shape.members.update(_common(entity, spec))
        shapes.entities[entity.name] = shape
        _own_members(shape, entity, spec, enums)
    for entity in spec.entities.values():
        for name, member in entity.relations.items():
            _inverse(shapes, spec, entity, name, member.map)
    return shapes


def field_type(entity: EntitySpec, name: str, node: Mapping, enums: Enums) -> Type | None:
    """The type of a field or input in expressions; None where its enum is unknown (E014)."""
    many = read.flag(node, "many")
    if "number" in node:
        return Type(Base.TEXT)
    if "enum" in node:
        enum = enums.of_field(entity, name, node.get("enum"))
        return Type(Base.ENUM, many, enum_shape(enum)) if enum else None
    word = read.text_or(node, "type", "")
    base = _BASES.get(word)
    return Type(base, many, wide=word == Kind.BIGINT) if base else None


def _common(entity: EntitySpec, spec: Spec) -> dict[str, Member]:
    found: dict[str, Member] = {"id": FieldShape("id", Type(Base.UUID), required=True)}
    for name in ("created_at", "updated_at"):
        found[name] = FieldShape(name, Type(Base.DATETIME), required=True)
    if USER in spec.entities:
        for name in ("created_by", "updated_by"):
            found[name] = ToOneShape(name, (USER,), names.column(name))
    else:
        spec.missing.update(("created_by", "updated_by"))
    found["version"] = FieldShape("version", Type(Base.INT), required=True)
    if entity.soft:
        found["deleted_at"] = FieldShape("deleted_at", Type(Base.DATETIME))
    return found


def _own_members(shape: EntityShape, entity: EntitySpec, spec: Spec, enums: Enums) -> None:
    for name, member in entity.fields.items():
        node = member.map
        kind = field_type(entity, name, node, enums)
        if kind is None:
            spec.missing.add(name)
            continue
        computed, secret = read.text(node, "computed"), read.flag(node, "secret")
        required = computed is None and _never_null(node)
        shape.members[name] = FieldShape(name, kind, True, computed, secret, required)
    state_field = entity.state_field
    state_enum = enums.inline.get((entity.name, state_field)) if state_field else None
    if state_field and state_enum:
        state_type = Type(Base.ENUM, enum=enum_shape(state_enum))
        shape.members[state_field] = FieldShape(state_field, state_type, required=True)
    for name, member in entity.relations.items():
        relation = _relation(entity, name, member.map, spec)
        if relation is None:
            spec.missing.add(name)
        else:
            shape.members[name] = relation


def _never_null(node: Mapping) -> bool:
    return "number" in node or "default" in node or read.flag(node, "required")


def _relation(
    entity: EntitySpec, name: str, node: Mapping, spec: Spec
) -> ToOneShape | ToManyShape | None:
    targets = spec.targets(node)
    if not targets:
        return None
    if read.flag(node, "many"):
        near, far = link_columns(entity, targets[0], spec)
        table = read.text_or(node, "table", names.link_table(entity.table, name))
        return ToManyShape(name, targets[0], link_table=table, near_column=near, far_column=far)
    polymorphic = spec.polymorphic(node)
    to_any = read.word_list(node, "to") == (ANY,)
    type_column = names.type_column(name) if polymorphic else None
    shown = () if to_any else targets
    return ToOneShape(name, shown, names.column(name), type_column, read.flag(node, "required"))


def link_columns(entity: EntitySpec, target: str, spec: Spec) -> tuple[str, str]:
    """The columns of a link table: of the declaring side and of the other."""
    return names.link_columns(entity.resource, spec.entities[target].resource)


def _inverse(shapes: Shapes, spec: Spec, entity: EntitySpec, name: str, node: Mapping) -> None:
    inverse = read.text(node, "inverse")
    if inverse is None:
        return
    targets = spec.targets(node)
    if not targets:
        spec.missing.add(inverse)
    for target in targets:
        members = shapes.entities[target].members
        if inverse not in members:
            members[inverse] = _seen_from(entity, name, inverse, shapes)


def _seen_from(entity: EntitySpec, name: str, inverse: str, shapes: Shapes) -> ToManyShape:
    declared = shapes.entities[entity.name].members[name]
    if isinstance(declared, ToManyShape):
        return ToManyShape(
            inverse,
            entity.name,
            link_table=declared.link_table,
            near_column=declared.far_column,
            far_column=declared.near_column,
        )
    if isinstance(declared, ToOneShape):
        return ToManyShape(inverse, entity.name, declared.column, declared.type_column)
    message = f"{entity.name}.{name} is no relation"
    raise TypeError(message)
