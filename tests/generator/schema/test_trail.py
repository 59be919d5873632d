"""The trail's table and what its events carry for sealing, replay and erasure."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.generator.schema.test_audit import acting, add_order, add_user, count
from tests.support.database import Urls


def latest(owner: psycopg.Connection) -> tuple[Any, ...]:
    """(action, changes, marks, transaction_id) of the newest event."""
    row = owner.execute(
        "SELECT action, changes, marks, transaction_id::text FROM audit_events"
        " ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert row is not None
    return row


def test_a_secret_leaves_a_commitment_that_its_value_and_the_key_give_again(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    user = add_user(app)
    _, changes, marks, _ = latest(owner)
    assert changes["password_hash"] == [None, "***"]
    before, after = marks["secrets"]["password_hash"]
    row = owner.execute(
        "SELECT inner_key, outer_key FROM charter_audit_subjects"
        " WHERE subject = '00000000-0000-0000-0000-000000000000'"
    ).fetchone()
    assert row is not None
    inner, outer = bytes(row[0]), bytes(row[1])
    key = bytes(byte ^ 0x36 for byte in inner)
    assert bytes(byte ^ 0x5C for byte in outer) == key
    message = json.dumps(["user", str(user), "password_hash", "canary"]).encode()
    assert before is None
    assert after == hmac.digest(key, message, hashlib.sha256).hex()


def test_a_personal_value_names_whom_it_is_about(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    user = add_user(app)
    assert latest(owner)[2]["subjects"] == {"email": str(user), "full_name": str(user)}
    app.execute("UPDATE users SET is_active = false WHERE id = %s", [user])
    assert latest(owner)[2] is None
    app.execute("UPDATE users SET full_name = 'Ann B' WHERE id = %s", [user])
    assert latest(owner)[2] == {"subjects": {"full_name": str(user)}}


def test_a_log_in_leaves_an_event_and_the_account_as_it_was(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    user = add_user(app)
    shape = "SELECT version, updated_at, updated_by_id FROM users WHERE id = %s"
    before = owner.execute(shape, [user]).fetchone()
    with acting(app, entity_type="user", action="login"):
        app.execute("SELECT charter_set_last_login(%s)", [user])
    action, changes, _, _ = latest(owner)
    assert (action, list(changes)) == ("login", ["last_login_at"])
    assert owner.execute(shape, [user]).fetchone() == before


def test_the_application_cannot_tell_of_a_change(app: psycopg.Connection) -> None:
    tell = "SELECT charter_record_event(%s, 'order', NULL, %s, NULL, %s)"
    before = count(app)
    for word, outcome, changes in (
        ("create", "success", "{}"),
        ("delete", "success", "{}"),
        ("migrate", "success", "{}"),
        ("erase", "success", "{}"),
        ("export", "success", '{"title": ["a", "b"]}'),
        ("update", "denied", '{"title": ["a", "b"]}'),
    ):
        with pytest.raises(psycopg.Error) as refused:
            app.execute(tell, [word, outcome, changes])
        assert refused.value.sqlstate == "CH007"
    assert count(app) == before
    app.execute(tell, ["export", "success", "{}"])
    app.execute(tell, ["update", "denied", "{}"])
    assert count(app) == before + 2


def test_the_trail_has_a_year_of_partitions_that_hold_by_themselves(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    parts = [
        row[0]
        for row in owner.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = 'audit_events'::regclass ORDER BY 1"
        )
    ]
    assert len(parts) == 13
    assert owner.execute("SELECT charter_audit_partitions(12)").fetchone() == (0,)
    assert owner.execute("SELECT charter_audit_partitions(14)").fetchone() == (2,)
    add_order(app)
    for statement in ("UPDATE {} SET reason = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
        with pytest.raises(psycopg.Error) as refused:
            owner.execute(statement.format(parts[0]).encode())
        assert refused.value.sqlstate == "CH002"


def test_without_a_partition_nothing_changes(
    shop: Urls, app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    order = add_order(app)
    part = owner.execute("SELECT tableoid::regclass::text FROM audit_events LIMIT 1").fetchone()
    assert part is not None
    owner.execute(f"ALTER TABLE audit_events DETACH PARTITION {part[0]}".encode())
    with pytest.raises(errors.CheckViolation, match="no partition"):
        app.execute("UPDATE orders SET quantity = 9 WHERE id = %s", [order])
    assert owner.execute("SELECT quantity FROM orders").fetchone() != (9,)


def test_an_erasure_of_the_owner_may_change_the_trail_and_nothing_else_may(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    add_user(app)
    with acting(owner, action="erase"):
        owner.execute("UPDATE audit_events SET actor_email = NULL")
    with acting(owner, action="erase"), pytest.raises(psycopg.Error) as refused:
        owner.execute("DELETE FROM audit_events")
    assert refused.value.sqlstate == "CH002"
    with acting(app, action="erase"), pytest.raises(errors.InsufficientPrivilege):
        app.execute("UPDATE audit_events SET actor_email = NULL")


def test_marks_and_transactions_are_not_for_the_application(app: psycopg.Connection) -> None:
    for column in ("marks", "transaction_id"):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(f"SELECT {column} FROM audit_events".encode())
    for table in ("subjects", "leaves", "heads"):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(f"SELECT * FROM charter_audit_{table}".encode())
