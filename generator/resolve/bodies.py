"""What transitions and actions take in and write: needs, takes, writes, set, input, output."""

from __future__ import annotations

from generator import names, reserved
from generator.expressions.shape import Base, FieldShape, Member, ToManyShape, ToOneShape, Type
from generator.expressions.tree import Constant, Use
from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.model import Assign, Input, Output
from generator.near import did_you_mean
from generator.problems import At
from generator.resolve import read
from generator.resolve import spec as declared
from generator.resolve.context import Context
from generator.resolve.enums import deprecated
from generator.resolve.fields import input_field
from generator.resolve.spec import EntitySpec

FILE = "file"


def writable(entity: EntitySpec, node: Mapping, key: str, context: Context) -> tuple[str, ...]:
    """The names under needs, takes or writes that can be written (E029, E032)."""
    return tuple(
        name for name, at in read.words(node.get(key)) if can_write(entity, name, at, key, context)
    )


def can_write(entity: EntitySpec, name: str, at: At, key: str, context: Context) -> bool:
    """Whether a change may write a field or to-one relation; adds E029 or E032 if not."""
    if name in context.spec.missing:
        return False
    member = context.shapes.entities[entity.name].members.get(name)
    if member is None:
        known = (*entity.fields, *entity.relations)
        hint = did_you_mean(name, known)
        context.problems.add(at, "E032", f'unknown name "{name}" on {entity.name}{hint}')
        return False
    reason = _unwritable(entity, name, member)
    if reason is not None:
        context.problems.add(at, "E029", f'"{key}" names the {reason} "{name}"')
    return reason is None


def _unwritable(entity: EntitySpec, name: str, member: Member) -> str | None:
    """In words, what keeps a member from being written; None if nothing does."""
    said = entity.fields.get(name) or entity.relations.get(name)
    node = said.map if said else Mapping(entity.at, ())
    reasons = {
        "common field": name in reserved.COMMON_NAMES,
        "state field": name == entity.state_field,
        "to-many relation": isinstance(member, ToManyShape),
        "computed field": "computed" in node,
        "number": "number" in node,
        "field written once, at creation,": read.text(node, "write") == "once",
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def assignments(entity: EntitySpec, node: Mapping, context: Context) -> tuple[Assign, ...]:
    """The `set` of a transition or action."""
    made = (_assign(entity, entry, context) for entry in read.entries(node, "set"))
    return tuple(assign for assign in made if assign is not None)


def _assign(entity: EntitySpec, entry: Entry, context: Context) -> Assign | None:
    if not can_write(entity, entry.key, entry.at, "set", context):
        return None
    member = context.shapes.entities[entity.name].members[entry.key]
    if isinstance(member, ToOneShape) and member.type_column is not None:
        message = (
            f'"{entry.key}" in set, a row of several kinds, is understood but not compiled yet'
        )
        context.problems.add(entry.at, "E043", message)
        return None
    text = read.scalar_text(entry.value) or "null"
    place = entry.value if isinstance(entry.value, Scalar) else entry.value.at
    value = context.typed(text, place, entity.name, Use.SET, _wanted(member))
    if value is None:
        return None
    if isinstance(value.tree, Constant) and value.tree.value is None and _filled(entity, entry.key):
        message = f"set: {entry.key}: null contradicts required: true"
        context.problems.add(entry.value.at, "E020", message)
        return None
    column = member.column if isinstance(member, ToOneShape) else entry.key
    return Assign(entry.key, column, value)


def _wanted(member: Member) -> Type:
    if isinstance(member, FieldShape):
        return member.type
    if isinstance(member, ToOneShape):
        return Type(Base.ROW, targets=member.targets)
    return Type(Base.ROW, many=True, targets=(member.target,))


def _filled(entity: EntitySpec, name: str) -> bool:
    """Whether a column is never null: required, or with a default of a field."""
    if name in entity.fields:
        node = entity.fields[name].map
        return read.flag(node, "required") or "default" in node
    return read.flag(entity.relations[name].map, "required")


def inputs(
    entity: EntitySpec, action: str, node: Mapping | None, context: Context
) -> tuple[Input, ...]:
    """The members of an action's `input`, or of an `output` that is a map."""
    if node is None:
        return ()
    made = (_input(entity, action, entry, context) for entry in node)
    return tuple(member for member in made if member is not None)


def _input(entity: EntitySpec, action: str, entry: Entry, context: Context) -> Input | None:
    node = read.as_map(entry.value, "type")
    required = read.flag(node, "required")
    if "to" in node:
        return _related(entry, node, required, context)
    member = declared.Member(entry.key, entry.at, node, action)
    field = input_field(entity, member, context, f"{action}_{entry.key}")
    if field is None:
        return None
    return Input(entry.key, entry.key, field, None, field.many, required, field.deprecated)


def _related(entry: Entry, node: Mapping, required: bool, context: Context) -> Input | None:
    if context.spec.polymorphic(node):
        message = f'input "{entry.key}", a row of several kinds, is understood but not compiled yet'
        context.problems.add(entry.at, "E043", message)
        return None
    many = read.flag(node, "many")
    for name, at in read.words(node.get("to")):
        if known_entity(name, at, f'input "{entry.key}" leads to', context):
            json_name = f"{entry.key}_ids" if many else names.column(entry.key)
            return Input(entry.key, json_name, None, name, many, required, deprecated(node))
    return None


def known_entity(name: str, at: At, what: str, context: Context) -> bool:
    """Whether an entity of that name exists; adds E018 if not."""
    entities = context.spec.entities
    if name in entities:
        return True
    hint = did_you_mean(name, entities)
    context.problems.add(at, "E018", f'{what} unknown entity "{name}"{hint}')
    return False


def output(entity: EntitySpec, action: str, node: Node | None, context: Context) -> Output:
    """What an action answers: nothing, one row, a page of rows, or an object."""
    if isinstance(node, Mapping):
        members = inputs(entity, f"{action}_output", node, context)
        return Output("object", None, members)
    if isinstance(node, Sequence):
        return _rows(node, context)
    if isinstance(node, Scalar):
        return _row(node, context)
    return Output("none")


def _rows(node: Sequence, context: Context) -> Output:
    for name, at in read.words(node):
        if known_entity(name, at, "output is a page of", context):
            return Output("page", name)
    return Output("none")


def _row(node: Scalar, context: Context) -> Output:
    name = read.scalar_text(node) or ""
    if name == FILE:
        message = 'an output of "file" is understood but not compiled yet'
        context.problems.add(node.at, "E043", message)
        return Output("none")
    known = known_entity(name, node.at, "output is a row of", context)
    return Output("row", name) if known else Output("none")
