"""Changes of the API in few lines: what is said alike of many operations is said once.

A field of an entity shows in the parameters of every list that it can filter, in the patterns of
`fields` and `sort`, and in the groups of aggregates; to a reader that is one change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from charter.contract.change import Change

_PARAMETER = re.compile(r"(?P<operation>\w+ \S+) query (?P<name>[\w.]+?)(?:__\w+)?(?:\[\])?")
_ANSWER = re.compile(r"(?P<operation>\w+ \S+) \d{3}")
_NAMES = re.compile(r"\w+ \S+ query (?:fields?|sort|include|group_by|measures)")


class _Said(NamedTuple):
    """What changes of parameters, or of answers, share; `name` is what they are changes of."""

    breaking: bool
    name: str
    message: str


def brief(changes: Iterable[Change]) -> Iterator[str]:
    """A line for each change, or for all that say the same; those that break a client first."""
    single: list[tuple[bool, str]] = []
    shared: dict[_Said, list[str]] = {}
    for change in changes:
        found = _PARAMETER.fullmatch(change.place)
        answer = _ANSWER.fullmatch(change.place) if change.code == "HEADER_ADDED" else None
        if answer is not None:
            said = _Said(change.breaking, "an answer", change.message)
            shared.setdefault(said, []).append(answer["operation"])
        elif found is None:
            single.append((change.breaking, f"{change.place}: {change.message}"))
        elif not _follows(change):
            said = _Said(change.breaking, f"query {found['name']}", _short(change.message))
            shared.setdefault(said, []).append(found["operation"])
    lines = single + [(said.breaking, _shared(said, where)) for said, where in shared.items()]
    for breaking, text in sorted(lines, key=lambda line: not line[0]):
        yield f"{'BREAKS' if breaking else 'fine  '}  {text}"


def _follows(change: Change) -> bool:
    """Whether it says again, as a list of all names, that a field came or went."""
    return _NAMES.fullmatch(change.place) is not None and change.code == "NAMES_CHANGED"


def _short(message: str) -> str:
    return message if len(message) <= 120 else f"{message[:117]}…"


def _shared(said: _Said, operations: list[str]) -> str:
    places = list(dict.fromkeys(operations))
    where = places[0] if len(places) == 1 else f"{len(places)} operations, such as {places[0]}"
    return f"{said.name} {said.message}, of {where}"
