"""Every kind of change to a model, migrated on a server with rows in it, undone, and redone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from generator.migrations import catalogue, runner
from generator.migrations.history import History
from generator.migrations.runner import Refused
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import Urls

ROWS = """
INSERT INTO users (email, full_name) VALUES ('ann@example.com', 'Ann');
INSERT INTO orders (title, grade, kind, sku, quantity, owner_id, tags)
    SELECT 'Chair', 'high', 'plain', 'A-1', 3, id, '{red}' FROM users;
INSERT INTO orders_helpers (order_id, user_id) SELECT orders.id, users.id FROM orders, users;
INSERT INTO notes (body, subject_type, subject_id) SELECT 'n', 'order', id FROM orders;
UPDATE orders SET status = 'closed';
"""


@dataclass(frozen=True)
class Change:
    """Replacements in the spec, the codes that must be accepted, and what a query then gives."""

    name: str
    edits: tuple[tuple[str, str], ...]
    accept: frozenset[str] = frozenset()
    query: str = "SELECT count(*) FROM orders"
    answer: tuple[object, ...] = (1,)
    rows: bool = True
    """Whether the tables have rows meanwhile."""


CHANGES = [
    Change(
        "a new entity with six fields and a relation",
        (
            (
                "  Receipt:\n",
                "  Tool:\n    doc: A tool.\n    label: a\n    fields:\n"
                "      a: {type: string, max: 9}\n      b: int\n      c: bool\n      d: date\n"
                "      e: {enum: Grade}\n      f: {type: int, computed: b * 2}\n"
                "    relations:\n      owner: {to: User, required: true}\n  Receipt:\n",
            ),
        ),
        query="SELECT count(*) FROM tools",
        answer=(0,),
    ),
    Change(
        "a new column with a default",
        (
            (
                "      starts_on: date\n",
                "      starts_on: date\n      size: {type: int, default: 5}\n",
            ),
        ),
        query="SELECT size FROM orders",
        answer=(5,),
    ),
    Change(
        "a new required column without default",
        (
            (
                "      starts_on: date\n",
                "      starts_on: date\n      size: {type: int, required: true}\n",
            ),
        ),
        frozenset({"M004"}),
        rows=False,
    ),
    Change(
        "a dropped column with its checks",
        (("      tags: {type: string, max: 5, many: true, max_items: 3}\n", ""),),
        frozenset({"M002"}),
    ),
    Change(
        "a dropped entity",
        (("  Note:\n", "  Node:\n"),),
        frozenset({"M001"}),
        query="SELECT count(*) FROM nodes",
        answer=(0,),
    ),
    Change(
        "a renamed entity, with its keys, counter and links",
        (
            ("  Order:\n", "  Job:\n    was: Order\n"),
            ("{to: Order, on_delete: cascade, inverse: parts}", "{to: Job, on_delete: cascade}"),
        ),
        query="SELECT jobs.title, count(jobs_helpers) FROM jobs "
        "JOIN jobs_helpers ON job_id = jobs.id GROUP BY 1",
        answer=("Chair", 1),
    ),
    Change(
        "a renamed field and relation",
        (
            ("      price: {type", "      cost: {was: price, type"),
            ("computed: quantity * price", "computed: quantity * cost"),
            ("      owner: {to: User}", "      keeper: {to: User, was: owner}"),
            ("fields: [title, owner]", "fields: [title, keeper]"),
        ),
        query="SELECT cost::text, total::text, keeper_id IS NOT NULL FROM orders",
        answer=("0.50", "1.50", True),
    ),
    Change(
        "a renamed field that goes on being read by its old name",
        (
            (
                "      price: {type",
                "      price: {type: decimal, digits: 8, places: 2, computed: cost}\n"
                "      cost: {was: price, type",
            ),
            ("computed: quantity * price", "computed: quantity * cost"),
        ),
        frozenset({"M007"}),
        query="SELECT cost::text, price::text, total::text FROM orders",
        answer=("0.50", "0.50", "1.50"),
    ),
    Change(
        "a renamed number goes on counting",
        (("      ref: {number", "      code: {was: ref, number"),),
        query="SELECT right(code, 3), charter_number('sq_orders_code', '{number}', 1) FROM orders",
        answer=("001", "2"),
    ),
    Change(
        "renamed values of a list and of states, in rows that are frozen",
        (
            ("kind: {enum: [plain, gift]", "kind: {enum: [{bare: {was: plain}}, gift]"),
            ("default: plain}", "default: bare}"),
            ('where: kind == "plain"', 'where: kind == "bare"'),
            ("      values: [open, closed]\n", "      values: [open, {done: {was: closed}}]\n"),
            ('frozen: status == "closed"', 'frozen: status == "done"'),
            ("close: {from: open, to: closed}", "close: {from: open, to: done}"),
            ("reopen: {from: closed, to: open}", "reopen: {from: done, to: open}"),
        ),
        query="SELECT kind, status FROM orders",
        answer=("bare", "done"),
    ),
    Change(
        "a renamed ordered enum and value",
        (
            (
                "  Grade: {ordered: true, values: [low, medium, high]}",
                "  Level: {was: Grade, ordered: true, values: [low, medium, {top: {was: high}}]}",
            ),
            ("{enum: Grade, default", "{enum: Level, default"),
            ('grade >= "high"', 'grade >= "top"'),
        ),
        query="SELECT grade::text, urgent FROM orders",
        answer=("top", True),
    ),
    Change(
        "values added to an ordered enum, at both ends and used at once",
        (
            ("values: [low, medium, high]", "values: [none, low, medium, high, top]"),
            ("{enum: Grade, default: medium}", "{enum: Grade, default: none}"),
        ),
        query="SELECT 'none'::grade < 'low' AND 'top'::grade > 'high'",
        answer=(True,),
    ),
    Change(
        "a value taken from an ordered enum",
        (
            ("values: [low, medium, high]", "values: [low, high]"),
            ("{enum: Grade, default: medium}", "{enum: Grade, default: low}"),
        ),
        frozenset({"M005", "M007"}),
        query="SELECT grade::text, urgent FROM orders",
        answer=("high", True),
    ),
    Change(
        "an unordered enum that becomes an ordered one",
        (
            ("kind: {enum: [plain, gift], default", "kind: {enum: Kind, default"),
            ("enums:\n", "enums:\n  Kind: {ordered: true, values: [plain, gift]}\n"),
        ),
        frozenset({"M003"}),
        query="SELECT kind::text, pg_typeof(kind)::text FROM orders",
        answer=("plain", "kind"),
    ),
    Change(
        "a wider number under a computed column and an index",
        (("quantity: {type: int, min: 1", "quantity: {type: bigint, min: 1"),),
        frozenset({"M007"}),
        query="SELECT total::text FROM orders",
        answer=("1.50",),
    ),
    Change(
        "a narrower bound",
        (("max: 9, default: 1", "max: 5, default: 1"),),
        frozenset({"M003"}),
    ),
    Change(
        "a wider bound",
        (("max: 9, default: 1", "max: 99, default: 1"),),
    ),
    Change(
        "another formula, another frozen condition, another rule",
        (
            ("computed: quantity * price", "computed: quantity * price * 2"),
            ('frozen: status == "closed"', "frozen: quantity > 8"),
            ("check: parent != row", "check: parent is null or quantity < 9"),
        ),
        frozenset({"M007"}),
        query="SELECT total::text FROM orders",
        answer=("3.00",),
    ),
    Change(
        "a column made required that has a default now",
        (("      starts_on: date\n", "      starts_on: {type: date, default: 2026-01-01}\n"),),
        query="SELECT starts_on::text FROM orders",
        answer=("2026-01-01",),
    ),
    Change(
        "softly deleted from now on",
        (("    doc: Says something about any row.\n", "    doc: Hides.\n    delete: soft\n"),),
        query="SELECT deleted_at FROM notes",
        answer=(None,),
    ),
]


def edited(change: Change) -> str:
    """The shop's spec after a change."""
    text = SHOP
    for old, new in change.edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def account(change: Change) -> str:
    """The other file, where the change renames what it refers to."""
    from tests.generator.schema.workshop import ACCOUNT

    return (
        ACCOUNT.replace("[Order, Stamp]", "[Job, Stamp]") if "Job:" in edited(change) else ACCOUNT
    )


