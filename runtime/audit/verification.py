"""Verification of the trail: what is checked, and in which order.

First what is gone by right (erasures, months retired), then keys and policies, then heads and
leaves, then the replay. All of it reads one snapshot, so that it is right while writes go on.
Names of tables are spelt with their schema and functions come from PostgreSQL alone: what somebody
put into the database to deceive is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg

from runtime.audit import replay as replaying
from runtime.audit import verify_heads, verify_keys, verify_leaves
from runtime.audit.findings import Counts, Finding, Findings, Progress, Run
from runtime.audit.heads import Head
from runtime.audit.tables import veiled
from runtime.audit.verify_heads import Checkpoint, Heads
from runtime.resource import Registry

SIGHT = "sight"
ORDER = (SIGHT, verify_heads.PART, verify_leaves.PART, verify_keys.PART, replaying.PART)
"""The parts in which findings are listed."""

# What is text in a leaf or a row depends on the first of these. Joins are by key alone: a planner
# that has no statistics yet would read all keys for each event.
_SETTINGS: LiteralString = """
    set local timezone = 'UTC';
    set local datestyle = 'ISO';
    set local intervalstyle = 'iso_8601';
    set local extra_float_digits = 1;
    set local search_path = pg_catalog, pg_temp;
    set local statement_timeout = 0;
    set local idle_in_transaction_session_timeout = 0;
    set local work_mem = '128MB';
    set local jit = off;
    set local enable_hashjoin = off;
    set local enable_mergejoin = off;
    set local cursor_tuple_fraction = 1
"""
_MISSING: LiteralString = """
    select t.name from unnest(%s::text[]) with ordinality as t(name, n)
    where not exists (
        select from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relname = t.name
            and c.relkind in ('r', 'p')
    )
    order by t.n
"""
_TABLES = [
    "audit_events",
    "charter_audit_heads",
    "charter_audit_leaves",
    "charter_audit_subjects",
    "charter_policy_sets",
]


class NotMigratedError(Exception):
    """The database has no sealed trail."""


@dataclass(frozen=True, slots=True)
class Against:
    """What was kept out of the database's reach: the public key, and heads."""

    key: bytes | None = None
    checkpoints: Sequence[Checkpoint] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification came to."""

    findings: tuple[Finding, ...]
    total: int
    """Findings in all; the first of each part are kept."""
    counts: Counts
    last: Head | None
    against: Against = field(default_factory=Against)

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return not self.total


def _silent(part: str, done: int, total: int) -> None:
    """Tells nobody how far it is."""


def verify_in(
    connection: psycopg.Connection[Any],
    registry: Registry,
    against: Against | None = None,
    progress: Progress = _silent,
) -> Report:
    """Verifies what a transaction on this connection sees.

    Raises:
        NotMigratedError: a table of the trail is not there at all.
        psycopg.Error: the database refuses, or is away.
    """
    against = against or Against()
    run = Run(connection, Findings(), Counts(), progress)
    with connection.transaction():
        connection.execute(_SETTINGS)
        gone = _prepare(run, registry)
        if run.findings.any(SIGHT):
            return _report(run, against, None)
        last = _log(run, against, gone)
        replaying.replay(run, registry, gone.past())
    return _report(run, against, last)


def verify(
    url: str,
    registry: Registry,
    against: Against | None = None,
    progress: Progress = _silent,
) -> Report:
    """Verifies a database as the owner of its tables: the log and the replay side by side.

    Raises:
        NotMigratedError: a table of the trail is not there at all.
        psycopg.Error: the database refuses, or is away.
    """
    against = against or Against()
    findings, counts = Findings(), Counts()
    with ThreadPoolExecutor(1) as aside, _snapshot(url) as (first, second):
        run = Run(first, findings, counts, progress)
        gone = _prepare(run, registry)
        if findings.any(SIGHT):
            return _report(run, against, None)
        log = aside.submit(_log, run, against, gone)
        replaying.replay(Run(second, findings, counts, progress), registry, gone.past())
        last = log.result()
    return _report(run, against, last)


@contextmanager
def _snapshot(
    url: str,
) -> Iterator[tuple[psycopg.Connection[Any], psycopg.Connection[Any]]]:
    """Two connections that read, and see the same."""
    begin: LiteralString = "begin isolation level repeatable read read only"
    with (
        psycopg.connect(url, autocommit=True) as first,
        psycopg.connect(url, autocommit=True) as second,
    ):
        first.execute(begin)
        row = first.execute("select pg_export_snapshot()").fetchone()
        second.execute(begin)
        if row is not None:
            second.execute(f"set transaction snapshot '{row[0]}'".encode())
        for connection in (first, second):
            connection.execute(_SETTINGS)
        yield first, second


def _prepare(run: Run, registry: Registry) -> verify_keys.Gone:
    missing = run.connection.execute(_MISSING, (_TABLES,)).fetchall()
    if missing:
        raise NotMigratedError(f"the table {missing[0][0]} is missing: run charter migrate up")
    for table in veiled(run.connection, registry, _TABLES):
        what = "row-level security may hide rows from the owner; nothing was verified"
        run.findings.add(SIGHT, Finding(table, "-", what))
    return verify_keys.read_gone(run)


def _log(run: Run, against: Against, gone: verify_keys.Gone) -> Head | None:
    """Keys, policies, heads and leaves."""
    broken = verify_keys.check_keys(run, gone)
    verify_keys.check_policies(run, gone)
    checkpoints = verify_heads.check_checkpoints(run, against.checkpoints, against.key)
    key = against.key or next((each.head.key for each in checkpoints), None)
    heads = Heads(run, key, checkpoints)
    matched = verify_leaves.check_leaves(run, heads, gone, broken)
    heads.finish()
    verify_leaves.check_unsealed(run, heads, matched)
    return heads.last


def _report(run: Run, against: Against, last: Head | None) -> Report:
    findings = run.findings
    return Report(tuple(findings.listed(ORDER)), findings.total, run.counts, last, against)
