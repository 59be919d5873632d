"""What a migration does to columns stands in the trail, for whoever replays it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from generator.migrations import runner
from tests.generator.migrations.test_changes import ROWS
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import Urls

EDITS = (
    ("      sku: {type: string, max: 12,", "      code: {was: sku, type: string, max: 12,"),
    ("      starts_on: date\n", "      starts_on: date\n      size: {type: int, default: 5}\n"),
    ("      wait: {type: duration, default: 2 days}\n", ""),
    ("quantity: {type: int,", "quantity: {type: bigint,"),
    ("values: [low, medium, high]}", "values: [low, medium, {top: {was: high}}]}"),
    ('grade >= "high"', 'grade >= "top"'),
)


def told(urls: Urls) -> list[tuple[str, dict[str, Any]]]:
    with psycopg.connect(urls.owner) as owner:
        return owner.execute(
            "SELECT entity_type, changes FROM audit_events WHERE action = 'migrate'"
            " AND entity_id IS NULL ORDER BY id"
        ).fetchall()


def test_columns_are_told_before_and_after(database: Urls, tmp_path: Path) -> None:
    runner.new(tmp_path, resolved(tmp_path), "first")
    runner.up(tmp_path, database.owner, database.application)
    assert told(database) == []
    with psycopg.connect(database.owner) as owner:
        owner.execute(ROWS)
    text = SHOP
    for old, new in EDITS:
        assert old in text, old
        text = text.replace(old, new)
    runner.new(tmp_path, resolved(tmp_path, text), "change", ["M002", "M007"])
    runner.up(tmp_path, database.owner, database.application)

    events = told(database)
    assert {entity for entity, _ in events} == {"order"}
    pairs = [changes["columns"] for _, changes in events if "columns" in changes]
    first, last = pairs[0][0], pairs[-1][1]
    names = {name: number for number, (name, _) in first.items()}
    assert last[names["sku"]] == ["code", "text"]
    assert first[names["quantity"]] == ["quantity", "integer"]
    assert last[names["quantity"]] == ["quantity", "bigint"]
    assert names["wait"] not in last
    added = [each for pair in pairs for each in pair[1].values() if each[0] == "size"]
    assert ["size", "integer", 5] in added, "rows of before show the default"
    assert "total" not in names, "what is generated is not told"
    values = [changes["values"] for _, changes in events if "values" in changes]
    assert values == [{"grade": {"high": "top"}}]

    before = len(events)
    runner.down(tmp_path, "-1", database.owner, database.application)
    assert len(told(database)) > before


def test_names_of_entities_and_links_are_told(database: Urls, tmp_path: Path) -> None:
    runner.new(tmp_path, resolved(tmp_path), "first")
    runner.up(tmp_path, database.owner, database.application)
    text = SHOP
    for old, new in (
        ("  Paper:\n", "  Sheet:\n    was: Paper\n"),
        ("      helpers: {to: User,", "      hands: {was: helpers, to: User,"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    runner.new(tmp_path, resolved(tmp_path, text), "names")
    runner.up(tmp_path, database.owner, database.application)
    events = told(database)
    assert ["paper", "sheet"] in [changes.get("entity") for _, changes in events]
    assert ("order", {"relations": {"helpers": "hands"}}) in events
