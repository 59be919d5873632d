"""Policy words and sub-routes: E021 for scopes, E023, E024, E030."""

from __future__ import annotations

from collections.abc import Iterator

from generator.load.nodes import Entry, Mapping
from generator.problems import At, Problems
from generator.reserved import CRUD_WORDS, PLATFORM_SUB_ROUTES, SUB_ROUTES
from generator.resolve import read
from generator.resolve.spec import ANY, EntitySpec, Spec

_WRITES = ("set", "needs", "takes", "writes")


def check_words(spec: Spec, problems: Problems) -> None:
    """Reports transitions, actions, scopes and relations that stand in one another's way."""
    for entity in spec.entities.values():
        transitions = read.entries(entity.states, "transitions") if entity.states else ()
        actions = read.entries(entity.node, "actions")
        _policy_words(transitions, actions, problems)
        taken = SUB_ROUTES | PLATFORM_SUB_ROUTES.get(entity.name, frozenset())
        _routes(transitions, "transition", taken, problems)
        _routes(actions, "action", taken, problems)
        lists = dict(_lists(entity, spec))
        _gets(actions, lists, problems)
        for name, at in lists.items():
            if name in taken:
                problems.add(at, "E024", f'relation "{name}" hides the route of that name')
        for scope in entity.scopes.values():
            if scope.name == ANY:
                message = f'scope "{ANY}" is given: it means every row'
                problems.add(scope.at, "E021", message)


def _policy_words(
    transitions: tuple[Entry, ...], actions: tuple[Entry, ...], problems: Problems
) -> None:
    known = {entry.key for entry in transitions}
    for entry in actions:
        if entry.key in known:
            message = (
                f'transition "{entry.key}" and action "{entry.key}" are one policy word; rename one'
            )
            problems.add(entry.at, "E023", message)
    for kind, entries in (("transition", transitions), ("action", actions)):
        for entry in entries:
            if entry.key in CRUD_WORDS:
                message = f'{kind} "{entry.key}" is the policy word of a plain route; rename it'
                problems.add(entry.at, "E023", message)


def _routes(
    entries: tuple[Entry, ...], kind: str, taken: frozenset[str], problems: Problems
) -> None:
    for entry in entries:
        if entry.key in taken:
            problems.add(entry.at, "E024", f'{kind} "{entry.key}" hides the route of that name')


def _gets(actions: tuple[Entry, ...], lists: dict[str, At], problems: Problems) -> None:
    """GET actions: those that would write, and those on the path of a relation's list."""
    for entry in actions:
        node = entry.value
        if not isinstance(node, Mapping) or read.text(node, "method") != "GET":
            continue
        if any(key in node for key in _WRITES):
            message = f'GET action "{entry.key}" may not write: remove {_said(node)}'
            problems.add(entry.at, "E030", message)
        if entry.key in lists and read.text_or(node, "at", "row") == "row":
            message = f'action "{entry.key}" hides the list of the relation of that name'
            problems.add(entry.at, "E024", message)


def _said(node: Mapping) -> str:
    return ", ".join(key for key in _WRITES if key in node)


def _lists(entity: EntitySpec, spec: Spec) -> Iterator[tuple[str, At]]:
    """The to-many relations and inverses of an entity: each is a route below the row."""
    for member in entity.relations.values():
        if read.flag(member.map, "many"):
            yield member.name, member.at
    for seen in spec.inverses.get(entity.name, ()):
        yield seen.name, read.place(seen.member.map, "inverse")
