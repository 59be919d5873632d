"""What may be named where, what goes with what, and how it is told."""

# ruff: noqa: E501  # a case a line

from __future__ import annotations

import pytest

from generator.expressions.check import check
from generator.expressions.circles import find_circles
from generator.expressions.shape import Base, EnumShape, FieldShape, Type
from generator.expressions.tree import BOOL, Use
from generator.problems import At, Problems
from tests.generator.expressions.building import AT, shapes_of, typed

SHAPES = shapes_of(
    {
        "User": {"name": "text!", "unit": "-> Unit", "password_hash": "text"},
        "Unit": {"head": "-> User", "name": "text"},
        "RoleAssignment": {"user": "-> User!", "role": "text!"},
        "Task": {
            "title": "text!",
            "status": "enum open done!",
            "mood": "enum open done late",
            "level": "ordered risk_level low high",
            "score": "int",
            "weight": "decimal",
            "hours": "float",
            "urgent": "bool",
            "due_on": "date",
            "sent_at": "datetime",
            "key": "uuid",
            "payload": "json",
            "scan": "file",
            "tags": "text[]",
            "assignee": "-> User",
            "unit": "-> Unit",
            "parent": "-> Task",
            "subject": "-> any",
            "about": "-> Unit User",
            "lost": "-> Nowhere",
            "parts": "<- Task.parent",
            "watchers": "<> User by task_watchers",
            "double": "= int: score * 2",
            "overdue": "= bool: due_on < today()",
            "open_parts": '= int: count(parts where status != "done")',
            "head_name": "= text: unit.head.name",
        },
    },
    roles=("auditor", "risk_owner"),
)


def problems_of(text: str, use: Use = Use.GUARD, expect: Type | Base | None = BOOL) -> Problems:
    problems = Problems()
    check(text, At("model/task.yaml", 7, 11), "Task", use, SHAPES, problems, expect)
    return problems


def only(problems: Problems) -> tuple[str, int, str]:
    (found,) = problems.sorted()
    assert found.at.line == 7
    return found.code, found.at.column - 10, found.message


