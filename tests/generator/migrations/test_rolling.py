"""Applications of before work on until the stage `contract`, those of after from then on too."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from generator.migrations import runner
from generator.migrations.runner import Refused
from runtime.audit.tables import _COLUMNS
from tests.generator.migrations.conftest import ORDERS, Edit, Workshop
from tests.generator.migrations.test_failures import stumbling

RENAMED: tuple[Edit, ...] = (
    ("      price: {type", "      cost: {was: price, type"),
    ("computed: quantity * price", "computed: quantity * cost"),
    ("      owner: {to: User}", "      keeper: {to: User, was: owner}"),
    ("fields: [title, owner]", "fields: [title, keeper]"),
)


def test_both_names_of_a_column_are_served_for_a_while(workshop: Workshop) -> None:
    workshop.change(*RENAMED, rolling=True)
    assert workshop.up("contract")
    both = "SELECT count(*) FROM orders WHERE price = cost AND owner_id = keeper_id AND version = 1"
    assert workshop.ask(both) == [(ORDERS,)]
    # An application of before.
    workshop.application("INSERT INTO orders (title, price, quantity) VALUES ('Before', 3, 2)")
    workshop.application("INSERT INTO orders (title) VALUES ('By default')")
    workshop.application("UPDATE orders SET price = 77, owner_id = NULL WHERE title = 'Chair 1'")
    # One of after.
    workshop.application("INSERT INTO orders (title, cost, quantity) VALUES ('After', 4, 2)")
    workshop.application("UPDATE orders SET cost = 88, keeper_id = NULL WHERE title = 'Chair 2'")
    workshop.application("UPDATE orders SET quantity = 9 WHERE title = 'Chair 3'")
    workshop.application("DELETE FROM orders WHERE title = 'Chair 4'")
    rows = (
        "SELECT title, cost::text, total::text, keeper_id IS NULL FROM orders "
        "WHERE price IS NOT DISTINCT FROM cost AND owner_id IS NOT DISTINCT FROM keeper_id "
        "AND title IN ('Before', 'By default', 'After', 'Chair 1', 'Chair 2', 'Chair 3') ORDER BY 1"
    )
    there = workshop.ask(rows)
    assert there == [
        ("After", "4.00", "8.00", True),
        ("Before", "3.00", "6.00", True),
        ("By default", "0.50", "0.50", True),
        ("Chair 1", "77.00", "154.00", True),
        ("Chair 2", "88.00", "264.00", True),
        ("Chair 3", "3.00", "27.00", False),
    ]
    workshop.up()
    assert workshop.drift() == []
    later = rows.replace("price IS NOT DISTINCT FROM cost", "true")
    assert workshop.ask(later.replace("owner_id IS NOT DISTINCT FROM keeper_id", "true")) == there


def test_the_trail_tells_one_name_at_a_time(workshop: Workshop) -> None:
    workshop.change(*RENAMED, rolling=True)
    workshop.up("contract")
    workshop.application("UPDATE orders SET price = 77 WHERE title = 'Chair 1'")
    workshop.application("UPDATE orders SET cost = 88 WHERE title = 'Chair 2'")
    workshop.application("DELETE FROM notes; DELETE FROM orders WHERE title = 'Chair 3'")
    told = (
        "SELECT action, changes -> 'cost' ->> 0, changes -> 'cost' ->> 1 FROM audit_events "
        "WHERE entity_type = 'order' AND action IN ('update', 'delete') ORDER BY id"
    )
    assert workshop.ask(told) == [
        ("update", "1.00", "77.00"),
        ("update", "2.00", "88.00"),
        ("delete", "3.00", None),
    ]
    other = (
        "SELECT count(*) FROM audit_events WHERE action IN ('update', 'delete') "
        "AND (changes ?| '{price,owner_id,price__next,owner_id__next}')"
    )
    assert workshop.ask(other) == [(0,)]
    workshop.up()
    shapes = (
        "SELECT jsonb_path_query_array(changes, '$.columns[0].*[0]') - "
        "ARRAY(SELECT jsonb_array_elements_text("
        "jsonb_path_query_array(changes, '$.columns[1].*[0]'))) "
        "FROM audit_events WHERE action = 'migrate' AND entity_type = 'order'"
    )
    gone = [name for (names,) in workshop.ask(shapes) for name in names]
    assert sorted(gone) == ["owner_id", "price"]


def past_of(workshop: Workshop, title: str, moment: str) -> dict[str, Any]:
    """A row as it stood at a moment, as somebody sees it who may see all orders."""
    query = "SELECT state FROM charter_past_order(%s, NULL) AS state WHERE state ->> 'title' = %s"
    reach = "-c charter.reach.order.read=any"
    with psycopg.connect(workshop.urls.application, options=reach) as connection:
        ((state,),) = connection.execute(query, [moment, title]).fetchall()
    return dict(state)


def test_the_past_is_told_under_both_names(workshop: Workshop) -> None:
    ((moment,),) = workshop.ask("SELECT clock_timestamp()::text")
    workshop.change(*RENAMED, rolling=True)
    workshop.up("contract")
    workshop.application("DELETE FROM notes; DELETE FROM orders WHERE title = 'Chair 2'")
    workshop.application("UPDATE orders SET price = 77, owner_id = NULL WHERE title = 'Chair 1'")
    for title, price in (("Chair 1", 1), ("Chair 2", 2)):
        past = past_of(workshop, title, moment)
        assert (past["price"], past["cost"]) == (price, price)
        assert past["owner_id"] == past["keeper_id"] is not None
    passing = {name for _, _, name, *_, passes, _ in workshop.ask(_COLUMNS, ["orders"]) if passes}
    assert passing == {"price", "owner_id"}
    workshop.up()
    past = past_of(workshop, "Chair 1", moment)
    assert past["cost"] == 1
    assert not {"price", "owner_id"} & past.keys()


def test_it_is_undone_from_anywhere_with_all_values(workshop: Workshop) -> None:
    files = workshop.change(*RENAMED, rolling=True)
    rows = "SELECT title, price, owner_id, total, version FROM orders ORDER BY title"
    before = workshop.ask(rows)
    picture = workshop.picture()[""]
    middle = workshop.up("contract")
    assert 0 < len(middle) < len(files)
    assert len(workshop.down()) == len(middle)
    assert workshop.ask(rows) == before
    assert workshop.picture()[""] == picture
    workshop.up()
    assert len(workshop.down()) == len(files)
    assert workshop.ask(rows) == before
    assert workshop.picture()[""] == picture
    assert stumbling(workshop, workshop.up) > 4
    assert workshop.drift() == []


def test_a_required_column_that_goes_is_not_asked_of_those_who_know_it_no_more(
    workshop: Workshop,
) -> None:
    body = "      body: {type: text, required: true}\n    relations:\n      subject"
    text = "      text: text\n    relations:\n      subject"
    label = ("    label: body\n    fields:\n      text", "    label: text\n    fields:\n      text")
    workshop.change((body, text), label, allow=["M002"], rolling=True)
    workshop.up("contract")
    workshop.application("INSERT INTO notes (body) VALUES ('before')")
    workshop.application("INSERT INTO notes (text) VALUES ('after')")
    workshop.up()
    assert workshop.drift() == []


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (
            (("  Paper:\n", "  Sheet:\n    was: Paper\n"),),
            "M008 papers is called sheets from now on",
        ),
        (
            (
                ("kind: {enum: [plain, gift]", "kind: {enum: [{bare: {was: plain}}, gift]"),
                ("default: plain}", "default: bare}"),
                ('where: kind == "plain"', 'where: kind == "bare"'),
            ),
            "M008 plain of orders.kind is bare from now on",
        ),
        (
            (
                ("values: [low, medium, high]", "values: [low, high]"),
                ("{enum: Grade, default: medium}", "{enum: Grade, default: low}"),
            ),
            "M008 medium of enum Grade is gone from now on",
        ),
        (
            (
                ("      starts_on: date\n", "      starts_on: datetime\n"),
                ("ends_on: {type: date, min: starts_on}", "ends_on: {type: string, max: 20}"),
            ),
            "M008 orders.ends_on is date until the stage contract",
        ),
    ],
)
def test_what_cannot_be_served_twice_is_said(
    workshop: Workshop, edits: tuple[Edit, ...], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        workshop.change(*edits, rolling=True)
    assert said in [str(each) for each in refused.value.findings]


def test_rights_on_columns_alone_go_over_to_their_heirs(workshop: Workshop) -> None:
    starts = "      starts_on: date\n"
    pin = (starts, f"{starts}      pin: {{type: string, max: 9, secret: true}}\n")
    workshop.change(pin, message="pin")
    workshop.up()
    wait = ("wait: {type: duration, default: 2 days}", "wait: {type: string, max: 50}")
    workshop.change(pin, *RENAMED, rolling=True)
    # Without the application's role: nobody gives it rights anew.
    runner.up(workshop.folder, workshop.urls.owner, until="contract")
    workshop.application("UPDATE orders SET price = 5, owner_id = NULL WHERE title = 'Chair 1'")
    workshop.application("UPDATE orders SET cost = 6, keeper_id = NULL WHERE title = 'Chair 2'")
    runner.up(workshop.folder, workshop.urls.owner)
    workshop.change(pin, *RENAMED, wait, allow=["M003"], message="wait")
    runner.up(workshop.folder, workshop.urls.owner)
    workshop.application("UPDATE orders SET wait = 'P9D' WHERE title = 'Chair 1'")
    rows = "SELECT cost::text, wait FROM orders WHERE title IN ('Chair 1', 'Chair 2') ORDER BY 1"
    assert workshop.ask(rows) == [("5.00", "P9D"), ("6.00", "P2D")]
    assert workshop.drift() == []
