"""The SQL that comes out: as text where its form matters, on PostgreSQL where its meaning does."""

# ruff: noqa: E501  # a case a line

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from generator.expressions.sql import sql
from generator.expressions.tree import Use
from runtime.embedded import EmbeddedServer
from tests.generator.expressions.building import computed_of, shapes_of, typed
from tests.support.database import drop_database, fresh_database

SHAPES = shapes_of(
    {
        "User": {"name": "text!", "unit": "-> Unit", "teams": "<- Team.lead"},
        "Unit": {"head": "-> User", "name": "text"},
        "Team": {"lead": "-> User"},
        "RoleAssignment": {
            "user": "-> User!",
            "role": "text!",
            "valid_from": "date",
            "valid_until": "date",
        },
        "Task": {
            "title": "text!",
            "status": "enum open done!",
            "level": "ordered risk_level low high",
            "order": "int",
            "score": "int",
            "due_on": "date",
            "sent_at": "datetime",
            "owner": "-> User!",
            "unit": "-> Unit",
            "parent": "-> Task",
            "subject": "-> any",
            "parts": "<- Task.parent",
            "notes": "<- Note.subject*",
            "watchers": "<> User by task_watchers",
            "labels": "<> Label by task_labels",
            "double": "= int: score * 2",
            "fourfold": "= int: double * 2",
            "deadline_on": "= date: due_on + 1 month",
            "ends_at": "= datetime: sent_at + 72 hours",
            "tall": '= bool: lower(title) == "x" or level >= "high"',
            "overdue": '= bool: due_on < today() and status != "done"',
            "open_parts": '= int: count(parts where status != "done")',
            "deleted_at": "datetime",
        },
        "Label": {"name": "text", "deleted_at": "datetime"},
        "Note": {"subject": "-> Task User", "stars": "int"},
    },
    roles=("auditor",),
)
COMPUTED = computed_of(SHAPES)


def compiled(text: str, use: Use = Use.GUARD, **options: Any) -> str:
    options = {"row": "r", "actor": "$1", "condition": True, **options}
    return sql(typed(text, SHAPES, "Task", use), shapes=SHAPES, computed=COMPUTED, **options)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("owner == actor", "r.owner_id = $1"),
        ("not owner == actor", "r.owner_id is distinct from $1"),
        ("unit.head == actor", "r.unit_id in (select x1.id from units x1 where x1.head_id = $1)"),
        ("parent.unit.head == actor or owner == actor", "r.parent_id in (select x1.id from tasks x1 join units x2 on x2.id = x1.unit_id where x2.head_id = $1) or r.owner_id = $1"),
        ("unit.head != actor", "((select x1.head_id from units x1 where x1.id = r.unit_id) = $1) is not true"),
        ("unit.head == owner", "(select x1.head_id from units x1 where x1.id = r.unit_id) = r.owner_id"),
        ('status not in ("done")', "r.status not in ('done')"),
        ("score not in (1, 2)", "(r.score in (1, 2)) is not true"),
        ("round(score / 3, 0) > 1", "round(r.score::numeric / nullif(3, 0))::bigint > 1"),
        ("unit.head.name is null", "(select x2.name from units x1 join users x2 on x2.id = x1.head_id where x1.id = r.unit_id) is null"),
        ("unit == actor.unit", "r.unit_id = (select x1.unit_id from users x1 where x1.id = $1)"),
        ("actor in watchers", "exists (select 1 from task_watchers x1 where x1.task_id = r.id and x1.user_id = $1)"),
        ("owner in parent.watchers", "exists (select 1 from task_watchers x1 where x1.task_id = r.parent_id and x1.user_id = r.owner_id)"),
        ("any(labels)", "exists (select 1 from task_labels x1 join labels x2 on x2.id = x1.label_id where x1.task_id = r.id and x2.deleted_at is null)"),
        ("count(watchers) == 0", "(select count(*) from task_watchers x1 where x1.task_id = r.id) = 0"),
        ("not any(notes)", "not exists (select 1 from notes x1 where x1.subject_id = r.id and x1.subject_type = 'task')"),
        ("any(actor.teams)", "exists (select 1 from teams x1 where x1.lead_id = $1)"),
        ('status != "done" and not (order > 3)', "r.status <> 'done' and (r.\"order\" > 3) is not true"),
        ('level < "high"', "r.level < 'high'::risk_level"),
        ("overdue", "r.due_on < (now() at time zone 'UTC')::date and r.status <> 'done'"),
        ("double > 3", "r.double > 3"),
        ("(score + 1) * 2 - -1 > 0", "(r.score + 1) * 2 - (-1) > 0"),
        ("score - (order - 1) > 0", "r.score - (r.\"order\" - 1) > 0"),
    ],
)  # fmt: skip
def test_conditions(text: str, wanted: str) -> None:
    assert compiled(text) == wanted


