"""Entities: the outer facts, and their members put together."""

from __future__ import annotations

from typing import Literal, cast

from generator import names
from generator.expressions.tree import Expression, Use
from generator.load.nodes import Mapping
from generator.model import Entity, Field, Hook, Relation, Scope
from generator.near import did_you_mean
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.actions import resolve_actions, resolve_states
from generator.resolve.checks import rules
from generator.resolve.context import Context
from generator.resolve.fields import resolve_fields
from generator.resolve.keys import resolve_indexes, resolve_unique
from generator.resolve.relations import resolve_inverses, resolve_relations
from generator.resolve.spec import PLATFORM_ASSIGNMENT, PLATFORM_EVENT, EntitySpec

Delete = Literal["hard", "soft", "never"]

ROUTES = ("list", "get", "create", "update", "delete", "history", "aggregate")
"""What `all` means: the routes of an entity that are compiled."""

LATER_ROUTES = frozenset({"batch"})
"""Routes of the language that are not compiled: no part of `all`, refused by name (E043)."""

LABELS = ("title", "name", "ref")
LIMIT_MAX = 200
BATCH_MAX = 500
ROW, ACTOR = "row", "actor"


def resolve_entity(entity: EntitySpec, context: Context) -> Entity:
    """One entity with everything decided."""
    node = entity.node
    fields = resolve_fields(entity, context)
    relations = resolve_relations(entity, context)
    api = read.child(node, "api") or Mapping(node.at, ())
    return Entity(
        at=entity.at,
        name=entity.name,
        aggregate=entity.aggregate,
        resource=entity.resource,
        module=names.module(entity.resource),
        table=entity.table,
        path=entity.path,
        title=read.text_or(node, "title", names.title(entity.name)),
        plural_title=_plural_title(entity),
        doc=read.text_or(node, "doc", ""),
        label=_label(entity, fields, context),
        was=read.text(node, "was"),
        system=read.flag(node, "system"),
        delete=_delete(node),
        write_once=read.text(node, "write") == "once",
        stable=read.flag(node, "stable"),
        audit_reads=read.flag(read.child(node, "audit") or api, "reads"),
        frozen=context.expression(node.get("frozen"), entity.name, Use.FROZEN),
        within=_within(entity, relations, context),
        routes=_routes(entity, api, context.problems),
        if_match_required=read.text(api, "if_match") == "required",
        limit_max=read.whole(api, "limit_max") or LIMIT_MAX,
        batch_max=read.whole(api, "batch_max") or BATCH_MAX,
        fields=fields,
        relations=relations,
        inverses=resolve_inverses(entity, context.spec),
        scopes=_scopes(entity, context),
        states=resolve_states(entity, context),
        rules=rules(entity, context),
        unique=resolve_unique(entity, fields, context),
        indexes=resolve_indexes(entity, context),
        actions=resolve_actions(entity, context),
        hooks=_hooks(entity),
    )


def _plural_title(entity: EntitySpec) -> str:
    """In words; a table that the spec names is taken to say the plural."""
    said = read.text(entity.node, "table")
    if said is None or said == names.plural(entity.resource):
        return names.plural_title(entity.name)
    return names.title(said)


def _delete(node: Mapping) -> Delete:
    """How rows go; rows of `write: once` never do."""
    once = read.text(node, "write") == "once"
    return cast(Delete, read.text_or(node, "delete", "never" if once else "hard"))


def _label(entity: EntitySpec, fields: tuple[Field, ...], context: Context) -> str:
    known = {field.name: field for field in fields}
    said = read.text(entity.node, "label")
    if said is None:
        return next((name for name in LABELS if name in known), "id")
    at = read.place(entity.node, "label")
    if said in known and known[said].secret:
        context.problems.add(at, "E015", f'a label means nothing if it is secret, as "{said}"')
    elif said not in known and said != "id" and said not in entity.fields:
        message = f'unknown name "{said}" on {entity.name}{did_you_mean(said, known)}'
        context.problems.add(at, "E032", message)
    return said


