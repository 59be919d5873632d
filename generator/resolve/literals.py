"""Defaults and bounds: literals of a field's type, or names of other fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from generator.expressions.shape import Base, EntityShape, FieldShape
from generator.grammar.patterns import is_common_pattern
from generator.load.nodes import Mapping, Node, Scalar
from generator.model import Bound, Default, Enum, Kind
from generator.near import did_you_mean
from generator.problems import Problems
from generator.resolve import read

_CLOCKS = {
    "now()": (Kind.DATETIME, Kind.TIME),
    "today()": (Kind.DATE,),
}
_INTEGERS = {Kind.INT: 2**31, Kind.BIGINT: 2**63}
_NUMBERS = frozenset({Kind.INT, Kind.BIGINT, Kind.DECIMAL, Kind.FLOAT})
_LENGTHS = frozenset({Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL})
_SPAN = re.compile(r"-?\d+ (minute|hour|day|month|year)s?\Z")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_CODES = {
    Kind.COUNTRY: re.compile(r"[A-Z]{2}\Z"),
    Kind.CURRENCY: re.compile(r"[A-Z]{3}\Z"),
    Kind.EMAIL: re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z"),
    Kind.URL: re.compile(r"https?://\S+\Z"),
}
"""Texts of a form of their own; of an address only as much as tells a slip."""


@dataclass(frozen=True, slots=True)
class Place:
    """The field (or input) whose literals are read."""

    name: str
    node: Mapping
    kind: Kind
    many: bool
    enum: Enum | None
    problems: Problems


def default(place: Place) -> Default | None:
    """The default of a field, or None if it has none or a wrong one (E016)."""
    node = place.node.get("default")
    if node is None:
        return None
    text = read.scalar_text(node)
    if text in _CLOCKS and place.kind in _CLOCKS[text] and not place.many:
        return Default("today" if text == "today()" else "now")
    fault = _fault(place, node)
    if fault is not None:
        place.problems.add(node.at, "E016", fault)
        return None
    return Default("literal", _value(place, node))


def _fault(place: Place, node: Node) -> str | None:
    """What is wrong with a default, or None."""
    if place.many:
        items = read.items(node)
        faults = (_single_fault(place, item) for item in items)
        return next((fault for fault in faults if fault), None)
    return _single_fault(place, node)


def _single_fault(place: Place, node: Node) -> str | None:
    if place.kind is Kind.JSON:
        return None
    if not isinstance(node, Scalar) or node.value is None:
        return f"the default of {place.name} is no {place.kind}"
    text = read.scalar_text(node) or ""
    if place.enum is not None:
        known = [value.name for value in place.enum.values]
        if text in known:
            return None
        return f'default "{text}" is no value of enum {place.enum.name} ({", ".join(known)})'
    if not _is_literal(place.kind, node, text):
        return f'default "{text}" is no {place.kind}'
    return _outside(place, node, text) or _unfitting(place, text)


def _is_literal(kind: Kind, node: Scalar, text: str) -> bool:  # noqa: PLR0911  # one a type
    if kind is Kind.BOOL:
        return isinstance(node.value, bool)
    if kind in _INTEGERS:
        limit = _INTEGERS[kind]
        is_int = isinstance(node.value, int) and not isinstance(node.value, bool)
        return is_int and -limit <= int(text.replace("_", "")) < limit
    if kind in _NUMBERS:
        return not isinstance(node.value, bool) and _decimal(text) is not None
    if kind in (Kind.DATE, Kind.DATETIME, Kind.TIME):
        return _is_moment(kind, text)
    if kind is Kind.DURATION:
        return _SPAN.match(text) is not None
    if kind is Kind.UUID:
        return _UUID.match(text) is not None
    if kind in _CODES:
        return _CODES[kind].match(text) is not None
    return isinstance(node.value, str)


def _is_moment(kind: Kind, text: str) -> bool:
    parsers: dict[Kind, Callable[[str], object]] = {
        Kind.DATE: date.fromisoformat,
        Kind.DATETIME: datetime.fromisoformat,
        Kind.TIME: time.fromisoformat,
    }
    try:
        parsers[kind](text)
    except ValueError:
        return False
    return True


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _outside(place: Place, node: Scalar, text: str) -> str | None:
    """Whether a default breaks the field's own bounds."""
    measured = Decimal(len(text)) if place.kind in _LENGTHS else _decimal(text)
    if measured is None or place.kind not in _LENGTHS | _NUMBERS:
        return None
    for key in ("min", "max"):
        limit = read.text(place.node, key)
        number = _decimal(limit) if limit is not None else None
        if number is not None and (measured < number if key == "min" else measured > number):
            return f"default {text} lies outside {key}: {limit}"
    return None


