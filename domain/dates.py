"""Calendar arithmetic for reviews, recurring tasks and the age of evidence."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
DAYS = {"continuous": 1, "daily": 1, "weekly": 7}
YEAR = 12
LAST_MONTH = date.max.year * YEAR


def add_months(day: date, months: int) -> date:
    """`day` moved by whole months; the 31st becomes the last day of a shorter month.

    Stops at the last day that a date can hold, and at the first.
    """
    index = day.year * YEAR + day.month - 1 + months
    if index >= LAST_MONTH + YEAR:
        return date.max
    if index < YEAR:
        return date.min
    year, month = divmod(index, YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, frequency: str, times: int = 1) -> date:
    """`day` moved by `times` periods of a frequency; negative goes back.

    What has no period of its own (`on_event`) counts as yearly.
    """
    if days := DAYS.get(frequency):
        try:
            return day + timedelta(days=days * times)
        except OverflowError:
            return date.max if times > 0 else date.min
    return add_months(day, MONTHS.get(frequency, YEAR) * times)


def following(due: date, frequency: str, today: date) -> date:
    """The first occurrence after `due` that is not already past.

    Counted from `due` in whole periods, so that a task of the 31st returns to the end of the month
    when shorter months were missed.
    """
    times = max(1, _periods(due, frequency, today))
    while (day := shift(due, frequency, times)) < today:
        times += 1
    return day


def _periods(start: date, frequency: str, end: date) -> int:
    """How many whole periods lie between two days, or one less."""
    if days := DAYS.get(frequency):
        return (end - start).days // days
    months = (end.year - start.year) * YEAR + end.month - start.month
    return months // MONTHS.get(frequency, YEAR) - 1
