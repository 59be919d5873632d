from __future__ import annotations

from pathlib import Path

import pytest

from generator.model import Inverse
from tests.generator.resolve.specs import resolved, thing


@pytest.mark.parametrize(
    ("declared", "on_delete"),
    [
        ("{to: User}", "set_null"),
        ("{to: User, required: true}", "restrict"),
        ("{to: User, on_delete: cascade}", "cascade"),
    ],
)
def test_what_deletion_does(tmp_path: Path, declared: str, on_delete: str) -> None:
    relation = thing(tmp_path, f"relations: {{owner: {declared}}}").relation("owner")
    assert (relation.column, relation.on_delete) == ("owner_id", on_delete)


def test_who_made_and_changed_a_row_is_a_relation(tmp_path: Path) -> None:
    entity = thing(tmp_path, "relations: {owner: {to: User, default: actor}}")
    assert [relation.name for relation in entity.relations] == [
        "owner",
        "created_by",
        "updated_by",
    ]
    made = entity.relation("created_by")
    assert (made.inferred, made.write, made.on_delete) == (True, "system", "set_null")
    assert entity.relation("owner").default is not None


def test_a_link_has_a_table_with_two_columns(tmp_path: Path) -> None:
    body = """\
relations:
  units: {to: Unit, many: true, inverse: things}
  peers: {to: Thing, many: true, table: peers}
"""
    entity = thing(tmp_path, body)
    units, peers = entity.relation("units"), entity.relation("peers")
    assert units.link_table == "things_units"
    assert (units.left_column, units.right_column) == ("thing_id", "unit_id")
    assert peers.link_table == "peers"
    assert (peers.left_column, peers.right_column) == ("thing_id", "other_thing_id")


def test_the_other_side_is_seen(tmp_path: Path) -> None:
    things = """\
entities:
  Thing:
    relations:
      whole: {to: Thing, inverse: parts}
      units: {to: Unit, many: true, inverse: things}
      subject: {to: [Unit, Project], inverse: remarks}
    scopes:
      linked: any(units) and any(parts)
"""
    model = resolved(tmp_path, things)
    assert model.entity("Thing").inverses == (Inverse("parts", "Thing", "whole", False),)
    assert model.entity("Unit").inverses == (
        Inverse("remarks", "Thing", "subject", False),
        Inverse("things", "Thing", "units", True),
        Inverse("units", "Unit", "parent", False),
    )


def test_rows_of_several_kinds_have_a_second_column(tmp_path: Path) -> None:
    entity = thing(tmp_path, "relations: {subject: {to: any, on_delete: cascade}}")
    subject = entity.relation("subject")
    assert subject.polymorphic
    assert (subject.column, subject.type_column) == ("subject_id", "subject_type")
    assert {"Unit", "Project", "Thing", "User"} <= set(subject.targets)
