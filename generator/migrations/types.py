"""Types of columns: which hold each other's values, and how one becomes the other."""

from __future__ import annotations

import re

_NUMERIC = re.compile(r"numeric\((\d+),(\d+)\)\Z")
_WIDER = {
    "integer": ("bigint", "double precision", "text"),
    "bigint": ("text",),
    "boolean": ("text",),
    "date": ("timestamp with time zone", "text"),
    "uuid": ("text",),
}
NUMBERS = ("integer", "bigint", "numeric", "double")
"""How the types of numbers begin."""
_DIGITS = {"integer": 10, "bigint": 19}


def widens(before: str, after: str) -> bool:
    """Whether every value of one type is a value of the other."""
    if after in _WIDER.get(before, ()):
        return True
    old, new = _NUMERIC.match(before), _NUMERIC.match(after)
    if new is not None and old is not None:
        whole = int(new[1]) - int(new[2]) >= int(old[1]) - int(old[2])
        return whole and int(new[2]) >= int(old[2])
    if new is not None and before in _DIGITS:
        return int(new[1]) - int(new[2]) >= _DIGITS[before]
    return after == f"{before}[]"


def keeps_its_bytes(before: str, after: str) -> bool:
    """Whether PostgreSQL changes the type without looking at a row."""
    old, new = _NUMERIC.match(before), _NUMERIC.match(after)
    return bool(old and new and new[2] == old[2] and int(new[1]) >= int(old[1]))


def converted(value: str, before: str, after: str) -> str:
    """A value of one type as one of another, in SQL; null stays null.

    A value becomes a list of one, a list of one its value; all else goes by its text.
    """
    many, more = before.endswith("[]"), after.endswith("[]")
    if many and not more:
        return f"({value}[1])::text::{after}"
    if more and not many:
        one = f"ARRAY[{value}::text::{after[:-2]}]"
        return f"CASE WHEN {value} IS NOT NULL THEN {one} END"
    if many:
        return f"{value}::text[]::{after}"
    return f"{value}::text::{after}"


def convertible(value: str, before: str, after: str) -> str:
    """Whether a value that is not null can become one of the other type, in SQL."""
    many, more = before.endswith("[]"), after.endswith("[]")
    if many and not more:
        held = f"cardinality({value}) <= 1"
        return f"{held} AND coalesce(pg_input_is_valid({value}[1]::text, {_name(after)}), true)"
    if more and not many:
        return f"pg_input_is_valid({value}::text, {_name(after[:-2])})"
    return f"pg_input_is_valid({value}::text, {_name(after)})"


def kept(value: str, before: str, after: str) -> str:
    """Whether a value that is not null comes back from the other type as it was, in SQL."""
    there = converted(value, before, after)
    back = converted(f"({there})", after, before)
    comparable = "::text" if before in ("interval", "jsonb") else ""
    same = f"({back}){comparable} IS NOT DISTINCT FROM {value}{comparable}"
    return f"CASE WHEN {convertible(value, before, after)} THEN {same} ELSE false END"


def _name(kind: str) -> str:
    text = kind.replace("'", "''")
    return f"'{text}'"
