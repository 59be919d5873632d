from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

Event = tuple[str, str, dict[str, list[Any]]]


def add_user(connection: psycopg.Connection, email: str = "ann@example.com") -> UUID:
    row = connection.execute(
        "INSERT INTO users (email, full_name, password_hash) VALUES (%s, 'Ann', 'canary') "
        "RETURNING id",
        [email],
    ).fetchone()
    assert row is not None
    return row[0]


def add_order(connection: psycopg.Connection, title: str = "Chair", **values: object) -> UUID:
    columns = ", ".join(["title", *values])
    marks = ", ".join(["%s"] * (len(values) + 1))
    row = connection.execute(
        f"INSERT INTO orders ({columns}) VALUES ({marks}) RETURNING id", [title, *values.values()]
    ).fetchone()
    assert row is not None
    return row[0]


def events(connection: psycopg.Connection, since: int = 0) -> list[Event]:
    """(action, entity_type, changes) in the order of writing, without the first `since`."""
    rows = connection.execute(
        "SELECT action, entity_type, changes FROM audit_events ORDER BY id"
    ).fetchall()
    return rows[since:]


def count(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM audit_events").fetchone()
    assert row is not None
    return row[0]


@contextmanager
def acting(connection: psycopg.Connection, **settings: str) -> Iterator[None]:
    """A transaction with the context that the runtime sets."""
    with connection.transaction():
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"charter.{name}", value])
        yield


def test_an_insert_leaves_its_values_and_never_a_secret(app: psycopg.Connection) -> None:
    add_user(app)
    ((action, entity, changes),) = events(app)
    assert (action, entity) == ("create", "user")
    assert changes["email"] == [None, "ann@example.com"]
    assert changes["password_hash"] == [None, "***"]
    assert "canary" not in str(changes)
    assert changes.keys().isdisjoint({"id", "version", "updated_at", "last_login_at"})


def test_an_update_leaves_what_changed_and_one_that_changes_nothing_leaves_none(
    app: psycopg.Connection,
) -> None:
    order = add_order(app, quantity=2)
    app.execute("UPDATE orders SET quantity = 3, title = 'Chair' WHERE id = %s", [order])
    app.execute("UPDATE orders SET quantity = 3 WHERE id = %s", [order])
    assert events(app, 1) == [("update", "order", {"quantity": [2, 3]})]
    assert app.execute("SELECT version FROM orders").fetchone() == (2,)


def test_a_delete_leaves_what_is_needed_to_bring_the_row_back(app: psycopg.Connection) -> None:
    order = add_order(app)
    app.execute("DELETE FROM orders WHERE id = %s", [order])
    (_, (action, _, changes)) = events(app)
    assert action == "delete"
    assert changes["title"] == ["Chair", None]
    assert changes["wait"] == ["P2D", None]
    assert "total" not in changes


def test_the_context_of_the_session_stands_in_the_event(app: psycopg.Connection) -> None:
    user = add_user(app)
    with acting(
        app,
        actor=str(user),
        actor_email="ann@example.com",
        actor_roles='["clerk", "public"]',
        request_id="r1",
        source="api",
        entity_type="order",
        action="create",
        client_ip="10.0.0.1",
        rule="policies/policy.csv:7@abc",
    ):
        order = add_order(app)
    with acting(
        app, actor=str(user), source="api", entity_type="order", action="close", reason="paid"
    ):
        app.execute("UPDATE orders SET status = 'closed' WHERE id = %s", [order])
    found = app.execute(
        "SELECT actor_id, actor_email, actor_roles, action, entity_id, reason, outcome, rule, "
        "request_id, client_ip, source FROM audit_events WHERE entity_type = 'order' ORDER BY id"
    ).fetchall()
    created = (user, "ann@example.com", ["clerk", "public"], "create", order, None, "success")
    assert found[0] == (*created, "policies/policy.csv:7@abc", "r1", "10.0.0.1", "api")
    assert found[1][3:6] == ("close", order, "paid")
    who = app.execute("SELECT created_by_id, updated_by_id FROM orders").fetchone()
    assert who == (user, user)


def test_a_session_without_context_is_somebody_at_a_prompt(app: psycopg.Connection) -> None:
    add_order(app)
    found = app.execute(
        "SELECT source, request_id, actor_id, actor_email, actor_roles FROM audit_events"
    ).fetchone()
    assert found == ("sql", "sql:charter_app", None, None, [])


def test_the_action_of_another_entity_does_not_name_this_change(app: psycopg.Connection) -> None:
    order = add_order(app)
    with acting(app, entity_type="note", action="publish", source="api"):
        app.execute("UPDATE orders SET quantity = 5 WHERE id = %s", [order])
    assert events(app, 1) == [("update", "order", {"quantity": [1, 5]})]


def test_a_cascade_leaves_one_event_for_each_row_and_link(app: psycopg.Connection) -> None:
    user = add_user(app)
    parent = add_order(app)
    add_order(app, "Leg", parent_id=parent)
    app.execute("INSERT INTO orders_helpers (order_id, user_id) VALUES (%s, %s)", [parent, user])
    before = count(app)
    app.execute("DELETE FROM orders WHERE id = %s", [parent])
    found = sorted((action, entity) for action, entity, _ in events(app, before))
    assert found == [("delete", "order"), ("delete", "order"), ("unlink", "order")]