@pytest.mark.parametrize(
    ("text", "code", "column", "message"),
    [
        ("statsu == 3", "E032", 1, 'unknown name "statsu" on Task: did you mean "status"?'),
        ("assignee_id == actor", "E032", 1, 'unknown name "assignee_id" on Task'),
        ("unit.heat == actor", "E032", 1, 'unknown name "heat" on Unit: did you mean "head"?'),
        ("any(parts where statsu == 3)", "E032", 17, 'unknown name "statsu" on Task: did you mean "status"?'),
        ("cout(parts) == 3", "E032", 1, 'unknown function "cout": did you mean "count"?'),
        ('has_role(assignee, "audtor")', "E032", 20, 'unknown role "audtor": did you mean "auditor"?'),
        ('due_on == "2026-01-01"', "E033", 8, "cannot compare date with text"),
        ("due_on < now()", "E033", 8, "cannot compare date with datetime"),
        ("score == title", "E033", 7, "cannot compare int with text"),
        ("score == hours", "E033", 7, "cannot compare int with float"),
        ("assignee == unit", "E033", 10, "cannot compare row of User with row of Unit"),
        ("assignee == key", "E033", 10, "cannot compare row of User with uuid"),
        ("assignee == about.name", "E033", 13, 'no path can lead through "about", which may be a row of several kinds'),
        ('status == "opne"', "E033", 8, '"opne" is no value of enum Task.status (open, done)'),
        ('status in ("open", "dne")', "E033", 20, '"dne" is no value of enum Task.status (open, done)'),
        ("status == title", "E033", 8, "cannot compare enum Task.status with text"),
        ("status == mood", "E033", 8, "cannot compare enum Task.status with enum Task.mood"),
        ('mood < "done"', "E033", 6, "enum Task.mood has no order"),
        ("urgent < true", "E033", 8, "bool has no order"),
        ("key > key", "E033", 5, "uuid has no order"),
        ("score == null", "E033", 7, "nothing compares with null"),
        ('payload == "x"', "E033", 9, 'json knows only "is null"'),
        ('tags == "x"', "E033", 6, "cannot compare a list of text"),
        ("3 in tags", "E033", 3, "int cannot be in a list of text"),
        ("actor in parts", "E033", 7, "row of User cannot be in a rows of Task"),
        ("actor in assignee", "E033", 10, '"assignee" is row of User, no list and no rows'),
        ("score", "E033", 1, "a guard needs bool, found int"),
        ("score and urgent", "E033", 1, "expected true or false, found int"),
        ("not score", "E033", 5, "expected true or false, found int"),
        ("due_on + 3 > today()", "E033", 8, 'there is no date "+" int'),
        ("due_on + sent_at > today()", "E033", 8, 'there is no date "+" datetime'),
        ('title + "x" == title', "E033", 7, 'there is no text "+" text'),
        ("-title == title", "E033", 1, 'there is no "-" of text'),
        ("title.length == 3", "E033", 1, '"title" in title.length is text, so no name can follow it'),
        ("parts == assignee", "E033", 1, '"parts" is many rows, not one value'),
        ("any(assignee)", "E033", 5, 'any() takes a to-many relation; "assignee" is row of User'),
        ("any(score > 3)", "E033", 11, "any() takes the name of a to-many relation"),
        ("any(parts.score)", "E033", 5, 'any() takes rows; nothing can follow "parts"'),
        ("sum(parts) > 3", "E033", 5, "sum() needs a field of the rows: sum(parts.…)"),
        ("sum(parts.title) > 3", "E033", 1, "sum() takes numbers, found text"),
        ("max(parts.parts.score) > 3", "E033", 5, "parts.parts.score goes through two to-many relations"),
        ("latest(parts).score > 3", "E033", 1, "latest() needs by: latest(tests by run_on)"),
        ("count(parts by score) > 3", "E033", 1, "by is for latest()"),
        ("count(parts).x > 3", "E033", 1, "nothing can follow count(); latest() alone"),
        ("coalesce(score, title) == 3", "E033", 1, "coalesce() takes values of one type, found int and text"),
        ("if(score, 1, 2) == 3", "E033", 4, "if() takes a test first, found int"),
        ('if(urgent, 1, "x") == 3', "E033", 1, "both values of if() must be of one type, found int and text"),
        ("lower(score) == title", "E033", 1, "lower() takes text, found int"),
        ("abs(title) == 3", "E033", 1, "abs() takes a number, found text"),
        ("round(hours, 2) == 3", "E033", 1, "round() takes int or decimal, found float"),
        ("round(weight, score) == 3", "E033", 15, "round() takes a number of places from 0 to 100"),
        ("now(3) == sent_at", "E033", 1, "now() takes 0 arguments, found 1"),
        ("lower() == title", "E033", 1, "lower() takes 1 argument, found 0"),
        ('has_role(unit, "auditor")', "E033", 10, "has_role() takes a path to a User first, found row of Unit"),
        ("has_role(assignee, title)", "E033", 20, 'has_role() takes a role in double quotes: "auditor"'),
        ("scan is not null", "E043", 1, 'the file field "scan" in an expression is understood but not compiled yet'),
        ("scan.sha256 == title", "E043", 1, 'the file field "scan" in an expression is understood but not compiled yet'),
        ("parent.parent.parent.parent == row", "E031", 1, "the path has more than 3 relations"),
        ("score ==", "E031", 9, 'expression: expected a value after "==" (column 9)'),
        ("title where urgent", "E031", 7, 'expression: unexpected "where" (column 7)'),
        ("lower(parts where urgent) == title", "E033", 7, "where and by belong to the functions of rows: any, count, sum, …"),
    ],
)  # fmt: skip
def test_faults(text: str, code: str, column: int, message: str) -> None:
    assert only(problems_of(text)) == (code, column, message)


