"""Random expressions over a table of all types with nulls: SQL and Python must agree."""

# ruff: noqa: S311, PLR0911  # random cases, not secrets; one return a kind of case

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from generator.expressions.python import python
from generator.expressions.shape import Base, Shapes, Type
from generator.expressions.sql import sql
from generator.expressions.tree import Expression, Use
from runtime import logic
from runtime.embedded import EmbeddedServer
from tests.generator.expressions.building import computed_of, shapes_of, typed
from tests.support.database import drop_database, fresh_database

SHAPES = shapes_of(
    {
        "User": {"name": "text"},
        "Thing": {
            "t": "text",
            "u": "text!",
            "e": "enum red green blue",
            "g": "enum red green blue!",
            "o": "ordered shade_level light middle dark",
            "p": "ordered shade_level light middle dark",
            "b": "bool",
            "c": "bool!",
            "i": "int",
            "j": "int!",
            "d": "decimal",
            "f": "float",
            "h": "float!",
            "due": "date",
            "ends": "date!",
            "at": "datetime",
            "seen": "datetime",
            "clock": "time",
            "lasts": "duration",
            "key": "uuid",
            "tags": "text[]",
            "numbers": "int[]",
            "owner": "-> User",
            "reporter": "-> User!",
            "parent": "-> Thing",
            "subject": "-> any",
            "other": "-> User Thing",
            "twice": "= int: i * 2",
            "late": "= bool: due < today()",
            "tone": '= text: if(late, "late", concat(t, u))',
        },
    }
)
COMPUTED = computed_of(SHAPES)
NOW = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
TABLE = """
create type shade_level as enum ('light', 'middle', 'dark');
create table things (
  id uuid primary key, created_by_id uuid, t text collate "C", u text collate "C" not null,
  e text collate "C", g text collate "C" not null, o shade_level, p shade_level,
  b bool, c bool not null, i int, j int not null, d numeric(12, 2), f float8, h float8 not null,
  due date, ends date not null, at timestamptz, seen timestamptz, clock time, lasts interval,
  key uuid, tags text[], numbers int[], owner_id uuid, reporter_id uuid not null, parent_id uuid,
  subject_id uuid, subject_type text, other_id uuid, other_type text,
  twice int generated always as (i * 2) stored
);
"""
PEOPLE = [UUID(int=number) for number in range(1, 4)]
THINGS = [UUID(int=number) for number in range(1, 31)]
VALUES: dict[str, list[Any]] = {
    "created_by_id": [None, *PEOPLE],
    "t": [None, "", "a", "A", "Ärger", "ΑΣ", "ß{0}%", "$$ \\:n '", "😀", "z"],
    "u": ["", "a", "b", "zz", "Z"],
    "e": [None, "red", "green", "blue"],
    "g": ["red", "green", "blue"],
    "o": [None, "light", "middle", "dark"],
    "p": [None, "light", "middle", "dark"],
    "b": [None, True, False],
    "c": [True, False],
    "i": [None, -3, 0, 1, 2, 7],
    "j": [-1, 0, 1, 5],
    "d": [None, *map(Decimal, ("-1.50", "0.00", "0.01", "2.50", "3.33", "1000.00"))],
    "f": [None, -0.5, 0.0, 1.0, 2.5],
    "h": [0.0, 1.0, 2.5],
    "due": [None, date(2024, 2, 29), date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 1)],
    "ends": [date(2024, 2, 29), date(2026, 3, 31), date(2026, 12, 31)],
    "at": [None, NOW, NOW - timedelta(hours=72), datetime(2026, 1, 31, 23, 59, 59, 7, UTC)],
    "seen": [None, NOW, NOW + timedelta(minutes=1), datetime(2024, 2, 29, tzinfo=UTC)],
    "clock": [None, time(0, 0), time(12, 30), time(23, 59, 59)],
    "lasts": [None, timedelta(0), timedelta(hours=36), timedelta(days=30), timedelta(minutes=-5)],
    "key": [None, UUID(int=7), UUID(int=8)],
    "tags": [None, [], ["a"], ["a", "b", None], [None]],
    "numbers": [None, [], [1, 2], [7, None]],
    "owner_id": [None, *PEOPLE],
    "reporter_id": PEOPLE,
    "parent_id": [None, *THINGS[:4]],
    "subject_id": [None, *THINGS[:4]],
    "subject_type": ["user", "thing"],
    "other_id": [None, *THINGS[:4]],
    "other_type": ["user", "thing"],
}


