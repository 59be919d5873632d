"""Sealing: events get their places in the log, and each batch a signed head.

What is sealed is what no running transaction can add to: the events of transactions below the
oldest one that still runs (`pg_snapshot_xmin`), in the order of transaction and id. A sequence or
a time would lose whoever commits late. Writers are neither blocked nor waited for.

The number of a transaction means nothing in another cluster. At first, and where a dump was
restored into another one (another system identifier than that of the last head), the events that
are there are told by the age of their rows, and from then on by the numbers of the cluster.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit.heads import COLUMNS, NOTHING, CheckpointError, Head, read_checkpoint
from runtime.audit.leaf import CHANGES, HAS_PERSON, HASH, PERSON, SUBJECT
from runtime.audit.merkle import Frontier, hashes_of

log = structlog.get_logger("charter.sealer")

Connection = psycopg.Connection[tuple[Any, ...]]

OPTIONS = "-c timezone=UTC -c intervalstyle=iso_8601 -c search_path=public -c lock_timeout=5s"
"""How the owner connects for this: leaves are texts, which depend on the time zone."""
BATCH = 5_000
"""Events under one head at most; more where everything is looked through at first."""
FIRST_BATCH = 20 * BATCH
UNKNOWN = "0"
"""The horizon of a head before which something may be unsealed."""
INTERVAL = 0.5
"""Seconds between two looks at what is there to seal."""
UPKEEP = 3600.0
"""Seconds between two looks at the partitions of the months to come."""
LATE = 60.0
"""Seconds after which an event that cannot be sealed is worth a warning."""

_LAST = f"""
    SELECT {COLUMNS}, frontier FROM charter_audit_heads ORDER BY number DESC LIMIT 1
"""  # noqa: S608 - names of this package
_NOW = """
    SELECT system_identifier::text, pg_snapshot_xmin(pg_current_snapshot())::text,
        clock_timestamp()
    FROM pg_control_system()
"""
_DUE: LiteralString = """
    SELECT e.*
    FROM audit_events AS e
    WHERE {ended}
        AND NOT EXISTS (SELECT FROM charter_audit_leaves AS known WHERE known.event = e.id)
    ORDER BY e.transaction_id, e.id
    LIMIT {limit}
"""
_ENDED: LiteralString = (
    "e.transaction_id >= %(horizon)s::xid8"
    " AND e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())"
)
# The row's own header is of this cluster, whatever was restored into it.
_PRESENT: LiteralString = "age(e.xmin) > age(xid(pg_snapshot_xmin(pg_current_snapshot())))"

# A batch is looked up by index, row by row, however many people and leaves there are: without
# statistics the planner would read all of them for each event.
_PLAN: LiteralString = """
    SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('jit', 'off', true), set_config('work_mem', '64MB', true)
