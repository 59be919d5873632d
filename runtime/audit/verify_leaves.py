"""The leaves of the log: each is the event that it names, and together they are the tree.

What is hashed is computed anew from the events, in SQL, a run of leaves at a time; the hashes come
as one blob, and the tree grows from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from runtime.audit import leaf as parts
from runtime.audit.findings import Finding, Run
from runtime.audit.leaf import HAS_PERSON, HASH, NIL, PERSON, PLAIN, SUBJECT
from runtime.audit.merkle import Frontier, hashes_of
from runtime.audit.verify_heads import Heads
from runtime.audit.verify_keys import Gone

PART = "leaves"
TABLE = "charter_audit_leaves"
EVENTS = "audit_events"
CHUNK = 20_000
"""Leaves that are recomputed by one statement."""
LOOKED_AT = 1_000
"""Leaves of a chunk that are looked at one by one, where the quick look does not do."""

# Names of tables are spelt with their schema: nothing is looked for where others may put things.
CHANGES: LiteralString = parts.CHANGES.replace(
    "JOIN charter_audit_subjects", "JOIN public.charter_audit_subjects"
)
_ENDS: LiteralString = (
    "select count(*), coalesce(min(number), 0), coalesce(max(number), -1)"
    " from public.charter_audit_leaves"
)
_BOUNDS: LiteralString = """
    select count(*), min(number), max(number), min(event::text), max(event::text)
    from public.charter_audit_leaves where number >= %s and number < %s
"""
_NUMBERS: LiteralString = """
    select number from public.charter_audit_leaves where number >= %s and number < %s
    order by number
"""
_NEXT: LiteralString = "select min(number) from public.charter_audit_leaves where number >= %s"
_FROM: LiteralString = f"""
    from public.charter_audit_leaves l
    left join public.audit_events e on e.id = l.event and e.id between %(low)s and %(high)s
    left join public.charter_audit_subjects s on s.subject = {SUBJECT}
"""
# An event is sealed text, or it was altered: only what has the right hash is looked at further,
# since of JSON in another form than expected the rest would make an error.
_HASHED: LiteralString = f"""
    case when l.changes is null
            or jsonb_typeof(e.changes) = 'object' and jsonb_typeof(l.changes) = 'object'
        then coalesce(l.hash = {HASH}, false) else false end
"""
_QUICK: LiteralString = f"""
    case when e.id is not null and {PLAIN} and {_HASHED} then
        case when {HAS_PERSON} then l.person = {PERSON} else l.person is null end
        and case when e.marks ? 'subjects' then l.changes = {CHANGES} else l.changes is null end
    end
"""
_CHUNK: LiteralString = f"""
    select string_agg(x.hash, ''::bytea order by x.number),
        array_agg(x.number order by x.number) filter (where x.good is not true),
        count(x.id)
    from (
        select l.number, l.hash, e.id, {_QUICK} as good {_FROM}
        where l.number >= %(start)s and l.number < %(end)s
    ) x
"""  # noqa: S608 - fragments of this package
_MARKED: LiteralString = r"""
    (e.marks ->> 'subjects') ~ '^\{("\w+": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"(, )?)+\}$'
    and jsonb_typeof(e.changes) = 'object'
"""
_NOW: LiteralString = f"case when {_MARKED} then {CHANGES} end"
# The same with commitments made anew: whether they alone were altered. What was erased cannot be
# made anew and is taken as it stands.
_ANEW: LiteralString = f"""(
    select bool_or(k.hash = {HASH})
    from (select l.hash, l.person, l.changes) as k
    cross join lateral (values
        (case when {HAS_PERSON} then {PERSON} end, {_NOW}),
        (case when {HAS_PERSON} then {PERSON} end,
            case when jsonb_typeof(k.changes) = 'object' and jsonb_typeof(e.changes) = 'object'
                then k.changes end),
        (k.person, {_NOW})
    ) as l(person, changes)
)"""  # noqa: S608 - fragments of this package
_CLOSE: LiteralString = f"""
    select l.number, l.event::text, e.id is not null, coalesce({PLAIN}, false),
        {_HASHED}, coalesce({_ANEW}, false), e.actor_id::text, ({SUBJECT})::text, {HAS_PERSON},
        l.person, {PERSON}, s.subject is not null, l.changes, {_NOW}, e.changes,
        e.marks -> 'subjects'
    {_FROM}
    where l.number = any(%(numbers)s)
    order by l.number
