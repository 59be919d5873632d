"""A spec with grammar errors, mended so far that its names can be looked at all the same.

A misspelt word gives way to the one that was meant; what else is wrong is cut out, with all
that cannot stand without it. What was cut is remembered: nothing is said about the places it
stood in, nor about names that it may have declared, so that one mistake is reported once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.grammar.check import Meant, check_grammar
from generator.grammar.language import TABLES
from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence, Source
from generator.problems import At, Problem, Problems

_ROUNDS = 8
"""What is cut out leaves holes of its own; a language as deep as this one needs three rounds."""
_OF_ENTRIES = frozenset({"E003", "E010", "E015"})
_OF_MAPS = frozenset({"E006", "E007"})
_OF_VALUES = frozenset({"E006", "E010", "E014", "E015"})
_NAMING = frozenset(
    "fields relations entities enums mixins transitions actions scopes roles jobs input".split()
)
"""Keys under which each key is a name."""
_LISTING = frozenset({"values", "enum"})
"""Keys under which each item is a name."""
_KEYS = frozenset(word for table in TABLES.values() for word in table.words)


@dataclass(frozen=True, slots=True)
class Mended:
    """A well-shaped part of a spec; `places` are those around what was cut out."""

    source: Source
    places: frozenset[At]

    def follows(self, problem: Problem) -> bool:
        """Whether a problem may only be there because of what was cut out or never read.

        What the platform lacks (E044) is told of a whole spec.
        """
        if problem.code == "E044":
            return True
        return problem.at in self.places or not self.source.missing.isdisjoint(problem.words)


def mend(source: Source) -> Mended | None:
    """The spec without its grammar errors; None where too little of it would be left."""
    unread = source.missing - _KEYS
    knife = _Knife(set(unread))
    for _ in range(_ROUNDS):
        problems = Problems()
        meant: Meant = {}
        check_grammar(source, problems, meant)
        knife.take(problems, meant)
        root, aggregates = source.root, source.aggregates.items()
        mended = Source(
            knife.whole(root), {n: knife.whole(m) for n, m in aggregates}, rooted=source.rooted
        )
        if mended == Source(root, source.aggregates, rooted=source.rooted):
            break
        source = mended
    tops = {source.root.at, *(node.at for node in source.aggregates.values())}
    if any(problem.at not in tops for problem in problems.sorted()):
        return None
    missing = frozenset(knife.missing)
    whole = Source(source.root, source.aggregates, missing, source.rooted)
    return Mended(whole, frozenset(knife.places))


@dataclass(slots=True)
class _Knife:
    """Cuts out what a round of problems is about; `missing` and `places` grow on the way."""

    missing: set[str]
    places: set[At] = field(default_factory=set)
    _wrong: dict[At, set[str]] = field(default_factory=dict)
    _meant: Meant = field(default_factory=dict)

    def take(self, problems: Problems, meant: Meant) -> None:
        """Learns what is to be cut or replaced in the next round."""
        self._meant = meant
        self._wrong = {}
        for problem in problems.sorted():
            self._wrong.setdefault(problem.at, set()).add(problem.code)

    def whole(self, node: Mapping) -> Mapping:
        """The map of a file, which stays whatever is missing from it."""
        return self._mapping(node, "") if self._wrong else node

    def _mapping(self, node: Mapping, under: str) -> Mapping:
        entries = tuple(entry for old in node for entry in self._entry(old, under))
        if len(entries) < len(node.entries):
            self.places.add(node.at)
        return Mapping(node.at, entries)

    def _entry(self, entry: Entry, under: str) -> Iterator[Entry]:
        key = self._meant.get((entry.at, entry.key), entry.key)
        known = key != entry.key
        value = None if not known and self._is(entry.at, _OF_ENTRIES) else entry.value
        if value is not None:
            value = self._node(value, key)
        if value is None:
            self._lose(entry, under)
            return
        if {value.at} & self.places:
            self.places.add(entry.at)
        yield Entry(entry.at, key, value)

    def _node(self, node: Node, under: str) -> Node | None:
        if isinstance(node, Mapping):
            return None if self._is(node.at, _OF_MAPS) else self._mapping(node, under)
        if isinstance(node, Scalar) and (word := self._meant.get((node.at, node.text))):
            return Scalar(node.at, word, word, node.quoted)
        if self._is(node.at, _OF_VALUES):
            return None
        if isinstance(node, Sequence):
            return self._sequence(node, under)
        return node

    def _sequence(self, node: Sequence, under: str) -> Sequence:
        kept: list[Node] = []
        for old in node.items:
            item = self._node(old, under)
            if item is not None:
                kept.append(item)
            else:
                self.places.add(node.at)
                self.missing |= set(_names(old)) if under not in _LISTING else set(_texts(old))
        return Sequence(node.at, tuple(kept))

    def _lose(self, entry: Entry, under: str) -> None:
        """Remembers what may have been declared by an entry that is cut out."""
        self.places |= {entry.at, entry.value.at}
        self.missing |= set(_names(entry.value))
        if under in _NAMING:
            self.missing.add(entry.key)
        if entry.key == "states":
            said = entry.value.get("field") if isinstance(entry.value, Mapping) else None
            self.missing.add(said.text if isinstance(said, Scalar) else "status")
        if entry.key in _LISTING or entry.key == "inverse":
            self.missing |= set(_texts(entry.value))

    def _is(self, at: At, codes: frozenset[str]) -> bool:
        return not codes.isdisjoint(self._wrong.get(at, ()))


def _names(node: Node) -> Iterator[str]:
    """The keys inside a node that are no keys of the language, and the inverses it names."""
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _names(item)
    for entry in node if isinstance(node, Mapping) else ():
        if entry.key not in _KEYS:
            yield entry.key
        if entry.key == "inverse" or entry.key in _LISTING:
            yield from _texts(entry.value)
        yield from _names(entry.value)


def _texts(node: Node) -> Iterator[str]:
    """The scalars of a node that could be names, and the keys."""
    if isinstance(node, Scalar):
        yield node.text
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _texts(item)
    for entry in node if isinstance(node, Mapping) else ():
        yield entry.key
