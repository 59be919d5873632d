"""A migration that ends in the middle: whatever was done, saying `up` again goes on."""

from __future__ import annotations

import time
from textwrap import dedent
from typing import Any

import psycopg
import pytest

from generator.migrations import runner
from generator.migrations.runner import MigrationError
from tests.generator.migrations.conftest import ORDERS, Workshop, listening

# Every kind of file: demands, words, values of an enum, new columns, fills, constraints, indexes,
# what is proved online, what takes something away, and what is built after that.
EVERYTHING = (
    (
        "      starts_on: date\n",
        "      starts_on: date\n      size: {type: int, required: true}\n",
    ),
    ("wait: {type: duration, default: 2 days}", "wait: {type: string, max: 50, default: none}"),
    ("values: [low, medium, high]", "values: [none, low, medium, high]"),
    ("kind: {enum: [plain, gift]", "kind: {enum: [plain, gift, loan]"),
    ("      owner: {to: User}\n", "      owner: {to: User}\n      payer: {to: User}\n"),
    (
        "      - {fields: [title, owner], nulls: equal}\n",
        "      - {fields: [title, owner], nulls: equal}\n      - {fields: [title]}\n",
    ),
    ("- {fields: [grade, -total], where", "- {fields: [wait]}\n      - {fields: [grade], where"),
    ("      tags: {type: string, max: 5, many: true, max_items: 3}\n", ""),
    ("  Stamp:\n", "  Seal:\n    doc: New.\n    label: body\n    fields: {body: text}\n  Stamp:\n"),
)
MEANT: dict[str, Any] = {
    "allow": ["M002", "M003", "M006", "M007"],
    "fill": ["Order.size=quantity * 2"],
}


ALONE = ("DO $do$\nDECLARE\n    last", "CONCURRENTLY", "VALIDATE", "ADD VALUE")
RECORD = ("INSERT INTO charter_migrations", "DELETE FROM charter_migrations")


class Stumble(Exception):
    """What happens after a statement."""


class Once:
    """Fails once at the end of each transaction: all of a file, or one statement alone."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, *said: Any) -> None:
        statement = dedent(said[2]).strip()
        key = f"{statement}{said[3]}"
        if key in self.seen or not any(word in statement for word in (*ALONE, *RECORD)):
            return
        self.seen.add(key)
        raise Stumble(key)


def stumbling(workshop: Workshop, what: Any) -> int:
    """Does it again and again until no statement fails; how often it failed."""
    once = Once()
    with listening("after_cursor_execute", once):
        for failed in range(1000):
            try:
                what()
            except Stumble:
                continue
            return failed
    raise AssertionError("it does not come to its end")


def test_after_a_failure_anywhere_up_goes_on(workshop: Workshop) -> None:
    files = workshop.change(*EVERYTHING, **MEANT)
    kinds = ("expand", "values", "fill", "constraints", "online", "contract", "closing")
    assert all(any(kind in name for name in files) for kind in kinds), files
    assert stumbling(workshop, workshop.up) > 25
    assert workshop.drift() == []
    rows = "SELECT count(*) FROM orders WHERE size = quantity * 2 AND wait = 'P2D' AND version = 2"
    assert workshop.ask(rows) == [(ORDERS,)]
    assert stumbling(workshop, lambda: workshop.down("-1", allow_loss=True)) > 3
    rows = "SELECT count(*) FROM orders WHERE wait = interval '2 days'"
    assert workshop.ask(rows) == [(ORDERS,)]
    workshop.up()
    assert workshop.drift() == []


def test_an_application_of_before_works_on_wherever_it_ends(workshop: Workshop) -> None:
    workshop.change(*EVERYTHING, **MEANT)
    once = Once()
    written = 0
    with listening("after_cursor_execute", once):
        while True:
            try:
                workshop.up("contract")
            except Stumble:
                written += 1
                values = f"'No {written}', 3, '{{a}}'"
                workshop.application(
                    f"INSERT INTO orders (title, quantity, tags) VALUES ({values})"
                )
                workshop.application("UPDATE orders SET wait = wait * 2 WHERE title = 'Chair 1'")
                workshop.application("UPDATE orders SET wait = interval '1 day', quantity = 1")
                workshop.application(f"DELETE FROM orders WHERE title = 'No {written - 1}'")
                continue
            break
    assert written > 15
    workshop.up()
    assert workshop.drift() == []
    rows = "SELECT count(*), min(wait), max(wait) FROM orders WHERE size IS NOT NULL"
    assert workshop.ask(rows) == [(ORDERS + 1, "P1D", "P1D")]


def test_a_table_that_comes_free_is_taken_at_the_next_try(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.change(*EVERYTHING, **MEANT)
    waits: list[float] = []
    with psycopg.connect(workshop.urls.application) as reader:
        reader.execute("SELECT count(*) FROM orders")

        def pause(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 2:
                reader.commit()

        monkeypatch.setattr(time, "sleep", pause)
        assert workshop.up()
    assert waits == [0.1, 0.2]
    assert workshop.drift() == []


def test_what_is_in_use_for_too_long_is_said_and_goes_on_later(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = workshop.change(*EVERYTHING, **MEANT)
    monkeypatch.setattr(runner, "ATTEMPTS", 2)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with psycopg.connect(workshop.urls.application) as reader:
        reader.execute("SELECT count(*) FROM orders")
        with pytest.raises(MigrationError, match="a table stayed in use"):
            workshop.up()
    done = [step.file for step in runner.status(workshop.folder, workshop.urls.owner)]
    assert 0 < len(runner.pending(workshop.folder, workshop.urls.owner)) <= len(files) < len(done)
    workshop.up()
    assert workshop.drift() == []


def test_an_index_that_could_not_be_built_gives_way(workshop: Workshop) -> None:
    index = ("    unique:\n", "    unique:\n      - {fields: [title]}\n")
    workshop.change(index, allow=["M006"])
    name = "uq_orders_title"

    def double(*said: Any) -> None:
        if "CREATE UNIQUE INDEX CONCURRENTLY" in said[2]:
            # Somebody writes the same title between the question and the index.
            workshop.application("INSERT INTO orders (title) VALUES ('Chair 1')")

    with (
        listening("before_cursor_execute", double),
        pytest.raises(MigrationError, match="PostgreSQL refuses"),
    ):
        workshop.up()
    valid = f"SELECT indisvalid FROM pg_index WHERE indexrelid = '{name}'::regclass"
    assert workshop.ask(valid) == [(False,)]
    workshop.owner("DELETE FROM orders WHERE title = 'Chair 1' AND owner_id IS NULL")
    workshop.up()
    assert workshop.ask(valid) == [(True,)]
    assert workshop.drift() == []
