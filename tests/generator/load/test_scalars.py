from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from generator.load.scalars import disagreement, value_of

AGREED = {
    "true": True, "false": False, "null": None, "": None, "0": 0, "-3": -3, "200": 200,
    "1.50": Decimal("1.50"), "-0.5": Decimal("-0.5"), "draft": "draft", "1 hour": "1 hour",
    "2026-11-01": "2026-11-01", "1000_plus": "1000_plus", "R-0001": "R-0001", "p4": "p4",
    "/api/v1": "/api/v1", "nobody": "nobody", "-score": "-score", "now()": "now()",
    "domain.risk:f": "domain.risk:f", "tRue": "tRue", "e1": "e1", ".": ".", "1.2.3": "1.2.3",
}  # fmt: skip
DISPUTED = (
    *"y Y n N yes Yes YES no No NO on On ON off Off OFF True TRUE False FALSE".split(),
    *"~ Null NULL 12:30 08:30 190:20:30.15 = 0777 010 00 08 0o17 0x1F 0b101 1_000".split(),
    *"+1 .5 5. 1e3 1.5E-3 -.5 .inf -.INF +.inf .nan .NaN".split(),
    *"2026-11-01T10:00:00Z 2026-11-01T10:00:00".split(),
    "2026-11-01 10:00:00",
    "2026-11-01 10:00:00 +01:00",
)


@pytest.mark.parametrize(("text", "value"), AGREED.items())
def test_what_every_yaml_reads_alike_has_that_value(text: str, value: object) -> None:
    assert disagreement(text) is None
    assert value_of(text) == value
    assert type(value_of(text)) is type(value)


@pytest.mark.parametrize("text", DISPUTED)
def test_what_they_read_differently_is_to_be_quoted(text: str) -> None:
    reason = disagreement(text)
    assert reason is not None
    assert reason.startswith(f"{text} is ")
    assert f"'{text}'" in reason


@pytest.mark.parametrize("text", [text for text in AGREED if text != "2026-11-01"])
def test_an_independent_reader_of_yaml_1_1_agrees(text: str) -> None:
    read = yaml.safe_load(f"[{text}]" if text else "[null]")[0]
    assert read == (float(text) if isinstance(AGREED[text], Decimal) else AGREED[text])


def test_a_number_too_long_to_be_one_is_not_converted() -> None:
    assert value_of("9" * 5000) == "9" * 5000
    assert disagreement("9" * 5000) is not None