@pytest.mark.parametrize(
    ("use", "text", "code", "message"),
    [
        (Use.RULE, "assignee == actor", "E034", '"actor" cannot be used in a rule; rules hold whoever writes'),
        (Use.COMPUTED, "actor.name", "E034", '"actor" cannot be used in a computed field; its value is the same for everybody'),
        (Use.FROZEN, "due_on < today()", "E034", "today() cannot be used in frozen; let a timed transition change the state, and test that"),
        (Use.FROZEN, "overdue", "E034", '"overdue", which reads the clock, cannot be used in frozen; let a timed transition change the state, and test that'),
        (Use.FROZEN, "assignee == actor", "E034", '"actor" cannot be used in frozen; a row is frozen for everybody'),
        (Use.WHEN, "assignee == actor", "E034", '"actor" cannot be used in when; nobody acts when time does'),
        (Use.SCOPE, 'has_role(assignee, "auditor")', "E034", "has_role() cannot be used in a scope; who holds a role is said by the policy's own lines"),
        (Use.GUARD, "readable(subject)", "E034", "readable() cannot be used in a guard; it is for scopes alone"),
        (Use.SCOPE, "readable(subject)", "E043", "readable() is understood but not compiled yet"),
        (Use.SET, "any(parts)", "E034", 'the rows "parts" cannot be used in set; it takes own fields and to-one paths'),
        (Use.REQUIRED_WHEN, "unit.name is null", "E034", 'the path "unit.name" cannot be used in required_when; it looks at the row\'s own fields alone'),
        (Use.REQUIRED_WHEN, "overdue", "E036", '"overdue" is worked out at read and cannot be tested by required_when'),
        (Use.KEY_WHERE, "due_on < today()", "E035", "an index cannot be limited by today(); compare with a column"),
        (Use.KEY_WHERE, "assignee == actor", "E035", 'an index cannot be limited by "actor"; compare with a column'),
        (Use.KEY_WHERE, "open_parts == 0", "E036", '"open_parts" is worked out at read and cannot be indexed'),
        (Use.COMPUTED, "assignee.password_hash is null", None, ""),
        (Use.DEFAULT, "assignee", "E033", 'expected "actor" or a path from it'),
        (Use.DEFAULT, "actor.name", "E033", 'expected "actor" or a path from it'),
        (Use.PATH, "assignee == actor", "E034", '"actor" cannot be used in a path'),
        (Use.PATH, "parts", "E034", 'the rows "parts" cannot be used in a path'),
        (Use.PATH, "title", "E033", "expected a path to one row"),
    ],
)  # fmt: skip
def test_places(use: Use, text: str, code: str | None, message: str) -> None:
    problems = problems_of(text, use, None if use is Use.COMPUTED else Type(Base.BOOL))
    if code is None:
        assert not problems.errors
        return
    assert only(problems)[::2] == (code, message)


def test_a_secret_cannot_leak_through_a_computed_field() -> None:
    shapes = shapes_of({"User": {"token": "text"}})
    shapes.entities["User"].members["token"] = FieldShape("token", Type(Base.TEXT), secret=True)
    problems = Problems()
    check("token", AT, "User", Use.COMPUTED, shapes, problems, Base.TEXT)
    assert [problem.code for problem in problems.sorted()] == ["E034"]


def test_both_sides_of_and_are_reported() -> None:
    found = problems_of("statsu == 3 and due_on == title").sorted()
    assert [(problem.code, problem.at.column) for problem in found] == [("E032", 11), ("E033", 34)]


def test_a_relation_to_an_unknown_entity_is_reported_there_alone() -> None:
    problems = Problems()
    assert check("lost is null", AT, "Task", Use.GUARD, SHAPES, problems) is None
    assert problems.sorted() == ()


def test_text_over_several_lines_is_reported_at_its_start() -> None:
    problems = Problems()
    check("urgent and\nstatsu", At("m.yaml", 3, 5), "Task", Use.GUARD, SHAPES, problems)
    assert [problem.at for problem in problems.sorted()] == [At("m.yaml", 3, 5)]


