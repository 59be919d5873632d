"""When two values of a field are one and the same."""

from __future__ import annotations

import pytest

from charter.importing import same
from generated.registry import REGISTRY


@pytest.mark.parametrize(
    ("entity", "field", "given", "stored", "expected"),
    [
        ("project", "budget", "12.5", "12.50", True),
        ("project", "budget", "12.5", "12.51", False),
        ("project", "start_date", "2026-01-31", "2026-01-31", True),
        ("user", "last_login_at", "2026-01-31T10:00:00+01:00", "2026-01-31T09:00:00Z", True),
        (
            "project",
            "lead_id",
            "01A204D7-0000-7000-8000-00000000000A",
            "01a204d7-0000-7000-8000-00000000000a",
            True,
        ),
        ("project", "name", "a", "A", False),
        ("project", "name", None, "A", False),
        ("company_profile", "uses_ai", 1, True, False),
        ("company_profile", "operating_countries", ["DE"], ["DE", "FR"], False),
        ("task", "effort_hours", 2, 2.0, True),
        ("project", "budget", "much", "12.50", False),
    ],
)
def test_same(entity: str, field: str, given: object, stored: object, expected: bool) -> None:
    assert same(REGISTRY[entity].field(field), given, stored) is expected