"""
# Of an event that no leaf names: whether it is the one that this leaf was made of.
_ORPHAN: LiteralString = f"""
    select e.id::text
    from public.charter_audit_leaves l
    join public.audit_events e on {HASH} = l.hash
    where l.number = %s
        and not exists (select from public.charter_audit_leaves k where k.event = e.id)
"""  # noqa: S608 - fragments of this package
# Of a key: how much was committed under it, and how much of that it still fits.
_KEYED: LiteralString = f"""
    select count(*) filter (where x.fits), count(*) from (
        select l.person = {PERSON} as fits
        from public.audit_events e
        join public.charter_audit_leaves l on l.event = e.id
        join public.charter_audit_subjects s on s.subject = {SUBJECT}
        where {HAS_PERSON} and {SUBJECT} = (%(subject)s::text)::uuid
        union all
        select l.changes = {CHANGES}
        from public.audit_events e
        join public.charter_audit_leaves l on l.event = e.id
        where {_MARKED} and strpos(e.marks ->> 'subjects', %(subject)s::text) > 0
    ) x
"""  # noqa: S608 - fragments of this package
# Leaves stand in the order of transaction and id. Of a batch the last is held against the first of
# the next: an event of a later batch may have been put there.
_DISORDER: LiteralString = """
    select x.number from (
        select l.number, e.transaction_id as t, e.id,
            lead(e.transaction_id) over w as next_t, lead(e.id) over w as next_id
        from public.charter_audit_leaves l
        join public.audit_events e on e.id = l.event
        where l.number >= %s and l.number <= %s
        window w as (order by l.number)
    ) x
    where (x.next_t, x.next_id) < (x.t, x.id)
    order by x.number limit 1
"""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf and its event, as far as they must agree."""

    number: int
    event: str
    there: bool
    plain: bool
    hashed: bool
    anew: bool
    actor: str | None
    subject: str
    has_person: bool
    person: bytes | None
    now: bytes | None
    keyed: bool
    changes: dict[str, Any] | None
    changes_now: dict[str, Any] | None
    values: dict[str, Any] | None
    subjects: dict[str, str] | None


def check_leaves(run: Run, heads: Heads, gone: Gone, broken: frozenset[str]) -> int:
    """Recomputes every leaf, and holds every head against the tree; gives the events matched.

    `broken` are subjects of whose keys it is known already that they are not right.
    """
    return _Leaves(run, heads, gone, broken).check()


