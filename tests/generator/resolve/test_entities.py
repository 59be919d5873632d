from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline import check
from tests.generator.resolve import specs
from tests.generator.resolve.specs import IDENTITY, ROOT, checked, resolved, thing

PROJECT = Path(__file__).parents[3]


def test_names_of_an_entity(tmp_path: Path) -> None:
    model = resolved(
        tmp_path,
        """\
entities:
  ChangeRequest: {}
  Evidence: {table: evidence}
  Class: {}
  Stock: {table: stock_items, path: stock}
""",
    )
    shown = [
        (e.resource, e.module, e.table, e.path, e.plural_title)
        for e in model.aggregates[1].entities
    ]
    assert shown == [
        (
            "change_request",
            "change_request",
            "change_requests",
            "change-requests",
            "Change requests",
        ),
        ("evidence", "evidence", "evidence", "evidence", "Evidence"),
        ("class", "class_", "classes", "classes", "Classes"),
        ("stock", "stock", "stock_items", "stock", "Stock items"),
    ]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ("name: {type: text}, title: {type: text}", "title"),
        ("ref: {number: T-1}, name: {type: text}", "name"),
        ("ref: {number: T-1}", "ref"),
        ("size: int", "id"),
    ],
)
def test_the_label_is_the_first_of_title_name_and_ref(
    tmp_path: Path, fields: str, label: str
) -> None:
    assert thing(tmp_path, f"fields: {{{fields}}}").label == label


@pytest.mark.parametrize(
    ("body", "routes", "delete"),
    [
        ("doc: Plain.", "list get create update delete history aggregate", "hard"),
        ("delete: soft", "list get create update delete history aggregate", "soft"),
        ("delete: never", "list get create update history aggregate", "never"),
        ("write: once", "list get create history aggregate", "never"),
        ("api: {routes: [list, update]}", "list update", "hard"),
        ("api: {routes: [list, aggregate]}", "list aggregate", "hard"),
    ],
)
def test_routes(tmp_path: Path, body: str, routes: str, delete: str) -> None:
    entity = thing(tmp_path, body)
    assert entity.routes == set(routes.split())
    assert entity.delete == delete


def test_limits_have_their_defaults(tmp_path: Path) -> None:
    entity = thing(tmp_path, "doc: Plain.")
    assert (entity.limit_max, entity.batch_max, entity.if_match_required) == (200, 500, False)


def test_a_rule_on_own_columns_is_a_check_of_the_database(tmp_path: Path) -> None:
    body = """\
fields:
  size: int
  area: {type: int, computed: size * size}
  due_on: date
  late: {type: bool, computed: due_on < today()}
relations:
  whole: {to: Thing, inverse: parts}
rules:
  - {check: area is null or area > size, code: TOO_SMALL}
  - whole != row
  - not late
  - whole.size > 1
  - any(parts)
"""
    rules = thing(tmp_path, body).rules
    assert [rule.in_database for rule in rules] == [True, True, False, False, False]
    assert rules[0].constraint == "ck_things_too_small"
    assert rules[1].constraint is not None
    assert rules[1].constraint.startswith("ck_things_rule_")
    assert {rule.code for rule in rules[1:]} == {"RULE_BROKEN"}
    assert rules[2].constraint is None


def test_keys_and_indexes_name_columns(tmp_path: Path) -> None:
    body = """\
fields:
  name: {type: string, max: 9, unique: true}
  size: int
relations:
  owner: {to: User}
  subject: {to: any}
unique:
  - {fields: [owner, name], nulls: equal, code: TWICE}
  - {fields: [subject], where: size > 1, discloses: true}
indexes:
  - {fields: [owner, -size]}
"""
    entity = thing(tmp_path, body)
    alone, pair, partial = entity.unique
    assert (alone.columns, alone.code) == (("name",), "DUPLICATE")
    assert (pair.fields, pair.columns) == (("owner", "name"), ("owner_id", "name"))
    assert (pair.nulls_equal, pair.code) == (True, "TWICE")
    assert partial.columns == ("subject_type", "subject_id")
    assert partial.where is not None
    assert partial.discloses
    assert entity.indexes[0].columns == (("owner_id", False), ("size", True))
    assert entity.indexes[0].name == "ix_things_owner_id_size_desc"


