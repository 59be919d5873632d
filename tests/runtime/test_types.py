from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from runtime.types import (
    ClockTime,
    Country,
    Day,
    DecimalText,
    Digits,
    Email,
    Float,
    Id,
    Instant,
    Int32,
    Json,
    RequestBody,
    Span,
    Text,
    Url,
    absent,
)

Money = Annotated[Decimal, Digits(12, 2, ge=Decimal("0"))]


def read(annotation: Any, text: str) -> Any:
    return TypeAdapter(annotation).validate_json(text, strict=True)


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        (Day, '"2026-02-28"', date(2026, 2, 28)),
        (Instant, '"2026-01-31T14:30:00+02:00"', datetime(2026, 1, 31, 12, 30, tzinfo=UTC)),
        (Instant, '"2026-01-31T14:30:00z"', datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        (Money, '"12.50"', Decimal("12.50")),
        (Money, "12.5", Decimal("12.50")),
        (Money, "3", Decimal("3")),
        (Money, "0.30000000000000004", Decimal("0.30")),
        (Email, '"a.b@example.com"', "a.b@example.com"),
        (Url, '"https://example.com/x"', "https://example.com/x"),
        (Float, "1", 1.0),
        (Json, '{"a": [1, "x", null]}', {"a": [1, "x", None]}),
    ],
)
def test_what_is_taken(annotation: Any, text: str, value: object) -> None:
    assert read(annotation, text) == value


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (Day, '"2026-02-30"'),
        (Day, '"1700000000"'),
        (Day, "1700000000"),
        (Day, '"2026-02-28T00:00:00"'),
        (Instant, '"2026-01-31T14:30:00"'),
        (Instant, '"2026-01-31"'),
        (Instant, '"9999-12-31T23:59:59-10:00"'),
        (Instant, "0"),
        (ClockTime, '"25:00"'),
        (Span, '"1 day"'),
        (Span, "5"),
        (Id, '"{12345678-1234-5678-1234-567812345678}"'),
        (Id, '"12345678123456781234567812345678"'),
        (Money, '"1e2"'),
        (Money, '"NaN"'),
        (Money, "true"),
        (Money, "1.555"),
        (Money, '"-0.01"'),
        (Money, '"12345678901"'),
        (DecimalText, "1.5"),
        (Int32, "2147483648"),
        (Int32, '"5"'),
        (Int32, "true"),
        (Float, "1e999"),
        (Text, r'"a\u0000b"'),
        (Json, r'{"a\u0000": 1}'),
        (Json, r'[["\u0000"]]'),
        (Json, "[1e999]"),
        (Email, '"a@b"'),
        (Email, '"a b@example.com"'),
        (Url, '"javascript:alert(1)"'),
        (Country, '"de"'),
    ],
)
def test_what_is_refused(annotation: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        read(annotation, text)


def test_absent_is_not_null() -> None:
    class Change(RequestBody):
        title: Text = absent()
        note: Text | None = absent()

    assert Change.model_validate_json("{}", strict=True).model_fields_set == set()
    assert Change.model_validate_json('{"note": null}').model_fields_set == {"note"}
    with pytest.raises(ValidationError, match="title"):
        Change.model_validate_json('{"title": null}', strict=True)
    with pytest.raises(ValidationError, match="other"):
        Change.model_validate_json('{"other": 1}', strict=True)


def test_absent_shows_no_default_in_the_schema() -> None:
    class Change(RequestBody):
        title: Text = absent()

    schema = Change.model_json_schema()
    assert "required" not in schema
    assert "default" not in schema["properties"]["title"]
