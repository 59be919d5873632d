"""What transitions and actions take in and answer."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.emit.classes import Class, Member, member
from generator.emit.schemas import (
    REQUEST,
    RESPONSE,
    answer_field,
    given_field,
    patch_field,
    patch_relation,
)
from generator.emit.shapes import TYPES, Shape, id_shape, text_shape
from generator.model import Action, Entity, Input

REASON_MAX = 2000
"""Characters of a reason: it stands in the audit event."""


def actions_of(entity: Entity) -> tuple[Action, ...]:
    """Transitions, then actions."""
    transitions = entity.states.transitions if entity.states else ()
    return (*transitions, *entity.actions)


def input_name(entity: Entity, action: Action) -> str:
    """The class of an action's input."""
    return f"{entity.name}{names.camel(action.name)}Input"


def output_name(entity: Entity, action: Action) -> str:
    """The class of an action's output, where it is an object."""
    return f"{entity.name}{names.camel(action.name)}Output"


def input_class(entity: Entity, action: Action) -> Class:
    """The body of an action, or its query string where the method is GET."""
    members = list(_members(entity, action))
    taken = {each.name for each in members}
    if action.method != "GET" and "reason" not in taken:
        members.append(_reason(action))
    doc = names.sentence(f"what {action.name.replace('_', ' ')} takes")
    imports = frozenset({(TYPES, REQUEST)})
    return Class(input_name(entity, action), doc, REQUEST, tuple(members), imports=imports)


def output_class(entity: Entity, action: Action) -> Class:
    """The object that an action answers with."""
    members = tuple(_answered(each) for each in action.output.members)
    doc = names.sentence(f"what {action.name.replace('_', ' ')} answers")
    imports = frozenset({(TYPES, RESPONSE)})
    name = output_name(entity, action)
    return Class(name, doc, RESPONSE, members, closed=False, imports=imports)


def has_input(action: Action) -> bool:
    """Whether callers give it anything: one of `by: system` has none, a GET may take nothing."""
    return not action.system and (action.method != "GET" or bool(action.input))


def needs_body(body: Class) -> bool:
    """Whether the body may not be left out."""
    return any(each.required for each in body.members)


def _members(entity: Entity, action: Action) -> Iterator[Member]:
    named = {field.name: field for field in entity.fields}
    for name in (*action.needs, *action.takes):
        if name in named:
            yield patch_field(named[name])
        else:
            yield from patch_relation(entity.relation(name))
    for each in action.input:
        yield _given(each)


def _given(each: Input) -> Member:
    if each.field is not None:
        return given_field(each.field)
    shape = _ids(each, answer=False)
    if each.required:
        return member(each.json_name, shape, deprecated=each.deprecated)
    return member(each.json_name, shape.or_null(), default="None", deprecated=each.deprecated)


def _answered(each: Input) -> Member:
    if each.field is not None:
        return answer_field(each.field)
    shape = _ids(each, answer=True)
    shape = shape if each.required else shape.or_null()
    return member(each.json_name, shape, deprecated=each.deprecated)


def _ids(each: Input, *, answer: bool) -> Shape:
    shape = id_shape(answer=answer)
    if not each.many:
        return shape
    schema = {"type": "array", "items": dict(shape.schema)}
    return Shape(f"list[{shape.annotation}]", schema, shape.imports)


def _reason(action: Action) -> Member:
    doc = "Why; it is kept in the audit event."
    if action.reason_required:
        return member("reason", text_shape(REASON_MAX, 1), doc=doc)
    shape = text_shape(REASON_MAX).or_null()
    return member("reason", shape, default="None", doc=doc)