"""
# A person whose key was destroyed gets no other: nothing would tell then that it was.
_KEYS: LiteralString = """
WITH due AS ({due}), people AS (
    SELECT {subject} AS subject FROM due AS e WHERE {has_person}
    UNION
    SELECT p.subject::uuid
    FROM due AS e, jsonb_each_text(e.marks -> 'subjects') AS p(field, subject)
), secrets AS MATERIALIZED (
    SELECT people.subject,
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
            || decode(repeat('00', 32), 'hex') AS key
    FROM people
    WHERE NOT EXISTS (
        SELECT FROM charter_audit_subjects AS known WHERE known.subject = people.subject
    )
)
INSERT INTO charter_audit_subjects (subject, inner_key, outer_key)
SELECT subject,
    string_agg(set_byte(zero, 0, get_byte(key, n) # 54), '' ORDER BY n),
    string_agg(set_byte(zero, 0, get_byte(key, n) # 92), '' ORDER BY n)
FROM secrets, generate_series(0, 63) AS n, decode('00', 'hex') AS zero
GROUP BY subject
ON CONFLICT (subject) DO NOTHING
"""
_SEAL: LiteralString = """
WITH due AS ({due}), sealed AS (
    INSERT INTO charter_audit_leaves (number, event, hash, person, changes)
    SELECT %(size)s::bigint - 1 + row_number() OVER (ORDER BY e.transaction_id, e.id),
        e.id, {hash}, l.person, l.changes
    FROM due AS e
    LEFT JOIN charter_audit_subjects AS s ON s.subject = {subject}
    CROSS JOIN LATERAL (
        SELECT CASE WHEN {has_person} THEN {person} END AS person,
            CASE WHEN e.marks ? 'subjects' THEN {changes} END AS changes
        OFFSET 0 -- worked out once, though it is used twice
    ) AS l
    RETURNING number, event, hash
)
SELECT count(*), string_agg(sealed.hash, '' ORDER BY sealed.number),
    (SELECT max(due.transaction_id)::text FROM due)
FROM sealed
"""
_ADD = f"""
    INSERT INTO charter_audit_heads ({COLUMNS}, frontier)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""  # noqa: S608 - names of this package
_OLDEST = """
    SELECT extract(epoch FROM clock_timestamp() - min(e.occurred_at))
    FROM audit_events AS e
    WHERE e.transaction_id >= %s::xid8
        AND NOT EXISTS (SELECT FROM charter_audit_leaves AS known WHERE known.event = e.id)
"""


class DamagedLogError(Exception):
    """The end of the log is not what its head says: nothing can be put on it."""


def connect(owner_url: str) -> Connection:
    """The owner's connection for sealing and verification."""
    return psycopg.connect(owner_url, options=OPTIONS, autocommit=True)


def last_head(connection: Connection) -> Head | None:
    """The newest head; None while nothing is sealed."""
    row = connection.execute(_LAST).fetchone()
    return _head(row) if row else None


def seal(connection: Connection, key: Ed25519PrivateKey) -> Head | None:
    """Seals one batch, in a transaction of its own.

    Returns:
        The new head; None where there was nothing to seal, or another sealer is at it.

    Raises:
        psycopg.Error: the database refuses, or is away.
        DamagedLogError: the log was changed behind the sealer's back.
    """
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            # Before the first snapshot is taken: whoever waited would seal on an older one.
            connection.execute("LOCK TABLE charter_audit_heads IN EXCLUSIVE MODE NOWAIT")
            return _seal(connection, key)
    except psycopg.errors.LockNotAvailable:
        return None


def seal_all(connection: Connection, key: Ed25519PrivateKey) -> Head | None:
    """Seals until nothing is left that can be sealed now; gives the newest head."""
    while seal(connection, key) is not None:
        pass
    return last_head(connection)


def unsealed(connection: Connection) -> int:
    """How many events have no place in the log yet, for whatever reason."""
    row = connection.execute(
        "SELECT count(*) FROM audit_events AS e WHERE NOT EXISTS"
        " (SELECT FROM charter_audit_leaves AS l WHERE l.event = e.id)"
    ).fetchone()
    return row[0] if row else 0


def _seal(connection: Connection, key: Ed25519PrivateKey) -> Head | None:
    connection.execute(_PLAN)
    before, frontier = _last(connection)
    row = connection.execute(_NOW).fetchone()
    assert row is not None, "pg_control_system has one row"
    cluster, horizon, now = row
    known = before is not None and before.cluster == cluster and before.horizon != UNKNOWN
    limit = BATCH if known else FIRST_BATCH
    due = _DUE.format(ended=_ENDED if known else _PRESENT, limit=limit)
    values = {"size": frontier.size, "horizon": before.horizon if before else UNKNOWN}
    connection.execute(_with(_KEYS, due), values)
    found = connection.execute(_with(_SEAL, due), values).fetchone()
    assert found is not None, "an aggregate has one row"
    count, hashes, newest = found
    if not count:
        return None
    frontier.extend(hashes_of(bytes(hashes)))
    if count == limit:
        # A full batch may end within a transaction, whose other events come next.
        horizon = newest if known else UNKNOWN
    head = Head(
        before.number + 1 if before else 0,
        before.log if before else uuid4(),
        frontier.size,
        frontier.root(),
        before.digest() if before else NOTHING,
        max(now, before.sealed_at) if before else now,
        cluster,
        horizon,
    ).signed(key)
    _add(connection, head, frontier)
    return head


def _with(statement: LiteralString, due: LiteralString) -> LiteralString:
    return statement.format(
        due=due,
        subject=SUBJECT,
        has_person=HAS_PERSON,
        person=PERSON,
        changes=CHANGES,
        hash=HASH,
    )


def _last(connection: Connection) -> tuple[Head | None, Frontier]:
    """The newest head, and the edge of the tree that the next leaves are put on."""
    row = connection.execute(_LAST).fetchone()
    if row is None:
        return None, Frontier()
    head = _head(row)
    try:
        frontier = Frontier.from_bytes(head.size, bytes(row[-1]))
    except ValueError:
        frontier = Frontier()
    if frontier.root() != head.root:
        raise DamagedLogError(f"the frontier of head {head.number} does not give its root")
    return head, frontier


def _head(row: tuple[Any, ...]) -> Head:
    number, name, size, root, previous, sealed_at, cluster, horizon, key, signature, _ = row
    return Head(
        number,
        UUID(str(name)),
        size,
        bytes(root),
        bytes(previous),
        sealed_at,
        cluster,
        horizon,
        bytes(key),
        bytes(signature),
    )


def _add(connection: Connection, head: Head, frontier: Frontier) -> None:
    connection.execute(
        _ADD,
        (
            head.number,
            head.log,
            head.size,
            head.root,
            head.previous,
            head.sealed_at,
            head.cluster,
            head.horizon,
            head.key,
            head.signature,
            frontier.to_bytes(),
        ),
    )


# ------------------------------------------------------------------------------------ the loop


@dataclass(slots=True)
class Sealer:
    """Seals until it is told to stop. Of several, one seals at a time."""

    owner_url: str
    key: Ed25519PrivateKey
    head_file: Path
    stop: Event
    interval: float = INTERVAL
    _kept: int = -1
    _size: int = 0
    _told: float = 0.0
    _upkeep: float = 0.0
    _warned: float = 0.0

    def run(self) -> None:
        """Returns after `stop` was set; a database that is away is waited for."""
        wait = self.interval
        while not self.stop.is_set():
            try:
                with connect(self.owner_url) as connection:
                    wait = self.interval
                    self._work(connection)
            except (psycopg.Error, DamagedLogError) as error:
                log.error("sealing_interrupted", error=str(error).strip(), retry_in=wait)
                self.stop.wait(wait)
                wait = min(wait * 2, 10.0)

    def _work(self, connection: Connection) -> None:
        while not self.stop.is_set():
            self._upkept(connection)
            head = seal(connection, self.key)
            if head is None:
                self._held_back(connection)
            newest = head or last_head(connection)
            if newest is not None and newest.number > self._kept:
                self.keep(connection, newest)
            full = head is not None and head.size - self._size >= BATCH
            self._size = newest.size if newest else 0
            if not full:
                self.stop.wait(self.interval)

    def _upkept(self, connection: Connection) -> None:
        if monotonic() < self._upkeep:
            return
        self._upkeep = monotonic() + UPKEEP
        try:
            connection.execute("SELECT charter_audit_partitions(3)")
        except psycopg.errors.LockNotAvailable:
            self._upkeep = monotonic() + LATE

    def _held_back(self, connection: Connection) -> None:
        """Says that something runs for long, since nothing younger can be sealed meanwhile."""
        if monotonic() < self._warned:
            return
        self._warned = monotonic() + LATE
        head = last_head(connection)
        row = connection.execute(_OLDEST, (head.horizon if head else "0",)).fetchone()
        if row is not None and row[0] is not None and row[0] > LATE:
            log.warning("sealing_held_back", oldest_seconds=round(float(row[0])))

    def keep(self, connection: Connection, head: Head) -> None:
        """Keeps the head where the database cannot reach it.

        One that is kept already and is not in the log any more stays: it is what shows that the
        database was set back.
        """
        first = self._kept < 0
        if first and not self._goes_on(connection):
            return
        self._kept = head.number
        fresh = self.head_file.with_name(f"{self.head_file.name}.new")
        try:
            fresh.write_text(json.dumps(head.checkpoint()) + "\n", encoding="utf-8")
            os.replace(fresh, self.head_file)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            if first:
                log.warning("head_not_kept", file=str(self.head_file), error=error.strerror)

    def _goes_on(self, connection: Connection) -> bool:
        """Whether the head that was kept last is in the log."""
        try:
            kept = read_checkpoint(self.head_file)
        except CheckpointError:
            return True
        row = connection.execute(
            "SELECT root FROM charter_audit_heads WHERE log = %s AND number = %s AND size = %s",
            (kept.log, kept.number, kept.size),
        ).fetchone()
        if row is not None and bytes(row[0]) == kept.root:
            return True
        if monotonic() >= self._told:
            self._told = monotonic() + LATE
            log.error("head_not_in_log", file=str(self.head_file), number=kept.number)
        return False
