"""What is beside the log: the keys of people, what was erased and retired, policies kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from runtime.audit.findings import Finding, Run
from runtime.audit.leaf import NIL
from runtime.audit.row_state import Past, iso

PART = "keys"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BLOCK = 64
"""Bytes of a key's blocks, as HMAC-SHA256 has them (RFC 2104)."""
# Of the same key one block is xor 0x36, the other xor 0x5c.
_APART = int.from_bytes(bytes([0x36 ^ 0x5C]) * BLOCK)

_ERASED: LiteralString = """
    select e.id::text, e.entity_id::text, e.marks -> 'erased'
    from public.audit_events e
    where e.action = 'erase' and e.outcome = 'success' and e.changes = '{}'
"""
_RETIRED: LiteralString = """
    select e.id::text, e.changes, l.number
    from public.audit_events e
    left join public.charter_audit_leaves l on l.event = e.id
    where e.action = 'retire' and e.outcome = 'success' and e.entity_type = 'audit_event'
    order by e.id
"""
_SUBJECTS: LiteralString = """
    select subject::text, inner_key, outer_key from public.charter_audit_subjects order by subject
"""
# A policy is kept in the transaction that leaves the event of its coming into force.
_POLICIES: LiteralString = """
    select p.hash, p.kept_at::text, p.loaded_at::text, first.occurred_at::text,
        last.occurred_at::text, last.id::text,
        left(encode(sha256(convert_to(p.model, 'UTF8') || '\\x00'::bytea
            || convert_to(p.rules, 'UTF8')), 'hex'), 12) = p.hash
    from public.charter_policy_sets p
    left join lateral (
        select e.occurred_at from public.audit_events e
        where e.request_id = 'policy:' || p.hash and e.action = 'load' and e.outcome = 'success'
        order by e.id limit 1
    ) first on true
    left join lateral (
        select e.occurred_at, e.id from public.audit_events e
        where e.request_id = 'policy:' || p.hash and e.action = 'load' and e.outcome = 'success'
        order by e.id desc limit 1
    ) last on true
    order by p.kept_at
"""
_LOST: LiteralString = """
    select substr(e.request_id, 8), min(e.id::text) from public.audit_events e
    where e.request_id >= 'policy:' and e.request_id < 'policy;'
        and e.action = 'load' and e.outcome = 'success'
        and not exists (
            select from public.charter_policy_sets p where p.hash = substr(e.request_id, 8)
        )
    group by 1 order by 2
"""


@dataclass(frozen=True, slots=True)
class Retired:
    """A range of ids of events that were taken out of the trail with their month."""

    low: str
    until: str

    def holds(self, event: str) -> bool:
        """Whether an event of that id went with it."""
        return self.low <= event < self.until


@dataclass(frozen=True, slots=True)
class Gone:
    """What is no longer there by right.

    `erased` gives the last event of its erasure by subject; `nameless` are events without an
    actor whose address was erased.
    """

    erased: dict[str, str]
    nameless: frozenset[str]
    retired: tuple[Retired, ...]

    def is_retired(self, event: str) -> bool:
        """Whether an event may be missing."""
        return any(each.holds(event) for each in self.retired)

    def past(self) -> Past:
        """What a replay has to know of it."""
        until = max((each.until for each in self.retired), default="")
        return Past(self.erased, until, _moment(until) if until else "")


def read_gone(run: Run) -> Gone:
    """What the trail says is gone; finds a retirement that nobody sealed."""
    erased: dict[str, str] = {}
    nameless: set[str] = set()
    for event, subject, marked in run.connection.execute(_ERASED).fetchall():
        if subject is not None:
            erased[subject] = max(event, erased.get(subject, ""))
        if isinstance(marked, list):
            nameless.update(map(str, marked))
    retired = []
    for event, changes, leaf in run.connection.execute(_RETIRED).fetchall():
        if leaf is None:
            continue
        until = _told(changes, "until")
        if until is None or not _UUID.fullmatch(until):
            what = "it retires a month, and does not tell up to which event"
            run.findings.add(PART, Finding("audit_events", event, what, leaf))
            continue
        retired.append(Retired(_told(changes, "from") or "", until))
    return Gone(erased, frozenset(nameless), tuple(retired))