@pytest.mark.parametrize(
    ("text", "use", "expect"),
    [
        ("assignee == actor", Use.SCOPE, Type(Base.BOOL)),
        ("row.unit.head == actor", Use.SCOPE, Type(Base.BOOL)),
        ("actor in watchers", Use.SCOPE, Type(Base.BOOL)),
        ("actor.unit == unit", Use.SCOPE, Type(Base.BOOL)),
        ("actor", Use.DEFAULT, Type(Base.BOOL)),
        ("actor.unit", Use.DEFAULT, Type(Base.ROW, targets=("Unit",))),
        ("row", Use.PATH, Type(Base.ROW, targets=("Task",))),
        ("unit.head", Use.PATH, Type(Base.ROW, targets=("User",))),
        ("about == unit", Use.GUARD, Type(Base.BOOL)),
        ("subject == row", Use.GUARD, Type(Base.BOOL)),
        ("hours > 3 and hours < 2.5", Use.RULE, Type(Base.BOOL)),
        ("weight > 3 and weight > score", Use.RULE, Type(Base.BOOL)),
        ('if(score > 3, "high", "low")', Use.COMPUTED, Type(Base.ENUM, enum=EnumShape("RiskLevel", ("low", "high"), True, "risk_level"))),
        ('coalesce(level, "low") >= "high"', Use.GUARD, Type(Base.BOOL)),
        ("latest(parts by due_on where urgent).assignee == actor", Use.GUARD, Type(Base.BOOL)),
        ("latest(parts by due_on) == parent", Use.GUARD, Type(Base.BOOL)),
        ("avg(parts.score)", Use.COMPUTED, Type(Base.DECIMAL)),
        ("sum(parts.unit.head.unit.name)", Use.COMPUTED, None),
        ("null", Use.SET, Type(Base.DATE)),
        ('"open"', Use.SET, SHAPES.entities["Task"].members["status"].type),  # type: ignore[union-attr]
        ("score + 1", Use.SET, Type(Base.DECIMAL)),
        ("days", Use.SET, Type(Base.INT)),
        ("payload is null", Use.GUARD, Type(Base.BOOL)),
        ("due_on - today() < 3", Use.WHEN, Type(Base.BOOL)),
        ("sent_at - created_at > 2 hours", Use.GUARD, Type(Base.BOOL)),
        ('has_role(actor, "risk_owner")', Use.GUARD, Type(Base.BOOL)),
        ("double > 3", Use.KEY_WHERE, Type(Base.BOOL)),
    ],
)  # fmt: skip
def test_good_ones(text: str, use: Use, expect: Type | None) -> None:
    found = [str(problem) for problem in problems_of(text, use, expect).sorted()]
    wrong = {"days": "E032", "sum(parts.unit.head.unit.name)": "E031"}.get(text)
    assert [line.split(" ")[1] for line in found] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("text", "names", "own_only", "actor", "clock", "entities"),
    [
        ("score > 3", {"score"}, True, False, False, set()),
        ("double > 3", {"double", "score"}, True, False, False, set()),
        ("overdue", {"overdue", "due_on"}, False, False, True, set()),
        ("parent == row", {"parent", "id"}, True, False, False, set()),
        ("unit.head == actor", {"unit"}, False, True, False, {"Unit"}),
        ("any(parts where score > row.score)", {"parts", "score"}, False, False, False, {"Task"}),
        ("actor.unit.name == title", {"title"}, False, True, False, {"User", "Unit"}),
        ('has_role(assignee, "auditor")', {"assignee"}, False, False, True, {"RoleAssignment"}),
        ("head_name == title", {"head_name", "unit", "title"}, False, False, False, {"Unit", "User"}),
    ],
)  # fmt: skip
def test_what_it_touches(  # noqa: PLR0917  # one a column of the table
    text: str,
    names: set[str],
    own_only: bool,
    actor: bool,
    clock: bool,
    entities: set[str],
) -> None:
    expression = typed(text, SHAPES, "Task")
    assert expression.names == names
    assert expression.own_only is own_only
    assert (expression.uses_actor, expression.uses_clock) == (actor, clock)
    assert expression.entities == entities


def test_stored_are_computed_fields_on_own_fields_without_clock() -> None:
    members = SHAPES.entities["Task"].members
    stored = [
        name
        for name, member in members.items()
        if isinstance(member, FieldShape) and member.computed_text and member.stored
    ]
    assert stored == ["double"]


def test_circles_of_computed_fields() -> None:
    shapes = shapes_of(
        {
            "User": {},
            "Task": {
                "score": "= int: level + 1",
                "level": "= int: score + 1",
                "self": "= int: self + 1",
                "fine": "= int: score + version",
                "risk": "-> Risk",
                "weight": "= int: risk.weight",
            },
            "Risk": {"tasks": "<- Task.risk", "weight": "= int: sum(tasks.weight)"},
        }
    )
    problems = Problems()
    find_circles(shapes, problems, lambda entity, field: At(f"{entity}.{field}", 1, 1))
    assert [(problem.at.file, problem.message) for problem in problems.sorted()] == [
        ("Task.score", "circle: score → level → score (computed)"),
        ("Task.self", "circle: self → self (computed)"),
        ("Task.weight", "circle: Task.weight → Risk.weight → Task.weight (computed)"),
    ]
