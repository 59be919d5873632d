"""Replay: what the events of a row give, and what a table is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from runtime.audit.findings import Counts, Finding, Findings, Run
from runtime.audit.replay import PART, replay
from runtime.audit.row_state import ADDED, UNKNOWN, Event, Past, RowState, parse, same
from runtime.audit.tables import Migration, Table
from runtime.audit.verification import _SETTINGS
from runtime.embedded import EmbeddedServer
from runtime.resource import Registry
from tests.runtime.conftest import Store
from tests.support.database import Urls, drop_database, fresh_database

AT = "2026-11-23 02:00:0{} +00"
AL = "00000000-0000-7000-8000-0000000000a1"


def event(number: int, action: str, changes: dict[str, Any], **rest: Any) -> Event:
    """The event of that number, at that second, by Al."""
    at = f"2026-11-23 02:00:0{number}+00"
    return Event("item", "row", f"e{number}", action, at, AL, changes, rest.get("marks"))


def state(*events: Event, table: Table | None = None, past: Past | None = None) -> RowState:
    """A row after these events."""
    table = table or Table("item", "items", ("id", "title", "size", "seen", "meta"))
    table.quiet, table.documents = frozenset({"seen"}), frozenset({"meta"})
    found = RowState(table, past or Past())
    for each in events:
        found.apply(each)
    found.finish()
    return found


MADE = event(1, "create", {"title": [None, "a"], "size": [None, 1]})


def test_a_creation_tells_the_row_and_its_books() -> None:
    assert state(MADE).values == {
        "title": "a",
        "size": 1,
        "version": 1,
        "created_at": "2026-11-23T02:00:01+00:00",
        "updated_at": "2026-11-23T02:00:01+00:00",
        "created_by_id": AL,
        "updated_by_id": AL,
    }


def test_a_change_makes_a_version_and_a_log_in_does_not() -> None:
    found = state(
        MADE,
        event(2, "grow", {"size": [1, 2]}),
        event(3, "login", {"seen": [None, "now"]}),
        event(4, "export", {}),
    )
    assert found.fault is None
    assert found.values["version"] == 2
    assert found.values["updated_at"] == "2026-11-23T02:00:02+00:00"
    assert found.values["seen"] == "now"


def test_json_that_is_equal_and_written_otherwise_makes_no_version() -> None:
    one, other = parse('[null, {"n": 1.0}]'), parse('[{"n": 1.0}, {"n": 1.00}]')
    found = state(MADE, event(2, "update", {"meta": one}), event(3, "update", {"meta": other}))
    assert found.fault is None
    assert found.values["version"] == 2
    assert found.values["meta"] == parse('{"n": 1.00}')


def test_a_deleted_user_leaves_the_place_empty_as_a_version_of_its_own() -> None:
    found = state(MADE, event(2, "update", {"updated_by_id": [AL, None]}))
    assert found.fault is None
    assert (found.values["version"], found.values["updated_by_id"]) == (2, None)


@pytest.mark.parametrize(
    ("events", "fault"),
    [
        ([MADE, event(2, "update", {"size": [7, 2]})], "size was not what event e2 found"),
        ([MADE, event(2, "update", {"meta": [True, 2]})], "meta was not what event e2 found"),
        ([MADE, MADE], "event e1 creates it, though it was there already"),
        ([event(2, "update", {"size": [1, 2]})], "event e2 is its first"),
        ([MADE, event(2, "update", {"size": 3})], "event e2 tells no change"),
        ([MADE, event(2, "update", [1])], "event e2 tells no change"),  # type: ignore[arg-type]
        (
            [MADE, event(2, "delete", {"title": ["a", None], "created_at": ["x", None]})],
            "created_at was not what event e2 found",
        ),
        (
            [
                MADE,
                event(
                    2,
                    "delete",
                    {
                        "title": ["a", None],
                        "created_at": ["2026-11-23T02:00:01+00:00", None],
                        "created_by_id": [AL, None],
                    },
                ),
            ],
            "size was not what event e2 found",
        ),
    ],
)
def test_what_does_not_fit_is_said(events: list[Event], fault: str) -> None:
    assert (state(*events).fault or "").startswith(fault)


def test_a_row_may_come_again_under_its_id() -> None:
    gone = {
        "title": ["a", None],
        "size": [1, None],
        "created_at": ["2026-11-23T02:00:01+00:00", None],
        "created_by_id": [AL, None],
    }
    found = state(MADE, event(2, "delete", gone))
    assert (found.fault, found.there, found.gone) == (None, False, "e2")
    found.apply(event(3, "create", {"title": [None, "b"]}))
    assert (found.fault, found.there, found.values["title"]) == (None, True, "b")


def test_a_migration_renames_drops_adds_and_retypes() -> None:
    table = Table("item", "items", ("id", "name", "size", "color"))
    before = {"1": ["title", "text"], "2": ["size", "integer"], "3": ["gone", "text"]}
    after = {"1": ["name", "text"], "2": ["size", "text"], "4": ["color", "text"]}
    table.migrations = [Migration("e2", before, after, {"name": {"a": "b"}})]
    made = event(1, "create", {"title": [None, "a"], "size": [None, 1], "gone": [None, "x"]})
    found = state(made, event(3, "update", {"color": [None, "red"]}), table=table)
    assert found.fault is None
    assert found.values["name"] == "b"
    assert found.values["size"] is UNKNOWN
    assert found.values["color"] == "red"
    assert "gone" not in found.values
    assert found.partly
    assert state(made, table=table).values["color"] is ADDED


def test_what_a_migration_writes_itself_comes_before_it_tells_of_itself() -> None:
    table = Table("item", "items", ("id", "title", "color"))
    before, after = {"1": ["title", "text"]}, {"1": ["title", "text"], "2": ["color", "text"]}
    table.migrations = [Migration("e3", before, after)]
    made = event(1, "create", {"title": [None, "a"]})
    filled = event(2, "update", {"color": ["grey", "red"]})
    assert state(made, filled, table=table).values["color"] == "red"
    assert state(made, filled, table=table).fault is None


def test_erased_values_are_unknown_until_they_are_written_again() -> None:
    marks = {"subjects": {"title": "ann"}}
    past = Past({"ann": "e3"})
    made = event(1, "create", {"title": [None, None], "size": [None, 1]}, marks=marks)
    erased = event(2, "erase", {"title": [None, "erased"]})
    found = state(made, event(2, "update", {"size": [1, 2]}), past=past)
    assert found.values["title"] is UNKNOWN
    assert found.erased == 1
    later = state(made, erased, past=past)
    assert (later.fault, later.values["title"]) == (None, "erased")


def test_secrets_are_followed_by_their_commitments() -> None:
    table = Table("item", "items", ("id",), secrets=("code",))
    changes, marks = {"code": [None, "***"]}, {"secrets": {"code": [None, "c1"]}}
    made = event(1, "create", changes, marks=marks)
    assert state(made, table=table).secrets == {"code": "c1"}
    marks = {"secrets": {"code": ["other", "c2"]}}
    found = state(made, event(2, "update", {"code": ["***", "***"]}, marks=marks), table=table)
    assert found.fault == "code was not what event e2 found, by the events before"
    assert found.secrets == {"code": "c2"}


def test_values_of_json_are_equal_as_jsonb_has_it() -> None:
    apart = ["1", "true", '"1"', '"1.0"', "null", "[1]", '{"1": 1}', "1.5", "9" * 5000]
    values = [parse(text) for text in apart]
    for at, one in enumerate(values):
        for to, other in enumerate(values):
            assert same(one, other) == (at == to), (apart[at], apart[to])
    assert same(parse('[1.0, {"a": 1.50}]'), parse('[1, {"a": 1.5}]'))


# ------------------------------------------------------------------------- against a database


@pytest.fixture
def urls(server: EmbeddedServer, store: Store) -> Iterator[Urls]:
    """The store's database for one test."""
    made = fresh_database(server, template=store.urls)
    yield made
    drop_database(server, made)


