"""Words of enums that go: to an heir, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from generator.migrations.runner import MigrationError, Refused
from tests.generator.migrations.conftest import ORDERS, Edit, Workshop

LEVELS = "values: [low, medium, high]}"
KINDS = "kind: {enum: [plain, gift]"
STATES = "      values: [open, closed]\n"


@dataclass(frozen=True)
class Gone:
    """An enum that loses a word: with an heir, without one, and the rows that hold it."""

    name: str
    heir: tuple[Edit, ...]
    none: tuple[Edit, ...]
    column: str
    was: str
    word: str
    allow: tuple[str, ...] = ()


LOW = ("{enum: Grade, default: medium}", "{enum: Grade, default: low}")
GONE = [
    Gone(
        "ordered",
        ((LEVELS, "values: [low, {high: {was: medium}}]}"), LOW),
        ((LEVELS, "values: [low, high]}"), LOW),
        "grade",
        "medium",
        "high",
        ("M007",),
    ),
    Gone(
        "unordered",
        (
            (KINDS, "kind: {enum: [plain, loan, {swap: {was: gift}}]"),
            ('kind == "gift"', 'kind == "swap"'),
        ),
        ((KINDS, "kind: {enum: [plain, loan]"), ('kind == "gift"', 'kind == "loan"')),
        "kind",
        "gift",
        "swap",
    ),
    Gone(
        "unordered, to one that is there",
        (
            (KINDS, "kind: {enum: [{plain: {was: gift}}, loan]"),
            ('kind == "gift"', 'kind == "loan"'),
        ),
        ((KINDS, "kind: {enum: [plain, loan]"), ('kind == "gift"', 'kind == "loan"')),
        "kind",
        "gift",
        "plain",
    ),
    Gone(
        "a state",
        (
            (STATES, "      values: [open, {done: {was: closed}}]\n"),
            ('frozen: status == "closed"', 'frozen: status == "done"'),
            ("to: closed}", "to: done}"),
            ("from: closed", "from: done"),
        ),
        (
            (STATES, "      values: [open, done]\n"),
            ('frozen: status == "closed"', 'frozen: status == "done"'),
            ("to: closed}", "to: done}"),
            ("from: closed", "from: done"),
        ),
        "status",
        "closed",
        "done",
    ),
]


def hold(workshop: Workshop, gone: Gone) -> None:
    """Some rows hold the word; none of the others do."""
    workshop.owner(
        f"UPDATE orders SET {gone.column} = '{gone.was}', wish = 'x' WHERE quantity < 4;"
        + ("UPDATE orders SET grade = 'low' WHERE quantity > 3" if gone.column == "grade" else "")
    )


def held(workshop: Workshop, gone: Gone, word: str) -> int:
    query = f"SELECT count(*) FROM orders WHERE {gone.column}::text = '{word}'"
    count: int = workshop.ask(query)[0][0]
    return count


@pytest.mark.parametrize("gone", GONE, ids=lambda each: each.name)
def test_rows_get_the_heir(workshop: Workshop, gone: Gone) -> None:
    hold(workshop, gone)
    many, others = held(workshop, gone, gone.was), held(workshop, gone, gone.word)
    assert 0 < many < ORDERS
    workshop.change(*gone.heir, allow=gone.allow)
    workshop.up()
    assert workshop.drift() == []
    assert held(workshop, gone, gone.word) == many + others


@pytest.mark.parametrize("gone", GONE, ids=lambda each: each.name)
def test_without_an_heir_no_row_may_hold_it(workshop: Workshop, gone: Gone) -> None:
    hold(workshop, gone)
    many = held(workshop, gone, gone.was)
    with pytest.raises(Refused) as refused:
        workshop.change(*gone.none)
    assert {each.code for each in refused.value.findings} == {"M005", *gone.allow}
    workshop.change(*gone.none, allow=["M005", *gone.allow])
    before = workshop.picture()
    with pytest.raises(MigrationError, match=f"{many} rows .*(.|\n)*Nothing of this migration"):
        workshop.up()
    assert workshop.picture() == before
    workshop.owner(
        "ALTER TABLE orders DISABLE TRIGGER tr_orders_frozen;"
        f"DELETE FROM notes; DELETE FROM orders WHERE {gone.column} = '{gone.was}';"
        "ALTER TABLE orders ENABLE TRIGGER tr_orders_frozen"
    )
    workshop.up()
    assert workshop.drift() == []
    assert workshop.ask("SELECT count(*) FROM orders") == [(ORDERS - many,)]


def test_words_of_lists_get_the_heir_too(workshop: Workshop) -> None:
    tags = "      tags: {type: string, max: 5, many: true, max_items: 3}\n"
    first = "      tags: {enum: [red, blue, green], many: true}\n"
    later = "      tags: {enum: [red, {cold: {was: blue}}, green], many: true}\n"
    workshop.change((tags, first), allow=["M003", "M005"])
    workshop.up()
    workshop.owner("UPDATE orders SET tags = '{green,blue}' WHERE title = 'Chair 1'")
    workshop.change((tags, later), message="cold")
    workshop.up()
    assert workshop.drift() == []
    tags_of = "SELECT tags FROM orders WHERE title IN ('Chair 1', 'Chair 2') ORDER BY title"
    assert workshop.ask(tags_of) == [(["green", "cold"],), (["red"],)]
    workshop.down()
    assert workshop.ask(tags_of) == [(["green", "blue"],), (["red"],)]
