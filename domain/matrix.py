"""The data of a risk matrix: labels, bands and appetite, checked and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.problems import Violation

LEVELS = ("low", "medium", "high", "critical")
"""The words of RiskLevel, the lowest first."""

LABEL_LIMIT = 80


def level(bands: Mapping[str, int], score: int | None) -> str | None:
    """The first level whose highest score is not passed; the last one beyond all bands."""
    if score is None:
        return None
    return next((name for name in LEVELS if score <= bands[name]), LEVELS[-1])


def tolerated(appetite: Mapping[str, int] | None, category: str) -> int | None:
    """The highest score that is still accepted in a category; None where none is set."""
    return (appetite or {}).get(category)


def check(matrix: Mapping[str, Any]) -> list[Violation]:
    """Everything in which labels, bands and appetite do not fit the size of a matrix."""
    size = matrix["size"]
    return [
        *_labels("likelihood_labels", matrix["likelihood_labels"], size),
        *_labels("impact_labels", matrix["impact_labels"], size),
        *_bands(matrix["level_bands"], size * size),
        *_appetite(matrix["appetite_by_category"], size * size),
    ]


def _labels(field: str, labels: object, size: int) -> Iterator[Violation]:
    fits = isinstance(labels, list) and len(labels) == size
    if not fits or not all(_is_label(label) for label in labels):  # type: ignore[attr-defined]
        message = (
            f"One text of at most {LABEL_LIMIT} characters is needed for each of {size} steps."
        )
        yield Violation(f"/{field}", "LABELS", message)


def _bands(bands: object, highest: int) -> Iterator[Violation]:
    if not isinstance(bands, dict) or set(bands) != set(LEVELS):
        yield Violation("/level_bands", "BANDS", f"A score is needed for each of {LEVELS}.")
        return
    tops = [bands[name] for name in LEVELS]
    whole = all(_is_score(top) for top in tops)
    if not whole or tops != sorted(set(tops)) or tops[-1] != highest:
        message = f"The highest scores must rise from level to level and end at {highest}."
        yield Violation("/level_bands", "BANDS", message)


def _appetite(appetite: object, highest: int) -> Iterator[Violation]:
    if appetite is None:
        return
    fits = isinstance(appetite, dict) and all(
        _is_score(score) and score <= highest for score in appetite.values()
    )
    if not fits:
        message = f"Each category has a whole number from 1 to {highest}."
        yield Violation("/appetite_by_category", "APPETITE", message)


def _is_label(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LABEL_LIMIT


def _is_score(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