def test_where_a_row_lies_for_limited_assignments(tmp_path: Path) -> None:
    model = resolved(
        tmp_path,
        """\
entities:
  Thing:
    relations:
      unit: {to: Unit}
      project: {to: Project}
    within: {unit: project.unit}
  Part:
    relations:
      thing: {to: Thing}
  Piece:
    relations:
      project: {to: Project}
""",
    )

    def within(name: str) -> dict[str, str]:
        return {limit: path.text for limit, path in model.entity(name).within}

    assert within("Thing") == {"unit": "project.unit", "project": "project"}
    assert within("Part") == {}
    assert within("Piece") == {"project": "project"}
    assert within("Unit") == {"unit": "row"}
    assert within("Project") == {"unit": "unit", "project": "row"}


def test_a_mixin_is_taken_in(tmp_path: Path) -> None:
    mixins = """\
mixins:
  Owned:
    fields:
      kind: {enum: [a, b], default: a}
    relations:
      owner: {to: User, required: true, default: actor}
    scopes:
      own: owner == actor
    rules:
      - owner != created_by
    indexes:
      - {fields: [owner, kind]}
    hooks: {before_save: domain.things:stamp}
"""
    body = "use: [Owned]\nfields: {size: int}\nscopes: {large: size > 3}"
    entity = thing(tmp_path, body, mixins)
    assert [field.name for field in entity.fields] == ["kind", "size"]
    assert [scope.name for scope in entity.scopes] == ["own", "large"]
    kind = entity.field("kind").enum
    assert kind is not None
    assert kind.name == "ThingKind"
    assert len(entity.rules) == len(entity.indexes) == 1
    assert [(hook.event, hook.call) for hook in entity.hooks] == [
        ("before_save", "domain.things:stamp")
    ]


def test_an_actor_relation_is_said_of_the_row(tmp_path: Path) -> None:
    body = "relations: {actor: {to: User}}\nscopes: {own: row.actor == actor}"
    assert thing(tmp_path, body).scopes[0].test.uses_actor


def test_a_row_lies_with_the_user_that_its_actor_relation_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = specs.IDENTITY.replace("[Unit, Project]", "[Unit, Project, User]")
    monkeypatch.setattr(specs, "IDENTITY", limited)
    model = resolved(tmp_path, "entities:\n  Thing:\n    fields: {size: int}\n")
    assert {limit: path.text for limit, path in model.entity("AuditEvent").within} == {
        "user": "row.actor"
    }


def test_one_mistake_is_reported_once(tmp_path: Path) -> None:
    things = """\
entities:
  Thing:
    fields:
      far: {type: bool, computed: whole.size > 3}
    relations:
      whole: {to: Whole, inverse: parts}
    scopes:
      own: whole.owner == actor
    unique:
      - {fields: [whole]}
"""
    model, problems = checked(tmp_path, things)
    assert model is None
    assert [problem.code for problem in problems.sorted()] == ["E018"]


def test_the_order_of_files_means_nothing(tmp_path: Path) -> None:
    root = ROOT.replace("[identity, things]", "[things, identity]")
    things = "entities:\n  Thing:\n    relations: {owner: {to: User}}\n"
    model = resolved(tmp_path, things, root)
    assert [aggregate.name for aggregate in model.aggregates] == ["things", "identity"]
    assert next(iter(model.entities)) == "Thing"


def test_the_model_of_this_repository_is_whole() -> None:
    model, problems = check(PROJECT)
    assert [str(problem) for problem in problems.sorted()] == []
    assert model is not None
    assert {"User", "Risk", "Control", "Evidence", "Task"} <= model.entities.keys()


def test_seventy_five_entities_are_resolved(tmp_path: Path) -> None:
    fields = "".join(f"      field_{n}: {{type: int, min: 1, search: A}}\n" for n in range(12))
    fields = fields.replace(", search: A", "")
    bodies = "".join(
        f"""\
  Thing{number}:
    fields:
{fields}      total: {{type: int, computed: field_1 + field_2}}
      late: {{type: bool, computed: any(parts where total > 3)}}
    relations:
      owner: {{to: User, required: true}}
      whole: {{to: Thing{number}, inverse: parts}}
    scopes: {{own: owner == actor, wide: whole.owner == actor or any(parts where owner == actor)}}
    states:
      values: [draft, done]
      initial: draft
      transitions:
        close: {{from: draft, to: done, guard: total > 3, four_eyes: [owner]}}
"""
        for number in range(75)
    )
    model = resolved(tmp_path, "entities:\n" + bodies)
    assert len(model.entities) == 75 + IDENTITY.count("\n    system: true") + 2
