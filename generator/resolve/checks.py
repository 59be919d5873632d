"""Checks with an answer: rules and guards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from generator import names
from generator.expressions.tree import Expression, Use
from generator.load.nodes import Mapping, Node
from generator.model import Check
from generator.near import did_you_mean
from generator.resolve import read
from generator.resolve.context import Context
from generator.resolve.spec import EntitySpec

GUARD_FAILED = "GUARD_FAILED"
RULE_BROKEN = "RULE_BROKEN"


def guards(entity: EntitySpec, node: Mapping, context: Context) -> tuple[Check, ...]:
    """The guards of a transition or action."""
    found = (
        _check(entity, item, Use.GUARD, GUARD_FAILED, context)
        for item in read.items(node.get("guard"))
    )
    return tuple(check for check in found if check is not None)


def rules(entity: EntitySpec, context: Context) -> tuple[Check, ...]:
    """The rules of an entity; one on own columns without clock is a CHECK with a name."""
    found = (_check(entity, item, Use.RULE, RULE_BROKEN, context) for item in entity.rules)
    return _distinct(tuple(check for check in found if check is not None))


def in_columns(test: Expression) -> bool:
    """Whether the row's own columns are enough: then the database itself can hold it."""
    return test.own_only and not (test.uses_actor or test.uses_clock or test.uses_rows)


def _check(entity: EntitySpec, node: Node, use: Use, code: str, context: Context) -> Check | None:
    details = node if isinstance(node, Mapping) else None
    test = context.expression(details.get("check") if details else node, entity.name, use)
    if test is None:
        return None
    said = read.text(details, "code") if details else None
    message = read.text(details, "message") if details else None
    in_database = use is Use.RULE and in_columns(test)
    constraint = None
    if in_database:
        constraint = names.rule_constraint(entity.table, said, test.text)
    return Check(
        at=node.at,
        test=test,
        code=said or code,
        message=message or _words(test),
        field=_field(entity, details, context),
        in_database=in_database,
        constraint=constraint,
    )


def _words(test: Expression) -> str:
    from generator.expressions.words import words

    return names.sentence(words(test))


def _field(entity: EntitySpec, details: Mapping | None, context: Context) -> str | None:
    """The field a check points at (E032 if there is none)."""
    name = read.text(details, "field") if details else None
    if name is None or details is None or name in context.spec.missing:
        return None
    members = context.shapes.entities[entity.name].members
    if name in members:
        return name
    at = read.place(details, "field")
    hint = did_you_mean(name, members)
    context.problems.add(at, "E032", f'unknown name "{name}" on {entity.name}{hint}')
    return None


def _distinct(rules: tuple[Check, ...]) -> tuple[Check, ...]:
    """Rules that share a code get the digest of their text into the constraint's name."""
    uses = Counter(rule.constraint for rule in rules if rule.constraint)
    return tuple(
        replace(rule, constraint=names.limited(f"{rule.constraint}_{names.digest(rule.test.text)}"))
        if rule.constraint and uses[rule.constraint] > 1
        else rule
        for rule in rules
    )
