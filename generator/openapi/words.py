"""What an operation does, in words: its states, guards, rules and keys."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.emit.operations import Operation
from generator.expressions.words import words
from generator.model import Action, Check, Deprecated, Entity, Unique


def summary(entity: Entity, operation: Operation) -> str:
    """The line under which an operation is listed."""
    if operation.action is None:
        return operation.summary
    subject = entity.title if operation.action.at_row else entity.plural_title
    return f"{subject}: {_small(operation.action.title)}"


def description(entity: Entity, operation: Operation) -> str:
    """What a caller should know before calling; paragraphs of Markdown, or nothing."""
    if operation.action is not None:
        said = _action(entity, operation.action)
    else:
        said = _plain(entity, operation.kind)
    return "\n\n".join(filter(None, (" ".join(group) for group in said)))


def columns(entity: Entity, members: tuple[str, ...]) -> tuple[str, ...]:
    """JSON names of fields and relations: `owner` is `owner_id` in a body."""
    found: list[str] = []
    fields = {field.name for field in entity.fields}
    for member in members:
        if member in fields:
            found.append(member)
            continue
        relation = entity.relation(member)
        found += [relation.type_column] if relation.type_column else []
        found.append(relation.column)
    return tuple(found)


def _plain(entity: Entity, kind: str) -> list[list[str]]:
    match kind:
        case "list":
            return [[entity.doc]]
        case "create":
            return [[entity.doc], [*_keys(entity), *_rules(entity)]]
        case "update":
            merge = "A JSON merge patch (RFC 7396): what is left out stays as it is."
            return [[merge], [*_frozen(entity), *_keys(entity), *_rules(entity)]]
        case "delete":
            return [list(_frozen(entity))]
        case "restore":
            return [["Rows that were deleted with it come back too."], list(_keys(entity))]
        case "link" | "unlink":
            word = "A link that is there already" if kind == "link" else "A link that is not there"
            return [[f"Repeatable: {word} changes nothing.", *_frozen(entity)]]
        case _:
            return []


def _action(entity: Entity, action: Action) -> list[list[str]]:
    return [
        [names.sentence(action.doc)] if action.doc else [],
        [*_move(action), *_body(entity, action), *_effects(entity, action)],
        [*_eyes(action), *(_check(guard, 409) for guard in action.guard)],
        _deprecated(action.deprecated),
    ]


def _move(action: Action) -> Iterator[str]:
    if action.to_state is not None:
        before = either(action.from_states) if action.from_states else "any state"
        yield f"From {before} to {action.to_state}; 409 `INVALID_TRANSITION` otherwise."
    if action.when is not None:
        yield f"Also done by the platform once {words(action.when)}."


def _body(entity: Entity, action: Action) -> Iterator[str]:
    if action.needs:
        needed = _listed(columns(entity, action.needs))
        yield f"Needs {needed}: in the body, or set on the row before (422 `REQUIRED`)."
    if action.takes:
        yield f"Takes {_listed(columns(entity, action.takes))}."
    if action.reason_required:
        yield "A reason is required."


def _effects(entity: Entity, action: Action) -> Iterator[str]:
    for each in action.set:
        yield f"Sets `{each.column}` to {words(each.value)}."


def _eyes(action: Action) -> Iterator[str]:
    if action.four_eyes:
        people = either(tuple(words(path) for _, path in action.four_eyes))
        yield f"Not by the row's {people} (403 `FOUR_EYES`), whatever their roles."


def _frozen(entity: Entity) -> Iterator[str]:
    if entity.frozen is not None:
        yield f"409 `FROZEN` while {words(entity.frozen)}."


def _keys(entity: Entity) -> Iterator[str]:
    for key in entity.unique:
        yield f"409 `{key.code}` where another row has the same {_listed(_fields(entity, key))}."


def _fields(entity: Entity, key: Unique) -> tuple[str, ...]:
    """The JSON names of a key; those that are neither field nor relation stand as they are."""
    known = {field.name for field in entity.fields} | {r.name for r in entity.relations}
    found: list[str] = []
    for name in key.fields:
        found += columns(entity, (name,)) if name in known else (name,)
    return tuple(found)


def _rules(entity: Entity) -> Iterator[str]:
    return (_check(rule, 422) for rule in entity.rules)


def _check(check: Check, status: int) -> str:
    said = words(check.test)
    message = "" if names.sentence(said) == check.message else f" ({check.message.rstrip('.')})"
    return f"{status} `{check.code}` unless {said}{message}."


def _deprecated(deprecated: Deprecated | None) -> list[str]:
    if deprecated is None:
        return []
    return [f"Deprecated since {deprecated.since}: use `{deprecated.use}`."]


def either(choices: tuple[str, ...]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, (", ".join(choices[:-1]), choices[-1])))


def _listed(members: tuple[str, ...]) -> str:
    quoted = [f"`{member}`" for member in members]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def _small(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
