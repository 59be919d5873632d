"""Columns that change their type by way of another one, while others write."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread

import psycopg
import pytest

from generator.migrations.runner import MigrationError
from tests.generator.migrations.conftest import ORDERS, Edit, Workshop

WAIT = ("wait: {type: duration, default: 2 days}", "wait: {type: string, max: 50, default: none}")


@dataclass(frozen=True)
class Retype:
    """An edit, values of before, and what becomes of them."""

    name: str
    edits: tuple[Edit, ...]
    before: str
    query: str
    after: object
    allow: tuple[str, ...] = ("M003",)
    back: object = None
    """What a way back makes of them, where it is not what was there before."""


STARTS = "      starts_on: date\n"
RETYPES = [
    Retype(
        "a duration becomes text",
        (WAIT,),
        "wait = interval '1 hour'",
        "wait::text",
        "PT1H",
    ),
    Retype(
        "a date becomes a moment",
        (
            (STARTS, "      starts_on: datetime\n"),
            ("ends_on: {type: date, min: starts_on}", "ends_on: date"),
        ),
        "starts_on = '2026-05-01'",
        "starts_on::text",
        "2026-05-01 00:00:00+00",
        allow=(),
        back="2026-05-01",
    ),
    Retype(
        "one value becomes a list",
        (
            (
                '      wish: {type: text, required_when: kind == "gift", search: B}\n',
                "      wish: {type: string, max: 60, many: true}\n",
            ),
        ),
        "wish = 'a car'",
        "wish::text",
        '{"a car"}',
        allow=("M003",),
        back="a car",
    ),
    Retype(
        "words become an ordered enum",
        (
            ("kind: {enum: [plain, gift], default", "kind: {enum: Kind, default"),
            ("enums:\n", "enums:\n  Kind: {ordered: true, values: [plain, gift]}\n"),
        ),
        "kind = 'gift', wish = 'x'",
        "kind::text",
        "gift",
    ),
    Retype(
        "text becomes a number",
        (
            (
                '      wish: {type: text, required_when: kind == "gift", search: B}\n',
                "      wish: {type: int, min: 0}\n",
            ),
        ),
        "wish = '12'",
        "wish::text",
        "12",
    ),
    Retype(
        "a longer decimal",
        (("price: {type: decimal, digits: 8", "price: {type: decimal, digits: 12"),),
        "price = 1.25",
        "price::text",
        "1.25",
        allow=("M007",),
    ),
]


@pytest.mark.parametrize("retype", RETYPES, ids=lambda each: each.name)
def test_values_are_carried_over_and_back(workshop: Workshop, retype: Retype) -> None:
    workshop.owner(f"UPDATE orders SET {retype.before} WHERE title = 'Chair 2'")
    query = f"SELECT {retype.query}, version FROM orders WHERE title = 'Chair 2'"
    before = workshop.ask(query)
    workshop.change(*retype.edits, allow=retype.allow)
    workshop.up()
    assert workshop.drift() == []
    # Nobody changed a row: it has the same version, and no event.
    assert workshop.ask(query) == [(retype.after, 2)]
    workshop.down()
    assert workshop.ask(query) == ([(retype.back, 2)] if retype.back else before)
    workshop.up()
    assert workshop.drift() == []
    assert workshop.ask(query) == [(retype.after, 2)]


@pytest.mark.parametrize(
    ("edit", "rows", "told"),
    [
        (RETYPES[4].edits, "wish = 'twelve'", "M003 orders.wish: 1 values are no integer"),
        (RETYPES[4].edits, "wish = '-1'", "M003 orders: 1 rows do not fit wish >= 0"),
        (
            (
                (
                    "wait: {type: duration, default: 2 days}",
                    "wait: {type: string, max: 4, default: none}",
                ),
            ),
            "wait = interval '1 year 2 months'",
            "M003 orders: 1 rows do not fit char_length",
        ),
    ],
)
def test_values_that_do_not_fit_are_found_before_anything_changes(
    workshop: Workshop, edit: tuple[Edit, ...], rows: str, told: str
) -> None:
    workshop.owner(f"UPDATE orders SET {rows} WHERE title = 'Chair 2'")
    workshop.change(*edit, allow=["M003"])
    before = workshop.picture()
    with pytest.raises(MigrationError, match=told):
        workshop.up()
    assert workshop.picture() == before


def test_nobody_fails_who_writes_meanwhile(workshop: Workshop) -> None:
    workshop.change(
        WAIT,
        (
            "- {fields: [grade, -total], where",
            "- {fields: [wait]}\n      - {fields: [grade], where",
        ),
        allow=["M003"],
    )
    done, written, failed = Event(), [0], list[Exception]()

    def write() -> None:
        options = "-c charter.platform=on"
        statements = (
            "INSERT INTO orders (title, wait) VALUES ('By ' || uuidv7(), DEFAULT)",
            "UPDATE orders SET quantity = quantity % 9 + 1 WHERE title = 'Chair 5'",
            "DELETE FROM orders WHERE title LIKE 'By %' AND random() < 0.5",
            "SELECT wait, grade FROM orders ORDER BY id LIMIT 5",
        )
        with psycopg.connect(
            workshop.urls.application, options=options, autocommit=True, prepare_threshold=None
        ) as session:
            while not done.is_set():
                try:
                    session.execute(statements[written[0] % 4].encode())
                except psycopg.Error as error:
                    failed.append(error)
                written[0] += 1

    writers = [Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        workshop.up()
    finally:
        done.set()
        for writer in writers:
            writer.join()
    assert failed == []
    assert written[0] > 20
    assert workshop.drift() == []
    rows = "SELECT count(*) FROM orders WHERE title LIKE 'Chair%' AND wait = 'P2D'"
    assert workshop.ask(rows) == [(ORDERS,)]
    # Deleted rows told what they held, and nothing of what was on its way.
    assert workshop.ask("SELECT count(*) FROM audit_events WHERE changes ? 'wait__next'") == [(0,)]
