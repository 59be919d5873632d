"""Filters, sort and cursors against a brute-force oracle, over random rows and queries."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from runtime.query.filters import filter_name
from runtime.query.values import operators
from runtime.resource import Field, Kind
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import BOOK, insert

type Row = dict[str, Any]

ROWS = 120
WORDS = [
    "",
    "a",
    "Ä",
    "ä",
    "B",
    "bx",
    "b_",
    "b%",
    "\\",
    "STRASSE",
    "straße",
    "z,",
    "Σas",
    "σΑς",
    '"',
]
LEVELS = ("low", "medium", "high")
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)

POOLS: dict[str, list[Any]] = {
    "title": WORDS,
    "blurb": [None, None, *WORDS],
    "pages": [None, -1, 0, 1, 2, 3, 2**31 - 1],
    "copies": [None, -(2**63), 0, 2**63 - 1],
    "rating": [None, -0.5, 0.1, 0.30000000000000004, 1e300],
    "price": [None, Decimal("-0.01"), Decimal("0.00"), Decimal("1.10"), Decimal("999999.99")],
    "in_print": [None, True, False],
    "published_on": [None, date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)],
    "printed_at": [None, NOON, NOON + timedelta(microseconds=1), NOON - timedelta(days=9)],
    "opens": [None, time(0), time(9, 30), time(23, 59, 59, 999999)],
    "code": [None, UUID(int=1), UUID(int=2**127)],
    "state": ["draft", "out", "gone"],
    "level": [None, *LEVELS],
    "limit": [None, 1, 2],
}


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def fold(text: str) -> str:
    return text.casefold()


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a is not None and a == b,
    "ne": lambda a, b: a is None or a != b,
    "gt": lambda a, b: a is not None and a > b,
    "gte": lambda a, b: a is not None and a >= b,
    "lt": lambda a, b: a is not None and a < b,
    "lte": lambda a, b: a is not None and a <= b,
    "in": lambda a, b: a is not None and a in b,
    "not_in": lambda a, b: a is None or a not in b,
    "contains": lambda a, b: a is not None and fold(b) in fold(a),
    "starts_with": lambda a, b: a is not None and fold(a).startswith(fold(b)),
    "is_null": lambda a, b: (a is None) == b,
}


def comparable(field: Field, value: Any) -> Any:
    """A value as Python orders it: levels by their place, text by code point anyway."""
    if isinstance(value, list):
        return [comparable(field, item) for item in value]
    if field.name == "level" and value is not None:
        return LEVELS.index(value)
    return value


class Query:
    """A random query, as parameters and as a function over the rows."""

    def __init__(self, dice: random.Random) -> None:
        self.fields = {name: known for name in POOLS if (known := BOOK.field(name))}
        self.tests: list[Callable[[Row], bool]] = []
        self.parameters: dict[str, str] = {}
        for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
            self._filter(dice)
        self.sort = self._sort(dice)
        self.parameters["limit"] = str(dice.choice([1, 2, 7, 20, 50]))

    def _filter(self, dice: random.Random) -> None:
        field = self.fields[dice.choice(list(POOLS))]
        values = [v for v in POOLS[field.name] if v is not None]
        operator = dice.choice(operators(field))
        value: Any = dice.choice(values)
        text = text_of(value)
        if operator in ("in", "not_in"):
            value = dice.sample(values, dice.randint(1, 2))
            escaped = [text_of(v).replace("\\", "\\\\").replace(",", "\\,") for v in value]
            text = ",".join(escaped)
        elif operator == "is_null":
            value = dice.random() < 0.5
            text = text_of(value)
        name = filter_name(field, operator)
        if name in self.parameters:
            return
        self.parameters[name] = text
        wanted = value if operator == "is_null" else comparable(field, value)
        compare = COMPARE[operator]
        self.tests.append(lambda row: compare(comparable(field, row[field.name]), wanted))

    def _sort(self, dice: random.Random) -> list[tuple[str, bool]]:
        names = dice.sample([*POOLS, "id"], dice.choice([0, 1, 1, 2, 2, 3]))
        keys = [(name, dice.random() < 0.5) for name in names]
        if keys:
            self.parameters["sort"] = ",".join(f"{'-' * down}{name}" for name, down in keys)
        return keys

    def answer(self, rows: list[Row]) -> list[str]:
        found = [row for row in rows if all(test(row) for test in self.tests)]
        found.sort(key=lambda row: str(row["id"]))
        for name, down in reversed(self.sort):
            field = BOOK.field(name)
            assert field is not None
            empty = [row for row in found if row[name] is None]
            full = [row for row in found if row[name] is not None]
            full.sort(key=lambda row: comparable(field, row[name]), reverse=down)
            found = full + empty
        return [str(row["id"]) for row in found]


@pytest_asyncio.fixture
async def rows(library: Library) -> list[Row]:
    dice = random.Random(7)  # noqa: S311 - a seeded oracle
    made: list[Row] = [
        {"id": UUID(int=dice.getrandbits(128))}
        | {name: dice.choice(pool) for name, pool in POOLS.items()}
        for _ in range(ROWS)
    ]
    insert(library.urls.owner, "books", made)
    return made


@pytest.mark.parametrize("seed", range(4))
async def test_lists_agree_with_the_oracle(library: Library, rows: list[Row], seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seeded oracle
    for number in range(100):
        query = Query(dice)
        expected = query.answer(rows)
        pairs = list(query.parameters.items())
        if number % 4:
            first = await library.page(BOOK, *pairs, ("count", "exact"), ("fields", "id"))
            limit = int(query.parameters["limit"])
            assert [row["id"] for row in first["items"]] == expected[:limit], pairs
            assert first["total"] == len(expected), pairs
            assert (first["next_cursor"] is None) == (len(expected) <= limit), pairs
        else:
            query.parameters["limit"] = str(dice.choice([7, 20, 50]))
            found = await library.walk(BOOK, *query.parameters.items(), ("fields", "id"))
            assert [row["id"] for row in found] == expected, pairs


def test_the_oracle_looks_at_every_kind_with_an_order() -> None:
    kinds = {BOOK.field(name).kind for name in POOLS}  # type: ignore[union-attr]
    assert {Kind.STRING, Kind.TEXT, Kind.DECIMAL, Kind.ENUM, Kind.DATETIME, Kind.TIME} <= kinds