def _told(changes: Any, name: str) -> str | None:
    pair = changes.get(name) if isinstance(changes, dict) else None
    return str(pair[1]) if isinstance(pair, list) and pair[1:] and pair[1] else None


def _moment(event: str) -> str:
    """The time in an id (UUIDv7, RFC 9562), as JSON writes times."""
    since = timedelta(milliseconds=UUID(event).int >> 80)
    return (datetime(1970, 1, 1, tzinfo=UTC) + since).isoformat()


def check_keys(run: Run, gone: Gone) -> frozenset[str]:
    """Looks at every key; gives the subjects whose key is broken."""
    broken: set[str] = set()
    erased = set(gone.erased)
    platform = False
    with run.connection.cursor("charter_subjects") as cursor:
        cursor.execute(_SUBJECTS)
        for subject, inner, outer in cursor:
            platform = platform or subject == NIL
            erased.discard(subject)
            what = _wrong_with(subject, inner, outer, gone)
            if what is not None:
                broken.add(subject)
                run.findings.add(PART, Finding("charter_audit_subjects", subject, what))
    for subject in sorted(erased):
        what = "the row is missing that tells of the key's end; its values were erased"
        run.findings.add(PART, Finding("charter_audit_subjects", subject, what))
    if not platform:
        broken.add(NIL)
        what = "the platform's own key is missing; no secret can be held against the trail"
        run.findings.add(PART, Finding("charter_audit_subjects", NIL, what))
    return frozenset(broken)


def _wrong_with(subject: str, inner: Any, outer: Any, gone: Gone) -> str | None:
    if inner is None and outer is None:
        if subject == NIL:
            return "the platform's own key was destroyed; no secret can be held against the trail"
        if subject not in gone.erased:
            return "the key was destroyed, and no event tells of an erasure"
        return None
    if inner is None or outer is None or {len(inner), len(outer)} != {BLOCK}:
        return "the key is not whole"
    if int.from_bytes(inner) ^ int.from_bytes(outer) != _APART:
        return "the key was altered: its two halves are not of one key"
    return None


def check_policies(run: Run, gone: Gone) -> None:
    """Every policy that the trail refers to is the one that was in force."""
    try:
        with run.connection.transaction():
            rows = run.connection.execute(_POLICIES).fetchall()
    except psycopg.errors.UndefinedTable:
        run.findings.add(PART, Finding("charter_policy_sets", "-", "the table is missing"))
        return
    for name, *told in rows:
        what = _wrong_policy(*told, retired=bool(gone.retired))
        if what is not None:
            run.findings.add(PART, Finding("charter_policy_sets", name, what))
    for name, event in run.connection.execute(_LOST).fetchall():
        what = f"the policy is missing, though event {event} tells that it came into force"
        run.findings.add(PART, Finding("charter_policy_sets", name, what))


def _wrong_policy(  # noqa: PLR0917 - the columns of one row
    kept: str,
    loaded: str,
    first: str | None,
    last: str | None,
    event: str | None,
    true: bool,
    *,
    retired: bool,
) -> str | None:
    if not true:
        return "the hash is not that of the policy that stands here"
    if first is None or last is None or event is None:
        return None if retired else "no event tells that the policy came into force"
    if kept != first and not retired:
        return "kept_at is not when its event says that it first came into force"
    # The time in an event's id is in milliseconds.
    if not iso(last) <= iso(loaded) or iso(loaded) > _later(event):
        return "loaded_at is not when its event says that it last came into force"
    return None


def _later(event: str) -> str:
    return (datetime.fromisoformat(_moment(event)) + timedelta(seconds=1)).isoformat()
