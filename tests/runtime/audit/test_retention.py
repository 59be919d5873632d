"""Retention: months leave the trail whole, and the trail says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from charter.main import app
from generated.registry import REGISTRY
from generator.migrations import runner
from runtime.audit.erasure import Eraser
from runtime.audit.retention import (
    Part,
    RetireError,
    earliest_kept,
    moment,
    parts,
    parts_before,
    retire,
)
from runtime.audit.sealing import connect, seal_all
from runtime.audit.verification import verify
from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database

ROOT = Path(__file__).parents[3]
KEY = Ed25519PrivateKey.generate()
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def migrated(server: EmbeddedServer) -> Iterator[Urls]:
    """With two months of long ago, three events in each, and a row made now."""
    urls = fresh_database(server)
    runner.up(ROOT, urls.owner, urls.application)
    with connect(urls.owner) as connection:
        for month in (1, 2):
            part = f"audit_events_2020_{month:02}"
            connection.execute(
                f"create table {part} (like audit_events including defaults including constraints)"
            )
            connection.execute("select charter_audit_hold(%s)", (part,))
            low, high = floor(connection, 2020, month), floor(connection, 2020, month + 1)
            connection.execute(
                f"alter table audit_events attach partition {part}"
                f" for values from ('{low}') to ('{high}')"
            )
            for number in range(3):
                old_event(connection, UUID(int=low.int + number + 1), month)
        connection.execute("insert into users (email, full_name) values ('ann@example.com', 'Ann')")
    yield urls
    drop_database(server, urls)


def floor(connection: psycopg.Connection[Any], year: int, month: int) -> UUID:
    row = connection.execute(
        "select charter_month_floor(%s)", (datetime(year, month, 1, tzinfo=UTC),)
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def old_event(
    connection: psycopg.Connection[Any], key: UUID, month: int, entity: UUID | None = None
) -> None:
    """An event of that month, such as a log-in or an erasure."""
    at = datetime(2020, month, 1, tzinfo=UTC)
    connection.execute(
        "insert into audit_events (id, occurred_at, created_at, updated_at, action, entity_type,"
        " entity_id, changes, actor_roles, outcome, source)"
        " values (%s, %s, %s, %s, %s, 'user', %s, '{}', '{}', 'success', 'api')",
        (key, at, at, at, "erase" if entity else "login", entity),
    )


@dataclass
class Place:
    urls: Urls
    connection: psycopg.Connection[Any]

    def all(self, query: LiteralString, *values: Any) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def seal(self) -> None:
        seal_all(self.connection, KEY)

    def first(self) -> Part:
        return parts(self.connection)[0]

    def names(self) -> list[str]:
        return [part.name for part in parts(self.connection)]

    def findings(self) -> list[str]:
        self.seal()
        return [str(each) for each in verify(self.urls.owner, REGISTRY).findings]


@pytest.fixture
def place(server: EmbeddedServer, migrated: Urls) -> Iterator[Place]:
    urls = fresh_database(server, template=migrated)
    with connect(urls.owner) as connection:
        yield Place(urls, connection)
    drop_database(server, urls)


def test_the_months_are_listed_the_oldest_first(place: Place) -> None:
    first, second, third, *_ = parts(place.connection)
    assert [first.name, second.name] == ["audit_events_2020_01", "audit_events_2020_02"]
    assert first.ends == datetime(2020, 2, 1, tzinfo=UTC)
    assert (first.events, first.unsealed, first.first, first.last) == (3, 3, None, None)
    assert first.why_not(NOW) == "3 of its events are not sealed"
    place.seal()
    first, second, third, *_ = parts(place.connection)
    assert (first.unsealed, first.first, first.last) == (0, 0, 2)
    assert (second.first, second.last) == (3, 5)
    assert first.why_not(NOW) is None
    assert third.ends > datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2025, 12, 1, tzinfo=UTC)),
    ],
)
def test_this_month_and_the_last_are_kept(now: datetime, kept: datetime) -> None:
    assert earliest_kept(now) == kept


def test_a_month_leaves_and_the_log_stays_whole(place: Place) -> None:
    place.seal()
    assert retire(place.connection, place.first(), "seven years", NOW) == (
        "audit_events_2020_01_retired"
    )
    assert place.names()[0] == "audit_events_2020_02"
    assert place.all("select count(*) from audit_events_2020_01_retired") == [(3,)]
    assert place.all("select count(*) from audit_events where occurred_at < '2020-02-01'") == [(0,)]
    assert place.all("select min(number), max(number) >= 6 from charter_audit_leaves") == [
        (0, True)
    ]
    assert place.findings() == []
    [(entity, row, changes, reason, source)] = place.all(
        "select entity_type, entity_id, changes, reason, source from audit_events"
        " where action = 'retire'"
    )
    assert (entity, row, reason, source) == ("audit_event", None, "seven years", "cli")
    until = changes.pop("until")
    assert (until[0], moment(UUID(until[1]))) == (None, datetime(2020, 2, 1, tzinfo=UTC))
    assert changes == {
        "partition": ["audit_events_2020_01", None],
        "events": [3, None],
        "leaves": [0, 2],
    }


def test_what_left_is_still_held(place: Place) -> None:
    place.seal()
    heir = retire(place.connection, place.first(), "", NOW)
    for statement in (f"delete from {heir}", f"update {heir} set action = ''", f"truncate {heir}"):
        with pytest.raises(psycopg.Error, match="never changed"):
            place.connection.execute(statement)
    place.connection.execute(f"drop table {heir}")
    assert place.findings() == []


def test_a_month_that_was_dropped_by_hand_is_found(place: Place) -> None:
    place.seal()
    place.connection.execute("drop table audit_events_2020_01")
    assert place.findings()


def test_what_is_not_sealed_stays(place: Place) -> None:
    with pytest.raises(RetireError, match="3 of its events are not sealed"):
        retire(place.connection, place.first(), "", NOW)
    assert place.names()[0] == "audit_events_2020_01"
    assert place.all("select from audit_events where action = 'retire'") == []


def test_a_name_that_is_taken_is_said(place: Place) -> None:
    place.seal()
    place.connection.execute("create table audit_events_2020_01_retired ()")
    with pytest.raises(RetireError, match="there is a table audit_events_2020_01_retired already"):
        retire(place.connection, place.first(), "", NOW)
    assert place.names()[0] == "audit_events_2020_01"
    assert place.all("select from audit_events where action = 'retire'") == []


def test_a_young_month_stays(place: Place) -> None:
    place.seal()
    with pytest.raises(RetireError, match="this month or the one before"):
        retire(place.connection, place.first(), "", datetime(2020, 2, 29, tzinfo=UTC))
    assert place.names()[0] == "audit_events_2020_01"


def test_a_trail_in_use_is_not_waited_for_long(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.audit.retention.ATTEMPTS", 1)
    place.seal()
    with psycopg.connect(place.urls.owner) as other:
        other.execute("select count(*) from audit_events")
        with pytest.raises(RetireError, match="in use"):
            retire(place.connection, place.first(), "", NOW)
    assert place.all("select from audit_events where action = 'retire'") == []
    retire(place.connection, place.first(), "", NOW)


def test_before_takes_whole_months_alone(place: Place) -> None:
    named = [
        [part.name[-7:] for part in parts_before(place.connection, month)]
        for month in (
            datetime(2020, 1, 1, tzinfo=UTC),
            datetime(2020, 2, 1, tzinfo=UTC),
            datetime(2020, 3, 1, tzinfo=UTC),
            datetime(2026, 1, 1, tzinfo=UTC),
        )
    ]
    assert named == [[], ["2020_01"], ["2020_01", "2020_02"], ["2020_01", "2020_02"]]


def test_the_trace_of_an_erasure_goes_with_its_event(place: Place) -> None:
    """Else a key would seem destroyed without a reason; one erased since then keeps its mark."""
    gone, since = UUID(int=7), UUID(int=8)
    low = floor(place.connection, 2020, 1)
    for number, subject in enumerate((gone, since)):
        old_event(place.connection, UUID(int=low.int + 10 + number), 1, subject)
        place.connection.execute(
            "insert into charter_audit_subjects (subject) values (%s)", (subject,)
        )
    later = UUID(int=floor(place.connection, 2020, 2).int + 10)
    old_event(place.connection, later, 2, since)
    place.seal()
    retire(place.connection, place.first(), "", NOW)
    assert place.all("select subject from charter_audit_subjects where inner_key is null") == [
        (since,)
    ]
    assert place.findings() == []


def test_a_retirement_and_an_erasure_together(place: Place) -> None:
    place.seal()
    retire(place.connection, place.first(), "", NOW)
    eraser = Eraser(place.connection, REGISTRY)
    eraser.erase(eraser.subject("ann@example.com"), "asked for", place.seal)
    assert place.findings() == []


# ---------------------------------------------------------------------------------- the command


def charter(place: Place, folder: Path, *arguments: str) -> tuple[int, str, str]:
    environment = {
        "CHARTER_DATABASE_URL": place.urls.application,
        "CHARTER_MIGRATION_DATABASE_URL": place.urls.owner,
        "CHARTER_AUDIT_SIGNING_KEY_FILE": str(folder / "audit.pem"),
    }
    done = CliRunner().invoke(
        app, ["audit", *arguments, "--project", str(ROOT)], env=environment, catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


def test_the_command(place: Place, tmp_path: Path) -> None:
    code, out, err = charter(place, tmp_path, "retire")
    assert (code, err) == (0, "")
    assert "3 of its events are not sealed" in out.splitlines()[1]
    code, out, err = charter(place, tmp_path, "retire", "--before", "2020-03", "--yes")
    assert (code, out) == (1, "")
    assert "charter audit seal --once" in err
    assert charter(place, tmp_path, "seal", "--once")[0] == 0
    code, out, err = charter(place, tmp_path, "retire", "--before", "2020-03")
    assert (code, out, err) == (1, "", "Nobody is there to ask: say --yes.\n")
    code, out, err = charter(place, tmp_path, "retire", "--before", "2020-03", "--yes")
    assert (code, err) == (0, "")
    for month in ("01", "02"):
        heir = f"audit_events_2020_{month}_retired"
        assert f"pg_dump --table={heir} --file={heir}.sql" in out
        assert f"'DROP TABLE {heir}'" in out
    code, out, _ = charter(place, tmp_path, "retire", "--before", "2020-03", "--yes")
    assert (code, out) == (0, "The trail has nothing before 2020-03.\n")
    assert charter(place, tmp_path, "seal", "--once")[0] == 0
    code, out, err = charter(place, tmp_path, "verify")
    assert (code, err) == (0, "")
    assert "6" in next(line for line in out.splitlines() if line.startswith("events retired"))


def test_months_too_young_are_refused_whatever_is_in_them(place: Place, tmp_path: Path) -> None:
    code, out, err = charter(place, tmp_path, "retire", "--before", "9999-01", "--yes")
    assert (code, out) == (1, "")
    assert "is the latest" in err


@pytest.mark.parametrize(
    "arguments", [("retire",), ("erase", "--subject", "ann@example.com", "--dry-run")]
)
def test_a_database_without_a_trail_is_said(
    database: Urls, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with connect(database.owner) as connection:
        code, out, err = charter(Place(database, connection), tmp_path, *arguments)
    assert (code, out) == (1, "")
    assert "run charter migrate up first" in err


@pytest.mark.parametrize("said", ["2020", "2020-13", "2020-1", "0000-01", "2020-01-01"])
def test_what_is_no_month_is_wrong_usage(place: Place, tmp_path: Path, said: str) -> None:
    assert charter(place, tmp_path, "retire", "--before", said)[0] == 2
