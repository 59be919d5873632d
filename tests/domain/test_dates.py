from datetime import date

import pytest

from domain.dates import add_months, following, shift


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
        (date(9999, 12, 31), 12, date.max),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(1, 1, 1), -1, date.min),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("daily", date(2026, 5, 2)),
        ("weekly", date(2026, 5, 8)),
        ("quarterly", date(2026, 8, 1)),
        ("half_yearly", date(2026, 11, 1)),
        ("on_event", date(2027, 5, 1)),
    ],
)
def test_a_period_follows_the_frequency(frequency: str, expected: date) -> None:
    assert shift(date(2026, 5, 1), frequency) == expected


def test_the_ends_of_the_calendar_hold() -> None:
    assert shift(date.max, "weekly") == date.max
    assert shift(date.min, "weekly", -1) == date.min


@pytest.mark.parametrize(
    ("due", "frequency", "today", "expected"),
    [
        (date(2026, 6, 1), "monthly", date(2026, 5, 20), date(2026, 7, 1)),
        (date(2026, 1, 31), "monthly", date(2026, 3, 5), date(2026, 3, 31)),
        (date(2026, 1, 1), "weekly", date(2026, 1, 29), date(2026, 1, 29)),
        (date(2025, 12, 31), "yearly", date(2026, 1, 2), date(2026, 12, 31)),
        (date(2026, 1, 5), "weekly", date(2026, 1, 5), date(2026, 1, 12)),
        (date(1, 1, 1), "weekly", date(2026, 11, 22), date(2026, 11, 23)),
        (date(1990, 2, 28), "half_yearly", date(2026, 8, 28), date(2026, 8, 28)),
    ],
)
def test_the_next_occurrence_is_the_first_that_is_not_past(
    due: date, frequency: str, today: date, expected: date
) -> None:
    assert following(due, frequency, today) == expected
