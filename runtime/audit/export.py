"""The audit log as JSON lines with proofs, for whoever is to check it without the database.

The first line is the head, as a checkpoint has it, with the range of numbers and, where an older
checkpoint is given, the proof that the log continues it. Each further line is a leaf: its number,
the exact text that was hashed, and the path from it to the root of the head. A leaf whose event
is no longer there has its hash instead of the text. `verify_export.py` checks all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

from runtime.audit.heads import Head
from runtime.audit.leaf import LEAF
from runtime.audit.merkle import Tree
from runtime.audit.sealing import Connection, last_head

FORMAT = "charter audit export v1"
"""What the first line says of itself."""
CHUNK = 5000
"""Rows fetched at once."""

_HASHES: LiteralString = "SELECT hash FROM charter_audit_leaves WHERE number < %s ORDER BY number"
_LEAVES: LiteralString = f"""
SELECT l.number, l.hash, CASE WHEN e.id IS NOT NULL THEN {LEAF} END
FROM charter_audit_leaves AS l
LEFT JOIN audit_events AS e ON e.id = l.event
WHERE l.number BETWEEN %s AND %s
ORDER BY l.number
"""  # noqa: S608 - a fragment of leaf.py


class ExportError(Exception):
    """The log cannot be exported as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the head, the first and last number, and how many leaves had no text."""

    head: Head
    first: int
    last: int
    without_text: int


def export(
    connection: Connection,
    write: Callable[[str], object],
    *,
    first: int = 0,
    last: int | None = None,
    older: Head | None = None,
) -> Exported:
    """Writes leaves `first` to `last` with their proofs, as one snapshot of the log has them.

    Args:
        connection: as `sealing.connect` gives it.
        write: takes one line after another, each with its line feed.
        first: the number of the first leaf.
        last: the number of the last one; by default that of the log.
        older: a checkpoint that the log must be shown to continue.

    Raises:
        ExportError: nothing is sealed, there is no such range, `older` is no head of this log's
            past, or the hashes that are kept do not give the root that was signed.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        head = last_head(connection)
        if head is None:
            raise ExportError("Nothing is sealed yet: charter audit seal does it.")
        last = head.size - 1 if last is None else last
        if not 0 <= first <= last < head.size:
            raise ExportError(f"The log has the leaves 0 to {head.size - 1}.")
        tree = _tree(connection, head)
        write(_line(_header(head, first, last, tree, older)))
        without_text = 0
        for number, hashed, text in _leaves(connection, first, last):
            write(_line(_leaf(number, hashed, text, tree.inclusion(number))))
            without_text += text is None
    return Exported(head, first, last, without_text)


def _tree(connection: Connection, head: Head) -> Tree:
    with connection.cursor("charter_audit_hashes", binary=True) as rows:
        rows.itersize = CHUNK
        tree = Tree(row[0] for row in rows.execute(_HASHES, [head.size]))
    if tree.size != head.size or tree.root() != head.root:
        raise ExportError(
            f"The leaves do not give the root of head {head.number}: run charter audit verify."
        )
    return tree


def _header(head: Head, first: int, last: int, tree: Tree, older: Head | None) -> dict[str, Any]:
    header = {"format": FORMAT, **head.checkpoint(), "from": first, "to": last}
    if older is None:
        return header
    if older.log != head.log:
        raise ExportError(f"The checkpoint is of another log, {older.log}; this is {head.log}.")
    if older.size > head.size:
        raise ExportError(
            f"The checkpoint covers {older.size} leaves and the log has {head.size}: leaves were"
            " lost, or the database was set back. Run charter audit verify with the checkpoint."
        )
    proof = [each.hex() for each in tree.consistency(older.size)]
    return {**header, "consistency": {"size": older.size, "proof": proof}}


def _leaves(
    connection: Connection, first: int, last: int
) -> Iterator[tuple[int, bytes, str | None]]:
    """Number, hash and text of each leaf; no number may be missing."""
    expected = first
    with connection.cursor("charter_audit_leaves") as rows:
        rows.itersize = CHUNK
        for number, hashed, text in rows.execute(_LEAVES, [first, last]):
            if number != expected:
                break
            yield number, hashed, text
            expected += 1
    if expected != last + 1:
        raise ExportError(f"Leaf {expected} is missing: run charter audit verify.")


def _leaf(number: int, hashed: bytes, text: str | None, proof: list[bytes]) -> dict[str, Any]:
    path = [each.hex() for each in proof]
    if text is None:
        return {"number": number, "leaf": None, "hash": hashed.hex(), "proof": path}
    return {"number": number, "leaf": text, "proof": path}


def _line(document: dict[str, Any]) -> str:
    """ASCII alone, so that no terminal and no editor on the way changes a character."""
    return json.dumps(document, separators=(",", ":")) + "\n"
