"""Values for rows that are there: defaults, `--fill`, in batches, while others write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from generator.migrations import online, progress, runner
from generator.migrations.runner import MigrationError, Refused
from tests.generator.migrations.conftest import ORDERS, Workshop, listening

STARTS = "      starts_on: date\n"


def field(text: str) -> tuple[str, str]:
    """An edit that adds a field to orders."""
    return STARTS, f"{STARTS}      {text}\n"


SIZE = field("size: {type: int, required: true}")


def test_rows_get_the_value_of_an_expression_in_batches(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "BATCH", 10)
    workshop.change(SIZE, fill=["Order.size=quantity * 2"])
    workshop.up()
    assert workshop.drift() == []
    rows = (
        "SELECT count(*), count(*) FILTER (WHERE size = quantity * 2 AND version = 2) FROM orders"
    )
    assert workshop.ask(rows) == [(ORDERS, ORDERS)]
    # Each batch is a transaction, each row leaves an event.
    told = (
        "SELECT count(*), count(DISTINCT transaction_id) FROM audit_events "
        "WHERE entity_type = 'order' AND action = 'update' AND changes ? 'size'"
    )
    assert workshop.ask(told) == [(ORDERS, 3)]


def test_a_default_is_there_at_once_and_changes_no_row(workshop: Workshop) -> None:
    workshop.change(field("size: {type: int, required: true, default: 7}"))
    workshop.up()
    assert workshop.ask("SELECT DISTINCT size, version FROM orders") == [(7, 1)]
    assert workshop.ask("SELECT count(*) FROM audit_events WHERE changes ? 'size'") == [(0,)]


def test_a_default_that_differs_from_row_to_row(workshop: Workshop) -> None:
    workshop.change(field("code: {number: 'X-001'}"))
    workshop.up()
    assert workshop.drift() == []
    assert workshop.ask("SELECT count(DISTINCT code) FROM orders") == [(ORDERS,)]
    workshop.application("INSERT INTO orders (title) VALUES ('One more')")
    assert workshop.ask("SELECT max(code) FROM orders") == [(f"X-{ORDERS + 1:03}",)]


def test_only_rows_without_a_value_are_filled(workshop: Workshop) -> None:
    workshop.owner("UPDATE orders SET wish = 'Blue' WHERE title = 'Chair 3'")
    workshop.change(
        ('wish: {type: text, required_when: kind == "gift",', "wish: {type: text, required: true,"),
        fill=["Order.wish=title"],
    )
    workshop.up()
    assert workshop.drift() == []
    rows = "SELECT wish, version FROM orders WHERE title IN ('Chair 3', 'Chair 4') ORDER BY title"
    assert workshop.ask(rows) == [("Blue", 2), ("Chair 4", 2)]


def test_a_value_may_come_by_a_relation(workshop: Workshop) -> None:
    workshop.change(
        field("keeper: {type: string, max: 200, required: true}"),
        fill=["Order.keeper=owner.full_name"],
    )
    workshop.up()
    assert workshop.ask("SELECT DISTINCT keeper FROM orders") == [("Ann",)]


def test_a_required_relation_is_filled(workshop: Workshop) -> None:
    workshop.change(
        (
            "      owner: {to: User}\n",
            "      owner: {to: User}\n      payer: {to: User, required: true}\n",
        ),
        fill=["Order.payer=owner"],
    )
    workshop.up()
    assert workshop.drift() == []
    assert workshop.ask("SELECT DISTINCT payer_id = owner_id FROM orders") == [(True,)]


def test_writers_who_know_no_such_column_write_on(workshop: Workshop) -> None:
    workshop.change(SIZE, fill=["Order.size=quantity * 2"], rolling=True)
    assert workshop.up("contract")
    workshop.application("INSERT INTO orders (title, quantity) VALUES ('Old way', 4)")
    workshop.application("UPDATE orders SET quantity = 5 WHERE title = 'Chair 1'")
    workshop.application("INSERT INTO orders (title, size) VALUES ('New way', 9)")
    assert workshop.up()
    assert workshop.drift() == []
    rows = "SELECT size FROM orders WHERE title IN ('Old way', 'New way', 'Chair 1') ORDER BY title"
    # What the row had when it was filled stays: a fill is no computed column.
    assert workshop.ask(rows) == [(4,), (9,), (8,)]


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        ("size=1", "write it as Entity.member=EXPRESSION"),
        ("Order.size", "write it as Entity.member=EXPRESSION"),
        ("Ordre.size=1", 'there is no entity Ordre: did you mean "Order"?'),
        (
            "Order.sice=1",
            'Order has no stored field or plain to-one relation sice: did you mean "size"',
        ),
        ("Order.total=1", "no stored field"),
        ("Order.size='x'", "--fill Order.size: "),
        ("Order.size=quantiti", 'did you mean "quantity"'),
        ("Order.size=quantity +", "--fill Order.size: "),
        ("Order.title=sku", "no row lacks a value there"),
    ],
)
def test_what_cannot_be_a_value_is_refused(workshop: Workshop, fill: str, said: str) -> None:
    with pytest.raises(MigrationError) as refused:
        workshop.change(SIZE, fill=["Order.size=1", fill] if "title" in fill else [fill])
    assert said in str(refused.value)


def test_without_a_value_it_is_refused_and_then_only_right_for_an_empty_table(
    workshop: Workshop,
) -> None:
    with pytest.raises(Refused) as refused:
        workshop.change(SIZE)
    assert [str(each) for each in refused.value.findings] == ["M004 orders.size"]
    workshop.change(SIZE, allow=["M004"])
    before = workshop.picture()
    with pytest.raises(MigrationError, match=f"M004 orders.size: {ORDERS} rows(.|\n)*Nothing of"):
        workshop.up()
    assert workshop.picture() == before
    workshop.owner("DELETE FROM notes; DELETE FROM orders")
    workshop.up()
    assert workshop.drift() == []


def test_a_value_that_is_null_for_a_row_is_found_before_anything_changes(
    workshop: Workshop,
) -> None:
    workshop.owner("UPDATE orders SET wish = 'Blue' WHERE title <> 'Chair 9'")
    workshop.change(field("code: {type: text, required: true}"), fill=["Order.code=wish"])
    before = workshop.picture()
    with pytest.raises(MigrationError, match=r"M004 orders.code: for 1 rows the value of --fill"):
        workshop.up()
    assert workshop.picture() == before


def test_a_fill_that_fails_half_way_goes_on_where_it_ended(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "BATCH", 10)
    workshop.change(SIZE, fill=["Order.size=quantity * 2"])
    last = "SELECT id FROM orders ORDER BY id DESC LIMIT 1"
    workshop.owner(
        f"""
        CREATE FUNCTION trip() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE ''tripped''; END';
        CREATE TRIGGER a_trip BEFORE UPDATE ON orders FOR EACH ROW
            WHEN (OLD.id = '{workshop.ask(last)[0][0]}') EXECUTE FUNCTION trip()
        """
    )
    with pytest.raises(MigrationError, match="tripped"):
        workshop.up()
    assert workshop.ask("SELECT count(*) FROM orders WHERE size IS NOT NULL") == [(20,)]
    workshop.owner("DROP TRIGGER a_trip ON orders; DROP FUNCTION trip()")
    workshop.up()
    assert workshop.drift() == []
    # Nobody was filled twice.
    assert workshop.ask("SELECT count(*) FROM orders WHERE version = 2") == [(ORDERS,)]


def test_rows_that_somebody_holds_are_waited_for(workshop: Workshop) -> None:
    workshop.change(SIZE, fill=["Order.size=quantity * 2"])
    waits = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND pid <> pg_backend_pid() AND query LIKE '%DO $do$%UPDATE orders%'"
    )

    seen: list[bool] = []

    def let_go(holder: psycopg.Connection[Any]) -> None:
        tries = (workshop.ask(waits)[0][0] for _ in range(500))
        seen.append(any(tries))
        holder.execute("UPDATE orders SET price = 99 WHERE title = 'Chair 7'")
        holder.commit()

    with psycopg.connect(workshop.urls.owner) as holder, ThreadPoolExecutor(1) as pool:

        def hold(*said: Any) -> None:
            if said[2].lstrip().startswith("DO") and "UPDATE orders AS t" in said[2]:
                holder.execute("SELECT FROM orders WHERE title = 'Chair 7' FOR UPDATE")
                pool.submit(let_go, holder)

        with listening("before_cursor_execute", hold):
            workshop.up()
    assert seen == [True]
    rows = "SELECT price::text, size FROM orders WHERE title = 'Chair 7'"
    assert workshop.ask(rows) == [("99.00", 16)]
    assert workshop.drift() == []


def test_files_are_told_as_they_are_applied_and_long_ones_how_far_they_are(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "BATCH", 10)
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    files = workshop.change(SIZE, fill=["Order.size=quantity * 2"])
    workshop.owner(
        """
        CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END';
        CREATE TRIGGER a_doze BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION doze()
        """
    )
    applied, passing = list[str](), list[str]()
    told = progress.Progress(applied.append, passing.append)
    runner.up(workshop.folder, workshop.urls.owner, progress=told)
    assert applied == files
    assert any("orders, 10 rows changed" in line for line in passing), passing
    assert all(line.startswith(tuple(files)) for line in passing)