def test_values_are_never_null() -> None:
    assert compiled("score > 3", condition=False) == "(r.score > 3) is true"
    assert compiled('status == "open"', condition=False) == "r.status = 'open'"


def test_a_template_keeps_its_holders_and_doubles_other_braces() -> None:
    template = sql(typed('owner == actor and title == "{row}%"', SHAPES, "Task"), shapes=SHAPES)
    assert template == ("({row}.owner_id = {actor}) is true and {row}.title = U&'{{row}}\\0025'")
    assert template.format(row="t", actor="$1").endswith("t.title = U&'{row}\\0025'")


def test_stored_fields_are_written_out_where_columns_are_not_there_yet() -> None:
    generated = compiled("double * 2", Use.COMPUTED, row=None)
    assert generated == "score * 2 * 2"
    assert compiled("double > 3", row="NEW") == "NEW.score * 2 > 3"
    assert compiled("double > 3", Use.RULE, row=None) == "double > 3"
    assert compiled("parent.double > 3", row="NEW").startswith("(select x1.double from tasks x1")


def test_index_predicates_are_conditions() -> None:
    assert compiled("score > 3", Use.KEY_WHERE, row=None, condition=False) == "score > 3"


def test_bare_columns_cannot_lead_to_other_rows() -> None:
    with pytest.raises(ValueError, match="alias"):
        compiled("unit.head == owner", row=None)
    with pytest.raises(ValueError, match="alias"):
        compiled("any(parts)", row=None)


def test_a_missing_computed_expression_is_named() -> None:
    with pytest.raises(ValueError, match=r"Task\.open_parts"):
        sql(typed("open_parts == 0", SHAPES, "Task"), shapes=SHAPES)


TABLES = """
create type risk_level as enum ('low', 'high');
create table units (id int primary key, head_id int, name text collate "C");
create table users (id int primary key, name text collate "C" not null, unit_id int);
create table teams (id int primary key, lead_id int);
create table role_assignments (user_id int, role text collate "C", valid_from date, valid_until date);
create table labels (id int primary key, name text collate "C", deleted_at timestamptz);
create table tasks (
  id int primary key, title text collate "C" not null default '', level risk_level,
  status text collate "C" not null default 'open', "order" int, score int, due_on date,
  sent_at timestamptz, owner_id int not null default 1, unit_id int, parent_id int,
  subject_id int, subject_type text collate "C", deleted_at timestamptz
);
create table task_watchers (task_id int, user_id int);
create table task_labels (task_id int, label_id int);
create table notes (id int primary key, subject_id int, subject_type text collate "C", stars int);
insert into units values (1, 1, 'North'), (2, null, null);
insert into users values (1, 'Ann', 1), (2, 'Bob', null), (3, 'Cid', 2);
insert into teams values (1, 1);
insert into role_assignments values (1, 'auditor', null, null),
  (2, 'auditor', '2000-01-01', '2000-12-31'), (3, 'auditor', '2999-01-01', null);
insert into labels values (1, 'red', null), (2, 'gone', now());
insert into tasks (id, status, score, due_on, owner_id, unit_id, parent_id, deleted_at) values
  (1, 'open', 5, '2026-01-01', 1, 1, null, null),
  (2, 'open', 7, '2026-03-01', 2, 2, 1, null),
  (3, 'done', null, '2026-02-01', 3, null, 1, null),
  (4, 'open', 99, '2026-09-01', 1, null, 1, now()),
  (5, 'done', 1, null, 1, null, 2, null);
update tasks set subject_id = 1, subject_type = 'task' where id = 2;
update tasks set subject_id = 1, subject_type = 'user' where id = 3;
insert into task_watchers values (1, 2), (1, 3), (2, 1);
insert into task_labels values (1, 1), (2, 2);
insert into notes values (1, 1, 'task', 4), (2, 1, 'user', 1), (3, 1, 'task', 2);
"""


