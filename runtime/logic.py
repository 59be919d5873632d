"""The two-valued logic of the model's expressions, for those that are evaluated in Python.

A comparison with null (None) is false and its negation true; arithmetic and functions of null are
null. Numbers, dates and texts behave as in PostgreSQL 18, so that a predicate here and the SQL of
the same expression agree on every row.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from operator import ge as _ge
from operator import gt as _gt
from operator import le as _le
from operator import lt as _lt
from typing import Any
from uuid import UUID

_EXACT = Context(prec=3000, rounding=ROUND_HALF_UP, Emax=10**6, Emin=-(10**6), traps=[])
_SIGNIFICANT = 16
"""Digits that PostgreSQL's numeric division gives at least (NUMERIC_MIN_SIG_DIGITS)."""
_GROUP = 4
"""Decimal digits in one digit of PostgreSQL's numeric (DEC_DIGITS)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as PostgreSQL's interval: months clamp to the month's end."""

    months: int = 0
    seconds: float = 0

    def __neg__(self) -> Span:
        return Span(-self.months, -self.seconds)


def _plain(value: Any) -> Any:
    """A value as it compares: a month is 30 days, as PostgreSQL compares intervals."""
    return timedelta(30 * value.months, value.seconds) if isinstance(value, Span) else value


# ------------------------------------------------------------------------------------------ tests


def eq(left: Any, right: Any) -> bool:
    """`left == right`; false if a side is null. A UUID equals its text."""
    if left is None or right is None:
        return False
    if isinstance(left, UUID) is not isinstance(right, UUID):
        return str(left).lower() == str(right).lower()
    return bool(_plain(left) == _plain(right))


def ne(left: Any, right: Any) -> bool:
    """The negation of `eq`: true if a side is null."""
    return not eq(left, right)


def lt(left: Any, right: Any) -> bool:
    """`left < right`; false if a side is null."""
    return left is not None and right is not None and bool(_lt(_plain(left), _plain(right)))


def le(left: Any, right: Any) -> bool:
    """`left <= right`; false if a side is null."""
    return left is not None and right is not None and bool(_le(_plain(left), _plain(right)))


def gt(left: Any, right: Any) -> bool:
    """`left > right`; false if a side is null."""
    return left is not None and right is not None and bool(_gt(_plain(left), _plain(right)))


def ge(left: Any, right: Any) -> bool:
    """`left >= right`; false if a side is null."""
    return left is not None and right is not None and bool(_ge(_plain(left), _plain(right)))


def among(item: Any, options: Iterable[Any] | None) -> bool:
    """`item in options`; false if either is null, and null is in nothing."""
    return options is not None and any(eq(item, option) for option in options)


def rank(value: str | None, values: Sequence[str]) -> int | None:
    """The place of a value in its ordered enum, by which it compares."""
    return None if value is None else values.index(value)


# ------------------------------------------------------------------------------------- arithmetic


