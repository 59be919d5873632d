"""Words of enums: what the language calls them, and how a copy turns the earlier ones into them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from charter.adopting import naming
from charter.adopting.notes import Note
from generator.schema.columns import literal


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of an enum as (earlier, now) pairs, in their order."""

    pairs: tuple[tuple[str, str], ...]

    def listed(self) -> list[Any]:
        """As the language lists them: a word that changed keeps the earlier one as its title."""
        return [now if now == old else {now: {"title": old or "Empty"}} for old, now in self.pairs]

    def now(self, earlier: str) -> str | None:
        """What a word is called now; None for one that is none of them."""
        return dict(self.pairs).get(earlier)

    def copied(self, value: str) -> str:
        """The SQL that turns an earlier word, an SQL expression, into the one of now."""
        changed = [(old, now) for old, now in self.pairs if old != now]
        if not changed:
            return f"{value}::text"
        arms = " ".join(f"WHEN {literal(old)} THEN {literal(now)}" for old, now in changed)
        return f"CASE {value}::text {arms} ELSE {value}::text END"


def vocabulary(words: Collection[str], place: str, notes: list[Note]) -> Vocabulary:
    """The words of an enum or of a condition at `place`; takes a note of each that changes."""
    pairs: list[tuple[str, str]] = []
    for each in words:
        word = naming.value(each, [now for _, now in pairs])
        pairs.append((each, word))
        if word != each:
            notes.append(Note("A012", place, f'"{each}" is {word}'))
    return Vocabulary(tuple(pairs))
