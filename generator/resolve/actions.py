"""Transitions, actions and the state machine they belong to."""

from __future__ import annotations

from typing import Literal, cast

from generator import names
from generator.expressions.tree import Expression, Use
from generator.grammar import parse_interval
from generator.load.nodes import Entry, Mapping
from generator.model import Action, Output, States
from generator.resolve import bodies, checks, read
from generator.resolve.context import Context
from generator.resolve.enums import deprecated
from generator.resolve.shapes import USER
from generator.resolve.spec import EntitySpec

Method = Literal["POST", "GET", "PUT", "PATCH", "DELETE"]

DAY = 86_400
"""How often a `when` is looked at unless it says `every`: once a day, in seconds."""


def resolve_states(entity: EntitySpec, context: Context) -> States | None:
    """The state machine, or None where the entity has none."""
    states, field = entity.states, entity.state_field
    if states is None or field is None:
        return None
    transitions = tuple(
        _transition(entity, entry, context)
        for entry in read.entries(states, "transitions")
        if isinstance(entry.value, Mapping)
    )
    return States(field, read.word_list(states, "initial"), transitions)


def resolve_actions(entity: EntitySpec, context: Context) -> tuple[Action, ...]:
    """The actions, without the transitions."""
    return tuple(
        _action(entity, entry, context)
        for entry in read.entries(entity.node, "actions")
        if isinstance(entry.value, Mapping)
    )


def _transition(entity: EntitySpec, entry: Entry, context: Context) -> Action:
    node = cast(Mapping, entry.value)
    when = context.expression(node.get("when"), entity.name, Use.WHEN)
    return _made(
        entity,
        entry,
        context,
        at_row=True,
        method="POST",
        output=Output("row", entity.name),
        from_states=read.word_list(node, "from"),
        to_state=read.text(node, "to"),
        system=read.text(node, "by") == "system",
        when=when,
        every_seconds=_every(node) if "when" in node else None,
    )


def _every(node: Mapping) -> int:
    return parse_interval(read.text_or(node, "every", "")) or DAY


def _action(entity: EntitySpec, entry: Entry, context: Context) -> Action:
    node = cast(Mapping, entry.value)
    return _made(
        entity,
        entry,
        context,
        at_row=read.text_or(node, "at", "row") == "row",
        method=cast(Method, read.text_or(node, "method", "POST")),
        output=bodies.output(entity, entry.key, node.get("output"), context),
    )


def _made(
    entity: EntitySpec,
    entry: Entry,
    context: Context,
    *,
    at_row: bool,
    method: Method,
    output: Output,
    from_states: tuple[str, ...] = (),
    to_state: str | None = None,
    system: bool = False,
    when: Expression | None = None,
    every_seconds: int | None = None,
) -> Action:
    node = cast(Mapping, entry.value)
    return Action(
        at=entry.at,
        name=entry.key,
        path=names.kebab(entry.key),
        title=read.text_or(node, "title", names.title(entry.key)),
        doc=read.text_or(node, "doc", ""),
        deprecated=deprecated(node),
        at_row=at_row,
        method=method,
        needs=bodies.writable(entity, node, "needs", context),
        takes=bodies.writable(entity, node, "takes", context),
        reason_required=read.text(node, "reason") == "required",
        four_eyes=_four_eyes(entity, node, context),
        guard=checks.guards(entity, node, context),
        set=bodies.assignments(entity, node, context),
        writes=bodies.writable(entity, node, "writes", context),
        call=read.text(node, "call"),
        input=bodies.inputs(entity, entry.key, read.child(node, "input"), context),
        output=output,
        from_states=from_states,
        to_state=to_state,
        system=system,
        when=when,
        every_seconds=every_seconds,
    )


def _four_eyes(
    entity: EntitySpec, node: Mapping, context: Context
) -> tuple[tuple[str, Expression], ...]:
    """The users who must not be the actor; E028 for a path that leads to no user."""
    found: list[tuple[str, Expression]] = []
    for text, at in read.words(node.get("four_eyes")):
        path = context.typed(text, at, entity.name, Use.PATH)
        if path is None:
            continue
        if path.type.targets == (USER,) and not path.type.many:
            found.append((text, path))
        else:
            context.problems.add(at, "E028", f'four_eyes names "{text}", no to-one path to {USER}')
    return tuple(found)
