"""What `include` asks for: paths over relations, and how much of each list.

    controls,owner.business_unit
    controls(limit=5,sort=-created_at,sort=name).owner

What stands between parentheses belongs to the relation before them, which is then one to many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from runtime.query.near import printable
from runtime.query.plan import EMBEDDED_MAX, Include, SortKey
from runtime.query.sorting import Refused, known, parse_sort
from runtime.query.values import parse_int
from runtime.query.view import View
from runtime.resource import ToOne

DEPTH_MAX = 4
"""Relations of a path."""

INCLUDES_MAX = 20
"""Relations embedded in one answer; one to rows of several entities counts as many."""

_NAME = re.compile(r"[^.,()]*")
_OPTIONS = re.compile(r"\(([^()]*)\)")


def parse_include(text: str, view: View) -> tuple[Include, ...]:
    """The relations to embed, in the order of the model; those beneath them inside.

    Raises Refused for names that do not exist for the actor (UNKNOWN_FIELD) and for what does not
    follow the form or exceeds a bound; NotAValue for a limit that is no number.
    """
    root = _Wanted()
    for path in _paths(text):
        if len(path) > DEPTH_MAX:
            raise Refused("INVALID_VALUE", f"Follow at most {DEPTH_MAX} relations in a path.")
        at = root
        for step in path:
            at = at.beneath.setdefault(step.name, _Wanted())
            at.choose(step)
    found = _includes(root, view, "")
    if _count(found) > INCLUDES_MAX:
        raise Refused("INVALID_VALUE", f"Embed at most {INCLUDES_MAX} relations.")
    return found


class _Step(NamedTuple):
    name: str
    options: str | None


@dataclass(slots=True)
class _Wanted:
    """A relation that was asked for, with what was asked beneath it."""

    options: str | None = None
    beneath: dict[str, _Wanted] = field(default_factory=dict)

    def choose(self, step: _Step) -> None:
        """Takes the options of a step; two paths over a relation share one list."""
        if step.options is None or step.options == self.options:
            return
        if self.options is not None:
            name = printable(step.name)
            raise Refused("REPEATED", f"Say once how much of {name} is to be embedded.")
        self.options = step.options


def _paths(text: str) -> list[list[_Step]]:
    paths: list[list[_Step]] = [[]]
    place = 0
    while True:
        name = _NAME.match(text, place)
        place = name.end() if name else place
        options = _OPTIONS.match(text, place)
        place = options.end() if options else place
        paths[-1].append(_Step(name[0] if name else "", options[1] if options else None))
        if place == len(text):
            return paths
        if text[place] == ",":
            paths.append([])
        elif text[place] != ".":
            said = "Name relations with commas or dots between them, options in parentheses;"
            raise Refused("INVALID_VALUE", f"{said} this is not so at character {place + 1}.")
        place += 1


def _includes(wanted: _Wanted, view: View, path: str) -> tuple[Include, ...]:
    for name in wanted.beneath:
        _check_name(name, view, path)
    return tuple(
        _include(found, wanted.beneath[name], view, f"{path}{name}.")
        for name, found in view.includes.items()
        if name in wanted.beneath
    )


def _check_name(name: str, view: View, path: str) -> None:
    paths: Mapping[str, object] = {f"{path}{each}": each for each in view.includes}
    known(f"{path}{name}", paths)


def _include(found: Include, wanted: _Wanted, view: View, path: str) -> Include:
    """The relation with what is beneath it: of one to several entities, what all of them have."""
    beneath = tuple(_includes(wanted, view.of(target), path) for target in found.targets)
    if wanted.options is None:
        return replace(found, beneath=beneath)
    if isinstance(found.relation, ToOne):
        said = f"{found.relation.name} leads to one row, of which there is no limit or order."
        raise Refused("INVALID_VALUE", said)
    limit, order = _options(wanted.options, view.of(found.targets[0]))
    return replace(found, beneath=beneath, limit=limit, order=order)


def _options(text: str, target: View) -> tuple[int, tuple[SortKey, ...]]:
    limits: list[str] = []
    keys: list[str] = []
    known_options = {"limit": limits, "sort": keys}
    for option in text.split(","):
        name, equals, value = option.partition("=")
        if not equals or name not in known_options:
            raise Refused("INVALID_VALUE", "Give limit=… or sort=… between the parentheses.")
        known_options[name].append(value)
    if len(limits) > 1:
        raise Refused("REPEATED", "Give limit once between the parentheses.")
    limit = parse_int(limits[0], (1, EMBEDDED_MAX)) if limits else EMBEDDED_MAX
    return limit, parse_sort(target, keys) if keys else ()


def _count(includes: tuple[Include, ...]) -> int:
    """Of all that is embedded, at every depth."""
    return sum(
        max(1, len(include.targets)) + sum(_count(beneath) for beneath in include.beneath)
        for include in includes
    )