@pytest.fixture(scope="module")
def session(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    urls = fresh_database(server)
    with psycopg.connect(urls.superuser, autocommit=True) as connection:
        connection.execute(TABLES)
        yield connection
    drop_database(server, urls)


def ids(session: psycopg.Connection[Any], text: str, actor: str = "1") -> list[int]:
    """The tasks for which it holds, found in every form that the compiler knows."""
    forms = [
        compiled(text, actor=actor),
        compiled(text, actor=actor, condition=False),
        f"({compiled(text, actor=actor, negated=True)}) is not true",
        f"not ({compiled(text, actor=actor, negated=True, condition=False)})",
    ]
    found = [
        [row[0] for row in session.execute(f"select id from tasks r where {form} order by id")]
        for form in forms
    ]
    assert found[1:] == found[:-1], forms
    return found[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("any(parts)", [1, 2]),
        ('any(parts where status == "done")', [1, 2]),
        ("any(parts where score > row.score)", [1]),
        ("count(parts) == 2", [1]),
        ("open_parts == 1", [1]),
        ("sum(parts.score) == 7", [1]),
        ("sum(parts.score) is null", [3, 4, 5]),
        ("avg(parts.score) == 7", [1]),
        ("max(parts.due_on) > due_on", [1]),
        ("min(parts.owner.name) is not null", [1, 2]),
        ("latest(parts by due_on).score == 7", [1]),
        ("latest(parts by due_on where score is null).owner.name == \"Cid\"", [1]),
        ("latest(parts by due_on) == row", []),
        ("any(labels)", [1]),
        ('any(labels where name == "red")', [1]),
        ("actor in watchers", [2]),
        ("actor not in watchers", [1, 3, 4, 5]),
        ("actor in parent.watchers", [5]),
        ("parent.owner == actor", [2, 3, 4]),
        ("parent.parent.owner == actor", [5]),
        ("unit.head == actor", [1]),
        ("unit.head != actor", [2, 3, 4, 5]),
        ("unit == actor.unit", [1]),
        ('actor.unit.name == "North"', [1, 2, 3, 4, 5]),
        ('has_role(owner, "auditor")', [1, 4, 5]),
        ("any(notes where stars > 3)", [1]),
        ("sum(notes.stars) == 6", [1]),
        ("subject == parent", [2]),
        ("subject != parent", [1, 3, 4, 5]),
        ("subject == owner", []),
        ("subject == actor", [3]),
        ("subject in parent.parts", []),
        ("row in parent.parts", [2, 3, 5]),
        ("any(parts where any(parts where score == 1) and owner != actor)", [1]),
        ("parent.double == 10", [2, 3, 4]),
        ("parent.open_parts == 1", [2, 3, 4]),
        ("any(parts where open_parts == 0 and overdue)", [1]),
        ("any(actor.teams)", [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_rows(session: psycopg.Connection[Any], text: str, wanted: list[int]) -> None:
    columns = session.execute("select 1 from pg_attribute where attname = 'double'").fetchone()
    if columns is None:
        session.execute("alter table tasks add double int generated always as (score * 2) stored")
    assert ids(session, text) == wanted


@pytest.mark.parametrize("text", ["owner == actor", "actor in watchers", "any(actor.teams)"])
def test_nobody_is_nobody(session: psycopg.Connection[Any], text: str) -> None:
    assert ids(session, text, "null::int") == []


def test_postgresql_takes_it_all(session: psycopg.Connection[Any]) -> None:
    """Generated columns, CHECKs, partial indexes, triggers: each refuses what is not immutable."""
    for name in ("fourfold", "deadline_on", "ends_at", "tall"):
        field = SHAPES.entities["Task"].members[name]
        kind = {"fourfold": "int", "deadline_on": "date", "ends_at": "timestamptz", "tall": "bool"}
        text = field.computed_text or ""  # type: ignore[union-attr]
        written = compiled(text, Use.COMPUTED, row=None, condition=False)
        session.execute(f"alter table tasks add {name} {kind[name]} generated always as ({written})"
                        " stored")  # fmt: skip
    rule = compiled("score is null or fourfold >= score", Use.RULE, row=None, condition=False)
    session.execute(f"alter table tasks add check ({rule})")
    where = compiled('status == "open" and fourfold > 8', Use.KEY_WHERE, row=None)
    session.execute(f"create index on tasks (due_on) where {where}")
    session.execute("update tasks set due_on = '2026-01-31', sent_at = '2026-01-01Z' where id = 1")
    row = session.execute(
        "select fourfold, deadline_on::text, ends_at = '2026-01-04Z', tall from tasks where id = 1"
    ).fetchone()
    assert row == (20, "2026-02-28", True, False)


def test_a_check_refuses_what_is_not_true(session: psycopg.Connection[Any]) -> None:
    rule = compiled('score > 3 or status == "done"', Use.RULE, row=None, condition=False)
    session.execute(f"create table checked (score int, status text not null, check ({rule}))")
    session.execute("insert into checked values (4, 'open'), (null, 'done')")
    with pytest.raises(psycopg.errors.CheckViolation):
        session.execute("insert into checked values (null, 'open')")


def test_a_bool_that_is_kept_may_stay_null() -> None:
    shapes = shapes_of({"User": {}, "Task": {"urgent": "bool", "parent": "-> Task"}})
    kept = typed("parent.urgent", shapes, "Task", Use.COMPUTED)
    assert (
        sql(kept, "r", shapes=shapes)
        == "(select x1.urgent from tasks x1 where x1.id = r.parent_id)"
    )
    null = typed("null", shapes, "Task", Use.SET, shapes.entities["Task"].members["urgent"].type)  # type: ignore[union-attr]
    assert sql(null, "r", shapes=shapes) == "null"
    tested = typed("parent.urgent", shapes, "Task", Use.GUARD)
    assert sql(tested, "r", shapes=shapes).endswith(" is true")
