"""A YAML document as plain values that still know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from generator.problems import At

Value = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `text` is as written; `value` is what YAML 1.1 and 1.2 agree it means.

    Dates stay text: the place where they stand says that they are dates. `pieces` are the lines
    on which a text stands that is quoted or longer than a line, each with its first place.
    """

    at: At
    text: str
    value: Value
    quoted: bool = False
    pieces: tuple[tuple[At, str], ...] = field(default=(), compare=False, repr=False)

    def place(self, offset: int) -> At:
        """Where the character at `offset` of the text stands in the file."""
        if not self.pieces:
            return At(self.at.file, self.at.line, self.at.column + offset)
        left = len("".join(self.text[:offset].split()))
        for at, piece in self.pieces:
            for column, character in enumerate(piece, at.column):
                if not character.isspace():
                    if left == 0:
                        return At(at.file, at.line, column)
                    left -= 1
        last, piece = self.pieces[-1]
        return At(last.file, last.line, last.column + len(piece))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    at: At
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a map with its value; `at` is the place of the key."""

    at: At
    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map, in the order written; keys are unique."""

    at: At
    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __contains__(self, key: str) -> bool:
        return self.entry(key) is not None

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, or None."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def get(self, key: str) -> Node | None:
        """The value of that key, or None."""
        entry = self.entry(key)
        return entry.value if entry else None


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """All files of a spec: the root (`model.yaml`) and the aggregates, by name, in its order.

    `missing` holds names that may be declared where the spec could not be read: what is said of
    them elsewhere cannot be judged. `rooted` is false where the root itself could not be read.
    """

    root: Mapping
    aggregates: dict[str, Mapping]
    missing: frozenset[str] = frozenset()
    rooted: bool = True
