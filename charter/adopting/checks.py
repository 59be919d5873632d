"""Conditions of PostgreSQL, as far as the language says them: bounds, words, comparisons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_NAME = r'(?:"(?P<{0}q>[^"]+)"|(?P<{0}>[a-z_]\w*))'
_CAST = r"(?:::[\w \"\[\]().]+?)?"
_NUMBER = r"'?(?P<number>-?\d+(?:\.\d+)?)'?"
_BOUND = re.compile(
    rf"\(*{_NAME.format('a')}\)*{_CAST}\)* (?P<op>>=|<=|>|<) \(*{_NUMBER}\)*{_CAST}\)*"
)
_ORDER = re.compile(rf"\(*{_NAME.format('a')} (?P<op>>=|<=|>|<) {_NAME.format('b')}\)*")
_WORDS = re.compile(
    rf"\(*{_NAME.format('a')}\)*{_CAST} = ANY \(*ARRAY\[(?P<words>.*?)\]\)*{_CAST}\)*"
)
_LENGTH = re.compile(
    rf"\(*(?:char_length|length|character_length)\(\(*{_NAME.format('a')}\)*{_CAST}\)"
    rf" (?P<op>>=|<=|>|<) {_NUMBER}\)*"
)
_WORD = re.compile(r"'((?:[^']|'')*)'")


@dataclass(frozen=True, slots=True)
class Bound:
    """`key` (`min` or `max`) of a column is a number."""

    column: str
    key: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Words:
    """A column holds one of some words."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two columns of a row compared."""

    left: str
    operator: str
    right: str


Said = Bound | Words | Comparison


def said(definition: str) -> list[Said] | None:
    """What a CHECK says, part by part; None where a part of it is none of these."""
    text = definition.strip()
    if text.upper().startswith("CHECK"):
        text = text[len("CHECK") :].strip()
    text = text.removesuffix(" NOT VALID").strip()
    found: list[Said] = []
    for part in _parts(_bare(text)):
        one = _one(part)
        if one is None:
            return None
        found.append(one)
    return found


def _one(part: str) -> Said | None:
    length = _LENGTH.fullmatch(part)
    if length:
        return _bound(length, text=True)
    words = _WORDS.fullmatch(part)
    if words:
        listed = tuple(word.replace("''", "'") for word in _WORD.findall(words["words"]))
        return Words(_name(words, "a"), listed) if listed else None
    bound = _BOUND.fullmatch(part)
    if bound:
        return _bound(bound)
    order = _ORDER.fullmatch(part)
    if order:
        return Comparison(_name(order, "a"), order["op"], _name(order, "b"))
    return None


def _bound(found: re.Match[str], *, text: bool = False) -> Bound | None:
    operator, number = found["op"], found["number"]
    whole = "." not in number
    if operator in (">", "<"):
        # Whole numbers alone have a next one; of others a strict bound cannot be said.
        if not whole or (not text and not _whole_next(number)):
            return None
        number = str(int(number) + (1 if operator == ">" else -1))
    value: Any = int(number) if whole else number
    return Bound(_name(found, "a"), "min" if operator in (">=", ">") else "max", value)


def _whole_next(number: str) -> bool:
    return number.lstrip("-").isdigit()


def _name(found: re.Match[str], group: str) -> str:
    return found[f"{group}q"] or found[group]


def _bare(text: str) -> str:
    """Without parentheses around the whole."""
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    depth = 0
    quoted = False
    for place, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        if quoted:
            continue
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place
    return -1


def _parts(text: str) -> list[str]:
    """The operands of AND at the outermost level."""
    parts, depth, start, quoted = [], 0, 0, False
    for place, character in enumerate(text):
        if character == "'":
            quoted = not quoted
        if quoted:
            continue
        depth += (character == "(") - (character == ")")
        if depth == 0 and text.startswith(" AND ", place):
            parts.append(text[start:place])
            start = place + len(" AND ")
    parts.append(text[start:])
    return [_bare(part.strip()) for part in parts]
