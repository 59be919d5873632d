"""The links of a relation: the events of the left rows give exactly the rows of the link table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runtime.audit.findings import Finding, Run
from runtime.audit.row_state import Event, Past, iso
from runtime.audit.tables import Link

PART = "replay"

Stamp = tuple[str, str | None]
"""When a link was made, and by whom."""


class LinkState:
    """The links of one row while its events are applied: the right rows, each with its stamp."""

    def __init__(self) -> None:
        self.rights: dict[str, Stamp] = {}
        self.unknown: set[str] = set()
        """Those that an event removes and none made."""
        self.fault: tuple[str, str] | None = None

    def apply(self, event: Event, pair: Any) -> None:
        """Goes one event further; `pair` is what it says of the relation."""
        if not isinstance(pair, list) or len(pair) != 2:
            return
        if event.action == "link":
            right = str(pair[1])
            if right in self.rights:
                self.fault = (right, f"event {event.id} makes a link that was there already")
            self.rights[right] = (event.at, event.actor)
        elif self.rights.pop(str(pair[0]), None) is None:
            self.unknown.add(str(pair[0]))


class LinkRows:
    """The rows of a link table in the order of its keys, compared row by row of the left."""

    def __init__(self, run: Run, past: Past, link: Link, batches: Iterator[list[Any]]) -> None:
        self._run = run
        self._past = past
        self._link = link
        self._rows = (row for batch in batches for row in batch)
        self._next = next(self._rows, None)

    def compare(self, key: str, state: LinkState | None) -> None:
        """Holds the links of the left row against what its events give."""
        while self._next is not None and self._next[0] < key:
            self._stray()
        known = state or LinkState()
        if known.fault is not None:
            self._add(key, *known.fault)
        if known.unknown and not self._past.until:
            self._add(key, min(known.unknown), "an event removes the link, and none made it")
        while self._next is not None and self._next[0] == key:
            stamp = known.rights.pop(self._next[1], None)
            if stamp is None:
                self._stray()
                continue
            self._run.counts.rows += 1
            if stamp != (self._next[2], self._next[3]):
                what = "created_at or created_by_id is not what its event gives"
                self._add(key, self._next[1], what)
            self._next = next(self._rows, None)
        for right in known.rights:
            what = "the link is missing, and no event tells that it was removed"
            self._add(key, right, what)

    def rest(self) -> None:
        """The links that are left: of rows without any event."""
        while self._next is not None:
            self._stray()

    def _stray(self) -> None:
        near, far, at, _ = self._next or ("", "", "", None)
        self._run.counts.rows += 1
        if self._past.until and iso(at) < self._past.until_at:
            self._run.counts.partly += 1
        else:
            self._add(near, far, "the link is there, and no event tells how it came to be")
        self._next = next(self._rows, None)

    def _add(self, near: str, far: str, what: str) -> None:
        self._run.findings.add(PART, Finding(self._link.table, f"{near}/{far}", what))
