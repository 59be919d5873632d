from typing import Any

import pytest

from domain.matrix import check, level, tolerated

BANDS = {"low": 5, "medium": 11, "high": 19, "critical": 25}
MATRIX: dict[str, Any] = {
    "size": 5,
    "likelihood_labels": ["rare", "unlikely", "possible", "likely", "certain"],
    "impact_labels": ["slight", "minor", "moderate", "major", "severe"],
    "level_bands": BANDS,
    "appetite_by_category": {"privacy": 6},
}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (1, "low"),
        (5, "low"),
        (6, "medium"),
        (12, "high"),
        (19, "high"),
        (20, "critical"),
        (36, "critical"),
        (None, None),
    ],
)
def test_a_score_lies_in_the_first_band_that_holds_it(
    score: int | None, expected: str | None
) -> None:
    assert level(BANDS, score) == expected


def test_a_category_without_appetite_has_no_limit() -> None:
    assert tolerated({"privacy": 6}, "privacy") == 6
    assert tolerated({"privacy": 6}, "financial") is None
    assert tolerated(None, "privacy") is None


def test_a_whole_matrix_passes() -> None:
    assert check(MATRIX) == []
    assert check({**MATRIX, "appetite_by_category": None}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("likelihood_labels", ["rare"]),
        ("likelihood_labels", "rare"),
        ("impact_labels", ["slight", "minor", "moderate", "major", 5]),
        ("impact_labels", ["slight", "minor", "moderate", "major", ""]),
        ("level_bands", []),
        ("level_bands", {"low": 5}),
        ("level_bands", {**BANDS, "high": 4}),
        ("level_bands", {**BANDS, "medium": 5}),
        ("level_bands", {**BANDS, "critical": 24}),
        ("level_bands", {**BANDS, "low": True}),
        ("level_bands", {**BANDS, "low": "5"}),
        ("appetite_by_category", [6]),
        ("appetite_by_category", {"privacy": 26}),
        ("appetite_by_category", {"privacy": "low"}),
    ],
)
def test_what_does_not_fit_is_named(field: str, value: object) -> None:
    assert [found.pointer for found in check({**MATRIX, field: value})] == [f"/{field}"]


def test_a_smaller_scale_needs_smaller_bands() -> None:
    pointers = {found.pointer for found in check({**MATRIX, "size": 3})}
    assert pointers == {"/likelihood_labels", "/impact_labels", "/level_bands"}
