"""Verification of the log: heads, leaves, keys, what may be gone, and what must not crash it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit import verify_leaves
from runtime.audit.keys import public_bytes
from runtime.audit.retention import parts, retire
from runtime.audit.sealing import connect, last_head, seal, seal_all
from runtime.audit.verification import (
    Against,
    NotMigratedError,
    Report,
    verify,
    verify_in,
)
from runtime.audit.verify_heads import Checkpoint
from runtime.embedded import EmbeddedServer
from runtime.resource import Registry
from tests.runtime.conftest import Store
from tests.support.database import Urls, drop_database, fresh_database

KEY = Ed25519PrivateKey.generate()
AGAINST = Against(public_bytes(KEY))
OLD = "0190{:04x}-0000-7000-8000-000000000001"
"""Ids of events of July 2024."""


@pytest.fixture
def urls(server: EmbeddedServer, store: Store) -> Iterator[Urls]:
    """The store's database for one test, sealed in several batches."""
    made = fresh_database(server, template=store.urls)
    with connect(made.owner) as owner:
        for number in range(4):
            owner.execute(
                "insert into users (email, full_name, password_hash) select"
                " %s || n || '@example.com', 'Ann', 'hash' from generate_series(1, 5) n",
                [f"a{number}-"],
            )
            owner.execute("update users set full_name = full_name || '!' where full_name = 'Ann'")
            seal(owner, KEY)
    yield made
    drop_database(server, made)


@pytest.fixture
def registry(store: Store) -> Registry:
    found: Registry = importlib.import_module("store_generated.registry").REGISTRY
    return found


