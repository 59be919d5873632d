"""Relations: keys, pairs of columns, link tables; and the other side of each."""

from __future__ import annotations

from typing import Literal, cast

from generator import names
from generator.expressions.shape import Base, Type
from generator.expressions.tree import Use
from generator.load.nodes import Mapping
from generator.model import Inverse, Relation
from generator.near import did_you_mean
from generator.problems import Problems
from generator.resolve import read
from generator.resolve.context import Context
from generator.resolve.enums import deprecated
from generator.resolve.shapes import USER, link_columns
from generator.resolve.spec import ANY, EntitySpec, Member, Spec

OnDelete = Literal["restrict", "cascade", "set_null"]
Write = Literal["always", "once", "system"]


def resolve_relations(entity: EntitySpec, context: Context) -> tuple[Relation, ...]:
    """All declared relations in the order of the spec, then created_by and updated_by."""
    found = [
        relation
        for member in entity.relations.values()
        if (relation := _relation(entity, member, context)) is not None
    ]
    if USER in context.spec.entities:
        found += [_inferred(entity, name) for name in ("created_by", "updated_by")]
    return tuple(found)


def resolve_inverses(entity: EntitySpec, spec: Spec) -> tuple[Inverse, ...]:
    """What other entities (and this one) call this entity's rows from the other side.

    In the order of their names: which file comes first means nothing.
    """
    return tuple(
        Inverse(seen.name, seen.entity, seen.member.name, seen.many)
        for seen in sorted(spec.inverses.get(entity.name, ()), key=lambda seen: seen.name)
    )


def _relation(entity: EntitySpec, member: Member, context: Context) -> Relation | None:
    node, spec = member.map, context.spec
    _check_known(member, spec, context.problems)
    targets = spec.targets(node)
    if not targets:
        return None
    if read.flag(node, "many"):
        return _link(entity, member, targets, context)
    required = read.flag(node, "required")
    polymorphic = spec.polymorphic(node)
    wanted = Type(Base.ROW, targets=targets)
    return Relation(
        at=member.at,
        name=member.name,
        targets=targets,
        many=False,
        required=required,
        required_when=context.expression(node.get("required_when"), entity.name, Use.REQUIRED_WHEN),
        default=context.expression(node.get("default"), entity.name, Use.DEFAULT, wanted),
        write=cast(Write, read.text_or(node, "write", "always")),
        inverse=read.text(node, "inverse"),
        on_delete=_on_delete(node, required, context.problems),
        doc=read.text_or(node, "doc", ""),
        title=read.text_or(node, "title", names.title(member.name)),
        was=read.text(node, "was"),
        deprecated=deprecated(node),
        column=names.column(member.name),
        type_column=names.type_column(member.name) if polymorphic else None,
        link_table=None,
        left_column=None,
        right_column=None,
    )


def _check_known(member: Member, spec: Spec, problems: Problems) -> None:
    for name, at in read.words(member.map.get("to")):
        if name not in spec.entities and name != ANY:
            hint = did_you_mean(name, spec.entities)
            message = f'relation "{member.name}" leads to unknown entity "{name}"{hint}'
            problems.add(at, "E018", message)


def _on_delete(node: Mapping, required: bool, problems: Problems) -> OnDelete:
    said = read.text(node, "on_delete")
    if said == "set_null" and required:
        at = read.place(node, "on_delete")
        problems.add(at, "E020", "on_delete: set_null contradicts required: true")
    return cast(OnDelete, said or ("restrict" if required else "set_null"))


def _link(
    entity: EntitySpec, member: Member, targets: tuple[str, ...], context: Context
) -> Relation:
    node = member.map
    if "write" in node:
        message = '"write" of a relation with many: true is understood but not compiled yet'
        context.problems.add(read.place(node, "write"), "E043", message)
    left, right = link_columns(entity, targets[0], context.spec)
    return Relation(
        at=member.at,
        name=member.name,
        targets=targets,
        many=True,
        required=False,
        required_when=None,
        default=None,
        write="always",
        inverse=read.text(node, "inverse"),
        on_delete="cascade",
        doc=read.text_or(node, "doc", ""),
        title=read.text_or(node, "title", names.title(member.name)),
        was=read.text(node, "was"),
        deprecated=deprecated(node),
        column="",
        type_column=None,
        link_table=read.text_or(node, "table", names.link_table(entity.table, member.name)),
        left_column=left,
        right_column=right,
    )


def _inferred(entity: EntitySpec, name: str) -> Relation:
    """created_by or updated_by: a key to User that the database sets."""
    return Relation(
        at=entity.at,
        name=name,
        targets=(USER,),
        many=False,
        required=False,
        required_when=None,
        default=None,
        write="system",
        inverse=None,
        on_delete="set_null",
        doc="",
        title=names.title(name),
        was=None,
        deprecated=None,
        column=names.column(name),
        type_column=None,
        link_table=None,
        left_column=None,
        right_column=None,
        inferred=True,
    )
