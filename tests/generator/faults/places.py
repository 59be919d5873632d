"""Where in the files of a spec something can be put wrong, found by reading them as Charter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.load.document import read_document
from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.problems import At, Problems

NAMING = frozenset(
    "fields relations entities enums mixins transitions actions scopes roles jobs input output "
    "set within".split()
)
"""Keys under which each key is a name and no word of the language."""
DECLARED = frozenset("doc title message code was pattern inverse values".split())
"""Keys whose values are new words or texts: whatever stands there is right."""
EXPRESSIONS = frozenset("computed check frozen where guard when required_when".split())
_NAME = re.compile(r'"[^"]*"|(?<![\w.])[a-z][a-z0-9_]{3,}(?![\w(])')
_TEXT = re.compile(r'"([a-z][a-z0-9_]{3,})"')
_FUNCTIONS = frozenset("true false null where actor days months years hours minutes".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A word in a file: `path` are the keys around it, `role` what it is there."""

    role: str
    path: tuple[str, ...]
    at: At
    word: str


def places(file: str, text: str) -> list[Place]:
    """All words of a file that a typo can hit, each with its role."""
    root = read_document(file, text, Problems())
    assert root is not None
    return list(_walk(root, ()))


def _walk(node: Node, path: tuple[str, ...]) -> Iterator[Place]:
    match node:
        case Mapping():
            for entry in node:
                yield from _entry(entry, path)
        case Sequence():
            for item in node.items:
                # A list of words under `enum` declares them.
                yield from _walk(item, (*path, "values") if path[-1:] == ("enum",) else path)
        case Scalar():
            yield from _scalar(node, path)


def _entry(entry: Entry, path: tuple[str, ...]) -> Iterator[Place]:
    parent = path[-1] if path else ""
    if parent in {"set", "within"}:
        yield Place(parent, path, entry.at, entry.key)
    elif parent not in NAMING | {"values", "enum"}:
        yield Place("key", path, entry.at, entry.key)
    yield from _walk(entry.value, (*path, entry.key))


def _scalar(node: Scalar, path: tuple[str, ...]) -> Iterator[Place]:
    parent = path[-1] if path else ""
    above = path[-2] if len(path) > 1 else ""
    if parent in EXPRESSIONS or above in {"set", "scopes"}:
        yield Place("expression", path, node.place(0), node.text)
        for match in _NAME.finditer(node.text):
            if match[0][0] != '"' and match[0] not in _FUNCTIONS:
                yield Place("name", path, node.place(match.start()), match[0])
        for match in _TEXT.finditer(node.text):
            yield Place("value", path, node.place(match.start(1)), match[1])
    elif above == "deprecated":
        return  # What to use instead is a text.
    elif parent not in DECLARED and path != ("name",) and path[-2:] != ("states", "field"):
        role = "type" if above == "fields" else parent
        yield Place(role, path, node.place(0), node.text)