def behind(urls: Urls, *statements: LiteralString) -> None:
    """Runs statements that fire no trigger."""
    with psycopg.connect(urls.superuser) as connection:
        connection.execute("set local session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)


def one(urls: Urls, query: LiteralString) -> Any:
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def told(report: Report) -> list[str]:
    return [str(finding) for finding in report.findings]


def test_the_log_of_nobody_is_empty_and_well(urls: Urls, registry: Registry) -> None:
    behind(
        urls,
        "truncate charter_audit_heads, charter_audit_leaves",
    )
    report = verify(urls.owner, registry, AGAINST)
    assert told(report) == []
    assert report.last is None
    assert report.counts.not_sealed == report.counts.events > 0


def test_a_log_longer_than_one_run_is_read_in_runs(
    urls: Urls, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_leaves, "CHUNK", 7)
    assert told(verify(urls.owner, registry, AGAINST)) == []
    behind(urls, "update charter_audit_leaves set hash = sha256('') where number = 15")
    [finding] = verify(urls.owner, registry, AGAINST).findings
    assert (finding.table, finding.id) == ("charter_audit_leaves", "15")
    assert (finding.leaf, finding.head) == (15, one(urls, _HEAD_OF_15))


_HEAD_OF_15: LiteralString = "select min(number) from charter_audit_heads where size > 15"


def test_a_number_far_away_does_not_keep_it_busy(urls: Urls, registry: Registry) -> None:
    behind(urls, "update charter_audit_leaves set number = 1 << 30 where number = 3")
    first, *_ = verify(urls.owner, registry, AGAINST).findings
    assert (first.table, first.id, first.what) == (
        "charter_audit_leaves",
        "3",
        "the leaf is missing",
    )


@pytest.mark.parametrize(
    "value",
    [
        "changes = '[1]'",
        "changes = '3'",
        "changes = '{\"full_name\": 3}'",
        "changes = null",
        "marks = '[\"subjects\"]'",
        'marks = \'{"subjects": 3, "secrets": 4}\'',
        'marks = \'{"subjects": {"x": "no uuid"}}\'',
        "occurred_at = 'infinity'",
        "action = 'delete'",
        "action = 'migrate', entity_id = null",
        "action = 'retire', entity_type = 'audit_event', changes = '[]'",
        "action = 'erase', changes = '{}', marks = '{\"erased\": 5}'",
    ],
)
def test_an_event_in_any_other_form_is_named(urls: Urls, registry: Registry, value: str) -> None:
    event = one(urls, "select event::text from charter_audit_leaves where number = 20")
    behind(urls, f"update audit_events set {value} where id = '{event}'")
    first, *_ = verify(urls.owner, registry, AGAINST).findings
    assert (first.table, first.id, first.leaf) == ("audit_events", event, 20)


@pytest.mark.parametrize(
    "value", ["sealed_at = 'infinity'", "horizon = '9e9'", "horizon = repeat('9', 40)", "size = -1"]
)
def test_a_head_in_any_other_form_is_named(urls: Urls, registry: Registry, value: str) -> None:
    for number in (last(urls), 1):
        behind(urls, f"update charter_audit_heads set {value} where number = {number}")
        first, *_ = verify(urls.owner, registry, AGAINST).findings
        assert (first.table, first.id) == ("charter_audit_heads", str(number))


def last(urls: Urls) -> int:
    return int(one(urls, "select max(number) from charter_audit_heads"))


def test_an_event_put_there_later_is_told_from_one_that_waits(
    urls: Urls, registry: Registry
) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("insert into users (email, full_name) values ('z@example.com', 'Z')")
    report = verify(urls.owner, registry, AGAINST)
    assert (told(report), report.counts.not_sealed) == ([], 1)
    forged: LiteralString = (
        "insert into audit_events (id, action, outcome, source, transaction_id) values"
        " ('{}', 'login', 'failed', 'api', '{}')"
    )
    soon = str(one(urls, "select uuidv7()"))
    behind(urls, forged.format(soon, 5))
    [finding] = verify(urls.owner, registry, AGAINST).findings
    assert (finding.table, finding.id) == ("audit_events", soon)
    assert "never sealed" in finding.what
    behind(urls, "update audit_events set transaction_id = '9999999999' where action = 'login'")
    [finding] = verify(urls.owner, registry, AGAINST).findings
    assert (finding.table, finding.id) == ("audit_events", soon)
    assert "not begun" in finding.what


def test_after_a_restore_into_another_cluster_nothing_is_taken_for_late(
    urls: Urls, registry: Registry
) -> None:
    with connect(urls.owner) as owner:
        head = last_head(owner)
        assert head is not None
        elsewhere = replace(head, cluster="17", horizon="99999999").signed(KEY)
        owner.execute(
            "update charter_audit_heads set cluster = %s, horizon = %s, signature = %s"
            " where number = %s",
            [elsewhere.cluster, elsewhere.horizon, elsewhere.signature, head.number],
        )
        owner.execute("insert into users (email, full_name) values ('z@example.com', 'Z')")
    report = verify(urls.owner, registry, AGAINST)
    assert (told(report), report.counts.not_sealed) == ([], 1)


def test_a_month_that_was_retired_may_be_gone_and_no_other(urls: Urls, registry: Registry) -> None:
    ids = ", ".join(f"('{OLD.format(n)}'::uuid)" for n in range(3))
    behind(
        urls,
        "create table audit_events_old partition of audit_events"
        " for values from ('018f0000-0000-7000-8000-000000000000')"
        " to ('0191ffff-0000-7000-8000-000000000000')",
        "alter table audit_events_old owner to charter_owner",
        f"insert into audit_events (id, action, outcome, source) select n, 'login', 'failed', 'api'"
        f" from (values {ids}) v(n)",
    )
    with connect(urls.owner) as owner:
        seal_all(owner, KEY)
        [old] = [part for part in parts(owner) if part.events == len(ids.split(","))]
        retire(owner, old, "kept long enough", datetime.now(UTC))
        unsealed = verify(urls.owner, registry, AGAINST)
        assert {finding.what for finding in unsealed.findings} == {
            "the event is missing, though it was sealed"
        }
        seal_all(owner, KEY)
    report = verify(urls.owner, registry, AGAINST)
    assert (told(report), report.counts.retired) == ([], 3)
    event = one(urls, "select event::text from charter_audit_leaves where number = 2")
    behind(urls, f"delete from audit_events where id = '{event}'")
    first, *_ = verify(urls.owner, registry, AGAINST).findings
    assert (first.table, first.id, first.leaf) == ("audit_events", event, 2)


def test_keys_and_heads_of_others_are_said(urls: Urls, registry: Registry) -> None:
    with connect(urls.owner) as owner:
        head = last_head(owner)
    assert head is not None
    forged = head.signed(Ed25519PrivateKey.generate())
    bad = replace(head, signature=bytes(64))
    against = Against(AGAINST.key, [Checkpoint("a.json", forged), Checkpoint("b.json", bad)])
    found = told(verify(urls.owner, registry, against))
    assert [each.split(":")[0] for each in found] == [
        f"a.json {head.number}",
        f"b.json {head.number}",
    ]
    # Without the key file a head that was kept says which key it is.
    alone = verify(urls.owner, registry, Against(None, [Checkpoint("c.json", head)]))
    assert told(alone) == []


@pytest.mark.parametrize(
    "policy",
    [
        "create policy p on users as restrictive using (email <> 'z@example.com')",
        "alter policy rls_users_owner on users using (email <> 'z@example.com')",
        "drop policy rls_users_owner on users",
    ],
)
def test_a_policy_that_hides_rows_from_the_owner_is_named(
    urls: Urls, registry: Registry, policy: LiteralString
) -> None:
    behind(urls, policy)
    first, *_ = verify(urls.owner, registry, AGAINST).findings
    assert (first.table, first.id) == ("users", "-")
    assert "may hide rows" in first.what


def test_functions_that_look_like_those_of_postgresql_are_not_called(
    urls: Urls, registry: Registry
) -> None:
    text = ", ".join(["text, uuid", "text, timestamptz", "text, uuid", "text, text[]"])
    behind(
        urls,
        "create function public.sha256(text) returns bytea language sql return ''::bytea",
        f"create function public.json_build_object({text}, text, text) returns json"
        " language sql return '{}'::json",
        "create function public.to_jsonb(uuid) returns jsonb language sql return '1'::jsonb",
        "create function public.jsonb_build_array(text, text) returns jsonb language sql"
        " return '[]'::jsonb",
        "update users set full_name = 'Mallory' where email = 'a1-1@example.com'",
    )
    [finding] = verify(urls.owner, registry, AGAINST).findings
    assert (finding.table, finding.what) == ("users", "full_name is not what its events give")


def test_one_connection_sees_what_its_transaction_does(urls: Urls, registry: Registry) -> None:
    with psycopg.connect(urls.superuser, autocommit=True) as connection:
        with connection.transaction(force_rollback=True):
            connection.execute("delete from charter_audit_heads where number = 1")
            first = verify_in(connection, registry, AGAINST).findings[0]
        assert (first.table, first.id) == ("charter_audit_heads", "1")
        assert verify_in(connection, registry, AGAINST).fine


def test_a_database_without_a_log_says_so(urls: Urls, registry: Registry) -> None:
    behind(urls, "drop table charter_audit_leaves")
    with pytest.raises(NotMigratedError, match="charter_audit_leaves is missing"):
        verify(urls.owner, registry, AGAINST)
