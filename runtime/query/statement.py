"""A statement and its parameters, built side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_PLACEHOLDER = re.compile(r"\$([0-9]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from that differs between requests whose statement is the same text.

    `name` says it to whoever fills the statement for another request: `actor`, `id`, `nonce`,
    `query:title__contains`, `cursor:0`, `body:title`. `make` gives what the driver takes, from
    the value as it was parsed.
    """

    name: str
    make: Callable[[Any], Any] | None = field(default=None, compare=False)


ACTOR, KEY, NONCE = Source("actor"), Source("id"), Source("nonce")


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with `$1`-style placeholders and the values for them, in order.

    Values that the text does not name are left out and the rest renumbered: a policy may hand in
    the actor for a condition that does not ask, and PostgreSQL refuses a parameter of no type.

    `reach` is what row-level security is to grant the statement (`thing.read`: `any`, or scopes).
    A statement of the `platform` itself is under no policy. `sources` stand beside the values:
    None for one that belongs to the text, whoever asks.
    """

    sql: str
    values: tuple[Any, ...] = ()
    reach: Mapping[str, str] = field(default_factory=dict)
    platform: bool = False
    sources: tuple[Source | None, ...] = ()

    def __post_init__(self) -> None:
        named = {int(number) for number in _PLACEHOLDER.findall(self.sql)}
        if len(named) == len(self.values):
            return
        places = {old: new for new, old in enumerate(sorted(named), 1)}
        sql = _PLACEHOLDER.sub(lambda found: f"${places[int(found[1])]}", self.sql)
        object.__setattr__(self, "sql", sql)
        object.__setattr__(self, "values", tuple(self.values[old - 1] for old in sorted(named)))
        if self.sources:
            kept = tuple(self.sources[old - 1] for old in sorted(named))
            object.__setattr__(self, "sources", kept)


class Parameters:
    """Collects values and hands out placeholders, always with a cast.

    The cast keeps the text of a statement, and with it its prepared form, independent of the
    Python type of the value. The same (value, type) from the same source gets one placeholder.
    """

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._sources: list[Source | None] = []
        self._known: dict[tuple[object, ...], str] = {}
        self.reach: dict[str, str] = {}

    def statement(self, sql: str, *, platform: bool = False) -> Statement:
        """The statement of that text, with the values and the reach collected so far."""
        return Statement(sql, self.values, self.reach, platform, tuple(self._sources))

    def allow(self, resource: str, word: str, reach: str) -> None:
        """Notes what row-level security is to grant for a word of a resource."""
        self.reach[f"{resource}.{word}"] = reach

    def add(self, value: Any, sql_type: str, source: Source | None = None) -> str:
        """A placeholder for the value, cast to that SQL type (`$3::uuid`).

        With a `source` the text depends on where the value comes from, never on the value.
        """
        key: tuple[object, ...] = (source, sql_type)
        if source is None:
            key = (type(value), repr(value), sql_type)
        if key not in self._known:
            self._values.append(source.make(value) if source and source.make else value)
            self._sources.append(source)
            self._known[key] = f"${len(self._values)}::{sql_type}"
        return self._known[key]

    @property
    def values(self) -> tuple[Any, ...]:
        """All values, in the order of their placeholders."""
        return tuple(self._values)
