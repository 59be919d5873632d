"""What bodies and answers of an entity look like: create, update, read, page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import names
from generator.emit.classes import ABSENT, Class, Member, member
from generator.emit.deprecated import deprecated_members
from generator.emit.shapes import (
    TYPES,
    Import,
    Shape,
    answer_shape,
    body_shape,
    choice_shape,
    component,
    enum_class,
    id_shape,
)
from generator.model import Entity, Enum, Field, Kind, Model, Relation

REQUEST = "RequestBody"
RESPONSE = "ResponseBody"
_SHOWN = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL, Kind.COUNTRY, Kind.CURRENCY)
_PLAIN = (Kind.INT, Kind.BIGINT, Kind.FLOAT, Kind.BOOL)


def module_of(entity: Entity, layer: str) -> str:
    """The generated module of an entity in a layer (`schemas`, `models`, …)."""
    return f"generated.{names.module(entity.aggregate)}.{layer}.{entity.module}"


def class_of(entity: Entity, suffix: str = "") -> str:
    """The Python class of an entity, or one of its schemas."""
    return f"{entity.name}{suffix}" if suffix else names.class_name(entity.name)


def schema_import(entity: Entity, suffix: str) -> Import:
    """Where a schema of an entity is imported from."""
    return (module_of(entity, "schemas"), class_of(entity, suffix))


def create_class(entity: Entity) -> Class:
    """The body of POST."""
    members = [
        *(_create_field(field) for field in writable(entity)),
        *_flat(_create_relation(r) for r in keys(entity) if r.write != "system"),
    ]
    doc = f"A new {entity.title.lower()}."
    return Class(class_of(entity, "Create"), doc, REQUEST, tuple(members), imports=_base(REQUEST))


def update_class(entity: Entity) -> Class:
    """The body of PATCH, a merge patch: what is left out stays as it is."""
    members = [
        *(patch_field(field) for field in writable(entity) if field.write == "always"),
        *_flat(patch_relation(r) for r in keys(entity) if r.write == "always"),
    ]
    doc = f"What changes of a {entity.title.lower()} (RFC 7396)."
    return Class(class_of(entity, "Update"), doc, REQUEST, tuple(members), imports=_base(REQUEST))


def read_class(entity: Entity, model: Model) -> Class:
    """A row in an answer. Members hidden from the reader or not asked for are left out of it."""
    members = [
        member("id", id_shape(answer=True), default=ABSENT),
        *_common(entity),
        *(_read_field(field) for field in entity.fields if not field.secret),
        *_flat(_read_relation(r) for r in keys(entity)),
        *_includes(entity, model),
    ]
    doc = entity.doc or names.sentence(f"a {entity.title.lower()}")
    name = class_of(entity, "Read")
    return Class(name, doc, RESPONSE, tuple(members), closed=False, imports=_base(RESPONSE))


def page_class(entity: Entity) -> Class:
    """A page of a list."""
    read = class_of(entity, "Read")
    items = Shape(f"list[{read}]", {"type": "array", "items": component(read)})
    text = Shape("str", {"type": "string"}).or_null()
    number = Shape("int", {"type": "integer"}).or_null()
    members = (member("items", items), member("next_cursor", text), member("total", number))
    name = class_of(entity, "Page")
    doc = f"A page of {entity.plural_title.lower()}."
    return Class(name, doc, RESPONSE, members, closed=False, imports=_base(RESPONSE))


def neighbours(entity: Entity, model: Model) -> list[Entity]:
    """The other entities whose rows an answer can embed, in the order of the model."""
    found = {target for _, targets, _ in relatives(entity) for target in targets}
    return [e for e in model.entities.values() if e.name in found and e.name != entity.name]


def relatives(entity: Entity) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """(name, entities led to, many) of everything that `include` can name."""
    for relation in entity.relations:
        if not relation.many:
            yield relation.name, relation.targets, False
    for relation in entity.relations:
        if relation.many:
            yield relation.name, relation.targets, True
    for inverse in entity.inverses:
        yield inverse.name, (inverse.entity,), True


# ------------------------------------------------------------------------------------- members


def writable(entity: Entity) -> Iterator[Field]:
    """The fields that a body can hold."""
    for field in entity.fields:
        if field.write != "system" and field.computed is None and field.number is None:
            yield field


def keys(entity: Entity) -> Iterator[Relation]:
    """The to-one relations."""
    return (relation for relation in entity.relations if not relation.many)


def patch_field(field: Field) -> Member:
    """A field that a change may give: null only where the column may be null."""
    shape = body_shape(field)
    return _said(field, shape.or_null() if field.nullable else shape, ABSENT)


def patch_relation(relation: Relation) -> list[Member]:
    """The key (and type) of a relation that a change may give."""
    return [
        _key(name, relation, shape if relation.required else shape.or_null(), ABSENT)
        for name, shape in _columns(relation, answer=False)
    ]


def given_field(field: Field) -> Member:
    """A member of an action's input."""
    shape = body_shape(field)
    if field.required:
        return _said(field, shape, "")
    if field.default is not None:
        return _with_default(field, shape)
    return _said(field, shape.or_null(), "None")