class _Leaves:
    def __init__(self, run: Run, heads: Heads, gone: Gone, broken: frozenset[str]) -> None:
        self._run = run
        self._heads = heads
        self._gone = gone
        self._broken = set(broken)
        self._keyed: dict[str, bool] = {}
        self._tree = Frontier()
        self._matched = 0
        self._altered: list[tuple[int, str]] = []
        """Leaves whose hash is not that of their event, until a head tells which was altered."""

    def check(self) -> int:
        row = self._run.connection.execute(_ENDS).fetchone()
        assert row is not None, "an aggregate has one row"
        count, low, high = row
        self._run.counts.leaves = count
        if low < 0:
            self._add(TABLE, str(low), "the log has no leaf of this number", low)
        start: int | None = 0
        while start is not None and start <= high:
            start = self._chunk(start, start + CHUNK)
            self._run.progress(PART, min(self._tree.size, count), count)
        while self._heads.next_size is not None:
            if self._tree.size < self._heads.next_size:
                self._short()
            self._heads.reach(self._tree)
        self._tell(high + 1, by_event=True)
        last = self._heads.last
        covered = last.size if last else 0
        if self._tree.size > covered and not self._run.findings.any(PART):
            what = "the leaf is there, and no head covers it"
            self._add(TABLE, str(covered), what, covered)
        return self._matched

    def _short(self) -> None:
        """The leaves end before the log does."""
        size = self._tree.size
        if not self._run.findings.any(PART):
            self._add(TABLE, str(size), "the leaf is missing, though a head covers it", size)
        self._heads.stop_comparing()

    def _chunk(self, start: int, end: int) -> int | None:
        """Looks at a run of leaves; gives where the next one starts."""
        row = self._run.connection.execute(_BOUNDS, (start, end)).fetchone()
        assert row is not None, "an aggregate has one row"
        count, first, last, low, high = row
        if not count:
            self._gap(start, end)
            row = self._run.connection.execute(_NEXT, (end,)).fetchone()
            return row[0] if row else None
        if first != start or last - first + 1 != count:
            self._gap(start, end)
        values = {"start": start, "end": end, "low": low, "high": high}
        row = self._run.connection.execute(_CHUNK, values).fetchone()
        assert row is not None, "an aggregate has one row"
        blob, doubtful, matched = row
        self._matched += matched
        for each in range(0, len(doubtful or ()), LOOKED_AT):
            self._look(values | {"numbers": doubtful[each : each + LOOKED_AT]})
        self._grow(bytes(blob))
        return end

    def _gap(self, start: int, end: int) -> None:
        """Names the first leaf that is missing in a range."""
        self._heads.stop_comparing()
        if self._run.findings.any(PART):
            return
        expected = start
        for (number,) in self._run.connection.execute(_NUMBERS, (start, end)).fetchall():
            if number != expected:
                break
            expected += 1
        self._add(TABLE, str(expected), "the leaf is missing", expected)

    def _grow(self, blob: bytes) -> None:
        tree, heads = self._tree, self._heads
        hashes = list(hashes_of(blob))
        at = 0
        while heads.next_size is not None and heads.next_size <= tree.size + len(hashes) - at:
            more = max(heads.next_size - tree.size, 0)
            tree.extend(hashes[at : at + more])
            at += more
            wrong = heads.reach(tree)
            known = self._tell(tree.size, by_event=wrong is None)
            if wrong is not None and not known:
                head, before = wrong
                self._replaced(head.number, before, head.size)
        tree.extend(hashes[at:])

    def _tell(self, size: int, *, by_event: bool) -> bool:
        """Says of leaves below `size` whether the event was altered, or the leaf, if any was.

        With the hashes that stand in the leaves the root is right where it was the event.
        """
        mine = [each for each in self._altered if each[0] < size]
        self._altered = self._altered[len(mine) :]
        for number, event in mine:
            if by_event:
                self._add(EVENTS, event, "it is not what was sealed", number)
            else:
                self._add(TABLE, str(number), "its hash is not that of the event", number)
        return bool(mine) or self._run.findings.any(PART)

    def _replaced(self, head: int, before: int, size: int) -> None:
        """Says which leaf is not the one that was sealed, as far as it can be told."""
        row = self._run.connection.execute(_DISORDER, (before, size)).fetchone()
        if row is not None:
            self._add(TABLE, str(row[0]), "the leaf was moved: its place is another", row[0])
            return
        row = self._run.connection.execute(
            "select event::text from public.charter_audit_leaves where number = %s", (before,)
        ).fetchone()
        which = f"one of the leaves {before} to {size - 1}" if size - before > 1 else "the leaf"
        what = f"{which} was replaced together with its event: their root is not the one signed"
        event = row[0] if row else str(before)
        self._run.findings.add(PART, Finding(EVENTS, event, what, before, head))

    # ------------------------------------------------------------------------ one leaf of many

    def _look(self, values: dict[str, Any]) -> None:
        for row in self._run.connection.execute(_CLOSE, values).fetchall():
            leaf = _Leaf(*row)
            if not leaf.there:
                self._missing(leaf)
            elif not leaf.plain:
                what = "created_at, updated_at or another column that no event changes was altered"
                self._add(EVENTS, leaf.event, what, leaf.number)
            elif leaf.anew and not leaf.hashed:
                what = "its commitments were altered"
                self._add(TABLE, str(leaf.number), what, leaf.number)
            elif not leaf.hashed:
                self._altered.append((leaf.number, leaf.event))
            else:
                self._person(leaf)
                self._changes(leaf)

    def _missing(self, leaf: _Leaf) -> None:
        if self._gone.is_retired(leaf.event):
            self._run.counts.retired += 1
            return
        if self._head_of(leaf.number) is None:
            what = "the leaf was put there: no head covers it, and its event is not there"
            self._add(TABLE, str(leaf.number), what, leaf.number)
            return
        if not self._run.findings.any(PART):
            other = self._run.connection.execute(_ORPHAN, (leaf.number,)).fetchone()
            if other is not None:
                what = f"it names another event than {other[0]}, of which it was made"
                self._add(TABLE, str(leaf.number), what, leaf.number)
                return
        what = "the event is missing, though it was sealed"
        self._add(EVENTS, leaf.event, what, leaf.number)

    def _person(self, leaf: _Leaf) -> None:
        if leaf.has_person:
            of_address = leaf.actor is None and leaf.subject != NIL
            if leaf.person is None or (of_address and not leaf.keyed):
                what = "actor_email or client_ip is not what was sealed"
                self._add(EVENTS, leaf.event, what, leaf.number)
            elif leaf.person != leaf.now:
                self._mismatch(leaf, leaf.subject, "actor_email or client_ip", keyed=leaf.keyed)
        elif leaf.person is not None and not self._may_lack(leaf):
            what = "actor_email and client_ip are gone, and no event tells of an erasure"
            self._add(EVENTS, leaf.event, what, leaf.number)

    def _may_lack(self, leaf: _Leaf) -> bool:
        self._run.counts.erased += 1
        if leaf.actor is None:
            return leaf.event in self._gone.nameless
        return leaf.event < self._gone.erased.get(leaf.actor, "")

    def _changes(self, leaf: _Leaf) -> None:
        stored, subjects = leaf.changes or {}, leaf.subjects or {}
        if stored.keys() != subjects.keys():
            what = "its commitments are not of its personal values"
            self._add(TABLE, str(leaf.number), what, leaf.number)
            return
        for name, subject in subjects.items():
            keyed = (leaf.changes_now or {}).get(name)
            if keyed == stored[name] and keyed is not None:
                continue
            there = (leaf.values or {}).get(name) or [None, None]
            if there == [None, None] and leaf.event < self._gone.erased.get(subject, ""):
                continue
            self._mismatch(leaf, subject, name, keyed=keyed is not None)
            return

    def _mismatch(self, leaf: _Leaf, subject: str, what: str, *, keyed: bool) -> None:
        """A value or its key is not the one that was sealed: whichever differs everywhere."""
        if subject in self._broken:
            return
        if not keyed:
            self._broken.add(subject)
            missing = f"the key is missing under which event {leaf.event} was sealed"
            self._add("charter_audit_subjects", subject, missing, leaf.number)
        elif self._is_key(subject):
            self._broken.add(subject)
            other = "the key is not the one under which events were sealed"
            self._add("charter_audit_subjects", subject, other, leaf.number)
        else:
            altered = f"{what} is not what was sealed"
            self._add(EVENTS, leaf.event, altered, leaf.number)

    def _is_key(self, subject: str) -> bool:
        if subject not in self._keyed:
            row = self._run.connection.execute(_KEYED, {"subject": subject}).fetchone()
            matched, events = row or (0, 0)
            self._keyed[subject] = not matched and events > 1
        return self._keyed[subject]

    def _add(self, table: str, key: str, what: str, leaf: int) -> None:
        self._run.findings.add(PART, Finding(table, key, what, leaf, self._head_of(leaf)))

    def _head_of(self, leaf: int) -> int | None:
        row = self._run.connection.execute(
            "select number from public.charter_audit_heads where size > %s order by size limit 1",
            (leaf,),
        ).fetchone()
        return None if row is None else int(row[0])


