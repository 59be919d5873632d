"""Undoing: what would be lost or stands in the way is asked before anything is undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from generator.migrations import runner
from generator.migrations.runner import MigrationError
from tests.generator.migrations.conftest import ORDERS, Edit, Workshop

STARTS = "      starts_on: date\n"


@dataclass(frozen=True)
class Undone:
    """A change, what happened after it, and what undoing it would lose, or what forbids it."""

    name: str
    edits: tuple[Edit, ...]
    then: str
    said: str
    loss: bool = True
    repair: str = ""
    meant: dict[str, Any] = field(default_factory=dict)


UNDONE = [
    Undone(
        "a new column that holds values",
        ((STARTS, f"{STARTS}      size: {{type: int, default: 5}}\n"),),
        "UPDATE orders SET size = 6 WHERE quantity = 2",
        "loses orders.size: the values of 3 rows",
    ),
    Undone(
        "a new column that was filled",
        ((STARTS, f"{STARTS}      size: {{type: int, required: true}}\n"),),
        "SELECT",
        f"loses orders.size: the values of {ORDERS} rows",
        meant={"fill": ["Order.size=quantity"]},
    ),
    Undone(
        "a new table that has rows",
        (
            (
                "  Stamp:\n",
                "  Seal:\n    doc: New.\n    label: body\n    fields: {body: text}\n  Stamp:\n",
            ),
        ),
        "INSERT INTO seals (body) VALUES ('a'), ('b')",
        "loses table seals: 2 rows",
    ),
    Undone(
        "links of a new relation",
        (
            (
                "      helpers: {to: User",
                "      judges: {to: User, many: true}\n      helpers: {to: User",
            ),
        ),
        "INSERT INTO orders_judges (order_id, user_id) SELECT o.id, u.id FROM orders o, users u",
        f"loses table orders_judges: {ORDERS} rows",
    ),
    Undone(
        "a column that was dropped and was required",
        (
            (
                "      body: {type: text, required: true}\n    relations:\n      subject",
                "      text: {type: text}\n    relations:\n      subject",
            ),
            ("label: body\n    fields:\n      text", "label: text\n    fields:\n      text"),
        ),
        "SELECT",
        f"cannot be undone: notes.body: {ORDERS} rows would have no value for it",
        loss=False,
        repair="DELETE FROM notes",
        meant={"allow": ["M002"]},
    ),
    Undone(
        "a column that is no longer required",
        (
            (
                "title: {type: string, min: 2, max: 40, required: true, search: A}",
                "title: {type: string, min: 2, max: 40, search: A}",
            ),
        ),
        "UPDATE orders SET title = NULL WHERE title = 'Chair 2'",
        "cannot be undone: orders.title: 1 rows have no value, which it needs again",
        loss=False,
        repair="UPDATE orders SET title = 'Chair 2' WHERE title IS NULL",
    ),
    Undone(
        "a wider bound",
        (("max: 9, default: 1", "max: 99, default: 1"),),
        "UPDATE orders SET quantity = 50 WHERE quantity = 2",
        "cannot be undone: orders: 3 rows do not fit quantity <= 9, which comes back",
        loss=False,
        repair="UPDATE orders SET quantity = 9 WHERE quantity = 50",
    ),
    Undone(
        "a new word of an ordered enum",
        (("values: [low, medium, high]", "values: [low, medium, high, top]"),),
        "UPDATE orders SET grade = 'top' WHERE quantity = 2",
        "cannot be undone: orders.grade: 3 rows hold top, which would go",
        loss=False,
        repair="UPDATE orders SET grade = 'high' WHERE grade = 'top'",
    ),
    Undone(
        "a new word of an unordered enum",
        (("kind: {enum: [plain, gift]", "kind: {enum: [plain, gift, loan]"),),
        "UPDATE orders SET kind = 'loan' WHERE quantity = 2",
        "cannot be undone: orders: 3 rows do not fit",
        loss=False,
        repair="UPDATE orders SET kind = 'plain' WHERE kind = 'loan'",
    ),
    Undone(
        "what is no longer unique",
        (("    unique:\n      - {fields: [title, owner], nulls: equal}\n", ""),),
        "UPDATE orders SET title = 'Same' WHERE quantity = 2",
        r"cannot be undone: orders (title, owner_id): 1 values are shared by several rows",
        loss=False,
        repair="UPDATE orders SET title = ref WHERE title = 'Same'",
    ),
    Undone(
        "a type that holds more",
        (
            (
                "wait: {type: duration, default: 2 days}",
                "wait: {type: string, max: 50, default: none}",
            ),
        ),
        "UPDATE orders SET wait = 'soon' WHERE quantity = 2",
        "cannot be undone: orders.wait: 3 values are no interval",
        loss=False,
        repair="UPDATE orders SET wait = 'P1D' WHERE wait = 'soon'",
        meant={"allow": ["M003"]},
    ),
    Undone(
        "a moment that was a date",
        (
            (STARTS, "      starts_on: datetime\n"),
            ("ends_on: {type: date, min: starts_on}", "ends_on: date"),
        ),
        "UPDATE orders SET starts_on = '2026-05-01 12:30+00' WHERE quantity = 2",
        "loses orders.starts_on: 3 values are less as date",
    ),
]


@pytest.mark.parametrize("undone", UNDONE, ids=lambda each: each.name)
def test_what_goes_or_forbids_it_is_said_before_anything_is_undone(
    workshop: Workshop, undone: Undone
) -> None:
    workshop.change(*undone.edits, **undone.meant)
    workshop.up()
    workshop.owner(undone.then)
    before = workshop.picture()
    with pytest.raises(MigrationError) as refused:
        workshop.down(allow_loss=not undone.loss)
    assert undone.said in str(refused.value)
    assert ("--allow-loss" in str(refused.value)) == undone.loss
    assert workshop.picture() == before
    if undone.repair:
        workshop.owner(undone.repair)
        workshop.down()
    else:
        workshop.down(allow_loss=True)
    assert workshop.ask("SELECT count(*) FROM orders") == [(ORDERS,)]
    workshop.owner("DELETE FROM notes; DELETE FROM orders")
    workshop.up()
    assert workshop.drift() == []


def test_what_loses_nothing_is_undone_without_a_word(workshop: Workshop) -> None:
    workshop.change(
        (STARTS, f"{STARTS}      size: {{type: int, default: 5}}\n"),
        ("max: 9, default: 1", "max: 99, default: 1"),
        ("values: [low, medium, high]", "values: [low, medium, high, top]"),
    )
    files = workshop.up()
    assert len(workshop.down()) == len(files)
    assert runner.pending(workshop.folder, workshop.urls.owner) == files
    assert workshop.down("base", allow_loss=True)
