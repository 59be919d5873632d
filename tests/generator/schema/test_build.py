"""The schema as values: what needs no server to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import check
from generator.schema import values
from generator.schema.access import grants
from generator.schema.build import build
from generator.schema.columns import numbering
from generator.schema.values import EMPTY, Schema
from tests.generator.schema.workshop import SHOP, resolved


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    return build(resolved(tmp_path))


def test_a_snapshot_gives_back_the_schema(schema: Schema) -> None:
    text = values.to_json(schema)
    assert values.from_json(text) == schema
    assert values.to_json(values.from_json(text)) == text
    assert values.from_json(values.to_json(EMPTY)) == EMPTY


@pytest.mark.parametrize(
    ("example", "pattern", "width"),
    [
        ("R-0001", "R-{number}", 4),
        ("DSR-{year}-001", "DSR-{year}-{number}", 3),
        ("V2-01/x", "V2-{number}/x", 2),
        ("A", "A{number}", 1),
    ],
)
def test_a_number_is_read_from_its_example(example: str, pattern: str, width: int) -> None:
    assert numbering(example) == (pattern, width)


def test_every_key_has_an_index_that_it_leads(schema: Schema) -> None:
    for table in schema.tables:
        leading = {index.columns[0][0] for index in table.indexes if index.where is None}
        leading.add(table.primary_key[0])
        assert {key.column for key in table.foreign_keys} <= leading, table.name


def test_names_of_constraints_and_their_like_are_unique_and_fit(schema: Schema) -> None:
    indexes = [item.name for table in schema.tables for item in table.indexes]
    assert len(indexes) == len(set(indexes))
    for table in schema.tables:
        names = [item.name for item in values.parts(table)]
        assert len(names) == len(set(names))
        assert all(len(name.encode()) <= 63 for name in names)


def test_all_text_compares_by_code_point(schema: Schema) -> None:
    columns = [column for table in schema.tables for column in table.columns]
    assert {column.collation for column in columns if column.type.startswith("text")} == {'"C"'}


def test_what_is_worked_out_in_the_read_is_no_column(tmp_path: Path) -> None:
    late = "      late: {type: bool, computed: ends_on < today()}\n"
    text = SHOP.replace("      starts_on: date\n", f"      starts_on: date\n{late}")
    assert build(resolved(tmp_path, text)) == build(resolved(tmp_path, SHOP))


def test_the_trail_remembers_keys_and_enforces_none(schema: Schema) -> None:
    events = schema.table("audit_events")
    assert events.foreign_keys == ()
    assert events.privileges == ("select",)
    assert [trigger.function for trigger in events.triggers] == ["charter_refuse"] * 2


def test_secret_columns_are_granted_to_nobody(schema: Schema) -> None:
    read = [
        text for text in grants(schema, "app") if text.startswith(("GRANT SELECT", "GRANT UPD"))
    ]
    assert any(" ON users TO app" in text for text in read)
    assert not any("password_hash" in text or "token_hash" in text for text in read)


def test_a_hard_child_cannot_go_with_a_softly_deleted_parent(tmp_path: Path) -> None:
    paper = "  Paper:\n    doc: Lies in a folder.\n    label: title\n    delete: soft\n"
    hard = paper.replace("    delete: soft\n", "")
    resolved(tmp_path)
    spec = tmp_path / "model" / "shop.yaml"
    spec.write_text(spec.read_text().replace(paper, hard))
    model, problems = check(tmp_path)
    assert model is None
    assert [problem.code for problem in problems.sorted()] == ["E043"]