def _unfitting(place: Place, text: str) -> str | None:
    """Whether a default has another form than the field's pattern, or more digits than it has."""
    pattern = read.text(place.node, "pattern")
    if pattern is not None and is_common_pattern(pattern) and not re.fullmatch(pattern, text):
        return f'default "{text}" does not match the pattern'
    number = _decimal(text) if place.kind is Kind.DECIMAL else None
    digits, places = (_decimal(read.text(place.node, key) or "0") for key in ("digits", "places"))
    if number is None or digits is None or places is None:
        return None
    if number != round(number, int(places)):
        return f"default {text} has more than {places} places"
    if digits and abs(number) >= Decimal(10) ** int(digits - places):
        return f"default {text} has more than {digits} digits"
    return None


def _value(place: Place, node: Node) -> object:
    if place.many:
        return [_value_of(place, item) for item in read.items(node)]
    return _value_of(place, node)


def _value_of(place: Place, node: Node) -> object:
    """Numbers and truth values as such, the rest as text; decimals as text too."""
    if place.kind is Kind.JSON or place.kind is Kind.BOOL:
        return read.plain(node)
    text = read.scalar_text(node) or ""
    return int(text) if place.kind in _INTEGERS else text


def bound(place: Place, key: str, shape: EntityShape | None) -> Bound | None:
    """`min` or `max`: a number, a date, or a field of the row (E032, E033)."""
    node = place.node.get(key)
    text = read.scalar_text(node)
    if not isinstance(node, Scalar) or text is None:
        return None
    if isinstance(node.value, int) and not isinstance(node.value, bool):
        return Bound(node.value)
    if _decimal(text) is not None:
        return Bound(text)
    if place.kind in (Kind.DATE, Kind.DATETIME, Kind.TIME) and _is_moment(place.kind, text):
        return Bound(text)
    if place.kind is Kind.DURATION and _SPAN.match(text):
        return Bound(text)
    return _field_bound(place, key, node, text, shape)


def _field_bound(
    place: Place, key: str, node: Scalar, text: str, shape: EntityShape | None
) -> Bound | None:
    members = shape.members if shape else {}
    other = members.get(text)
    own = members.get(place.name)
    if not isinstance(other, FieldShape):
        known = [name for name, member in members.items() if isinstance(member, FieldShape)]
        where = f" on {shape.name}" if shape else ""
        message = f'unknown name "{text}"{where}{did_you_mean(text, known)}'
        place.problems.add(node.at, "E032", message)
        return None
    if isinstance(own, FieldShape) and not _comparable(own, other):
        message = f"cannot compare {own.type.base} with {other.type.base}"
        place.problems.add(node.at, "E033", message, f"{key} of {place.name} is {text}.")
        return None
    if not other.stored:
        message = f'"{text}" is worked out at read and cannot bound {place.name}'
        place.problems.add(node.at, "E036", message)
        return None
    return Bound(field=text)


def _comparable(own: FieldShape, other: FieldShape) -> bool:
    numbers = {Base.INT, Base.DECIMAL, Base.FLOAT}
    alike = own.type.base is other.type.base
    both_numbers = own.type.base in numbers and other.type.base in numbers
    ordered = {Base.DATE, Base.DATETIME, Base.TIME, Base.DURATION}
    fits = both_numbers or (alike and own.type.base in ordered)
    return fits and not own.type.many and not other.type.many


def contradiction(place: Place) -> None:
    """E020 where a field's own bounds leave no value, or its places more than its digits."""
    digits, places = (_decimal(read.text(place.node, key) or "") for key in ("digits", "places"))
    if digits is not None and places is not None and places > digits:
        message = f"places: {places} contradicts digits: {digits}"
        place.problems.add(read.place(place.node, "places"), "E020", message)
    low, high = read.text(place.node, "min"), read.text(place.node, "max")
    least = _decimal(low) if low else None
    most = _decimal(high) if high else None
    if least is not None and most is not None and least > most:
        message = f"min: {low} contradicts max: {high}"
        place.problems.add(read.place(place.node, "min"), "E020", message)
