from __future__ import annotations

from pathlib import Path

from generator.model import Bound, Default, Kind
from tests.generator.resolve.specs import resolved, thing


def test_a_type_alone_is_a_field(tmp_path: Path) -> None:
    field = thing(tmp_path, "fields: {due_on: date}").field("due_on")
    assert (field.kind, field.required, field.write) == (Kind.DATE, False, "always")
    assert field.title == "Due on"
    assert field.nullable


def test_defaults_by_type(tmp_path: Path) -> None:
    body = """\
fields:
  size: {type: int, default: 5}
  price: {type: decimal, digits: 5, places: 2, default: 1.25}
  open: {type: bool, default: true}
  born_on: {type: date, default: today()}
  begun_at: {type: datetime, default: now()}
  tags: {type: string, max: 9, many: true, default: [a, b]}
  data: {type: json, default: {a: [1, true]}}
"""
    entity = thing(tmp_path, body)
    assert [field.default for field in entity.fields] == [
        Default("literal", 5),
        Default("literal", "1.25"),
        Default("literal", True),
        Default("today"),
        Default("now"),
        Default("literal", ["a", "b"]),
        Default("literal", {"a": [1, True]}),
    ]
    assert not entity.field("size").nullable


def test_bounds_are_numbers_dates_or_fields(tmp_path: Path) -> None:
    body = """\
fields:
  size: {type: int, min: 1, max: 5}
  share: {type: float, max: 0.5}
  starts_on: {type: date, min: 2020-01-01}
  ends_on: {type: date, min: starts_on}
  pause: {type: duration, max: 72 hours}
  tags: {type: string, max: 9, max_items: 3, many: true}
"""
    entity = thing(tmp_path, body)
    assert entity.field("size").max == Bound(5)
    assert entity.field("share").max == Bound("0.5")
    assert entity.field("starts_on").min == Bound("2020-01-01")
    assert entity.field("ends_on").min == Bound(field="starts_on")
    assert entity.field("pause").max == Bound("72 hours")
    assert (entity.field("tags").max, entity.field("tags").max_items) == (Bound(9), 3)


def test_a_number_is_a_required_unique_string_of_the_system(tmp_path: Path) -> None:
    entity = thing(tmp_path, "fields: {ref: {number: 'T-{year}-0001'}}")
    field = entity.field("ref")
    assert (field.kind, field.number) == (Kind.STRING, "T-{year}-0001")
    assert (field.required, field.unique, field.write) == (True, True, "system")
    assert [key.constraint for key in entity.unique] == ["uq_things_ref"]


def test_what_is_stored_of_the_computed(tmp_path: Path) -> None:
    body = """\
fields:
  width: int
  area: {type: int, computed: width * width}
  volume: {type: int, computed: area * width}
  due_on: date
  late: {type: bool, computed: due_on < today()}
  late_area: {type: int, computed: 'if(late, area, 0)'}
  parts_area: {type: int, computed: sum(parts.area)}
  whole_width: {type: int, computed: whole.width}
relations:
  whole: {to: Thing, inverse: parts}
"""
    entity = thing(tmp_path, body)
    stored = {field.name for field in entity.fields if field.computed and field.stored}
    assert stored == {"area", "volume"}
    assert {field.write for field in entity.fields if field.computed} == {"system"}


def test_enums_of_fields_are_named_after_them(tmp_path: Path) -> None:
    model = resolved(
        tmp_path,
        """\
enums:
  Level: {ordered: true, values: [low, {high: {title: Too high, was: hot}}]}
entities:
  Thing:
    fields:
      kind: {enum: [one, '10_49']}
      level: {enum: Level, default: low}
      role: {enum: Role}
  Other:
    fields:
      kind: {enum: Thing.kind}
      state: {enum: Thing.status}
  ThingKind: {}
""".replace("  Other:", STATES + "  Other:"),
    )
    entity = model.entity("Thing")
    kind, level = entity.field("kind").enum, entity.field("level").enum
    assert kind is not None
    assert level is not None
    assert kind.name == "ThingKindValues", "ThingKind is an entity"
    assert [value.member for value in kind.values] == ["ONE", "V_10_49"]
    assert (kind.sql_type, kind.ordered, kind.shared) == ("text", False, False)
    assert (level.sql_type, level.ordered, level.shared) == ("level", True, True)
    assert (level.values[1].title, level.values[1].was) == ("Too high", "hot")
    assert model.entity("Other").field("kind").enum is kind
    assert model.entity("Other").field("state").enum is entity.field("status").enum
    role = entity.field("role").enum
    assert role is not None
    assert [value.name for value in role.values] == ["admin", "clerk"]
    assert [enum.name for enum in model.aggregates[1].enums] == [
        "Level",
        "ThingKindValues",
        "ThingStatus",
    ]
    assert "Role" in [enum.name for enum in model.aggregates[0].enums]


STATES = """\
    states:
      values: [open, closed]
      initial: open
      transitions:
        close: {from: open, to: closed}
"""


def test_the_state_is_a_field_that_only_transitions_write(tmp_path: Path) -> None:
    model = resolved(tmp_path, f"entities:\n  Thing:\n{STATES}")
    field = model.entity("Thing").field("status")
    assert field.enum is not None
    assert field.enum.name == "ThingStatus"
    assert (field.kind, field.write, field.required) == (Kind.ENUM, "system", True)
    assert field.default == Default("literal", "open")


def test_required_when_is_typed(tmp_path: Path) -> None:
    body = "fields: {size: int, note: {type: text, required_when: size > 3}}"
    condition = thing(tmp_path, body).field("note").required_when
    assert condition is not None
    assert condition.names == {"size"}


def test_an_enum_of_a_field_keeps_clear_of_the_schemas_of_the_platform(tmp_path: Path) -> None:
    body = "entities:\n  Permitted: {fields: {action: {enum: [stop, go]}}}\n"
    enum = resolved(tmp_path, body).entity("Permitted").field("action").enum
    assert enum is not None
    assert enum.name == "PermittedActionValues"