@pytest.fixture
def found(urls: Urls, store: Store) -> Callable[[], tuple[list[Finding], Counts]]:
    """Replays the store."""
    import importlib

    registry: Registry = importlib.import_module("store_generated.registry").REGISTRY

    def run() -> tuple[list[Finding], Counts]:
        with psycopg.connect(urls.owner) as connection:
            connection.execute(_SETTINGS)
            run = Run(connection, Findings(), Counts(), lambda *_: None)
            replay(run, registry, Past())
            return list(run.findings.listed((PART,))), run.counts

    return run


def behind(urls: Urls, statement: str, *values: Any) -> None:
    """Runs a statement that fires no trigger."""
    with psycopg.connect(urls.superuser) as connection:
        connection.execute("set local session_replication_role = replica")
        connection.execute(statement.encode(), values)


def test_what_the_store_holds_is_what_its_events_give(
    urls: Urls, found: Callable[[], tuple[list[Finding], Counts]]
) -> None:
    with psycopg.connect(urls.owner) as connection:
        connection.execute("insert into users (email, full_name, password_hash) values"
                           " ('x@example.com', 'X', 'hash')")  # fmt: skip
        connection.execute("update users set full_name = full_name || '!', last_login_at = now()")
    findings, counts = found()
    assert findings == []
    assert counts.rows >= 20
    assert counts.partly == 0


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("update users set full_name = 'Y' where email = 'kim@example.com'", "full_name"),
        ("update users set password_hash = 'Y' where email = 'kim@example.com'", "password_hash"),
        ("update users set version = 9 where email = 'kim@example.com'", "version"),
        ("update users set updated_at = now() where email = 'kim@example.com'", "updated_at"),
        ("update users set updated_by_id = id where email = 'kim@example.com'", "updated_by_id"),
        ("update users set created_at = now() where email = 'kim@example.com'", "created_at"),
    ],
)
def test_a_row_that_was_edited_is_named(
    urls: Urls,
    store: Store,
    found: Callable[[], tuple[list[Finding], Counts]],
    statement: str,
    column: str,
) -> None:
    behind(urls, statement)
    what = f"{column} is not what its events give"
    assert found()[0] == [Finding("users", str(store.ids["kim"]), what)]


def test_a_row_that_vanished_and_one_that_came_are_named(
    urls: Urls, store: Store, found: Callable[[], tuple[list[Finding], Counts]]
) -> None:
    behind(urls, "delete from users where email = 'kim@example.com'")
    behind(urls, "insert into users (id, email, full_name, created_at, updated_at, version) values"
           " (%s, 'z@example.com', 'Z', now(), now(), 1)", AL)  # fmt: skip
    named = {finding.id: finding.what for finding in found()[0] if finding.table == "users"}
    assert named == {
        AL: "the row is there, and no event tells how it came to be",
        str(store.ids["kim"]): "the row is missing, and no event tells that it was deleted",
    }
