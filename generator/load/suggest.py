"""Guessing what was meant by a misspelt word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60
"""Longer words are not compared: the comparison is quadratic, and no name is that long."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, or None when none is near; case does not count."""
    if not word or len(word) > LONGEST:
        return None
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(candidate.casefold(), candidate)
    found = [known for known in sorted(folded) if _one_letter(word.casefold(), known)]
    found += get_close_matches(word.casefold(), sorted(folded), n=3, cutoff=0.65)
    # A name that was begun and not ended is more likely than one with another letter.
    found.sort(key=lambda known: not known.startswith(word.casefold()))
    return folded[found[0]] if found else None


def _one_letter(word: str, known: str) -> bool:
    """Whether two short words differ by one letter or their order: too much for their ratio."""
    if len(word) != len(known) or len(known) not in (2, 3):
        return False
    return sum(map(str.__eq__, word, known)) == len(known) - 1 or sorted(word) == sorted(known)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`: did you mean "title"?`, to be put behind a message, or an empty string."""
    guess = nearest(word, known)
    return f': did you mean "{guess}"?' if guess else ""
