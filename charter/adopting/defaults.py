"""Defaults of columns, as far as they are constants or the time."""

from __future__ import annotations

import re
from typing import Any

from charter.adopting.drafts import Keys
from charter.adopting.words import Vocabulary

_LITERAL = re.compile(r"'((?:[^']|'')*)'(?:::.*)?", re.DOTALL)
_NUMBER = re.compile(r"\(?(-?\d+(?:\.\d+)?)\)?(?:::.*)?")
_NOW = re.compile(r"\(*(now\(\)|current_timestamp|localtimestamp).*", re.IGNORECASE)
_TODAY = re.compile(
    r"\(*(current_date|now\(\)( at time zone 'utc'(::text)?)?\)*::date|\('now'::text\)::date)\)*",
    re.IGNORECASE,
)
_CLOCKS = {"datetime": (_NOW, "now()"), "date": (_TODAY, "today()")}
_NUMBERS = frozenset({"int", "bigint", "decimal", "float"})


def constant(text: str, keys: Keys, words: Vocabulary | None) -> Any:
    """The default in the language; None where it cannot be said there.

    Args:
        text: the default as PostgreSQL prints it.
        keys: the keys of the field.
        words: of an enum.
    """
    quoted = _LITERAL.fullmatch(text)
    said = quoted[1].replace("''", "'") if quoted else text
    if words is not None or keys.get("many"):
        return None if words is None or keys.get("many") else words.now(said)
    kind = str(keys.get("type"))
    if kind in _CLOCKS:
        clock, word = _CLOCKS[kind]
        return word if clock.fullmatch(text) else None
    if kind in ("string", "text"):
        return said if quoted and said else None
    if kind == "bool":
        return {"true": True, "false": False}.get(said.lower())
    return _number(said) if kind in _NUMBERS else None


def _number(text: str) -> int | float | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    return float(found[1]) if "." in found[1] else int(found[1])
