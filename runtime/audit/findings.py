"""What a verification comes to: what was found, what was counted, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import Any, NamedTuple

import psycopg

LIMIT = 100
"""Findings that are kept; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is not as it must be, and one sentence that says why.

    `id` is the row's key as text; `leaf` and `head` are numbers of the sealed log, where they
    can be told.
    """

    table: str
    id: str
    what: str
    leaf: int | None = None
    head: int | None = None

    def __str__(self) -> str:
        told = [
            f"{word} {n}" for word, n in (("leaf", self.leaf), ("head", self.head)) if n is not None
        ]
        return f"{self.table} {self.id}: {self.what}" + (f" ({', '.join(told)})" if told else "")


@dataclass
class Counts:
    """How much was looked at."""

    events: int = 0
    leaves: int = 0
    heads: int = 0
    not_sealed: int = 0
    """Events that no head covers yet."""
    retired: int = 0
    """Leaves whose event went with a month that was retired."""
    rows: int = 0
    """Rows of the model's tables and links, compared with what their events give."""
    partly: int = 0
    """Rows of which the trail does not tell all: begun before it, or altered by a migration."""
    erased: int = 0
    """Personal values that are gone with their key, and cannot be compared."""


Progress = Callable[[str, int, int], None]
"""Told the part, how much of it is done, and how much there is."""


@dataclass
class Findings:
    """Collects findings, by part in the order of the checks; threads may share one."""

    kept: dict[str, list[Finding]] = field(default_factory=dict)
    total: int = 0
    _lock: Lock = field(default_factory=Lock)

    def add(self, part: str, finding: Finding) -> None:
        """Keeps a finding, or counts it where there are many."""
        with self._lock:
            self.total += 1
            mine = self.kept.setdefault(part, [])
            if len(mine) < LIMIT:
                mine.append(finding)

    def add_once(self, part: str, finding: Finding) -> None:
        """Adds a finding of a row of which none is kept yet."""
        row = (finding.table, finding.id)
        if all((each.table, each.id) != row for each in self.kept.get(part, ())):
            self.add(part, finding)

    def any(self, part: str) -> bool:
        """Whether that part found something."""
        return part in self.kept

    def listed(self, order: tuple[str, ...]) -> Iterator[Finding]:
        """All that were kept, in the order of the parts, within one in the order of the log."""
        for part in order:
            yield from sorted(self.kept.get(part, ()), key=_place)


def _place(finding: Finding) -> float:
    return inf if finding.leaf is None else finding.leaf


class Run(NamedTuple):
    """What every part of a verification is given; the connection reads in one snapshot."""

    connection: psycopg.Connection[Any]
    findings: Findings
    counts: Counts
    progress: Progress
