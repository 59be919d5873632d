"""All paths that are served, as a tree of their segments.

To find a path takes as many steps as it has segments, however many entities there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from starlette.routing import Route
from starlette.types import ASGIApp

from runtime.http.places import places_of
from runtime.operations.binding import Binding
from runtime.resource import Registry

UNMATCHED = "(unmatched)"
"""What stands for every path that nothing serves, so that they are one series in the metrics."""

_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(slots=True)
class Entry:
    """What a path and a method lead to: an operation, or an application of the platform's.

    `template` is that of the whole path, `names` are those of its variables. The application of
    an operation is put in when it is first asked for.
    """

    template: str
    names: tuple[str, ...]
    binding: Binding | None = None
    app: ASGIApp | None = None


@dataclass(slots=True)
class _Node:
    """A place in a path: what may follow, and what is served here, by method."""

    literals: dict[str, _Node] = field(default_factory=dict)
    variable: _Node | None = None
    entries: dict[str, Entry] = field(default_factory=dict)


type Matches = list[tuple[_Node, list[str]]]


class PathTable:
    """Paths by template. A template that is the path itself hides those with a variable in it."""

    def __init__(self, registry: Registry) -> None:
        """Knows the operations of all resources."""
        self._root = _Node()
        for resource in registry.resources:
            for place in places_of(resource):
                self._add(place.method, f"{registry.prefix}{place.template}", place.binding)

    def add(self, routes: Iterable[Route]) -> None:
        """Adds plain routes, those of the platform."""
        for route in routes:
            for method in route.methods or ():
                self._add(method, route.path, app=route.app)

    def _add(
        self, method: str, template: str, binding: Binding | None = None, app: ASGIApp | None = None
    ) -> None:
        node, names = self._root, []
        for part in template.split("/"):
            variable = _VARIABLE.fullmatch(part)
            if variable:
                names.append(variable[1])
                node.variable = node.variable or _Node()
                node = node.variable
            else:
                node = node.literals.setdefault(part, _Node())
        node.entries.setdefault(method, Entry(template, tuple(names), binding, app))

    def find(self, method: str, path: str) -> tuple[Entry, list[str]] | None:
        """What serves the path by that method, and the values of its variables."""
        node = self._root
        values: list[str] = []
        parts = path.split("/")
        for part in parts:
            child = node.literals.get(part)
            if child is None:
                child = node.variable
                if child is None or not part:
                    break
                values.append(part)
            node = child
        else:
            entry = node.entries.get(method)
            if entry is not None:
                return entry, values
        for place, found in self._matches(parts):
            entry = place.entries.get(method)
            if entry is not None:
                return entry, found
        return None

    def allowed(self, path: str) -> list[str]:
        """Every method that the path takes, sorted, HEAD wherever GET is; none for no path."""
        methods = {method for node, _ in self._matches(path.split("/")) for method in node.entries}
        if "GET" in methods:
            methods.add("HEAD")
        return sorted(methods)

    def template(self, path: str) -> str:
        """The template of a path, whatever the method; `(unmatched)` for no path."""
        for node, _ in self._matches(path.split("/")):
            for entry in node.entries.values():
                return entry.template
        return UNMATCHED

    def _matches(self, parts: list[str]) -> Matches:
        """The places that a path leads to, those with literals in front first."""
        found = [(node, values) for node, values in _walk(self._root, parts, 0) if node.entries]
        return [(node, values) for node, values in found if not values] or found


def _walk(node: _Node, parts: list[str], depth: int) -> Iterator[tuple[_Node, list[str]]]:
    if depth == len(parts):
        yield node, []
        return
    part = parts[depth]
    if part in node.literals:
        yield from _walk(node.literals[part], parts, depth + 1)
    if node.variable is not None and part:
        for end, values in _walk(node.variable, parts, depth + 1):
            yield end, [part, *values]
