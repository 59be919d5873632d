"""The tokens of an expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from runtime.query.filter_language.tree import Malformed, Word

KEYWORDS = frozenset({"AND", "OR", "NOT"})


class Kind(Enum):
    """What a token is; the value is how a message calls it."""

    WORD = "a word"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    MINUS = "-"
    DOT = "."
    COMMA = ","
    OPEN = "("
    CLOSE = ")"
    COMPARATOR = "a comparator"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token from `at` up to `end`; `word` is what a word says, `text` what stands there."""

    kind: Kind
    at: int
    end: int
    text: str = ""
    word: Word | None = None


_SPACE = re.compile(r"[ \t\r\n\f\v]*")
_COMPARATOR = re.compile(r"<=|>=|!=|[<>=:]")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:[Zz]|[+\- ][0-9]{2}:[0-9]{2})|[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
)
"""Times hold a colon, and a dot, and need no quotes nevertheless: no name begins with a digit."""

_SIGNS = {".": Kind.DOT, ",": Kind.COMMA, "(": Kind.OPEN, ")": Kind.CLOSE}
_ENDS = re.compile(r"[ \t\r\n\f\v.,()<>=:\"']|!=")


def tokens(text: str) -> Iterator[Token]:
    """The tokens, the last of them the end; raises Malformed."""
    at = 0
    while True:
        if space := _SPACE.match(text, at):
            at = space.end()
        if at >= len(text):
            yield Token(Kind.END, len(text), len(text))
            return
        token = _token(text, at)
        yield token
        at = token.end


def _token(text: str, at: int) -> Token:
    first = text[at]
    if kind := _SIGNS.get(first):
        return Token(kind, at, at + 1, first)
    if found := _COMPARATOR.match(text, at):
        return Token(Kind.COMPARATOR, at, found.end(), found[0])
    if first == "-":
        return Token(Kind.MINUS, at, at + 1, first)
    if first in "\"'":
        return _quoted(text, at)
    if (moment := _MOMENT.match(text, at)) and _ends(text, moment.end()):
        return Token(Kind.WORD, at, moment.end(), moment[0], Word((moment[0],), at))
    return _bare(text, at)


def _ends(text: str, at: int) -> bool:
    return at == len(text) or _ENDS.match(text, at) is not None


def _quoted(text: str, at: int) -> Token:
    parts, here = [""], at + 1
    while here < len(text):
        character = text[here]
        if character == text[at]:
            here += 1
            return Token(Kind.WORD, at, here, text[at:here], Word(tuple(parts), at, quoted=True))
        here += _take(text, here, parts)
    raise Malformed("This text has no closing quote", at)


def _bare(text: str, at: int) -> Token:
    parts, here = [""], at
    while not _ends(text, here):
        here += _take(text, here, parts)
    said = text[at:here]
    kind = Kind[said] if said in KEYWORDS else Kind.WORD
    return Token(kind, at, here, said, Word(tuple(parts), at))


def _take(text: str, here: int, parts: list[str]) -> int:
    """Takes a character of a word and says how many it was: a backslash has one behind it."""
    character = text[here]
    if character == "*":
        parts.append("")
        return 1
    if character != "\\":
        parts[-1] += character
        return 1
    if here + 1 == len(text):
        raise Malformed("A backslash stands before the character that is meant", here)
    parts[-1] += text[here + 1]
    return 2
