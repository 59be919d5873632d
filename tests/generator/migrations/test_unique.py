"""A unique key over rows that are there, and conditions that they have to meet."""

from __future__ import annotations

import pytest

from generator.migrations.runner import MigrationError, Refused
from tests.generator.migrations.conftest import Edit, Workshop

TITLE = ("    unique:\n", "    unique:\n      - {fields: [title]}\n")
OWNER = ("    unique:\n", "    unique:\n      - {fields: [owner, quantity]}\n")
LIVE = ("    indexes:\n", '    indexes:\n      - {fields: [price], where: kind == "plain"}\n')


def test_what_may_be_shared_is_a_finding(workshop: Workshop) -> None:
    with pytest.raises(Refused) as refused:
        workshop.change(TITLE)
    assert [each.code for each in refused.value.findings] == ["M006"]
    workshop.change(TITLE, allow=["M006"])
    workshop.up()
    assert workshop.drift() == []


@pytest.mark.parametrize(
    ("edit", "rows", "shared"),
    [
        (TITLE, "UPDATE orders SET title = 'Same', price = 0 WHERE quantity = 3", 1),
        # Several rows have an owner and a quantity in common: 25 orders, quantities of 1 to 9.
        (OWNER, "SELECT", 9),
    ],
)
def test_values_that_are_shared_are_counted_before_anything_changes(
    workshop: Workshop, edit: Edit, rows: str, shared: int
) -> None:
    if edit is TITLE:
        rows = rows.replace("price = 0", "owner_id = NULL, parent_id = NULL")
        workshop.owner("DROP INDEX uq_orders_title_owner_id")
    workshop.owner(rows)
    workshop.change(edit, allow=["M006"])
    before = workshop.picture()
    with pytest.raises(MigrationError, match=rf"M006 orders \(.*\) becomes unique, and {shared} v"):
        workshop.up()
    assert workshop.picture() == before


def test_more_keys_in_a_unique_list_need_no_look(workshop: Workshop) -> None:
    workshop.change(("{fields: [title, owner], nulls: equal}", "{fields: [title, owner, kind]}"))
    workshop.up()
    assert workshop.drift() == []