def _routes(entity: EntitySpec, api: Mapping, problems: Problems) -> frozenset[str]:
    without = _without(entity)
    possible = [route for route in ROUTES if route not in without]
    said = api.get("routes")
    if said is None or read.scalar_text(said) == "all":
        return frozenset(possible)
    named = {route for route, _ in read.words(said)}
    for route, at in read.words(said):
        if route in LATER_ROUTES:
            problems.add(at, "E043", f'route "{route}" is understood but not compiled yet')
        elif route in without:
            problems.add(at, "E015", f'route "{route}" means nothing for {without[route]}')
        elif route == "aggregate" and "list" not in named:
            problems.add(at, "E015", 'route "aggregate" means nothing without "list"')
    return frozenset(route for route in possible if route in named)


def _without(entity: EntitySpec) -> dict[str, str]:
    """The routes an entity cannot have, each with the reason."""
    found = {"history": "the trail itself"} if entity.name == PLATFORM_EVENT else {}
    if read.text(entity.node, "write") == "once":
        reason = "an entity of write: once"
        return found | {"update": reason, "delete": reason}
    if read.text(entity.node, "delete") == "never":
        return found | {"delete": "an entity of delete: never"}
    return found


def _scopes(entity: EntitySpec, context: Context) -> tuple[Scope, ...]:
    found = (
        (name, context.expression(member.node, entity.name, Use.SCOPE))
        for name, member in entity.scopes.items()
    )
    return tuple(Scope(name, test) for name, test in found if test is not None)


def _hooks(entity: EntitySpec) -> tuple[Hook, ...]:
    found = ((name, read.scalar_text(member.node)) for name, member in entity.hooks.items())
    return tuple(Hook(name, call) for name, call in found if call is not None)


# -------------------------------------------------------------------------------------- within


def _within(
    entity: EntitySpec, relations: tuple[Relation, ...], context: Context
) -> tuple[tuple[str, Expression], ...]:
    """For each entity that limits assignments: the path from a row to the limiting row."""
    said = read.child(entity.node, "within") or Mapping(entity.at, ())
    limits = context.spec.limits
    for entry in said:
        if entry.key not in limits and PLATFORM_ASSIGNMENT in context.spec.entities:
            hint = did_you_mean(entry.key, limits)
            message = f'assignments cannot be limited to "{entry.key}"{hint}'
            context.problems.add(entry.at, "E038", message)
    found = (
        (limit, _limit(entity, name, said, relations, context))
        for limit, name in limits.items()
        if name in context.spec.entities
    )
    return tuple((limit, path) for limit, path in found if path is not None)


def _limit(
    entity: EntitySpec,
    target: str,
    said: Mapping,
    relations: tuple[Relation, ...],
    context: Context,
) -> Expression | None:
    resource = context.spec.entities[target].resource
    text, at = read.text(said, resource), read.place(said, resource)
    if text is not None:
        return _path(entity, target, text, at, context)
    if entity.name == target:
        return _path(entity, target, ROW, entity.at, context)
    leading = [r for r in relations if not r.many and r.targets == (target,) and not r.inferred]
    if len(leading) > 1:
        message = (
            f"{_count(len(leading))} relations of {entity.name} lead to {target}; "
            f"say within: {{{resource}: …}}"
        )
        hint = "They are " + ", ".join(relation.name for relation in leading) + "."
        context.problems.add(entity.at, "E038", message, hint)
        return None
    if not leading:
        return None
    # A relation called `actor` is not the actor.
    path = leading[0].name if leading[0].name != ACTOR else f"{ROW}.{ACTOR}"
    return _path(entity, target, path, leading[0].at, context)


def _path(
    entity: EntitySpec, target: str, text: str, at: At, context: Context
) -> Expression | None:
    path = context.typed(text, at, entity.name, Use.PATH)
    if path is not None and (path.type.many or path.type.targets != (target,)):
        context.problems.add(at, "E038", f'within: "{text}" is no to-one path to {target}')
        return None
    return path


def _count(number: int) -> str:
    words = {2: "two", 3: "three", 4: "four"}
    return words.get(number, str(number))
