"""Row-level security: the scopes of the model once more, behind every statement.

A policy asks what the actor is granted (`charter_reach`, once a statement) and tests the row. It
is a CASE: the planner, which knows nothing of settings, would otherwise give up the index of
every list. The common answers come first: everything; scopes that the row's own columns decide;
scopes and limits for which keys are looked up once a statement. What is left, refusals and scopes
within limits, is for a function of the entity that knows the whole rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator import names
from generator.model import Entity, Relation
from generator.schema.columns import entity_columns, literal
from generator.schema.functions import EVENT, TOKEN, render
from generator.schema.looks import Templates, as_text, columns_read, is_enum
from generator.schema.values import Command, Function, Policy, Privilege, Security

FUNCTION = "charter_actor()"
ACTOR = f"(SELECT {FUNCTION})"


def security(entity: Entity) -> Security:
    """Trail and tokens are reached by functions of the owner; nobody else goes round a policy."""
    return "enabled" if entity.name in (EVENT, TOKEN) else "forced"


def policies(
    entity: Entity, table: str, privileges: tuple[Privilege, ...], templates: Templates
) -> Iterator[Policy]:
    """The policies of an entity's table, for what the application may do there at all.

    Besides what its reach lets it read, an actor sees a row that it wrote in this very
    transaction: an answer needs it, even where the row has left the actor's reach.
    """
    reads = tuple(sorted({*_columns(entity, templates), "updated_at", "updated_by_id"}))
    seen = reach(entity, "read", names.quoted(table), templates, otherwise=_written(table))
    yield _policy(table, "read", reads, using=seen)
    if "insert" in privileges:
        may = written(entity, "create", names.quoted(table), templates)
        yield _policy(table, "create", reads, check=may)
    if "update" in privileges:
        may = written(entity, "update", names.quoted(table), templates)
        stays = written(entity, "keep", names.quoted(table), templates)
        yield _policy(table, "update", reads, using=may, check=stays)
    if "delete" in privileges:
        may = written(entity, "delete", names.quoted(table), templates)
        yield _policy(table, "delete", reads, using=may)
    if security(entity) == "forced":
        yield owner(table)


def link_policies(
    entity: Entity, relation: Relation, table: str, target: Entity, templates: Templates
) -> Iterator[Policy]:
    """The policies of a link table: both ends must be seen, the left one within `update`."""
    left, right = relation.left_column or "", relation.right_column or ""
    read = (
        f"(SELECT charter_reach('{entity.resource}.read')) = 'any'"
        f" AND (SELECT charter_reach('{target.resource}.read')) = 'any'"
    )
    ends = [
        f"EXISTS (SELECT FROM {names.quoted(end)} AS seen"
        f" WHERE seen.id = {names.quoted(table)}.{names.quoted(column)})"
        for end, column in ((entity.table, left), (target.table, right))
    ]
    seen = f"CASE WHEN {read} THEN true\n    ELSE {' AND '.join(ends)} END"
    reads, visits = (left, right), (entity.table, target.table)
    yield _policy(table, "read", reads, visits=visits, using=_indented(seen))
    changed = reach(entity, "update", "linked", templates)
    may = (
        f"EXISTS (SELECT FROM {names.quoted(entity.table)} AS linked\n"
        f"    WHERE linked.id = {names.quoted(table)}.{names.quoted(left)} AND (\n"
        f"{_indented(changed)}\n    ))"
    )
    both = _indented(f"({seen})\nAND {may}")
    yield _policy(table, "create", reads, visits=visits, check=both)
    yield _policy(table, "delete", reads, visits=visits, using=_indented(may))
    yield owner(table)


def owner(table: str) -> Policy:
    """What lets the owner migrate and repair: a forced policy holds for the owner as well."""
    return Policy(names.policy(table, "owner"), table, "ALL", "true", "true", owner=True)


_COMMANDS: Final[dict[str, Command]] = {
    "read": "SELECT",
    "create": "INSERT",
    "update": "UPDATE",
    "delete": "DELETE",
}


def _policy(
    table: str,
    word: str,
    reads: tuple[str, ...],
    *,
    visits: tuple[str, ...] = (),
    using: str | None = None,
    check: str | None = None,
) -> Policy:
    name = names.policy(table, word)
    return Policy(name, table, _COMMANDS[word], using, check, reads=reads, visits=visits)


def _written(table: str) -> str:
    row = names.quoted(table)
    return f"{row}.updated_at = now() AND {row}.updated_by_id IS NOT DISTINCT FROM {ACTOR}"


# ------------------------------------------------------------------------------------ the rule


def reach(
    entity: Entity, word: str, row: str, templates: Templates, *, otherwise: str = "false"
) -> str:
    """The condition under which the actor's reach for a word holds for the row."""
    said = literal(f"{entity.resource}.{word}")
    plain = [scope for scope in entity.scopes if templates.own(scope.test)]
    looked = [s for s in entity.scopes if s not in plain and templates.once(s.test)]
    known = literal("{" + ",".join(scope.name for scope in (*plain, *looked)) + "}")
    granted = f"(SELECT charter_granted({said}, {known}))"
    arms = [f"WHEN (SELECT charter_reach({said})) = 'any' THEN true"]
    if plain:
        bits = "\n        | ".join(
            f"CASE WHEN {_over(templates.condition(scope.test), row)} THEN {1 << place} ELSE 0 END"
            for place, scope in enumerate(plain)
        )
        arms.append(f"WHEN {granted} & (\n        {bits}\n    ) <> 0 THEN true")
    for place, scope in enumerate(looked, len(plain)):
        test = _over(templates.condition(scope.test), row)
        arms.append(f"WHEN {granted} & {1 << place} <> 0\n        AND ({test}) THEN true")
    for limit, path in entity.within:
        # With its type: ANY over a bare SELECT would compare with the array as a whole.
        limits = f"(SELECT charter_limits({said}, {literal(limit)}))::uuid[]"
        test = templates.lies_in(path).format(row=row, actor=ACTOR, limits=limits)
        arms.append(f"WHEN cardinality({limits}) > 0\n        AND {test} THEN true")
    if entity.scopes or entity.within:
        arms.append(
            f"WHEN (SELECT charter_beyond({said}, {known}))\n"
            f"        AND {_ruled(entity, word, row, templates)} THEN true"
        )
    lines = "\n    ".join([*arms, f"ELSE {otherwise}"])
    return _indented(f"CASE\n    {lines}\nEND")