def drift(url: str, project: Path) -> list[str]:
    """Where the database is not what the newest snapshot says."""
    with psycopg.connect(url) as connection:
        return catalogue.drift(connection, History(project).newest())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_change_goes_up_and_down_and_up(change: Change, database: Urls, tmp_path: Path) -> None:
    runner.new(tmp_path, resolved(tmp_path), "first")
    runner.up(tmp_path, database.owner, database.application)
    first = History(tmp_path).heads()[0]
    with psycopg.connect(database.owner) as owner:
        owner.execute(ROWS)
        if not change.rows:
            owner.execute("ALTER TABLE orders DISABLE TRIGGER tr_orders_frozen")
            owner.execute("DELETE FROM orders")
            owner.execute("ALTER TABLE orders ENABLE TRIGGER tr_orders_frozen")

    after = resolved(tmp_path, edited(change), account=account(change))
    if change.accept:
        with pytest.raises(Refused) as refused:
            runner.new(tmp_path, after, "change")
        assert {finding.code for finding in refused.value.findings} == change.accept
    files = runner.new(tmp_path, after, "change", change.accept)
    assert files
    assert all(len(file.read_text().splitlines()) <= 500 for file in files if file.suffix == ".py")
    assert runner.new(tmp_path, after, "nothing") == []

    runner.up(tmp_path, database.owner, database.application)
    assert runner.check(tmp_path, after, database.owner) == []
    options = "-c charter.platform=on"
    with psycopg.connect(database.application, options=options) as application:
        if change.rows:
            assert application.execute(change.query).fetchone() == change.answer

    runner.down(tmp_path, first, database.owner, database.application)
    with psycopg.connect(database.owner) as owner:
        before = History(tmp_path).schema_at(first)
        assert catalogue.drift(owner, before) == []
    runner.up(tmp_path, database.owner, database.application)
    assert drift(database.owner, tmp_path) == []
