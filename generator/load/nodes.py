"""A YAML document as plain values that still know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.problems import At

Value = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `text` is as written; `value` is what YAML 1.1 and 1.2 agree it means.

    Dates stay text: the place where they stand says that they are dates.
    """

    at: At
    text: str
    value: Value
    quoted: bool = False


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
    """All files of a spec: the root (`model.yaml`) and the aggregates, by name, in its order."""

    root: Mapping
    aggregates: dict[str, Mapping]