def written(entity: Entity, word: str, row: str, templates: Templates) -> str:
    """The same condition for a row that is written: one at a time, under several policies.

    Each arm of the other is made ready anew by every statement, which costs a write more than the
    function does.
    """
    said = literal(f"{entity.resource}.{word}")
    ruled = "false"
    if entity.scopes or entity.within:
        ruled = _ruled(entity, word, row, templates)
    return _indented(
        f"CASE\n    WHEN (SELECT charter_reach({said})) = 'any' THEN true\n    ELSE {ruled}\nEND"
    )


def _ruled(entity: Entity, word: str, row: str, templates: Templates) -> str:
    """The whole rule, as the entity's function tells it."""
    said = literal(f"{entity.resource}.{word}")
    given = "".join(f", {text}" for text, _ in _given(entity, row, templates))
    return f"{names.quoted(_name(entity))}({said}{given})"


def rule_function(entity: Entity, templates: Templates) -> Function | None:
    """The whole rule of an entity: of what is said, something grants and nothing takes away.

    Only what is said is tested, in the order of its tokens. None for an entity of which a policy
    can say nothing but `any`.
    """
    if not entity.scopes and not entity.within:
        return None
    given = list(_given(entity, "", templates))
    columns = {column.name: column for column in entity_columns(entity, templates.model, templates)}
    taken = ["text", *(kind for _, kind in given)]
    rendered = render(
        "charter_reaches",
        name=names.quoted(_name(entity)),
        arguments=", ".join(taken),
        columns=[(names.quoted(name), columns[name].type) for name in _columns(entity, templates)],
        scopes=[
            (literal(scope.name), templates.condition(scope.test).format(row="r", actor=FUNCTION))
            for scope in entity.scopes
        ],
        limits=[
            (literal(limit), templates.value(path).format(row="r", actor=FUNCTION))
            for limit, path in entity.within
        ],
    )
    return Function(_name(entity), ", ".join(taken), rendered, application=True)


def _name(entity: Entity) -> str:
    return names.limited(f"charter_reaches_{entity.resource}")


def _columns(entity: Entity, templates: Templates) -> tuple[str, ...]:
    """The columns that scopes and limits of the entity read, sorted."""
    texts = [templates.condition(scope.test) for scope in entity.scopes]
    texts += [templates.value(path) for _, path in entity.within]
    return tuple(sorted({name for text in texts for name in columns_read(text)}))


def _given(entity: Entity, row: str, templates: Templates) -> Iterator[tuple[str, str]]:
    """What the function takes of a row, and the type of each; an enum travels as text."""
    columns = {column.name: column for column in entity_columns(entity, templates.model, templates)}
    for name in _columns(entity, templates):
        kind = columns[name].type
        text = f"{row}.{names.quoted(name)}"
        yield (f"{text}::{as_text(kind)}", as_text(kind)) if is_enum(kind) else (text, kind)


def _over(template: str, row: str) -> str:
    return template.format(row=row, actor=ACTOR)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
