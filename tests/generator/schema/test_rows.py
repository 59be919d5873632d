"""What the database holds of single rows, whoever writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import errors

from tests.generator.schema.test_audit import acting, add_order, add_user


def refusal(
    connection: psycopg.Connection, statement: str, *values: object
) -> tuple[str | None, str | None]:
    """(SQLSTATE, constraint) of what a statement runs into."""
    with pytest.raises(psycopg.Error) as refused:
        connection.execute(statement, values)
    return refused.value.sqlstate, refused.value.diag.constraint_name


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"title": "x"}, "ck_orders_title_min"),
        ({"title": "x" * 41}, "ck_orders_title_max"),
        ({"sku": "A-1\n"}, "ck_orders_sku_pattern"),
        ({"quantity": 0}, "ck_orders_quantity_min"),
        ({"quantity": 10}, "ck_orders_quantity_max"),
        ({"kind": "odd"}, "ck_orders_kind_enum"),
        ({"kind": "gift"}, "ck_orders_wish_required"),
        ({"tags": ["a", None]}, "ck_orders_tags_filled"),
        ({"tags": ["a"] * 4}, "ck_orders_tags_items"),
        ({"tags": ["abcdef"]}, "ck_orders_tags_max"),
        ({"starts_on": "2026-02-01", "ends_on": "2026-01-31"}, "ck_orders_ends_on_min"),
        ({"status": "lost"}, "ck_orders_status_enum"),
    ],
)
def test_a_check_refuses(
    app: psycopg.Connection, columns: dict[str, object], constraint: str
) -> None:
    values = {"title": "Chair", **columns}
    statement = (
        f"INSERT INTO orders ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})"
    )
    assert refusal(app, statement, *values.values()) == ("23514", constraint)


def test_empty_values_pass_every_check(app: psycopg.Connection) -> None:
    add_order(app, sku=None, tags=[], ends_on="2026-01-01")


def test_a_rule_on_own_fields_is_a_check(app: psycopg.Connection) -> None:
    order = add_order(app)
    statement = "UPDATE orders SET parent_id = id WHERE id = %s"
    assert refusal(app, statement, order) == ("23514", "ck_orders_own_parent")


def test_numbers_follow_their_example_and_never_start_again(app: psycopg.Connection) -> None:
    for title in ("One", "Two"):
        add_order(app, title)
    year = datetime.now(UTC).year
    found = app.execute("SELECT ref FROM orders ORDER BY id").fetchall()
    assert found == [(f"O-{year}-001",), (f"O-{year}-002",)]
    app.execute("DELETE FROM orders")
    add_order(app)
    assert app.execute("SELECT ref FROM orders").fetchone() == (f"O-{year}-003",)


def test_a_number_grows_beyond_its_width(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    owner.execute("SELECT setval('sq_orders_ref', 1233)")
    add_order(app)
    year = datetime.now(UTC).year
    assert app.execute("SELECT ref FROM orders").fetchone() == (f"O-{year}-1234",)


def test_computed_columns_follow_their_sources(app: psycopg.Connection) -> None:
    order = add_order(app, quantity=3, price="2.50", grade="high")
    read = "SELECT total::text, urgent FROM orders WHERE id = %s"
    assert app.execute(read, [order]).fetchone() == ("7.50", True)
    app.execute("UPDATE orders SET grade = 'low' WHERE id = %s", [order])
    assert app.execute(read, [order]).fetchone() == ("7.50", False)


def test_a_unique_key_may_count_nulls_as_equal(app: psycopg.Connection) -> None:
    add_order(app, "Same")
    with pytest.raises(errors.UniqueViolation) as refused:
        add_order(app, "Same")
    assert refused.value.diag.constraint_name == "uq_orders_title_owner_id"


def test_unique_keys_count_only_rows_not_deleted(app: psycopg.Connection) -> None:
    add = "INSERT INTO folders (title) VALUES ('Same')"
    app.execute(add)
    assert refusal(app, add) == ("23505", "uq_folders_title")
    app.execute("UPDATE folders SET deleted_at = now()")
    app.execute(add)
    assert refusal(app, "UPDATE folders SET deleted_at = NULL") == ("23505", "uq_folders_title")


def test_bookkeeping_is_written_by_the_database_alone(app: psycopg.Connection) -> None:
    user = add_user(app)
    order = add_order(app, version=7, created_at="2001-01-01", created_by_id=user)
    read = "SELECT version, created_at > '2026-01-01', created_by_id FROM orders WHERE id = %s"
    assert app.execute(read, [order]).fetchone() == (1, True, None)
    app.execute(
        "UPDATE orders SET version = 9, created_at = '2001-01-01', created_by_id = %s", [user]
    )
    assert app.execute(read, [order]).fetchone() == (1, True, None)
    moved = "UPDATE orders SET id = uuidv7() WHERE id = %s"
    assert refusal(app, moved, order) == ("CH003", "tr_orders_touch")


def test_a_column_written_once_stays(app: psycopg.Connection) -> None:
    order = add_order(app, sku="A-1")
    statement = "UPDATE orders SET sku = %s WHERE id = %s"
    app.execute(statement, ["A-1", order])
    for value in ("B-2", None):
        assert refusal(app, statement, value, order) == ("CH003", "tr_orders_hold")


def test_rows_that_are_kept(owner: psycopg.Connection) -> None:
    owner.execute("INSERT INTO stamps (body) VALUES ('s')")
    owner.execute("INSERT INTO receipts (body) VALUES ('r')")
    owner.execute("UPDATE stamps SET body = 't'")
    assert refusal(owner, "DELETE FROM stamps") == ("CH004", "tr_stamps_keep")
    for statement in ("UPDATE receipts SET body = ''", "DELETE FROM receipts"):
        assert refusal(owner, statement) == ("CH002", "tr_receipts_once")


# --------------------------------------------------------------------------------------- frozen


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders SET quantity = 2",
        "DELETE FROM orders",
        "DELETE FROM orders_helpers",
    ],
)
def test_a_frozen_row_and_its_links_stay_as_they_are(
    app: psycopg.Connection, statement: str
) -> None:
    user, order = add_user(app), add_order(app)
    app.execute("INSERT INTO orders_helpers (order_id, user_id) VALUES (%s, %s)", [order, user])
    app.execute("UPDATE orders SET status = 'closed'")
    sqlstate, constraint = refusal(app, statement)
    assert sqlstate == "CH001"
    assert constraint in ("tr_orders_frozen", "tr_orders_helpers_frozen")


def test_a_frozen_row_answers_to_its_own_transitions(app: psycopg.Connection) -> None:
    add_order(app)
    app.execute("UPDATE orders SET status = 'closed'")
    with pytest.raises(psycopg.Error), acting(app, entity_type="note", action="reopen"):
        app.execute("UPDATE orders SET status = 'open'")
    with acting(app, entity_type="order", action="reopen"):
        app.execute("UPDATE orders SET status = 'open'")
    assert app.execute("SELECT status FROM orders").fetchone() == ("open",)


def test_an_action_writes_what_it_names_and_nothing_else(app: psycopg.Connection) -> None:
    add_order(app)
    with acting(app, entity_type="order", action="close"):
        app.execute("UPDATE orders SET status = 'closed'")
    reopen = "UPDATE orders SET status = 'open'"
    with (
        pytest.raises(psycopg.Error) as refused,
        acting(app, entity_type="order", action="reopen"),
    ):
        app.execute(f"{reopen}, title = 'Stolen'")
    assert (refused.value.sqlstate, refused.value.diag.column_name) == ("CH005", "title")
    with acting(app, entity_type="order", action="reopen"):
        app.execute(reopen)
    app.execute("UPDATE orders SET title = 'Renamed', status = 'closed'")
    assert app.execute("SELECT title, status FROM orders").fetchone() == ("Renamed", "closed")


def test_a_cascade_takes_frozen_rows_along(app: psycopg.Connection) -> None:
    parent = add_order(app)
    add_order(app, "Leg", parent_id=parent, status="closed")
    app.execute("DELETE FROM orders WHERE id = %s", [parent])
    assert app.execute("SELECT count(*) FROM orders").fetchone() == (0,)


# ------------------------------------------------------------------------ keys of several kinds


def test_a_key_of_several_kinds_points_at_a_row_that_exists(app: psycopg.Connection) -> None:
    order = add_order(app)
    add = "INSERT INTO notes (body, subject_type, subject_id) VALUES ('n', %s, %s)"
    app.execute(add, ["order", order])
    assert refusal(app, add, "user", order) == ("23503", "fk_notes_subject_id")
    assert refusal(app, add, "planet", order) == ("23514", "ck_notes_subject_type_enum")
    assert refusal(app, add, "order", None) == ("23514", "ck_notes_subject_pair")


def test_a_key_of_several_kinds_is_emptied_or_cascades(app: psycopg.Connection) -> None:
    user, order = add_user(app), add_order(app)
    app.execute(
        "INSERT INTO notes (body, subject_type, subject_id) VALUES ('n', 'order', %s)", [order]
    )
    app.execute(
        "INSERT INTO role_assignments (role, user_id, scope_type, scope_id) "
        "VALUES ('clerk', %s, 'order', %s)",
        [user, order],
    )
    app.execute("DELETE FROM orders")
    assert app.execute("SELECT subject_type, subject_id FROM notes").fetchone() == (None, None)
    assert app.execute("SELECT count(*) FROM role_assignments").fetchone() == (0,)


# -------------------------------------------------------------------------------------- secrets


def test_secrets_are_reached_through_functions_alone(app: psycopg.Connection) -> None:
    user = add_user(app)
    for statement in (
        "SELECT password_hash FROM users",
        "SELECT * FROM users",
        "UPDATE users SET password_hash = 'x'",
        "SELECT token_hash FROM refresh_tokens",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(statement)
    found = app.execute("SELECT * FROM charter_credentials('ANN@example.com')").fetchall()
    assert found == [(user, "canary", True)]
    assert app.execute("SELECT charter_set_password_hash(%s, 'new')", [user]).fetchone() == (True,)
    found = app.execute("SELECT * FROM charter_credentials('ann@example.com')").fetchall()
    assert found == [(user, "new", True)]
    assert app.execute("SELECT charter_set_password_hash(uuidv7(), 'x')").fetchone() == (False,)


def test_a_token_is_found_by_its_hash(app: psycopg.Connection) -> None:
    user = add_user(app)
    family = "01900000-0000-7000-8000-000000000000"
    expires = "2000-01-01T00:00:00Z"
    [token] = app.execute(
        "SELECT charter_token_add('h', %s, %s, %s, '::1', 'curl')", [user, family, expires]
    ).fetchone()
    find = "SELECT id, user_id, expired, rotated, revoked FROM charter_token(%s)"
    assert app.execute(find, ["h"]).fetchone() == (token, user, True, False, False)
    assert app.execute(find, ["other"]).fetchone() is None
    rotate = "SELECT charter_token_rotate(%s, %s)"
    assert app.execute(rotate, [token, token]).fetchone() == (True,)
    assert app.execute(rotate, [token, token]).fetchone() == (False,), "a second racer"
    app.execute("SELECT charter_token_revoke(%s, 'logout')", [family])
    assert app.execute(find, ["h"]).fetchone() == (token, user, True, True, True)


def test_a_log_in_is_noted_as_one_event(app: psycopg.Connection) -> None:
    user = add_user(app)
    with acting(app, actor=str(user), source="api", entity_type="user", action="login"):
        app.execute("SELECT charter_set_last_login(%s)", [user])
    found = app.execute("SELECT action FROM audit_events ORDER BY id").fetchall()
    assert found == [("create",), ("login",)]


def test_only_a_migration_of_the_owner_passes_what_holds_rows(
    app: psycopg.Connection, owner: psycopg.Connection
) -> None:
    add_order(app, sku="A-1", status="closed")
    change = "UPDATE orders SET sku = 'B-2', kind = 'plain'"
    assert refusal(owner, change)[0] == "CH001"
    with pytest.raises(psycopg.Error), acting(app, action="migrate"):
        app.execute(change)
    with acting(owner, action="migrate"):
        owner.execute(change)
    assert app.execute("SELECT sku FROM orders").fetchone() == ("B-2",)
