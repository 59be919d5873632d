"""Unique keys and indexes."""

from __future__ import annotations

from generator import names
from generator.expressions.shape import Base, FieldShape, Member, ToManyShape, ToOneShape
from generator.expressions.tree import Use
from generator.load.nodes import Mapping
from generator.model import Field, Index, Unique
from generator.near import did_you_mean
from generator.problems import At
from generator.resolve import read
from generator.resolve.context import Context
from generator.resolve.spec import EntitySpec

DUPLICATE = "DUPLICATE"


def resolve_unique(
    entity: EntitySpec, fields: tuple[Field, ...], context: Context
) -> tuple[Unique, ...]:
    """The keys of `unique: true` fields and numbers, then those of the entity."""
    alone = (
        Unique(
            at=field.at,
            fields=(field.name,),
            columns=(field.name,),
            where=None,
            nulls_equal=False,
            code=DUPLICATE,
            discloses=False,
            constraint=names.unique(entity.table, (field.name,)),
        )
        for field in fields
        if field.unique and _indexable(entity, field.name, field.at, context)
    )
    declared = (
        _unique(entity, node, context)
        for node in read.items(entity.node.get("unique"))
        if isinstance(node, Mapping)
    )
    return (*alone, *(key for key in declared if key is not None))


def resolve_indexes(entity: EntitySpec, context: Context) -> tuple[Index, ...]:
    """The indexes that the spec asks for, each once."""
    found = (_index(entity, node, context) for node in entity.indexes if isinstance(node, Mapping))
    return tuple({index.name: index for index in found if index is not None}.values())


def _unique(entity: EntitySpec, node: Mapping, context: Context) -> Unique | None:
    parts = _columns(entity, node, context)
    where = context.expression(node.get("where"), entity.name, Use.KEY_WHERE)
    if parts is None or ("where" in node and where is None):
        return None
    columns = tuple(column for column, _ in parts)
    return Unique(
        at=node.at,
        fields=read.word_list(node, "fields"),
        columns=columns,
        where=where,
        nulls_equal=read.text(node, "nulls") == "equal",
        code=read.text_or(node, "code", DUPLICATE),
        discloses=read.flag(node, "discloses"),
        constraint=names.unique(entity.table, columns, where.text if where else None),
    )


def _index(entity: EntitySpec, node: Mapping, context: Context) -> Index | None:
    parts = _columns(entity, node, context)
    where = context.expression(node.get("where"), entity.name, Use.KEY_WHERE)
    if parts is None or ("where" in node and where is None):
        return None
    shown = tuple(f"{column}_desc" if down else column for column, down in parts)
    name = names.index(entity.table, shown, where.text if where else None)
    return Index(name, parts, where)


def _columns(
    entity: EntitySpec, node: Mapping, context: Context
) -> tuple[tuple[str, bool], ...] | None:
    """Columns with their direction, or None if one of them cannot be indexed."""
    found: list[tuple[str, bool]] = []
    whole = True
    for word, at in read.words(node.get("fields")):
        down = word.startswith("-")
        member = _indexable(entity, word.lstrip("-"), at, context)
        if member is None:
            whole = False
        elif isinstance(member, ToOneShape):
            both = [member.type_column, member.column]
            found += [(column, down) for column in both if column is not None]
        else:
            found.append((member.name, down))
    return tuple(found) if whole and found else None


def _indexable(entity: EntitySpec, name: str, at: At, context: Context) -> Member | None:
    """The member of that name if it can be indexed (E032, E036; silent where said elsewhere)."""
    members = context.shapes.entities[entity.name].members
    member = members.get(name)
    head = name.split(".", maxsplit=1)[0]
    if head in context.spec.missing or _is_file(members.get(head)):
        return None
    if member is None:
        known = [known for known, each in members.items() if not isinstance(each, ToManyShape)]
        message = f'unknown name "{name}" on {entity.name}{did_you_mean(name, known)}'
        context.problems.add(at, "E032", message)
        return None
    reason = _not_indexable(member)
    if reason is not None:
        context.problems.add(at, "E036", f'"{name}" {reason} and cannot be indexed')
        return None
    return member


def _is_file(member: Member | None) -> bool:
    return isinstance(member, FieldShape) and member.type.base is Base.FILE


def _not_indexable(member: Member) -> str | None:
    if isinstance(member, ToManyShape):
        return "is a to-many relation"
    if isinstance(member, FieldShape) and not member.stored:
        return "is worked out at read"
    if isinstance(member, FieldShape) and (member.type.many or member.type.base is Base.JSON):
        return "is a list" if member.type.many else "is json"
    return None