def test_a_link_names_the_left_row_and_both_ways_the_other(app: psycopg.Connection) -> None:
    user, order = add_user(app), add_order(app)
    pair = [order, user]
    app.execute("INSERT INTO orders_helpers (order_id, user_id) VALUES (%s, %s)", pair)
    app.execute("DELETE FROM orders_helpers WHERE order_id = %s AND user_id = %s", pair)
    assert events(app, 2) == [
        ("link", "order", {"helpers": [None, str(user)]}),
        ("unlink", "order", {"helpers": [str(user), None]}),
    ]


def test_set_null_is_an_event_of_the_row_that_it_empties(app: psycopg.Connection) -> None:
    user = add_user(app)
    order = add_order(app, owner_id=user)
    app.execute("DELETE FROM users WHERE id = %s", [user])
    assert ("update", "order", {"owner_id": [str(user), None]}) in events(app, 2)
    left = app.execute("SELECT owner_id, version FROM orders WHERE id = %s", [order]).fetchone()
    assert left == (None, 2)


def test_deleting_who_wrote_last_leaves_no_dangling_key(app: psycopg.Connection) -> None:
    user = add_user(app)
    with acting(app, actor=str(user), source="api"):
        add_order(app)
    app.execute("DELETE FROM users WHERE id = %s", [user])
    left = app.execute("SELECT created_by_id, updated_by_id FROM orders").fetchone()
    assert left == (None, None)
    per_row = app.execute(
        "SELECT count(*) FROM audit_events WHERE entity_type = 'order' AND action = 'update'"
    ).fetchone()
    version = app.execute("SELECT version - 1 FROM orders").fetchone()
    assert per_row == version


def test_a_change_undone_leaves_no_event(app: psycopg.Connection) -> None:
    twice = "INSERT INTO orders (title) VALUES ('Once'), ('Same'), ('Same')"
    with pytest.raises(errors.UniqueViolation):
        app.execute(twice)
    assert count(app) == 0


def test_without_the_trail_nothing_is_written(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    owner.execute("ALTER TABLE audit_events ADD CONSTRAINT full_up CHECK (false) NOT VALID")
    with pytest.raises(errors.CheckViolation):
        add_order(app)
    assert app.execute("SELECT count(*) FROM orders").fetchone() == (0,)


def test_what_is_no_change_is_recorded_with_the_session_as_its_actor(
    app: psycopg.Connection,
) -> None:
    user = add_user(app)
    with acting(app, actor=str(user), actor_email="ann@example.com", source="api"):
        app.execute("SELECT charter_record_event('approve', 'order', NULL, 'denied', 'why', '{}')")
    found = app.execute(
        "SELECT action, outcome, actor_id, actor_email, reason FROM audit_events "
        "WHERE outcome <> 'success'"
    ).fetchone()
    assert found == ("approve", "denied", user, "ann@example.com", "why")


def test_rows_softly_deleted_go_and_come_with_their_parent(app: psycopg.Connection) -> None:
    folder = app.execute("INSERT INTO folders (title) VALUES ('F') RETURNING id").fetchone()
    assert folder is not None
    for title in ("kept", "gone before"):
        app.execute("INSERT INTO papers (title, folder_id) VALUES (%s, %s)", [title, folder[0]])
    app.execute("UPDATE papers SET deleted_at = now() WHERE title = 'gone before'")
    before = count(app)
    app.execute("UPDATE folders SET deleted_at = now()")
    assert app.execute("SELECT count(*) FROM papers WHERE deleted_at IS NULL").fetchone() == (0,)
    app.execute("UPDATE folders SET deleted_at = NULL")
    back = app.execute("SELECT title FROM papers WHERE deleted_at IS NULL").fetchall()
    assert back == [("kept",)]
    found = [(action, entity) for action, entity, _ in events(app, before)]
    assert found == [
        ("delete", "folder"),
        ("delete", "paper"),
        ("restore", "folder"),
        ("restore", "paper"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET reason = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "INSERT INTO audit_events (action, outcome, source) VALUES ('a', 'success', 'api')",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "ALTER TABLE orders DISABLE TRIGGER tr_orders_audit",
        "SET session_replication_role = replica",
        "DROP TABLE audit_events",
        "DROP TRIGGER tr_orders_audit ON orders",
        "CREATE TABLE mine (id int)",
        "TRUNCATE orders",
        "UPDATE orders_helpers SET user_id = user_id",
        "SELECT charter_write_event('a', 'b', NULL, NULL, 'success', NULL)",
        "DELETE FROM folders",
        "DELETE FROM stamps",
        "UPDATE receipts SET body = ''",
        "UPDATE charter_migrations SET checksum = ''",
        "DELETE FROM alembic_version",
    ],
)
def test_the_application_may_not(app: psycopg.Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET reason = 'x'",
        "DELETE FROM audit_events WHERE false",
        "TRUNCATE audit_events",
    ],
)
def test_not_even_the_owner_rewrites_the_trail(owner: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        owner.execute(statement)
    assert refused.value.sqlstate == "CH002"


def test_no_table_loses_its_rows_without_events(owner: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error) as refused:
        owner.execute("TRUNCATE orders CASCADE")
    assert refused.value.sqlstate == "CH004"


def test_the_application_owns_nothing(app: psycopg.Connection) -> None:
    owned = app.execute(
        "SELECT count(*) FROM pg_class WHERE relowner = 'charter_app'::regrole"
    ).fetchone()
    assert owned == (0,)
