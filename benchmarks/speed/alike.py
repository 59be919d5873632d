"""Whether Charter and the others answer the same for the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from benchmarks.speed.targets import Charter, Served
from benchmarks.speed.workloads import Workload, drawn

SAMPLES = 5


def compare(charter: Charter, others: Sequence[Served], workloads: Sequence[Workload]) -> int:
    """How many answers were compared; raises SystemExit at the first difference."""
    compared = 0
    for workload in workloads:
        if workload.writes or workload.name == "deep_page":
            continue
        for _ in range(SAMPLES):
            values = drawn(workload.charter, charter.words)
            ours = plain(charter.answer(workload, values))
            for other in others:
                if not other.can(workload):
                    continue
                found = difference(ours, plain(other.answer(workload, values)), "")
                if found:
                    raise SystemExit(f"{workload.name}: {other.name} answers otherwise: {found}")
                compared += 1
    return compared


def plain(value: Any) -> Any:
    """Values as they are meant: times by their moment, decimals by their amount."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if isinstance(value, str):
        return _meant(value)
    return value


def _meant(text: str) -> Any:
    if "T" in text and text[:4].isdigit():
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    if text.replace(".", "", 1).isdigit() and "." in text:
        return Decimal(text)
    return text


def difference(ours: Any, theirs: Any, place: str) -> str:
    """Where two answers differ in what both say; empty where nowhere.

    A list must have the same rows in the same order. FastCRUD calls it `data`, and always counts.
    """
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if "data" in theirs and "items" in ours:
            theirs = {"items": theirs["data"]}
        shared = (ours.keys() & theirs.keys()) - {"next_cursor"}
        if not shared:
            return f"{place}: nothing in common"
        found = (difference(ours[key], theirs[key], f"{place}/{key}") for key in sorted(shared))
        return next(filter(None, found), "")
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return f"{place}: {len(ours)} and {len(theirs)}"
        pairs = enumerate(zip(ours, theirs, strict=True))
        found = (difference(one, two, f"{place}/{n}") for n, (one, two) in pairs)
        return next(filter(None, found), "")
    return "" if ours == theirs else f"{place}: {ours!r} and {theirs!r}"
