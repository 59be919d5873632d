"""The heads of the log: each follows the one before it, and is signed over its leaves' root."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from runtime.audit.findings import Finding, Run
from runtime.audit.heads import COLUMNS, NOTHING, Head
from runtime.audit.merkle import Frontier

PART = "heads"
TABLE = "charter_audit_heads"
_BATCH = 2000

# A time that Python has no word for was not sealed by anybody.
_COLUMNS: LiteralString = COLUMNS.replace(
    "sealed_at",
    "case when sealed_at between '0002-01-01' and '9998-12-31' then sealed_at"
    " else '0002-01-01 00:00+00' end",
)
_HEADS: LiteralString = f"""
    select {_COLUMNS}, frontier from public.charter_audit_heads order by number
"""  # noqa: S608 - names of this package


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head that was kept elsewhere, and the name by which to speak of it."""

    name: str
    head: Head


class Heads:
    """The heads, one after another, while the tree grows beside them.

    `expected` is the public key that all must bear, where it is known. `last` is the newest.
    """

    def __init__(self, run: Run, expected: bytes | None, checkpoints: Sequence[Checkpoint]) -> None:
        self._run = run
        self._checkpoints: dict[int, list[Checkpoint]] = {}
        for each in checkpoints:
            self._checkpoints.setdefault(each.head.number, []).append(each)
        self._rows = _read(run.connection)
        self._next = next(self._rows, None)
        self._key = expected
        self._whose = "of the key file" if expected is not None else "of the heads before it"
        self._broken = False
        self._compared = True
        self.last: Head | None = None

    @property
    def next_size(self) -> int | None:
        """How many leaves the next head covers; None after the last."""
        return None if self._next is None else self._next[0].size

    def reach(self, tree: Frontier) -> tuple[Head, int] | None:
        """Holds the next head against the tree, which has the leaves that it covers.

        Gives the head and the size of the one before it, if one of the leaves between is wrong:
        the head is genuine, and its root not that of the tree.
        """
        assert self._next is not None, "there is a next size"
        (head, frontier), before = self._next, self.last
        self._next, self.last = next(self._rows, None), head
        self._run.counts.heads += 1
        fine = self._follows(head, before)
        if fine and (self._next is None or self._broken):
            # The last one vouches for all before it; after a break each for itself.
            fine = self._signed(head)
        self._kept_elsewhere(head)
        if not self._compared:
            return None
        if tree.size == head.size and tree.root() == head.root:
            if frontier != tree.to_bytes():
                self._add(head, "the frontier is not that of its tree")
            return None
        if not self._signed(head):
            return None
        self._compared = False
        return head, before.size if before else 0

    def stop_comparing(self) -> None:
        """Leaves are missing: no root can be told from here on."""
        self._compared = False

    def finish(self) -> None:
        """Says of which checkpoints no head is in the log."""
        where = f"ends with head {self.last.number}" if self.last else "is empty"
        for waiting in self._checkpoints.values():
            for each in waiting:
                what = f"the checkpoint {each.name} has this head, and the log {where}"
                self._found(str(each.head.number), what, each.head.number)

    def _follows(self, head: Head, before: Head | None) -> bool:
        """Whether a head goes on where the one before it ended."""
        return self._has_key(head) and self._is_next(head, before) and self._chained(head, before)

    def _has_key(self, head: Head) -> bool:
        if self._key is None and self._signed(head):
            self._key = head.key
        if self._key is None or head.key == self._key:
            return self._key is not None
        return self._add(head, f"its key is not that {self._whose}")

    def _is_next(self, head: Head, before: Head | None) -> bool:
        number = before.number + 1 if before else 0
        if head.number == number:
            return True
        self._broken = True
        if head.number < number:
            return self._add(head, "its number is out of order")
        return self._found(str(number), f"the head is missing; {head.number} comes next", number)

    def _chained(self, head: Head, before: Head | None) -> bool:
        if head.previous != (before.digest() if before else NOTHING):
            self._broken = True
            if before is not None and not self._signed(before):
                return False
            return self._signed(head) and self._add(head, "it does not follow the head before it")
        if before is not None and (head.size <= before.size or head.log != before.log):
            return self._signed(head) and self._add(head, "it is of another log")
        return True

    def _signed(self, head: Head) -> bool:
        if head.genuine():
            return True
        return self._add(head, "it was altered: the signature is not that of what it says")

    def _kept_elsewhere(self, head: Head) -> None:
        for each in self._checkpoints.pop(head.number, ()):
            if each.head.text() != head.text():
                what = f"it is not the head that the checkpoint {each.name} has under this number"
                self._add(head, what)

    def _add(self, head: Head, what: str) -> bool:
        return self._found(str(head.number), what, head.number)

    def _found(self, key: str, what: str, head: int) -> bool:
        self._run.findings.add_once(PART, Finding(TABLE, key, what, head=head))
        return False


def check_checkpoints(
    run: Run, checkpoints: Sequence[Checkpoint], expected: bytes | None
) -> list[Checkpoint]:
    """Those that are signed, and by the key that is known; finds the rest."""
    good = []
    for each in checkpoints:
        what = None
        if not each.head.genuine():
            what = f"the signature of the checkpoint {each.name} is not that of what it says"
        elif expected is not None and each.head.key != expected:
            what = (
                f"the checkpoint {each.name} was signed with another key than that of the key file"
            )
        if what is None:
            good.append(each)
        else:
            run.findings.add(PART, Finding(each.name, str(each.head.number), what))
    return good


def _read(connection: psycopg.Connection[Any]) -> Iterator[tuple[Head, bytes]]:
    with connection.cursor("charter_heads") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(_HEADS)
        for number, log, size, root, previous, sealed, cluster, horizon, *signed in cursor:
            key, signature, frontier = signed
            yield (
                Head(
                    number,
                    UUID(str(log)),
                    size,
                    bytes(root),
                    bytes(previous),
                    sealed,
                    cluster,
                    horizon,
                    bytes(key),
                    bytes(signature),
                ),
                bytes(frontier),
            )
