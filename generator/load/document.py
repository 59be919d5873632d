"""One YAML document as nodes. Nothing is constructed: only libyaml's events are read.

Events, unlike composed nodes, show anchors and aliases, and libyaml itself bounds their depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.load.scalars import disagreement, value_of
from generator.load.slips import QUOTE_HINT, slip
from generator.problems import At, Problems

DEEPEST = 32
"""Levels of nesting; the language itself needs a dozen."""

_QUOTED_TEXT = re.compile(r'"[^"]*"')
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_COMMA_HINT = (
    "In braces and brackets a comma ends the value: put an expression with a comma on a line "
    "of its own, or in single quotes."
)
_HINTS = (
    ("expected ',' or", _COMMA_HINT),
    ("did not find expected key", QUOTE_HINT),
    ("mapping values are not allowed", "Text that contains ': ' needs quotes."),
    ("cannot start any token", "Text that begins with this character needs quotes."),
)


class _Unreadable(Exception):
    """Raised when the rest of the document cannot be understood; already reported."""


def read_document(file: str, text: str, problems: Problems) -> Mapping | None:
    """The map that a file holds, or None when that cannot be told.

    Reports E001 (no YAML), E002 (duplicate keys), E004 (read differently by YAML 1.1 and 1.2),
    E005 (anchors, aliases, tags, merge keys, directives, second documents) and E006 (no map).
    """
    reader = _Reader(file, text, problems)
    try:
        node = reader.document(iter(yaml.parse(text, Loader=yaml.CSafeLoader)))
    except yaml.YAMLError as error:
        reader.report(error)
        return None
    except _Unreadable:
        return None
    if isinstance(node, Mapping):
        return None if reader.broken else node
    problems.add(node.at if node else At(file, 1, 1), "E006", "the file must hold a map")
    return None


class _Reader:
    """Builds nodes from events. `broken` says that what was built is not what was written."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self.broken = False
        self._lines = text.splitlines()
        self._cut = False
        self._file = file
        self._problems = problems
        self._events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Node | None:
        """The one document of a stream; None if the stream is empty."""
        self._events = events
        next(events)
        start = next(events)
        if isinstance(start, yaml.StreamEndEvent):
            return None
        self._refuse_directives(start)
        node = self._node(next(events), depth=0, flow=False)
        next(events)
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._add(after, "E005", "a second document; a file holds one")
        return node

    def report(self, error: yaml.YAMLError) -> None:
        """Reports libyaml's own complaint as E001."""
        if self._cut:
            return  # what libyaml stumbles over is the rest of a value cut off by a comma
        begun, mark = _marks(error)
        at = At(self._file, mark.line + 1, mark.column + 1) if mark else At(self._file, 1, 1)
        words = str(getattr(error, "problem", None) or error)
        earlier = slip(self._lines, mark.line, words) if mark else None
        if earlier is not None:
            place = At(self._file, earlier.line + 1, earlier.column + 1)
            self._problems.add(place, "E001", f"not YAML: {earlier.words}", earlier.hint)
            return
        hint = next((hint for part, hint in _HINTS if part in words), "")
        words = words.replace("did not find expected", "expected")
        if begun is not None and mark is not None and begun.line < mark.line:
            at = At(self._file, begun.line + 1, begun.column + 1)
            opened = self._lines[begun.line][begun.column : begun.column + 1]
            words = f"{opened} is not closed: {words} on line {mark.line + 1}"
        self._problems.add(at, "E001", f"not YAML: {words}", hint)

    def _node(self, event: Any, *, depth: int, flow: bool) -> Node:
        if depth > DEEPEST:
            self._add(event, "E001", f"nested deeper than {DEEPEST} levels")
            raise _Unreadable
        self._refuse_properties(event)
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(event, depth)
            case yaml.SequenceStartEvent():
                return self._sequence(event, depth)
            case yaml.ScalarEvent():
                return self._scalar(event, flow=flow)
        self.broken = True  # an alias, reported above: it stands for something we do not read
        return Scalar(self._at(event), "", None)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        first: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth=depth + 1, flow=False)
            value = self._node(next(self._events), depth=depth + 1, flow=bool(start.flow_style))
            if not isinstance(key, Scalar) or (key.value is None and not key.text):
                self._problems.add(key.at, "E006", "a key must be a word")
                self.broken = True
            elif key.text in first:
                line = first[key.text].at.line
                message = f'duplicate key "{key.text}"; first said on line {line}'
                self._problems.add(key.at, "E002", message)
            else:
                first[key.text] = Entry(key.at, key.text, value)
        return Mapping(self._at(start), tuple(first.values()))

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth=depth + 1, flow=bool(start.flow_style)))
        return Sequence(self._at(start), tuple(items))

    def _scalar(self, event: Any, *, flow: bool) -> Scalar:
        text: str = event.value
        at = self._at(event)
        if event.style:
            if found := _CONTROL.search(text):
                self._add(event, "E005", f"the text holds the character U+{ord(found[0]):04X}")
                self.broken = True
            if event.style in "|>":
                text = text.rstrip("\n")
            return Scalar(at, text, text, quoted=True, pieces=self._pieces(event, text))
        if text == "<<":
            self._add(event, "E005", "merge keys are not part of this language")
            self.broken = True
        elif reason := disagreement(text):
            self._add(event, "E004", reason)
        elif flow and _open_parenthesis(text):
            self._add(event, "E001", f"a comma cuts off the value {text!r}", _COMMA_HINT)
            self.broken = self._cut = True
        return Scalar(at, text, value_of(text), pieces=self._pieces(event, text))

    def _pieces(self, event: Any, text: str) -> tuple[tuple[At, str], ...]:
        """The lines of a text that is quoted or longer than one; none where it has escapes."""
        start, end = event.start_mark, event.end_mark
        quoted = event.style in ("'", '"')
        if start.line == end.line and not quoted:
            return ()
        block = bool(event.style) and not quoted
        found: list[tuple[At, str]] = []
        for number in range(start.line + block, min(end.line + 1, len(self._lines))):
            first = start.column + quoted if number == start.line else 0
            last = end.column - quoted if number == end.line else None
            part = self._lines[number][first:last]
            if bare := part.strip():
                column = first + len(part) - len(part.lstrip()) + 1
                found.append((At(self._file, number + 1, column), bare))
        written = "".join(part for _, part in found)
        return tuple(found) if _bare(written) == _bare(text) else ()

    def _refuse_directives(self, start: Any) -> None:
        if start.version or start.tags:
            self._add(start, "E005", "directives (%YAML, %TAG) are not part of this language")

    def _refuse_properties(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._add(
                event, "E005", f"alias *{event.anchor}: anchors are not part of this language"
            )
            return
        if event.anchor:
            self._add(
                event, "E005", f"anchor &{event.anchor}: anchors are not part of this language"
            )
        if event.tag:
            self._add(event, "E005", f"tag {event.tag}: tags are not part of this language")

    def _add(self, event: Any, code: str, message: str, hint: str = "") -> None:
        self._problems.add(self._at(event), code, message, hint)

    def _at(self, event: Any) -> At:
        mark = event.start_mark
        return At(self._file, mark.line + 1, mark.column + 1)


def _marks(error: yaml.YAMLError) -> tuple[Any, Any]:
    """Where a bracket, brace or quote that is never closed was opened, and where that was seen."""
    begun = getattr(error, "context_mark", None)
    seen = getattr(error, "problem_mark", None) or begun
    context = str(getattr(error, "context", None) or "")
    opened = "flow" in context or "quoted scalar" in context
    return (begun if opened else None), seen


def _bare(text: str) -> str:
    return "".join(text.split())


def _open_parenthesis(text: str) -> bool:
    """Whether a value ends inside a parenthesis, as one that a comma has cut in two does."""
    outside = _QUOTED_TEXT.sub("", text)
    return outside.count("(") > outside.count(")") or outside.count('"') % 2 == 1
