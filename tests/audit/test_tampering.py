"""A superuser tampers with the trail and the tables: all of it is found, and the row named.

`TAMPERINGS=10000 .venv/bin/pytest tests/audit` does more than the usual 1,000, and
`TAMPERING_SEED=7` others.
"""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator

import psycopg
import pytest

from generated.registry import REGISTRY
from runtime.audit.sealing import connect, seal
from runtime.audit.verification import Against, Report, verify, verify_in
from runtime.embedded import EmbeddedServer
from tests.audit.conftest import KEY, Trail, Writer
from tests.audit.tampering import BUSINESS, HEADS, tail, tamper
from tests.support.database import Urls, drop_database, fresh_database

TAMPERINGS = int(os.environ.get("TAMPERINGS", "1000"))
SEED = int(os.environ.get("TAMPERING_SEED", "4"))
SHARES = 10


@pytest.fixture
def clone(server: EmbeddedServer, trail: Trail) -> Iterator[Urls]:
    """A copy of the database for one test."""
    made = fresh_database(server, template=trail.urls)
    yield made
    drop_database(server, made)


def told(report: Report) -> list[str]:
    return [str(finding) for finding in report.findings]


def test_what_nobody_touched_is_well(trail: Trail) -> None:
    report = verify(trail.urls.owner, REGISTRY, trail.against)
    assert told(report) == []
    counts = report.counts
    assert counts.events == counts.leaves == trail.head.size
    assert counts.heads == trail.head.number + 1
    assert counts.not_sealed == 0
    assert counts.rows > 150
    assert counts.erased > 0


@pytest.mark.parametrize("share", range(SHARES))
def test_every_tampering_is_found_and_named(trail: Trail, share: int) -> None:
    luck = random.Random(SEED * 1000 + share)  # noqa: S311 - not a secret
    failures = []
    with psycopg.connect(trail.urls.superuser, autocommit=True) as connection:
        for _ in range(TAMPERINGS // SHARES):
            with connection.transaction(force_rollback=True):
                connection.execute("set local session_replication_role = replica")
                done = tamper(connection, luck)
                report = verify_in(connection, REGISTRY, trail.against)
            named = {(finding.table, finding.id) for finding in report.findings[:1]}
            if not named & done.touched:
                failures.append(f"{done.what}: {told(report)[:2]}")
        assert told(verify_in(connection, REGISTRY, trail.against)) == []
    assert not failures, "\n".join(failures)


def test_a_dropped_tail_is_seen_in_the_tables_where_no_head_was_kept(trail: Trail) -> None:
    with (
        psycopg.connect(trail.urls.superuser) as connection,
        connection.transaction(force_rollback=True),
    ):
        connection.execute("set local session_replication_role = replica")
        tail(connection, HEADS, random.Random(1))  # noqa: S311 - not a secret
        findings = verify_in(connection, REGISTRY, Against(trail.against.key)).findings
    assert {finding.table for finding in findings} & set(BUSINESS)
    assert HEADS not in {finding.table for finding in findings}


def test_a_log_signed_with_another_key_is_not_taken(trail: Trail) -> None:
    report = verify(trail.urls.owner, REGISTRY, Against(bytes(32)))
    assert told(report)[0] == "charter_audit_heads 0: its key is not that of the key file (head 0)"


def test_a_database_restored_from_yesterday_lacks_the_head_that_was_kept(
    trail: Trail, clone: Urls
) -> None:
    with connect(clone.owner) as owner:
        owner.execute("insert into users (email, full_name) values ('new@example.com', 'New')")
        newer = seal(owner, KEY)
    assert newer is not None
    against = Against(trail.against.key, [trail.against.checkpoints[0], trail.kept(newer)])
    assert told(verify(clone.owner, REGISTRY, against)) == []
    [finding] = verify(trail.urls.owner, REGISTRY, against).findings
    assert (finding.table, finding.id) == (HEADS, str(newer.number))
    assert "the checkpoint" in finding.what
    with connect(trail.urls.owner) as owner, owner.transaction(force_rollback=True):
        # The copy goes on by itself: another head has that number now.
        owner.execute("insert into users (email, full_name) values ('else@example.com', 'Else')")
        assert verify_in(owner, REGISTRY, against).findings[0].id == str(newer.number)


def test_verification_is_right_while_others_write_and_seal(trail: Trail, clone: Urls) -> None:
    stop = threading.Event()
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            writer = Writer(clone.owner)
            while not stop.is_set():
                mine = f"By {number}, "
                writer.write(
                    "insert into tasks (title) select %s || n from generate_series(1, 5) n", mine
                )
                writer.write("update tasks set priority = 'p1' where starts_with(title, %s)", mine)
                writer.write("delete from tasks where title = %s", f"{mine}3")
            writer.connection.close()
        except BaseException as error:
            errors.append(error)
            raise

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for each in writers:
        each.start()
    try:
        reports: list[Report] = []
        while not errors and (len(reports) < 5 or not grown(reports)):
            reports.append(verify(clone.owner, REGISTRY, trail.against))
    finally:
        stop.set()
        for each in writers:
            each.join()
    assert errors == []
    assert [told(report) for report in reports] == [[]] * len(reports)


def grown(reports: list[Report]) -> bool:
    """Whether the log grew between the first and the last."""
    return reports[-1].counts.leaves > reports[0].counts.leaves
