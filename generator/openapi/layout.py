"""JSON as a person reads a difference of it: what fits a line stands on one."""

from __future__ import annotations

import json
from typing import Any

WIDTH = 160
"""Characters of a line, indentation included, that hold a whole object or list."""

_LARGE = 12
"""A container of more members is not even tried on one line."""

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": ")).encode


def laid_out(document: Any) -> str:
    """The text of a JSON value, in the order of its keys, with a final newline."""
    return _Layout().value(document, 0) + "\n"


class _Layout:
    """Remembers the text of parts that stand in many places: the parameters of lists do."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def value(self, value: Any, depth: int) -> str:
        if not isinstance(value, dict | list) or not value:
            return _dumps(value)
        place = (id(value), depth)
        if place not in self._known:
            self._known[place] = _on_a_line(value, depth) or self._on_many(value, depth)
        return self._known[place]

    def _on_many(self, value: dict[str, Any] | list[Any], depth: int) -> str:
        inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
        if isinstance(value, dict):
            said = (f"{_dumps(key)}: {self.value(each, depth + 1)}" for key, each in value.items())
            return f"{{{inner}{f',{inner}'.join(said)}{outer}}}"
        return f"[{inner}{f',{inner}'.join(self.value(each, depth + 1) for each in value)}{outer}]"


def _on_a_line(value: dict[str, Any] | list[Any], depth: int) -> str | None:
    """The text, unless it is the root or too long."""
    if len(value) > _LARGE or depth == 0:
        return None
    line = _dumps(value)
    return line if len(line) + depth <= WIDTH else None
