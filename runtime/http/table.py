"""All paths that are served: which methods each takes, and the template that stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.routing import BaseRoute, Route, compile_path


class PathTable:
    """Paths by template. Asked for a refusal (405), and once a request for its metric."""

    def __init__(self) -> None:
        self._methods: list[tuple[re.Pattern[str], frozenset[str]]] = []
        self._templates: dict[int, tuple[BaseRoute, str]] = {}

    def add(self, routes: Iterable[BaseRoute], prefix: str = "") -> None:
        """Adds routes that are served below the prefix."""
        for route in routes:
            if isinstance(route, Route):
                template = f"{prefix}{route.path}"
                pattern, _, _ = compile_path(template)
                self._methods.append((pattern, frozenset(route.methods or ())))
                self._templates[id(route)] = (route, template)

    def allowed(self, path: str) -> list[str]:
        """Every method that the path takes, sorted; HEAD wherever GET is.

        A template that is the path itself hides those with a parameter in its place.
        """
        matching = [(p, known) for p, known in self._methods if p.match(path)]
        literal = [(p, known) for p, known in matching if not p.groups]
        methods: set[str] = set()
        for _, known in literal or matching:
            methods |= known
        if "GET" in methods:
            methods.add("HEAD")
        return sorted(methods)

    def template(self, route: object) -> str:
        """The whole template of a route, `(unmatched)` for none."""
        known = self._templates.get(id(route))
        return known[1] if known else "(unmatched)"
