"""Losses that may be renames: which are offered, and which are not."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from generator.migrations.suggest import Suggestion, suggestions
from generator.schema.values import Column, EnumType, ForeignKey, Schema, Table

ID = Column("id", "uuid", "id", nullable=False)


def column(name: str, kind: str = "text", **rest: object) -> Column:
    return Column(name, kind, name, **rest)  # type: ignore[arg-type]


def table(entity: str, *columns: Column, keys: tuple[ForeignKey, ...] = ()) -> Table:
    name = f"{entity.lower()}s"
    return Table(name, entity, "a", (ID, *columns), ("id",), f"pk_{name}", foreign_keys=keys)


def schema(*tables: Table, enums: tuple[EnumType, ...] = ()) -> Schema:
    return Schema(enums=enums, tables=tables)


def key(name: str, target: str) -> ForeignKey:
    return ForeignKey(f"fk_{name}", "risks", name, target, "restrict")


@dataclass(frozen=True)
class Case:
    name: str
    before: Schema
    after: Schema
    found: tuple[tuple[str, str, str], ...] = ()


PLACE = (column("place"), column("size", "integer"), column("born_on", "date"))
CASES = [
    Case("no change", schema(table("Risk", *PLACE)), schema(table("Risk", *PLACE))),
    Case(
        "one goes, one of its type comes",
        schema(table("Risk", column("odds", "integer"))),
        schema(table("Risk", column("chance", "integer"))),
        (("field", "odds", "Risk.chance"),),
    ),
    Case(
        "of another type that cannot hold it",
        schema(table("Risk", column("odds"))),
        schema(table("Risk", column("odds_on", "date"))),
    ),
    Case(
        "of a wider type",
        schema(table("Risk", column("odds", "integer"))),
        schema(table("Risk", column("chance", "bigint"))),
        (("field", "odds", "Risk.chance"),),
    ),
    Case(
        "of several, those with like names",
        schema(table("Risk", column("threat"), column("summary"))),
        schema(table("Risk", column("brief"), column("threats"))),
        (("field", "threat", "Risk.threats"),),
    ),
    Case(
        "said by the model",
        schema(table("Risk", column("odds"))),
        schema(table("Risk", column("chance", was="odds"))),
    ),
    Case(
        "a relation to the same target",
        schema(table("Risk", column("owner_id", "uuid"), keys=(key("owner_id", "users"),))),
        schema(table("Risk", column("boss_id", "uuid"), keys=(key("boss_id", "users"),))),
        (("relation", "owner_id", "Risk.boss_id"),),
    ),
    Case(
        "a relation to another target",
        schema(table("Risk", column("owner_id", "uuid"), keys=(key("owner_id", "users"),))),
        schema(table("Risk", column("unit_id", "uuid"), keys=(key("unit_id", "units"),))),
    ),
    Case(
        "an entity with the same fields",
        schema(table("Hazard", *PLACE)),
        schema(table("Danger", *PLACE)),
        (("entity", "Hazard", "Danger"),),
    ),
    Case(
        "an entity with nothing in common",
        schema(table("Hazard", *PLACE)),
        schema(table("Lunch", column("soup", "boolean"))),
    ),
    Case(
        "a word of an unordered enum",
        schema(table("Risk", column("kind", words=("plain", "odd")))),
        schema(table("Risk", column("kind", words=("plain", "strange")))),
        (("value", "odd", "Risk.kind.strange"),),
    ),
    Case(
        "a word of an ordered enum",
        schema(enums=(EnumType("grade", "Grade", ("low", "hi")),)),
        schema(enums=(EnumType("grade", "Grade", ("low", "high")),)),
        (("value", "hi", "Grade.high"),),
    ),
    Case(
        "a word more",
        schema(table("Risk", column("kind", words=("plain",)))),
        schema(table("Risk", column("kind", words=("plain", "odd")))),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_offered(case: Case) -> None:
    found = suggestions(case.before, case.after)
    assert tuple((each.kind, each.was, each.now) for each in found) == case.found


def test_both_readings_are_text_to_use() -> None:
    one = Suggestion("field", "odds", "Risk.chance", "risks", "odds", None, "chance: {was: odds}")
    assert one.readings == (
        'if Risk.chance is what was called "odds": chance: {was: odds}',
        'if "odds" goes with all it holds: charter migrate new -m TEXT --allow M002',
    )
