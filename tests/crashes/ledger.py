"""What was asked for, what was answered, and what must therefore stand in the trail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Literal, TextIO

Outcome = Literal["acknowledged", "refused", "unknown"]
"""`unknown`: the answer never came, or was 503; the write may be there or not, but not by half."""

REASON = "@reason"
"""As the field of an effect: the reason of the event."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One event that the write leaves where it is there.

    `row` is None where its id was not told; then `value`, which is unique, finds it.
    """

    entity: str
    row: str | None
    action: str
    field: str | None = None
    value: Any = None


@dataclass(slots=True)
class Ledger:
    """One line of JSON for each write that was sent; counts what was acknowledged."""

    file: TextIO
    shared: Synchronized[int]
    quotas: dict[str, int]
    told: Counter[str] = field(default_factory=Counter)

    @classmethod
    def at(cls, path: Path, shared: Synchronized[int], quotas: dict[str, int]) -> Ledger:
        return cls(path.open("w", encoding="utf-8"), shared, quotas)

    def wanted(self, kind: str) -> bool:
        """Whether writes of that kind are still to be made."""
        return self.told[kind] < self.quotas[kind]

    def note(
        self,
        kind: str,
        path: str,
        outcome: Outcome,
        *,
        request: str | None = None,
        rows: int | None = None,
        status: int = 0,
        effects: Sequence[Effect] = (),
    ) -> None:
        """Keeps one write.

        Args:
            kind: whose share of the writes it counts for.
            path: how it was made, for the report.
            outcome: what is known of it.
            request: the request id of its events; None where they have none of its own.
            rows: the number of its events; None where that is not known.
            status: of HTTP.
            effects: the events that it leaves.
        """
        events = [[e.entity, e.row, e.action, e.field, e.value] for e in effects]
        line = [path, request, outcome, rows, status, events]
        self.file.write(json.dumps(line, separators=(",", ":")) + "\n")
        if outcome == "acknowledged":
            self.told[kind] += 1
            with self.shared.get_lock():
                self.shared.value += 1
