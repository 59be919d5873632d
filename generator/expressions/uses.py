"""What may be named where: the table of the language, and how a refusal reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from generator.expressions.tree import Use


class Kind(StrEnum):
    """What an expression may touch beyond the row's own fields."""

    TO_ONE = "another row"
    ROWS = "other rows"
    ACTOR = "the actor"
    CLOCK = "the clock"
    ROLE = "role assignments"
    READABLE = "the policy"


_ROWS = frozenset({Kind.TO_ONE, Kind.ROWS})
_NOTHING: frozenset[Kind] = frozenset()

ALLOWED: dict[Use, frozenset[Kind]] = {
    Use.REQUIRED_WHEN: _NOTHING,
    Use.KEY_WHERE: _NOTHING,
    Use.COMPUTED: _ROWS | {Kind.CLOCK, Kind.ROLE},
    Use.RULE: _ROWS | {Kind.CLOCK, Kind.ROLE},
    Use.FROZEN: _ROWS,
    Use.GUARD: _ROWS | {Kind.ACTOR, Kind.CLOCK, Kind.ROLE},
    Use.WHEN: _ROWS | {Kind.CLOCK, Kind.ROLE},
    Use.SCOPE: _ROWS | {Kind.ACTOR, Kind.CLOCK, Kind.READABLE},
    Use.SET: frozenset({Kind.TO_ONE, Kind.ACTOR, Kind.CLOCK}),
    Use.DEFAULT: frozenset({Kind.ACTOR}),
    Use.PATH: frozenset({Kind.TO_ONE}),
}

PLACES: dict[Use, str] = {
    Use.REQUIRED_WHEN: "required_when",
    Use.KEY_WHERE: "the where of a key or index",
    Use.COMPUTED: "a computed field",
    Use.RULE: "a rule",
    Use.FROZEN: "frozen",
    Use.GUARD: "a guard",
    Use.WHEN: "when",
    Use.SCOPE: "a scope",
    Use.SET: "set",
    Use.DEFAULT: "a default",
    Use.PATH: "a path",
}

_REASONS: dict[tuple[Use, Kind], str] = {
    (Use.RULE, Kind.ACTOR): "rules hold whoever writes",
    (Use.COMPUTED, Kind.ACTOR): "its value is the same for everybody",
    (Use.FROZEN, Kind.ACTOR): "a row is frozen for everybody",
    (Use.FROZEN, Kind.CLOCK): "let a timed transition change the state, and test that",
    (Use.FROZEN, Kind.ROLE): "roles are held for a time, and frozen does not read the clock",
    (Use.WHEN, Kind.ACTOR): "nobody acts when time does",
    (Use.SCOPE, Kind.ROLE): "who holds a role is said by the policy's own lines",
    (Use.SET, Kind.ROWS): "it takes own fields and to-one paths",
    (Use.SET, Kind.ROLE): "it takes own fields and to-one paths",
}
_OWN = frozenset({Use.REQUIRED_WHEN})


def refusal(use: Use, kind: Kind, name: str) -> tuple[str, str]:
    """Code and message for something that cannot be named in that place.

    `name` is how the text calls it: `"actor"`, `today()`, `the path owner.email`.
    """
    if use is Use.KEY_WHERE:
        return "E035", f"an index cannot be limited by {name}; compare with a column"
    reason = _REASONS.get((use, kind), "")
    if kind is Kind.READABLE:
        reason = "it is for scopes alone"
    elif use in _OWN:
        reason = "it looks at the row's own fields alone"
    tail = f"; {reason}" if reason else ""
    return "E034", f"{name} cannot be used in {PLACES[use]}{tail}"


@dataclass(slots=True)
class Reads:
    """What an expression turned out to touch, collected while it is typed."""

    kinds: set[Kind] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)
    computed: set[tuple[str, str]] = field(default_factory=set)

    @property
    def own_only(self) -> bool:
        """Whether the row's own columns are enough to work it out."""
        return not self.kinds
