"""Whole numbers with a unit: sizes of files, and lengths of time."""

from __future__ import annotations

import re

_QUANTITY = re.compile(r"(0|[1-9][0-9]{0,8}) ?([A-Za-z]+)")

SIZES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
"""Bytes in a unit of size; the prefixes are those of the SI (1 MB is 1,000,000 bytes)."""

INTERVALS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
"""Seconds in a unit of time; the plural is said with an s. Months and years are no fixed length."""

DURATION_WORDS = ("minute", "hour", "day", "month", "year")
"""The units of a duration in an expression, in the singular (MODEL_LANGUAGE 8)."""


def parse_amount(text: str) -> int | None:
    """The bytes meant by `25 MB`, or by a number alone; None if `text` is no such amount."""
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    number, unit = _split(text)
    return number * SIZES[unit] if unit in SIZES else None


def parse_interval(text: str) -> int | None:
    """The seconds meant by `1 hour` or `3 days`, at least one; None if `text` says no interval."""
    number, unit = _split(text)
    seconds = number * INTERVALS.get(unit.removesuffix("s"), 0)
    return seconds or None


def is_duration(text: str) -> bool:
    """Whether `text` is a duration as expressions write it: `72 hours`, `1 month`."""
    _, unit = _split(text)
    return unit.removesuffix("s") in DURATION_WORDS


def _split(text: str) -> tuple[int, str]:
    found = _QUANTITY.fullmatch(text)
    return (int(found[1]), found[2]) if found else (0, "")