def answer_field(field: Field) -> Member:
    """A member of an action's output."""
    shape = answer_shape(field)
    return _said(field, shape if field.required else shape.or_null(), "")


def _create_field(field: Field) -> Member:
    shape = body_shape(field)
    if field.default is not None:
        return _with_default(field, shape)
    if field.required:
        return _said(field, shape, "")
    return _said(field, shape.or_null(), "None")


def _with_default(field: Field, shape: Shape) -> Member:
    value = field.default.value if field.default else None
    shown = field.default is not None and field.default.source == "literal" and not field.many
    if shown and field.enum is not None:
        chosen = next(v for v in field.enum.values if v.name == value)
        text = f"{enum_class(field.enum)}.{chosen.member}"
        return _said(field, shape, text, shown_default=value)
    if shown and field.kind in (*_SHOWN, *_PLAIN):
        return _said(field, shape, repr(value), shown_default=value)
    return _said(field, shape, ABSENT)


def _create_relation(relation: Relation) -> list[Member]:
    found = []
    for name, shape in _columns(relation, answer=False):
        if relation.required:
            default = "" if relation.default is None else ABSENT
            found.append(_key(name, relation, shape, default))
        else:
            found.append(_key(name, relation, shape.or_null(), "None"))
    return found


def _read_field(field: Field) -> Member:
    shape = answer_shape(field)
    return _said(field, shape.or_null() if field.nullable else shape, ABSENT)


def _read_relation(relation: Relation) -> list[Member]:
    return [
        _key(name, relation, shape if relation.required else shape.or_null(), ABSENT)
        for name, shape in _columns(relation, answer=True)
    ]


def _includes(entity: Entity, model: Model) -> Iterator[Member]:
    said = deprecated_members(entity, model)
    for name, targets, many in relatives(entity):
        reads = [class_of(model.entity(target), "Read") for target in targets]
        if many:
            shape = Shape(f"list[{reads[0]}]", {"type": "array", "items": component(reads[0])})
            yield member(name, shape, default=ABSENT, deprecated=said.get(name))
            cursor = Shape("str", {"type": "string"}).or_null()
            yield member(f"{name}_next_cursor", cursor, default=ABSENT)
        else:
            choices = [*(component(read) for read in reads), {"type": "null"}]
            shape = Shape(" | ".join((*reads, "None")), {"anyOf": choices})
            yield member(name, shape, default=ABSENT, deprecated=said.get(name))


def _common(entity: Entity) -> Iterator[Member]:
    instant = Shape(
        "datetime", {"type": "string", "format": "date-time"}, frozenset({("datetime", "datetime")})
    )
    yield member("created_at", instant, default=ABSENT)
    yield member("updated_at", instant, default=ABSENT)
    yield member("version", Shape("int", {"type": "integer"}), default=ABSENT)
    if entity.soft:
        yield member("deleted_at", instant.or_null(), default=ABSENT)


def _columns(relation: Relation, *, answer: bool) -> Iterator[tuple[str, Shape]]:
    if relation.type_column is not None:
        words = tuple(names.snake(target) for target in relation.targets)
        yield relation.type_column, choice_shape(words)
    yield relation.column, id_shape(answer=answer)


def _said(field: Field, shape: Shape, default: str, shown_default: object = None) -> Member:
    return member(
        field.name,
        shape,
        default=default,
        shown_default=shown_default,
        doc=field.doc,
        deprecated=field.deprecated,
        personal=field.personal is not None,
    )


def _key(
    name: str, relation: Relation, shape: Shape, default: str, shown_default: object = None
) -> Member:
    return member(
        name,
        shape,
        default=default,
        shown_default=shown_default,
        doc=relation.doc if name == relation.column else "",
        deprecated=relation.deprecated,
    )


def _flat(groups: Iterator[list[Member]]) -> Iterator[Member]:
    for group in groups:
        yield from group


def _base(name: str) -> frozenset[Import]:
    return frozenset({(TYPES, name)})


def enum_schemas(model: Model) -> dict[str, dict[str, Any]]:
    """The schema of every enum, by class name."""
    found = {}
    for aggregate in model.aggregates:
        for enum in aggregate.enums:
            words = [value.name for value in enum.values]
            schema: dict[str, Any] = {"type": "string", "description": enum_doc(enum)}
            schema |= {"const": words[0]} if len(words) == 1 else {"enum": words}
            found[enum_class(enum)] = schema
    return found


def enum_doc(enum: Enum) -> str:
    """One sentence about an enum, and one about each of its words that is deprecated."""
    said = [f"`{v.name}`: {v.deprecated.words}" for v in enum.values if v.deprecated]
    return " ".join((names.sentence(names.title(enum.name)), *said))
