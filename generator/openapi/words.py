"""What an operation does, in words: its states, guards, rules and keys."""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.emit.operations import Operation
from generator.expressions.words import words
from generator.model import Action, Check, Entity, Unique
from generator.schema.past import has_past

CONVENTIONS = """\
Lists are read a page at a time: `limit` rows, then `cursor` with the `next_cursor` of the page \
before. A field filters as `field=value` or `field__op=value`, `filter` takes an expression in the \
syntax of AIP-160 (`a AND b OR c` is `a AND (b OR c)`); `sort=-created_at,id` orders, \
`fields` and `include` choose what an answer carries, `count=exact` fills `total`.

Every row has an `ETag`; with `If-Match` a write answers 412 where the row has changed since. \
`dry_run=true` checks everything and keeps nothing. Unknown members of a body and unknown \
parameters are refused (422).

Errors are problem documents (RFC 9457) with a stable `code`. A row that the caller may not see \
is a 404, as if it did not exist. Times are RFC 3339 in UTC, ids are UUIDs. Members marked \
`x-personal` are personal data."""
"""What all operations have in common; it opens the document."""


def description(entity: Entity, operation: Operation) -> str:
    """What a caller should know before calling: paragraphs of Markdown, or nothing."""
    if operation.action is not None:
        said = _action(entity, operation.action, operation.summary)
    else:
        said = _plain(entity, operation.kind)
    if operation.deprecated is not None:
        said = [*said, [operation.deprecated.words]]
    return "\n\n".join(filter(None, (" ".join(filter(None, group)) for group in said)))


def _plain(entity: Entity, kind: str) -> list[list[str]]:  # noqa: PLR0911  # one a kind
    match kind:
        case "list" | "get":
            return [[entity.doc], list(_reads(entity, kind))]
        case "history":
            return [[_HISTORY]]
        case "aggregate":
            return [[_AGGREGATE]]
        case "create":
            return [[entity.doc], [*_keys(entity), *_rules(entity)]]
        case "update":
            merge = "A JSON merge patch (RFC 7396): what is left out stays as it is."
            return [[merge], [*_frozen(entity), *_keys(entity), *_rules(entity)]]
        case "delete":
            return [list(_frozen(entity))]
        case "restore":
            return [["Rows that were deleted with it come back too."], list(_keys(entity))]
        case "link":
            return [["Linking what is linked already changes nothing.", *_frozen(entity)]]
        case "unlink":
            return [["Unlinking what is not linked changes nothing.", *_frozen(entity)]]
        case _:
            return []


_AGGREGATE = (
    "Of the rows that the list would show under the same filters. `group_by` names fields, a time "
    "cut down by `:day`, `:week`, `:month`, `:quarter` or `:year` in UTC; without it all rows are "
    "one group. More than 1,000 groups are refused (422)."
)

_HISTORY = (
    "Its events of the trail, of whoever did them, as `GET` of the trail shows them: refusals "
    "are not among them. A row that was deleted keeps its history for those who could read it "
    "at last."
)


def _reads(entity: Entity, kind: str) -> Iterator[str]:
    if kind == "get" and has_past(entity):
        yield "With `as_of` there is no `ETag`."
    if kind == "get" and entity.audit_reads:
        yield "Reading it leaves an event."


def _action(entity: Entity, action: Action, summary: str) -> list[list[str]]:
    known = not action.doc or action.doc == summary
    return [
        [] if known else [names.sentence(action.doc)],
        [*_move(action), *_body(entity, action), *_effects(action)],
        [*_eyes(action), *(_check(guard, 409) for guard in action.guard)],
    ]


def _move(action: Action) -> Iterator[str]:
    if action.to_state is not None:
        before = _either(action.from_states) if action.from_states else "any state"
        yield f"From {before} to {action.to_state}; 409 `INVALID_TRANSITION` otherwise."
    if action.when is not None:
        yield f"Also done by the platform once {words(action.when)}."


def _body(entity: Entity, action: Action) -> Iterator[str]:
    if action.needs:
        needed = _and(_members(entity, action.needs))
        yield f"Needs {needed}: in the body, or set on the row before (422)."
    if action.takes:
        yield f"Takes {_and(_members(entity, action.takes))}."
    if action.reason_required:
        yield "A reason is required."


def _effects(action: Action) -> Iterator[str]:
    for each in action.set:
        yield f"Sets `{each.column}` to {words(each.value)}."


def _eyes(action: Action) -> Iterator[str]:
    if action.four_eyes:
        people = _either(tuple(f'"{words(path)}"' for _, path in action.four_eyes))
        yield f"Not by whom the row names as {people} (403 `FOUR_EYES`), whatever their roles."


def _frozen(entity: Entity) -> Iterator[str]:
    if entity.frozen is not None:
        yield f"409 `FROZEN` while {words(entity.frozen)}."


def _keys(entity: Entity) -> Iterator[str]:
    for key in entity.unique:
        if fields := _own(entity, key):
            among = f" among those with: {words(key.where)}" if key.where else ""
            yield f"409 `{key.code}` where another row has the same {_and(fields)}{among}."


def _own(entity: Entity, key: Unique) -> tuple[str, ...]:
    """The JSON names of a key; none where a caller neither sends nor sees all of them."""
    fields = {field.name: field for field in entity.fields}
    known = fields.keys() | {relation.name for relation in entity.relations}
    if any(name not in known for name in key.fields):
        return ()
    if any(fields[name].secret or fields[name].number for name in key.fields if name in fields):
        return ()
    return _members(entity, key.fields)


def _rules(entity: Entity) -> Iterator[str]:
    return (_check(rule, 422) for rule in entity.rules)


def _check(check: Check, status: int) -> str:
    said = words(check.test)
    message = "" if names.sentence(said) == check.message else f" ({check.message.rstrip('.')})"
    return f"{status} `{check.code}` unless {said}{message}."


def _members(entity: Entity, members: tuple[str, ...]) -> tuple[str, ...]:
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


def _either(choices: tuple[str, ...]) -> str:
    return _joined(choices, " or ")


def _and(members: tuple[str, ...]) -> str:
    return _joined(tuple(f"`{member}`" for member in members), " and ")


def _joined(parts: tuple[str, ...], last: str) -> str:
    return last.join(filter(None, (", ".join(parts[:-1]), parts[-1])))
