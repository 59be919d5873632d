"""Retention: months of the trail that are old enough leave it whole, and the trail says so.

A month is a partition of the table. It is detached, never emptied: what was in it stays in a
table of its own until the operator has put it away and drops it. Leaves and heads stay for ever,
so that the log can be verified without it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import DeadlockDetected, DuplicateTable, LockNotAvailable

from runtime.actor import Actor, AuditContext
from runtime.database.transaction import PLATFORM, SET, context_values
from runtime.ids import time_ordered_id
from runtime.query.expression import quoted

Connection = psycopg.Connection[Any]

RETIRED = "_retired"
"""How the table of a retired month ends."""
ATTEMPTS = 6
_TRAIL = "audit_event"
_BUSY = (LockNotAvailable, DeadlockDetected)

_PARTS = """
    select c.relname,
        substring(pg_get_expr(c.relpartbound, c.oid) from $$TO \\('([^']+)'\\)$$)::uuid
    from pg_inherits as i join pg_class as c on c.oid = i.inhrelid
    where i.inhparent = 'audit_events'::regclass
    order by 2"""
_WHAT = """
    select count(*), count(*) filter (where l.event is null), min(l.number), max(l.number)
    from {part} as e left join charter_audit_leaves as l on l.event = e.id"""
_TELL = "select charter_write_event('retire', 'audit_event', null, $1::jsonb, 'success', $2)"
# An empty key says that an erasure destroyed it. Where the event of that erasure goes with the
# month, all that it erased is gone too, and nothing is left that the key was for.
_FORGET = """
    delete from charter_audit_subjects as s
    where s.inner_key is null and s.outer_key is null
        and exists (
            select from {part} as e where e.action = 'erase' and e.entity_id = s.subject
        )
        and not exists (
            select from audit_events as e
            where e.action = 'erase' and e.entity_id = s.subject and e.id >= $1::uuid
        )"""


class RetireError(Exception):
    """A month cannot be retired; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """A month of the trail. `until` is the first id after it; leaves are numbers in the log."""

    name: str
    until: UUID
    events: int
    unsealed: int
    first: int | None
    last: int | None

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return moment(self.until)

    def why_not(self, now: datetime) -> str | None:
        """Why it may not be retired; None where it may."""
        if self.ends > earliest_kept(now):
            return "this month or the one before it"
        if self.unsealed:
            return f"{self.unsealed} of its events are not sealed"
        return None


def moment(bound: UUID) -> datetime:
    """The time with which an id begins (RFC 9562, section 5.7)."""
    milliseconds = int.from_bytes(bound.bytes[:6])
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def earliest_kept(now: datetime) -> datetime:
    """The beginning of last month: what is younger is never retired."""
    year, month = (now.year, now.month - 1) if now.month > 1 else (now.year - 1, 12)
    return datetime(year, month, 1, tzinfo=UTC)


def parts(connection: Connection) -> list[Part]:
    """The months of the trail, the oldest first."""
    return [_part(connection, name, until) for name, until in _all(connection, _PARTS)]


def parts_before(connection: Connection, month: datetime) -> list[Part]:
    """Those that end with the beginning of that month, or before."""
    found = _all(connection, _PARTS)
    return [_part(connection, name, until) for name, until in found if moment(until) <= month]


def retire(connection: Connection, part: Part, reason: str, now: datetime) -> str:
    """Detaches a month, leaves the event that says so, and gives the table's new name.

    Raises:
        RetireError: it is too young, it holds events that are not sealed, its new name is taken,
            or others hold the trail for longer than is waited.
    """
    for _ in range(ATTEMPTS):
        try:
            return _retire(connection, part, reason, now)
        except DuplicateTable:
            raise RetireError(
                f"{part.name} stays: there is a table {part.name}{RETIRED} already"
            ) from None
        except _BUSY:
            # Writers wait behind this lock, so it is tried again and not waited for.
            time.sleep(0.5)
    raise RetireError(f"{part.name}: the trail is in use without a pause; nothing was changed")


def _retire(connection: Connection, part: Part, reason: str, now: datetime) -> str:
    heir = f"{part.name}{RETIRED}"
    with connection.transaction():
        _begin(connection, reason)
        _run(connection, "set local lock_timeout = '3s'")
        _run(connection, f"lock table {quoted(part.name)} in share mode")
        present = _part(connection, part.name, part.until)
        why_not = present.why_not(now)
        if why_not is not None:
            raise RetireError(f"{part.name} stays: {why_not}")
        _run(connection, "lock table only audit_events in access exclusive mode")
        changes = {
            "partition": [part.name, None],
            "until": [None, str(part.until)],
            "events": [present.events, None],
            "leaves": [present.first, present.last],
        }
        _run(connection, _FORGET.format(part=quoted(part.name)), part.until)
        _run(connection, _TELL, json.dumps(changes), reason or None)
        _run(connection, f"alter table audit_events detach partition {quoted(part.name)}")
        _run(connection, f"alter table {quoted(part.name)} rename to {quoted(heir)}")
    return heir


def _part(connection: Connection, name: str, until: UUID) -> Part:
    (found,) = _all(connection, _WHAT.format(part=quoted(name)))
    return Part(name, UUID(str(until)), *found)


def _begin(connection: Connection, reason: str) -> None:
    actor = Actor(None, None, ())
    request = f"cli-{time_ordered_id().hex}"
    context = AuditContext(actor, request, "cli", _TRAIL, "retire", reason)
    settings = context_values(context) | {PLATFORM: "on"}
    _run(connection, SET, list(settings), list(settings.values()))


def _all(connection: Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.RawCursor(connection) as cursor:
        return cursor.execute(query.encode(), values).fetchall()


def _run(connection: Connection, statement: str, *values: object) -> None:
    with psycopg.RawCursor(connection) as cursor:
        cursor.execute(statement.encode(), values)
