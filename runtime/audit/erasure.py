"""Erasure of what is known about one person (GDPR, Art. 17).

Values go, the log stays whole: a sealed leaf holds personal values only as commitments under a
key of the person's own, and that key goes with them. What the erasure itself changes leaves
events like any other change; they tell what was put in place of the values and not what was there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import DeadlockDetected, IntegrityError, LockNotAvailable

from runtime.actor import Actor, AuditContext
from runtime.audit import erased_events as events
from runtime.audit.erased_rows import USER, Overwriting, addresses_query, overwritings
from runtime.database.transaction import PLATFORM, SET, context_values
from runtime.ids import time_ordered_id
from runtime.resource import Registry

Connection = psycopg.Connection[Any]

PASSES = 5
"""How often an erasure begins anew while transactions still add to what it found."""
_BUSY = (LockNotAvailable, DeadlockDetected)
_KEYS = """
    select count(*) from charter_audit_subjects
    where subject = $1::uuid and inner_key is not null
        or subject in (select md5(lower(a))::uuid from unnest($2::text[]) as a)"""
# A row without keys says that there were some. That of an address goes altogether: whoever knows
# the address could tell by it that it was here.
_DESTROY = """
    insert into charter_audit_subjects (subject) values ($1::uuid)
    on conflict (subject) do update set inner_key = null, outer_key = null"""
_DESTROY_TRIED = """
    delete from charter_audit_subjects
    where subject in (select md5(lower(a))::uuid from unnest($1::text[]) as a)"""
_ENDED = "select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8"


class EraseError(Exception):
    """The erasure was refused, or could not be finished; each line says why."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the values are about. `id` is None for an address that was tried without an account.

    `addresses` are all that the person ever had, in lower case.
    """

    id: UUID | None
    addresses: tuple[str, ...]
    active: bool = False


@dataclass(slots=True)
class Found:
    """What there is about somebody: rows by table, events among them, and keys."""

    rows: dict[str, int] = field(default_factory=dict)
    keys: int = 0

    def __bool__(self) -> bool:
        return bool(self.keys) or any(self.rows.values())

    def add(self, other: Found) -> None:
        """Adds what another pass found."""
        for table, count in other.rows.items():
            self.rows[table] = self.rows.get(table, 0) + count
        self.keys += other.keys


class Eraser:
    """The erasures of one database, over a connection of the owner that commits by itself."""

    def __init__(self, connection: Connection, registry: Registry) -> None:
        self._connection = connection
        self._registry = registry
        self._overwritings = tuple(overwritings(registry))
        self._dead: set[str] = set()

    # -------------------------------------------------------------------------------- looking

    def subject(self, said: str) -> Subject:
        """Whoever is meant by an id or an address.

        Raises EraseError where several accounts had the address and none has it now.
        """
        try:
            key: UUID | None = UUID(said)
        except ValueError:
            key = self._of_address(said)
        # The database says what lower case is: what it compares with is its own.
        known = [row[0] for row in self._all("select lower($1::text)", said)] if "@" in said else []
        if key is None:
            return Subject(None, tuple(known))
        for query in (addresses_query(self._registry), *map(events.addresses, self._trails())):
            known += [row[0] for row in self._all(query, key)]
        active = self._all(f"select is_active from {self._users()} where id = $1", key)  # noqa: S608
        return Subject(key, tuple(sorted(set(known))), any(row[0] for row in active))

    def _of_address(self, address: str) -> UUID | None:
        query = f"select id from {self._users()} where lower(email) = lower($1::text)"  # noqa: S608
        held = [row[0] for row in self._all(query, address)]
        if not held:
            for trail in self._trails():
                held += [row[0] for row in self._all(events.holders(trail), address)]
        if len(set(held)) > 1:
            raise EraseError(
                f"Several accounts had the address {address}; say which is meant by its id:",
                *(f"  {each}" for each in sorted(set(held))),
            )
        return held[0] if held else None

    def survey(self, subject: Subject) -> Found:
        """What an erasure would find; nothing changes."""
        found = Found()
        if subject.id is not None:
            for each in self._overwritings:
                found.rows[each.table] = self._count(each.count, subject.id)
        for trail in self._trails():
            found.rows[trail] = self._count(events.count(trail), *_said(subject))
        found.keys = self._count(_KEYS, *_said(subject))
        return found

    def waiting(self, subject: Subject) -> int:
        """Events of the subject that are not in the sealed log yet."""
        return self._count(events.unsealed(), *_said(subject))

    def plain(self, subject: Subject) -> int:
        """Events that hold values of the subject and were sealed with them: those stay."""
        if subject.id is None:
            return 0
        return sum(self._count(each.plain, subject.id) for each in self._overwritings)

    # -------------------------------------------------------------------------------- erasing

    def erase(
        self,
        subject: Subject,
        reason: str,
        seal: Callable[[], object],
        *,
        patience: float = 10.0,
        grace: float = 0.0,
    ) -> Found:
        """Erases all there is; what was erased is given, nothing where there was nothing.

        Args:
            subject: whose values.
            reason: stands in the events.
            seal: seals what can be sealed now.
            patience: seconds to wait for transactions that still run.
            grace: seconds after which an account that was active is known as closed everywhere.

        Raises:
            EraseError: nothing was erased, or something may be left; the sentence says which.
        """
        self._sealed(subject, seal, patience)
        erased = Found()
        for number in range(PASSES):
            found = self.survey(subject)
            if not found:
                return erased
            if number == PASSES - 1:
                break
            done, transaction = self._patiently(subject, reason, patience)
            erased.add(done)
            self._ended(transaction, patience)
            if number == 0 and subject.active:
                time.sleep(grace)
        raise EraseError(
            "Transactions keep adding to what is known about the subject; what was there until now"
            " is erased. Run the command again once they have ended."
        )

    def _sealed(self, subject: Subject, seal: Callable[[], object], patience: float) -> None:
        until = time.monotonic() + patience
        while True:
            seal()
            count = self.waiting(subject)
            if not count:
                return
            if time.monotonic() > until:
                raise EraseError(
                    f"{count} events of the subject cannot be sealed yet, since a transaction"
                    " that began before them still runs: nothing was erased.",
                    "Run the command again once it has ended.",
                )
            time.sleep(0.2)

    def _patiently(self, subject: Subject, reason: str, patience: float) -> tuple[Found, str]:
        until = time.monotonic() + patience
        while True:
            try:
                return self._once(subject, reason)
            except _BUSY:
                if time.monotonic() > until:
                    raise EraseError(
                        "Others hold what is to be erased: nothing was erased. Try again."
                    ) from None
                time.sleep(0.2)
            except IntegrityError as error:
                raise EraseError(
                    f"{error.diag.table_name} refuses what would be put in place of a value"
                    f" ({error.diag.constraint_name}): nothing was erased."
                ) from error

    def _once(self, subject: Subject, reason: str) -> tuple[Found, str]:
        """One transaction; gives what it changed, and its number."""
        done = Found()
        with self._connection.transaction():
            self._begin(reason)
            if subject.id is not None:
                for each in self._overwritings:
                    done.rows[each.table] = self._change(each, subject.id)
                self._run(events.own(), subject.id)
            tried: list[UUID] = []
            for trail in self._trails():
                done.rows[trail], ids, parts = self._all(events.erase(trail), *_said(subject))[0]
                tried += ids or ()
                self._dead.update(parts or ())
            done.keys = self._count(_KEYS, *_said(subject))
            if subject.id is not None:
                self._run(_DESTROY, subject.id)
            self._run(_DESTROY_TRIED, list(subject.addresses))
            event = self._all(events.TELL, subject.id, reason)[0][0]
            if tried:
                self._run(events.MARK, event, tried)
            transaction = str(self._all("select pg_current_xact_id()::text")[0][0])
        return done, transaction

    def _begin(self, reason: str) -> None:
        context = AuditContext(
            Actor(None, None, ()),
            f"cli-{time_ordered_id().hex}",
            "cli",
            USER,
            "erase",
            reason,
        )
        settings = context_values(context) | {PLATFORM: "on"}
        self._run(SET, list(settings), list(settings.values()))
        # Writers wait behind whatever this waits for.
        self._run("set local lock_timeout = '2s'")

    def _change(self, each: Overwriting, key: UUID) -> int:
        changed = self._run(each.update, key)
        if changed:
            self._dead.add(each.table)
        return changed

    def _ended(self, transaction: str, patience: float) -> None:
        """Waits until nothing runs that began before, since it may have written of the subject."""
        until = time.monotonic() + patience
        while not self._all(_ENDED, transaction)[0][0]:
            if time.monotonic() > until:
                raise EraseError(
                    "Everything that was there is erased. But a transaction that began before"
                    " still runs, and may write of the subject yet.",
                    "Run the command again once it has ended.",
                )
            time.sleep(0.1)

    def clean(self) -> None:
        """Removes what PostgreSQL still keeps of the old rows, in tables, indexes and statistics.

        What other transactions may still look at stays, until PostgreSQL itself comes by.
        """
        for table in sorted({*self._dead, "charter_audit_subjects"}):
            self._quietly(f'vacuum (analyze, index_cleanup on) "{table}"')
        self._quietly(f"analyze {events.TRAIL}")
        self._dead.clear()

    def _quietly(self, statement: str) -> None:
        try:
            self._run(statement)
        except _BUSY:
            return

    # --------------------------------------------------------------------------------- asking

    def _trails(self) -> Iterator[str]:
        """The table of the trail, and what was detached from it and is still there."""
        yield from (row[0] for row in self._all(events.TRAILS))

    def _users(self) -> str:
        return f'"{self._registry[USER].table}"'

    def _count(self, query: str, *values: object) -> int:
        return int(self._all(query, *values)[0][0])

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.RawCursor(self._connection) as cursor:
            return cursor.execute(query.encode(), values).fetchall()

    def _run(self, statement: str, *values: object) -> int:
        with psycopg.RawCursor(self._connection) as cursor:
            return cursor.execute(statement.encode(), values).rowcount


def _said(subject: Subject) -> tuple[UUID | None, list[str]]:
    return subject.id, list(subject.addresses)
