"""Rows as they stood, told by the database alone, before and after migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from generator.migrations import runner
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import Urls

ADD = "INSERT INTO orders (title, grade, price, tags) VALUES ('Chair', 'high', 4, '{red}')"
SHARED = ("title", "wait", "extra", "version", "starts_on")


def now(connection: psycopg.Connection[Any]) -> Any:
    """A moment after all that was done."""
    [(moment,)] = connection.execute("SELECT clock_timestamp()").fetchall()
    return moment


def past(connection: psycopg.Connection[Any], moment: Any, key: Any = None) -> list[dict[str, Any]]:
    """The orders of that moment, by title."""
    query = "SELECT charter_past_order(%s, %s) AS state ORDER BY 1"
    return [state for (state,) in connection.execute(query, (moment, key)).fetchall()]


def state(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """The one order as the table has it."""
    connection.execute("SET intervalstyle = 'iso_8601'; SET timezone = 'UTC'")
    [(found,)] = connection.execute("SELECT to_jsonb(o) FROM orders AS o").fetchall()
    kept: dict[str, Any] = found
    return kept


def test_every_type_comes_back_as_it_was(app: psycopg.Connection[Any]) -> None:
    app.execute(ADD)
    seen = []
    for change in (
        "wait = '1 year 2 mons -3 days 04:05:06.789'",
        "extra = '{\"b\": [1, null]}', tags = '{}'",
        "tags = NULL, wish = 'w'",
        "starts_on = '2026-01-31', price = 9.99, quantity = 3",
        "wish = NULL, grade = 'low'",
    ):
        seen.append((now(app), state(app)))
        app.execute(f"UPDATE orders SET {change}".encode())
    for moment, wanted in [*seen, (now(app), state(app))]:
        assert past(app, moment) == [wanted]


def test_what_one_transaction_did_is_one_moment(app: psycopg.Connection[Any]) -> None:
    app.execute(ADD)
    before = now(app)
    with app.transaction():
        app.execute("UPDATE orders SET title = 'one'")
        app.execute("UPDATE orders SET title = 'two'")
    [found] = past(app, before)
    assert (found["title"], found["version"]) == ("Chair", 1)
    [found] = past(app, state(app)["updated_at"])
    assert (found["title"], found["version"]) == ("two", 3)


def test_what_overtook_is_undone_in_the_order_of_the_trail(
    app: psycopg.Connection[Any], shop: Urls
) -> None:
    """A transaction that began earlier and wrote later does not leave half of its row behind."""
    app.execute(ADD)
    options = "-c charter.platform=on"
    with psycopg.connect(shop.application, options=options) as slow:
        slow.execute("SELECT now()")
        between = now(app)
        app.execute("UPDATE orders SET title = 'fast'")
        slow.execute("UPDATE orders SET title = 'slow', quantity = 2")
    [found] = past(app, between)
    assert (found["title"], found["quantity"], found["version"]) == ("Chair", 1, 1)


def test_a_row_deleted_and_added_again_under_its_id(app: psycopg.Connection[Any]) -> None:
    app.execute(ADD)
    first, key = now(app), state(app)["id"]
    app.execute("DELETE FROM orders")
    gone = now(app)
    app.execute("INSERT INTO orders (id, title, wish) VALUES (%s, 'Table', 'w')", (key,))
    again = now(app)
    assert [each["title"] for each in past(app, first)] == ["Chair"]
    assert past(app, first)[0]["wish"] is None
    assert past(app, gone) == []
    assert [each["title"] for each in past(app, again, key)] == ["Table"]


@pytest.mark.parametrize("key", [False, True])
def test_nobody_without_a_reach_sees_anything(
    app: psycopg.Connection[Any], shop: Urls, key: bool
) -> None:
    app.execute(ADD)
    wanted = state(app)["id"] if key else None
    with psycopg.connect(shop.application) as nobody:
        assert past(nobody, now(nobody), wanted) == []
        for function in ("charter_undone", "charter_gone"):
            found = nobody.execute(
                "SELECT bool_or(has_function_privilege(oid, 'execute')) FROM pg_proc"
                " WHERE proname = %s",
                (function,),
            ).fetchone()
            assert found == (False,)


def test_names_of_before_a_migration(database: Urls, tmp_path: Path) -> None:
    """Columns and words that were renamed since go by today's names; dropped ones are left out."""
    runner.new(tmp_path, resolved(tmp_path), "first")
    runner.up(tmp_path, database.owner, database.application)
    options = "-c charter.platform=on"
    with psycopg.connect(database.application, options=options, autocommit=True) as app:
        app.execute(ADD)
        first = now(app)
        app.execute("UPDATE orders SET price = 5, grade = 'low', tags = '{blue}', quantity = 2")
        second = now(app)
        app.execute("INSERT INTO orders (title, grade, price) VALUES ('Lamp', 'high', 7)")
        lamp = now(app)
        app.execute("DELETE FROM orders WHERE title = 'Lamp'")
    edited = SHOP
    for before, after in (
        ("      price: {type", "      cost: {was: price, type"),
        ("computed: quantity * price", "computed: quantity * cost"),
        ("      tags: {type: string, max: 5, many: true, max_items: 3}\n", ""),
        ("values: [low, medium, high]}", "values: [low, medium, {top: {was: high}}]}"),
        ('grade >= "high"', 'grade >= "top"'),
    ):
        assert before in edited
        edited = edited.replace(before, after)
    runner.new(tmp_path, resolved(tmp_path, edited), "second", frozenset({"M002"}))
    runner.up(tmp_path, database.owner, database.application)
    with psycopg.connect(database.application, options=options, autocommit=True) as app:
        app.execute("UPDATE orders SET cost = 6")
        found = [past(app, moment)[0] for moment in (first, second, now(app))]
        [gone] = [each for each in past(app, lamp) if each["title"] == "Lamp"]
    assert (gone["cost"], gone["grade"], gone["urgent"], gone["version"]) == (7, "top", True, 1)
    assert [each["cost"] for each in found] == [4, 5, 6]
    assert [each["grade"] for each in found] == ["top", "low", "low"]
    assert [each["total"] for each in found] == [4, 10, 12]
    assert [each["urgent"] for each in found] == [True, False, False]
    assert [each["version"] for each in found] == [1, 2, 3]
    assert not any("tags" in each or "price" in each for each in found)
