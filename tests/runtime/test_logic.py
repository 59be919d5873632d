"""The edges of two-valued logic; that it agrees with SQL is tested with the expressions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from runtime import logic
from runtime.logic import Span


def test_null_equals_nothing_and_differs_from_everything() -> None:
    assert not logic.eq(None, None)
    assert logic.ne(None, None)
    assert not logic.among(None, [None])
    assert not logic.among(1, None)
    for order in (logic.lt, logic.le, logic.gt, logic.ge):
        assert not order(None, 1)
        assert not order(1, None)


def test_a_uuid_equals_its_text() -> None:
    key = UUID(int=10)
    assert logic.eq(key, str(key).upper())
    assert logic.among(str(key), [key])


@pytest.mark.parametrize(
    ("above", "below", "quotient"),
    [
        (1, 3, "0.33333333333333333333"),
        (2, 3, "0.66666666666666666667"),
        (10000, 3, "3333.3333333333333333"),
        (-5, 2, "-2.5000000000000000"),
        (Decimal("1.50"), 7, "0.21428571428571428571"),
        (0, 7, "0.00000000000000000000"),
    ],
)
def test_quotients_have_the_digits_of_postgresql(
    above: Decimal, below: Decimal, quotient: str
) -> None:
    assert f"{logic.div(above, below):f}" == quotient


def test_division_by_zero_is_null() -> None:
    assert logic.div(1, 0) is None
    assert logic.div(1.0, 0.0) is None


def test_decimals_are_exact_beyond_the_usual_context() -> None:
    long = Decimal("1" * 40)
    assert logic.add(long, Decimal("0.01")) == Decimal("1" * 40 + ".01")
    assert logic.neg(long) == -int(long)


@pytest.mark.parametrize(("value", "result"), [("2.5", 3), ("-2.5", -3), ("2.4", 2)])
def test_halves_round_away_from_zero(value: str, result: int) -> None:
    assert logic.rounded(Decimal(value), 0) == result


def test_months_clamp_and_dates_stay_dates() -> None:
    assert logic.add(date(2026, 1, 31), Span(months=1)) == date(2026, 2, 28)
    assert logic.sub(date(2026, 3, 31), Span(months=1)) == date(2026, 2, 28)
    assert logic.add(date(2026, 1, 1), timedelta(hours=36)) == date(2026, 1, 2)
    assert logic.sub(date(2026, 1, 1), Span(seconds=3600)) == date(2025, 12, 31)
    moment = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert logic.add(Span(months=1), moment) == datetime(2026, 2, 28, 12, tzinfo=UTC)


def test_beyond_the_calendar_is_its_end() -> None:
    assert logic.add(date(9999, 12, 31), Span(months=1)) == date.max
    assert logic.sub(date(1, 1, 1), timedelta(days=1)) == date.min


def test_a_month_compares_as_thirty_days() -> None:
    assert logic.eq(Span(months=1), timedelta(days=30))
    assert logic.lt(Span(months=1), timedelta(days=31))


def test_of_no_rows_nothing_is_known() -> None:
    for empty in ([], [None, None]):
        assert logic.total(empty) is None
        assert logic.mean(empty) is None
        assert logic.least(empty) is None
        assert logic.greatest(empty) is None
    assert logic.latest([]) is None


def test_nulls_stand_aside_where_rows_add_up() -> None:
    assert logic.total([1, None, 2]) == 3
    assert logic.total([Decimal("0.10"), None, Decimal("0.20")]) == Decimal("0.30")
    assert logic.mean([1, None, 2]) == Decimal("1.5")
    assert logic.least([3, None, 2]) == 2
    assert logic.greatest(["low", None, "high"], ("low", "middle", "high")) == "high"


def test_the_latest_has_the_greatest_moment_then_id() -> None:
    day, one, two = date(2026, 1, 1), UUID(int=1), UUID(int=2)
    assert logic.latest([(day, one, "a"), (None, two, "b")]) == "a"
    assert logic.latest([(day, one, "a"), (day, two, "b")]) == "b"
    assert logic.latest([(None, two, "b"), (None, one, "a")]) == "b"
