"""What stands in place of an erased value: every table takes it."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from generator.emit.personal import personal
from generator.migrations import runner
from tests.generator.resolve.specs import resolved
from tests.support.database import Urls

THINGS = """
enums:
  Grade: {ordered: true, values: [low, high]}
entities:
  Thing:
    fields:
      who:     {type: string, max: 200, required: true, personal: row}
      tiny:    {type: string, max: 3, required: true, personal: row}
      long:    {type: string, min: 9, max: 20, required: true, personal: row}
      alias:   {type: string, max: 80, required: true, unique: true, personal: row}
      notes:   {type: text, required: true, personal: row}
      mail:    {type: email, max: 254, required: true, unique: true, personal: row}
      site:    {type: url, max: 200, required: true, unique: true, personal: row}
      born_on: {type: date, required: true, personal: row}
      seen_at: {type: datetime, required: true, personal: row}
      at:      {type: time, required: true, personal: row}
      took:    {type: duration, required: true, personal: row}
      age:     {type: int, min: 16, max: 120, required: true, personal: row}
      points:  {type: bigint, required: true, personal: row}
      weight:  {type: float, required: true, personal: row}
      pay:     {type: decimal, digits: 8, places: 2, min: 1, required: true, personal: row}
      sick:    {type: bool, default: true, personal: row}
      badge:   {type: uuid, required: true, unique: true, personal: row}
      facts:   {type: json, required: true, personal: row}
      home:    {type: country, required: true, personal: row}
      money:   {type: currency, required: true, personal: row}
      grade:   {enum: Grade, required: true, personal: row}
      kind:    {enum: [a, b], required: true, personal: row}
      names:   {type: string, max: 9, many: true, required: true, personal: row}
      phone:   {type: string, max: 40, personal: row}
      street:  {type: string, max: 40, required_when: sick, personal: row}
      other:   {type: string, max: 40}
      of_user: {type: string, max: 40, personal: user}
      of_boss: {type: string, max: 40, personal: part.user}
    relations:
      user: {to: User}
      part: {to: Part}
  Part:
    relations:
      user: {to: User}
"""
VALUES = {
    "who": "'a'",
    "tiny": "'a'",
    "long": "'123456789'",
    "alias": "'a'",
    "notes": "'a'",
    "mail": "'a@example.com'",
    "site": "'https://example.com/'",
    "born_on": "'2000-01-01'",
    "seen_at": "now()",
    "at": "'10:00'",
    "took": "'1 hour'",
    "age": "30",
    "points": "5",
    "weight": "1.5",
    "pay": "9.99",
    "badge": "gen_random_uuid()",
    "facts": "'[1]'",
    "home": "'DE'",
    "money": "'EUR'",
    "grade": "'high'",
    "kind": "'b'",
    "names": "'{a}'",
    "street": "'a'",
    "phone": "'1'",
}


def test_every_table_takes_what_stands_in_place_of_a_value(tmp_path: Path, database: Urls) -> None:
    model = resolved(tmp_path, THINGS)
    thing = model.entity("Thing")
    calls = [call.positional for call in personal(thing, model)]
    instead = {str(field): str(sql).format(row="r") for field, _, sql in calls}
    assert instead.keys() == VALUES.keys() | {"sick", "of_user", "of_boss"}
    runner.new(tmp_path, model, "first")
    runner.up(tmp_path, database.owner, database.application)
    columns, values = ", ".join(f'"{name}"' for name in VALUES), ", ".join(VALUES.values())
    unlike = values.replace("'a'", "'b'", 4).replace("a@", "b@").replace("com/", "com/b")
    assigned = ", ".join(f'"{name}" = {sql}' for name, sql in instead.items())
    with psycopg.connect(database.owner) as session:
        for each in (values, unlike):
            session.execute(f"insert into things ({columns}) values ({each})".encode())
        session.execute(f"update things as r set {assigned}".encode())
        rows = session.execute(
            "select id::text, who, tiny, long, alias, mail, site, born_on::text, age, home, money,"
            " names, phone, street, sick from things"
        ).fetchall()
    assert len(rows) == 2
    for key, *found in rows:
        assert found == [
            *("Erased", "Era", "Erased...", f"Erased {key}", f"erased-{key}@erased.invalid"),
            *(f"https://erased.invalid/{key}", "0001-01-01", 16, "ZZ", "XXX"),
            *([], None, "Erased", False),
        ]


ONCE = """
entities:
  Vote:
    write: once
    fields:
      name: {type: string, max: 40, required: true, personal: row}
  Form:
    fields:
      name:   {type: string, max: 40, required: true, write: once, personal: row}
      status: {enum: [open, closed], default: open}
    frozen: status == "closed"
"""


@pytest.mark.parametrize("table", ["votes", "forms"])
def test_what_is_written_once_gives_way_to_an_erasure_of_the_owner_alone(
    tmp_path: Path, database: Urls, table: str
) -> None:
    model = resolved(tmp_path, ONCE)
    runner.new(tmp_path, model, "first")
    runner.up(tmp_path, database.owner, database.application)
    change = f"update {table} set name = 'Erased'".encode()
    erasing = "select set_config('charter.action', 'erase', false)"
    with psycopg.connect(database.owner, autocommit=True) as session:
        session.execute(f"insert into {table} (name) values ('Ann')".encode())
        if table == "forms":
            session.execute("update forms set status = 'closed'")
        with pytest.raises(psycopg.Error):
            session.execute(change)
        with psycopg.connect(database.application) as application:
            application.execute(erasing)
            application.execute("select set_config('charter.platform', 'on', false)")
            with pytest.raises(psycopg.Error):
                application.execute(change)
        assert session.execute(f"select name from {table}".encode()).fetchall() == [("Ann",)]
        session.execute(erasing)
        session.execute(change)
        assert session.execute(f"select name from {table}".encode()).fetchall() == [("Erased",)]
        told = session.execute("select action, changes from audit_events order by id desc limit 1")
        assert told.fetchone() == ("erase", {"name": ["Ann", "Erased"]})


def test_whom_a_value_is_about(tmp_path: Path) -> None:
    model = resolved(tmp_path, THINGS)
    calls = [call.positional for call in personal(model.entity("Thing"), model)]
    subjects = {field: subject for field, subject, _ in calls}
    assert subjects["who"] == "{row}.id"
    assert subjects["of_user"] == "coalesce({row}.user_id, {row}.id)"
    assert subjects["of_boss"] == (
        "coalesce((SELECT t.user_id FROM parts AS t WHERE t.id = {row}.part_id), {row}.id)"
    )


def test_the_trail_sees_to_its_own_values(tmp_path: Path) -> None:
    model = resolved(tmp_path, THINGS)
    assert list(personal(model.entity("AuditEvent"), model)) == []
