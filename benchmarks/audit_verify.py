"""How fast the trail is verified: `python benchmarks/audit_verify.py [--events N] [--rounds N]`.

It makes a PostgreSQL of its own in a temporary folder, N events in it (users with password
hashes, projects with members, tasks that are created, changed three times and partly deleted),
seals them and verifies: log and replay side by side, as `charter audit verify` does. The exit
code is 1 where the best round misses the bound.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import LiteralString

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

import psycopg  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402

from generated.registry import REGISTRY  # noqa: E402
from generator.migrations import runner  # noqa: E402
from runtime.audit.keys import public_bytes  # noqa: E402
from runtime.audit.sealing import connect, seal_all  # noqa: E402
from runtime.audit.verification import Against, verify  # noqa: E402
from runtime.embedded import EmbeddedServer  # noqa: E402

BOUND = 50_000
"""Events a second."""

_CONTEXT: LiteralString = """
    select set_config('charter.source', 'api', false),
        set_config('charter.request_id', '01a2064e463a704eba8e03979deeabe2', false),
        set_config('charter.actor_email', 'owner@example.com', false),
        set_config('charter.actor_roles', '{risk_owner,control_owner}', false),
        set_config('charter.client_ip', '192.0.2.1', false),
        set_config('charter.rule', 'policies/policy.csv:41@0123456789ab', false)
"""
_PEOPLE: LiteralString = """
    insert into users (email, full_name, password_hash)
    select 'p' || n || '@example.com', 'Person ' || n, '$argon2id$v=19$m=65536$' || md5(n::text)
    from generate_series(1, %s) n
"""
_PROJECTS: LiteralString = """
    insert into projects (key, name, lead_id)
    select 'P' || row_number() over (), 'Project', id from users limit %s
"""
_MEMBERS: LiteralString = """
    insert into projects_members (project_id, user_id)
    select p.id, u.id from (select id, row_number() over () as n from projects) p
    join (select id, row_number() over () as n from users) u on u.n in (p.n, p.n + 1)
"""
_TASKS: LiteralString = """
    insert into tasks (title, description, due_on, assignee_id)
    select 'Task ' || n, 'What is to be done here, in a sentence or two.', current_date + n %% 100,
        (select id from users limit 1)
    from generate_series(1, %s) n
"""
_CHANGES: tuple[LiteralString, ...] = (
    "update tasks set priority = 'p1', due_on = due_on + 1",
    "update tasks set title = title || ' b', description = description || ' More.'",
    "update tasks set requires_evidence = true, resolution_note = 'Done so.'",
    "delete from tasks where title like 'Task %1 b'",
)


def main() -> int:
    """Makes the events, and measures."""
    parser = argparse.ArgumentParser(description="How fast the audit trail is verified.")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="50,000 events")
    arguments = parser.parse_args()
    events = 50_000 if arguments.quick else arguments.events
    with (
        tempfile.TemporaryDirectory(prefix="charter-bench-") as folder,
        EmbeddedServer.start(Path(folder), durable=False) as server,
    ):
        runner.up(PROJECT, server.owner_url, server.application_url)
        return _measure(server.owner_url, events, arguments.rounds)


def _measure(url: str, events: int, rounds: int) -> int:
    key = Ed25519PrivateKey.generate()
    made = _timed("made", lambda: _make(url, events))
    with connect(url) as connection:
        _timed("sealed", lambda: seal_all(connection, key) and made)
        connection.execute("analyze")
    best = 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        report = verify(url, REGISTRY, Against(public_bytes(key)))
        seconds = time.perf_counter() - start
        if not report.fine:
            print(report.findings[0], file=sys.stderr)
            return 1
        rate = report.counts.events / seconds
        best = max(best, rate)
        counts = report.counts
        print(
            f"verified {counts.events:>9,} events, {counts.heads} heads, {counts.rows:,} rows"
            f" in {seconds:6.2f} s: {rate:>9,.0f} events/s"
        )
    print(f"best round: {best:,.0f} events/s; bound: {BOUND:,}")
    return 0 if best >= BOUND else 1


def _timed(what: str, work: object) -> int:
    start = time.perf_counter()
    count = int(work())  # type: ignore[operator]
    seconds = time.perf_counter() - start
    print(f"{what:8} {count:>9,} events in {seconds:6.2f} s: {count / seconds:>9,.0f} events/s")
    return count


def _make(url: str, events: int) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_CONTEXT)
        connection.execute(_PEOPLE, [max(events // 50, 2)])
        connection.execute(
            "select set_config('charter.actor', (select id::text from users limit 1), false)"
        )
        connection.execute(_PROJECTS, [events // 100])
        connection.execute(_MEMBERS)
        left = events - _count(connection)
        # A creation, three changes, and a tenth of the rows deleted.
        connection.execute(_TASKS, [left * 10 // 41])
        for change in _CHANGES:
            connection.execute(change)
        return _count(connection)


def _count(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    row = connection.execute("select count(*) from audit_events").fetchone()
    return int(str(row[0])) if row else 0


if __name__ == "__main__":
    sys.exit(main())
