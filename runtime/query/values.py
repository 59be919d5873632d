"""Values in query strings: text in, a typed value out, or the reason why not."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from runtime.resource import TEXT_KINDS, Field, Kind

INT4 = (-(2**31), 2**31 - 1)
INT8 = (-(2**63), 2**63 - 1)
DIGITS_MAX = 100
"""Of a decimal in a filter; a column of PostgreSQL never has a meaningful comparison beyond."""

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?")
_DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?"
    r"(?:([Zz])|([+\- ])([0-9]{2}:[0-9]{2}))"
)
_DURATION = re.compile(
    r"P(?=[0-9T])([0-9]{1,4}Y)?([0-9]{1,5}M)?([0-9]{1,5}W)?([0-9]{1,6}D)?"
    r"(T(?=[0-9])([0-9]{1,7}H)?([0-9]{1,8}M)?([0-9]{1,9}(\.[0-9]{1,6})?S)?)?"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class NotAValue(ValueError):
    """The text is no value of the field's type; the message says what would be."""


def parse_value(field: Field, text: str) -> Any:
    """The value that the text means for a field; raises NotAValue.

    Numbers are ints, floats or Decimals, times are datetime's types, ids UUIDs. A duration stays
    text (ISO 8601), since PostgreSQL keeps months and days apart.
    """
    check_text(text)
    if field.kind is Kind.ENUM:
        return _one_of(field.values, text)
    parser = _PARSERS.get(field.kind)
    return text if parser is None else parser(text)


def check_text(text: str) -> None:
    """Raises NotAValue for what PostgreSQL cannot store: NUL, and surrogates without a pair."""
    if "\x00" in text:
        raise NotAValue("Text cannot contain NUL.")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotAValue("This is not well-formed Unicode.") from None


def parse_bool(text: str) -> bool:
    """`true` or `false`, nothing else; raises NotAValue."""
    if text not in ("true", "false"):
        raise NotAValue("Give true or false.")
    return text == "true"


def parse_int(text: str, bounds: tuple[int, int]) -> int:
    """A whole number within bounds, both included; raises NotAValue."""
    if not _INTEGER.fullmatch(text):
        raise NotAValue(f"Give a whole number between {bounds[0]} and {bounds[1]}.")
    value = int(text)
    if not bounds[0] <= value <= bounds[1]:
        raise NotAValue(f"Give a whole number between {bounds[0]} and {bounds[1]}.")
    return value


def like_pattern(parts: Sequence[str]) -> str:
    """A pattern of LIKE for the texts with anything between each two of them."""
    return "%".join("".join(f"\\{c}" if c in "\\%_" else c for c in part) for part in parts)


def _one_of(values: tuple[str, ...], text: str) -> str:
    if text not in values:
        raise NotAValue(f"Give one of: {', '.join(values)}.")
    return text


def _float(text: str) -> float:
    value = float(text) if _FLOAT.fullmatch(text) else math.inf
    if not math.isfinite(value):
        raise NotAValue("Give a finite number.")
    return value


def parse_decimal(text: str) -> Decimal:
    """A decimal number without exponent; raises NotAValue."""
    if len(text) > DIGITS_MAX or not _NUMBER.fullmatch(text):
        raise NotAValue("Give a decimal number such as 12.50.")
    return Decimal(text)


def _date(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotAValue("Give a date such as 2026-01-31.")


def _time(text: str) -> time:
    try:
        if _TIME.fullmatch(text):
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise NotAValue("Give a time such as 14:30:00.")


def parse_datetime(text: str) -> datetime:
    """RFC 3339. A `+` that a query string turned into a space is read as one.

    Digits beyond the microsecond are cut off, as everywhere in the system. Raises NotAValue.
    """
    try:
        if found := _DATETIME.fullmatch(text):
            day, clock, fraction, zulu, sign, offset = found.groups()
            zone = "+00:00" if zulu else f"{'+' if sign == ' ' else sign}{offset}"
            read = datetime.fromisoformat(f"{day}T{clock}{(fraction or '')[:7]}{zone}")
            return read.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotAValue("Give a time with its offset such as 2026-01-31T14:30:00Z.")


def _duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise NotAValue("Give a duration of ISO 8601 such as P1DT12H.")
    return text


def _uuid(text: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise NotAValue("Give a UUID.")
    return UUID(text)


_PARSERS: dict[Kind, Callable[[str], Any]] = {
    Kind.INT: lambda text: parse_int(text, INT4),
    Kind.BIGINT: lambda text: parse_int(text, INT8),
    Kind.FLOAT: _float,
    Kind.DECIMAL: parse_decimal,
    Kind.BOOL: parse_bool,
    Kind.DATE: _date,
    Kind.DATETIME: parse_datetime,
    Kind.TIME: _time,
    Kind.DURATION: _duration,
    Kind.UUID: _uuid,
}

_EQUALITY = ("eq", "ne")
_MEMBERSHIP = ("in", "not_in")
_ORDER = ("gt", "gte", "lt", "lte")
_UNORDERED = frozenset({Kind.BOOL, Kind.UUID})


def operators(field: Field) -> tuple[str, ...]:
    """The operators that a filter on the field may use; `eq` is written as the bare name.

    Lists and JSON can be asked for emptiness alone. An enum has an order where PostgreSQL knows
    its type. A secret field has none.
    """
    if field.secret:
        return ()
    if field.many or field.kind is Kind.JSON:
        return ("is_null",)
    found: tuple[str, ...] = _EQUALITY
    if field.kind is not Kind.BOOL:
        found += _MEMBERSHIP
    if field.kind not in _UNORDERED and (field.kind is not Kind.ENUM or is_ordered_enum(field)):
        found += _ORDER
    if field.kind in TEXT_KINDS:
        found += ("contains", "starts_with")
    return (*found, "is_null")


def abroad_operators(field: Field) -> tuple[str, ...]:
    """The operators of a parameter that names the field from the far end of a relation.

    Fewer than those of the field, since every parameter is declared: an expression has them all.
    """
    if field.kind in TEXT_KINDS:
        return ("eq", "in", "contains")
    if field.kind is Kind.ENUM:
        return ("eq", "ne", "in")
    return ("eq",) if field.kind is Kind.BOOL else ("gte", "lte")


def is_ordered_enum(field: Field) -> bool:
    """Whether the enum is a type of the database, which compares by the order of its values."""
    return field.kind is Kind.ENUM and field.sql_type != "text"