def add(left: Any, right: Any) -> Any:
    """`left + right`: two numbers, or a date or datetime and a duration."""
    if left is None or right is None:
        return None
    if isinstance(left, Span | timedelta):
        return _moved(right, left)
    if isinstance(left, date):
        return _moved(left, right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _EXACT.add(left, right)
    return left + right


def sub(left: Any, right: Any) -> Any:
    """`left - right`; two dates give days, two datetimes a timedelta."""
    if left is None or right is None:
        return None
    if isinstance(right, Span | timedelta):
        return _moved(left, -right)
    if isinstance(left, date) and not isinstance(left, datetime):
        return (left - right).days
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _EXACT.subtract(left, right)
    return left - right


def mul(left: Any, right: Any) -> Any:
    """`left * right` of two numbers."""
    if left is None or right is None:
        return None
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return _EXACT.multiply(left, right)
    return left * right


def div(left: Any, right: Any) -> Any:
    """`left / right`, null by zero; of ints and decimals with the digits PostgreSQL gives."""
    if left is None or right is None or right == 0:
        return None
    if isinstance(left, float) or isinstance(right, float):
        return left / right
    above, below = Decimal(left), Decimal(right)
    return _quantized(_EXACT.divide(above, below), _division_scale(above, below))


def neg(value: Any) -> Any:
    """`-value`."""
    if value is None:
        return None
    return value.copy_negate() if isinstance(value, Decimal) else -value


def absolute(value: Any) -> Any:
    """`abs(value)`."""
    if value is None:
        return None
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def rounded(value: int | Decimal | None, places: int) -> int | Decimal | None:
    """`round(value, places)`, half away from zero; an int if there are no places."""
    if value is None:
        return None
    result = _quantized(Decimal(value), places)
    return result if places else int(result)


def _quantized(value: Decimal, scale: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)


def _division_scale(above: Decimal, below: Decimal) -> int:
    """The number of places of a quotient: select_div_scale() of PostgreSQL's numeric.c."""
    weight_above, first_above = _leading(above)
    weight_below, first_below = _leading(below)
    weight = weight_above - weight_below - (first_above <= first_below)
    scale = max(_SIGNIFICANT - weight * _GROUP, _places(above), _places(below), 0)
    return min(scale, 1000)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _leading(value: Decimal) -> tuple[int, int]:
    """Weight and value of the first digit in base 10,000."""
    if value == 0:
        return 0, 0
    weight = value.adjusted() // _GROUP
    return weight, int(value.copy_abs().scaleb(-weight * _GROUP, context=_EXACT))


# ------------------------------------------------------------------------------------------ times


def _moved(start: date, span: Span | timedelta) -> date:
    """A date or datetime moved; beyond what Python's dates hold, the last one that they do."""
    whole = not isinstance(start, datetime)
    moment = _utc(start) if isinstance(start, datetime) else _midnight(start)
    try:
        if isinstance(span, Span):
            moment = _months(moment, span.months) + timedelta(seconds=span.seconds)
        else:
            moment += span
    except OverflowError:
        forward = _plain(span) > timedelta(0)
        moment = (datetime.max if forward else datetime.min).replace(tzinfo=moment.tzinfo)
    return moment.date() if whole else moment


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _months(moment: datetime, months: int) -> datetime:
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not datetime.min.year <= year <= datetime.max.year:
        raise OverflowError(year)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


# -------------------------------------------------------------------------------------- functions


def lower(text: str | None) -> str | None:
    """`lower(text)`: full Unicode mapping, as the collation pg_unicode_fast."""
    return None if text is None else text.lower()


def length(text: str | None) -> int | None:
    """`length(text)` in code points."""
    return None if text is None else len(text)


def concat(*texts: str | None) -> str | None:
    """The texts one after the other; null if one is."""
    return reduce(lambda one, other: None if one is None or other is None else one + other, texts)


def coalesce(*values: Any) -> Any:
    """The first that is not null, else null."""
    return next((value for value in values if value is not None), None)


# --------------------------------------------------------------------------------- of other rows


def total(values: Iterable[Any]) -> Any:
    """The sum of ints or decimals, nulls aside; null of none."""
    found = _given(values)
    return reduce(add, found) if found else None


def mean(values: Iterable[Any]) -> Any:
    """The average of ints or decimals, nulls aside, with the digits PostgreSQL gives."""
    found = _given(values)
    return div(Decimal(total(found)), len(found)) if found else None


def least(values: Iterable[Any], ordered: Sequence[str] = ()) -> Any:
    """The least, nulls aside; of an ordered enum by its place in the list."""
    found = _given(values)
    return min(found, key=_place(ordered)) if found else None


def greatest(values: Iterable[Any], ordered: Sequence[str] = ()) -> Any:
    """The greatest, nulls aside; of an ordered enum by its place in the list."""
    found = _given(values)
    return max(found, key=_place(ordered)) if found else None


def latest(rows: Iterable[tuple[Any, UUID, Any]]) -> Any:
    """Of (moment, id, value) the value of the greatest moment, then id; null moments come last."""
    known = list(rows)
    dated = [row for row in known if row[0] is not None]
    if dated:
        return max(dated, key=lambda row: (_plain(row[0]), row[1]))[2]
    return max(known, key=lambda row: row[1])[2] if known else None


def _given(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _place(ordered: Sequence[str]) -> Callable[[Any], Any]:
    return ordered.index if ordered else _plain