class Writer:
    """Writes random expressions of a type, in the language itself."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)

    def test(self, depth: int) -> str:
        kinds = ["compare", "compare", "in", "null", "bool", "row", "list"]
        kinds += ["and", "or", "not", "and", "or", "not"] if depth else []
        match self.choose.choice(kinds):
            case "and" | "or" as word:
                return f"({self.test(depth - 1)} {word} {self.test(depth - 1)})"
            case "not":
                return f"(not {self.test(depth - 1)})"
            case "in":
                return self.membership(depth)
            case "null":
                kind = self.choose.choice(["text", "int", "decimal", "date", "datetime", "bool"])
                return f"{self.value(kind, depth)} is {self.choose.choice(['', 'not '])}null"
            case "bool":
                return self.value("bool", depth)
            case "list":
                item, rows = self.choose.choice([("text", "tags"), ("int", "numbers")])
                return f"{self.value(item, depth)} {self.choose.choice(['in', 'not in'])} {rows}"
            case "row":
                return self.rows()
            case _:
                return self.comparison(depth)

    def rows(self) -> str:
        people = ["owner", "reporter", "actor", "created_by", "other", "subject"]
        things = ["parent", "row", "other", "subject"]
        one, other = self.choose.sample(self.choose.choice([people, things]), 2)
        return f"{one} {self.choose.choice(['==', '!='])} {other}"

    def comparison(self, depth: int) -> str:
        ordered = ["text", "o", "int", "decimal", "float", "date", "datetime", "time", "duration"]
        kind = self.choose.choice([*ordered, *ordered, "e", "bool", "uuid"])
        signs = (
            ["==", "!="] if kind in ("e", "bool", "uuid") else ["==", "!=", "<", "<=", ">", ">="]
        )
        left, right = self.value(kind, depth), self.value(kind, depth)
        if kind in ("e", "o") and left.startswith('"') and right.startswith('"'):
            left = kind
        return f"{left} {self.choose.choice(signs)} {right}"

    def membership(self, depth: int) -> str:
        kind, options = self.choose.choice(
            [
                ("e", ['"red"', '"blue"']),
                ("o", ['"dark"', "null"]),
                ("int", ["1", "7", "0"]),
                ("text", ['"a"', '""']),
                ("text", ["null"]),
                ("decimal", ["2.5", "1"]),
            ]
        )
        item = kind if kind in ("e", "o") else self.value(kind, depth)
        return f"{item} {self.choose.choice(['in', 'not in'])} ({', '.join(options)})"

    def value(self, kind: str, depth: int) -> str:
        if depth and self.choose.random() < 0.3:
            return self.choose.choice(
                [
                    f"coalesce({self.value(kind, 0)}, {self.value(kind, depth - 1)})",
                    f"if({self.test(depth - 1)}, {self.value(kind, 0)}, {self.value(kind, 0)})",
                ]
            )
        if depth and self.choose.random() < 0.4:
            return self.operation(kind, depth - 1)
        return self.choose.choice(LEAVES[kind])

    def operation(self, kind: str, depth: int) -> str:
        value = self.value
        span = self.choose.choice(["1 month", "13 months", "36 hours", "3 days", "1 year", "lasts"])
        sign = self.choose.choice("+-*" if kind != "float" else "+*")
        match kind:
            case "int":
                return self.choose.choice(
                    [
                        f"({value('int', depth)} {sign} {value('int', 0)})",
                        f"length({value('text', depth)})",
                        f"({value('date', 0)} - {value('date', 0)})",
                        f"abs(-{value('int', 0)})".replace("--", "-"),
                        f"round({value('decimal', depth)}, 0)",
                    ]
                )
            case "decimal":
                return self.choose.choice(
                    [
                        f"({value('decimal', depth)} {sign} {value('int', 0)})",
                        f"({value('decimal', depth)} / {value('decimal', 0)})",
                        f"({value('int', depth)} / {value('int', 0)})",
                        f"round({value('decimal', depth)}, 1)",
                    ]
                )
            case "float":
                return f"({value('float', depth)} {sign} {value('float', 0)})"
            case "text":
                return self.choose.choice(
                    [f"lower({value('text', depth)})", f"concat(u, {value('text', depth)})"]
                )
            case "date" | "datetime":
                return f"({value(kind, depth)} {self.choose.choice('+-')} {span})"
            case "duration":
                return f"({value('datetime', depth)} - {value('datetime', 0)})"
            case "bool":
                return f"({self.test(depth)})"
            case _:
                return self.choose.choice(LEAVES[kind])


LEAVES = {
    "text": ["t", "u", '"a"', '"Ä"', '"ß{0}%"', '"$$ \\:n \'"', "tone"],
    "e": ["e", "g", '"red"', '"blue"'],
    "o": ["o", "p", '"middle"'],
    "bool": ["b", "c", "true", "late"],
    "int": ["i", "j", "2", "0", "twice", "version"],
    "decimal": ["d", "d", "2.50", "0.1"],
    "float": ["f", "h"],
    "date": ["due", "ends", "today()"],
    "datetime": ["at", "seen", "now()"],
    "time": ["clock"],
    "duration": ["lasts", "72 hours", "1 month"],
    "uuid": ["key", "id"],
}
LEAVES["int"].remove("version")
RESULTS: dict[str, Type] = {
    "int": Type(Base.INT),
    "decimal": Type(Base.DECIMAL),
    "float": Type(Base.FLOAT),
    "text": Type(Base.TEXT),
    "date": Type(Base.DATE),
    "datetime": Type(Base.DATETIME),
    "duration": Type(Base.DURATION),
    "o": SHAPES.entities["Thing"].members["o"].type,  # type: ignore[union-attr]
}


@pytest.fixture(scope="module")
def things(server: EmbeddedServer) -> Iterator[psycopg.Connection[Any]]:
    """A table of thirty rows of random values, half of them null where they may be."""
    urls = fresh_database(server)
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute(TABLE)
        choose = random.Random(1)
        for key in THINGS:
            row = {name: choose.choice(values) for name, values in VALUES.items()}
            if row["subject_id"] is None:
                row["subject_type"] = None
            if row["other_id"] is None:
                row["other_type"] = None
            holders = ", ".join(["%s", *("%s" for _ in row)])
            session.execute(
                f"insert into things (id, {', '.join(row)}) values ({holders})",
                [key, *row.values()],
            )
        yield session
    drop_database(server, urls)


def in_python(expression: Expression, row: Any, actor: Any) -> Any:
    source = python(expression, computed=COMPUTED)
    assert source is not None
    names = {"logic": logic, "Decimal": Decimal, "now": NOW, "today": NOW.date()}
    return eval(source, names | {"row": row, "actor": actor})  # noqa: S307


def in_sql(expression: Expression, actor: UUID | None, **options: bool) -> str:
    said = "null::uuid" if actor is None else f"'{actor}'::uuid"
    now = f"'{NOW.isoformat()}'::timestamptz"
    return sql(expression, "r", said, shapes=SHAPES, computed=COMPUTED, now=now, **options)


def rows_of(session: psycopg.Connection[Any], columns: list[str]) -> list[tuple[Any, Any]]:
    """Each row as an object, and the values of the columns; nothing if an integer overflows."""
    try:
        cursor = session.execute(f"select r.*, {', '.join(columns)} from things r order by id")
    except psycopg.errors.NumericValueOutOfRange:
        return []
    names = [each.name for each in cursor.description or ()]
    width = len(columns)
    return [
        (SimpleNamespace(**dict(zip(names[:-width], row[:-width], strict=True))), row[-width:])
        for row in cursor.fetchall()
    ]


@pytest.mark.parametrize("seed", range(12))
def test_tests_agree(things: psycopg.Connection[Any], seed: int) -> None:
    writer = Writer(seed)
    compared = 0
    for _ in range(40):
        text = writer.test(3)
        expression = whole(text, Type(Base.BOOL))
        if expression is None:
            continue
        actor = writer.choose.choice([None, *PEOPLE])
        columns = [
            in_sql(expression, actor),
            f"({in_sql(expression, actor, condition=True)}) is true",
            in_sql(expression, actor, negated=True),
            f"({in_sql(expression, actor, condition=True, negated=True)}) is true",
        ]
        for row, found in rows_of(things, columns):
            wanted = in_python(expression, row, SimpleNamespace(id=actor))
            compared += 1
            assert found == (wanted, wanted, not wanted, not wanted), (text, columns[0], row)
    assert compared > 500


@pytest.mark.parametrize("kind", RESULTS)
def test_values_agree(things: psycopg.Connection[Any], kind: str) -> None:
    writer = Writer(sum(map(ord, kind)))
    expect = RESULTS[kind]
    compared = 0
    for _ in range(60):
        text = writer.value(kind, 3)
        expression = whole(text, expect)
        if expression is None:
            continue
        for row, found in rows_of(things, [in_sql(expression, None)]):
            wanted = in_python(expression, row, SimpleNamespace(id=None))
            if isinstance(wanted, logic.Span):
                wanted = timedelta(30 * wanted.months, wanted.seconds)
            compared += 1
            assert found == (wanted,), (text, in_sql(expression, None), row)
    assert compared > 300


def whole(text: str, expect: Type) -> Expression | None:
    """The expression, unless it came out longer than the language allows."""
    from generator.expressions.lexer import ExpressionError
    from generator.expressions.parser import parse

    try:
        parse(text)
    except ExpressionError as error:
        if "more than 64" in error.message:
            return None
        raise
    return typed(text, SHAPES, "Thing", Use.GUARD, expect)


def test_quotients_have_the_digits_of_postgresql(things: psycopg.Connection[Any]) -> None:
    choose = random.Random(7)
    for _ in range(300):
        above, below = (
            Decimal(choose.randint(-(10**6), 10 ** choose.randint(0, 12))).scaleb(
                -choose.randint(0, 8)
            )
            for _ in range(2)
        )
        row = things.execute("select %s::numeric / nullif(%s::numeric, 0)", [above, below])
        assert row.fetchone() == (logic.div(above, below),), (above, below)


def test_lower_folds_as_postgresql_does(things: psycopg.Connection[Any]) -> None:
    folded = things.execute(
        "select chr(n), lower(chr(n) collate pg_unicode_fast) from generate_series(65, 4000) n"
    ).fetchall()
    differing = [char for char, lower in folded if logic.lower(char) != lower]
    assert differing == []


def test_shapes_hold_what_was_meant() -> None:
    assert isinstance(SHAPES, Shapes)
    assert COMPUTED["Thing", "twice"].own_only
    assert not COMPUTED["Thing", "late"].own_only