# ---------------------------------------------------------------------- events without a leaf

_TOTAL: LiteralString = "select count(*) from public.audit_events"
_CLUSTER: LiteralString = "select system_identifier::text from pg_control_system()"
_WITHOUT: LiteralString = """
    from public.audit_events e where {which}
        and not exists (select from public.charter_audit_leaves l where l.event = e.id)
"""
_YOUNG: LiteralString = "e.transaction_id >= %(horizon)s::xid8"
_OLD: LiteralString = "e.transaction_id < %(horizon)s::xid8"
_NEVER: LiteralString = "e.transaction_id >= pg_snapshot_xmax(pg_current_snapshot())"


def check_unsealed(run: Run, heads: Heads, matched: int) -> None:
    """Finds events that the log should have, and counts those that are too young for it."""
    row = run.connection.execute(_TOTAL).fetchone()
    run.counts.events = int(row[0]) if row else 0
    without = run.counts.events - matched
    last = heads.last
    run.counts.not_sealed = without
    cluster = run.connection.execute(_CLUSTER).fetchone()
    if not without or (last is not None and cluster != (last.cluster,)):
        return
    horizon = last.horizon if last else "0"
    known = horizon.isdecimal() and int(horizon) < 1 << 63
    values = {"horizon": horizon if known else "0"}
    what = "its transaction has not begun yet: it was put there by hand"
    _name(run, _NEVER, values, what)
    young = run.connection.execute(
        "select count(*)" + _WITHOUT.format(which=_YOUNG), values
    ).fetchone()
    run.counts.not_sealed = int(young[0]) if young else 0
    if run.counts.not_sealed != without:
        what = "it is older than the last head, and was never sealed: it was put there later"
        _name(run, _OLD, values, what)


def _name(run: Run, which: LiteralString, values: dict[str, Any], what: str) -> None:
    query = "select e.id::text" + _WITHOUT.format(which=which) + " order by e.id limit 100"
    for (event,) in run.connection.execute(query, values).fetchall():
        run.findings.add(PART, Finding(EVENTS, event, what))


__all__: Sequence[str] = ("CHUNK", "PART", "check_leaves", "check_unsealed")
