"""Lists against a brute-force oracle, over random rows and queries.

Filters, expressions, what goes over relations, sort, cursors, offsets, includes.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from psycopg.types.json import Json

from runtime.database.transaction import Transaction
from runtime.query.filters import filter_name
from runtime.query.page import page as run_page
from runtime.query.parse import parse_list
from runtime.query.values import operators
from runtime.resource import Field, Kind
from tests.runtime.query import expressions
from tests.runtime.query.conftest import Library
from tests.runtime.query.expressions import Kit, Made
from tests.runtime.query.library import BOOK, REGISTRY, FakeReach, insert

type Row = dict[str, Any]

ROWS = 120
QUERIES = 1000
"""A batch, of which there are ten."""
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
KEYWORDS = [None, [], ["a"], ["a", "Ä"], ["b%", ""]]
DOCUMENTS: list[Any] = [
    None,
    {},
    {"a": 1, "b": {"c": True}},
    {"a": "x", "a b": -2.5},
    {"a": ["k", 1], "b": {"c": "x"}},
    {"b": None, "k": 2},
    ["k", -2.5],
    "k",
    1,
]
NAMES = ["Ann", "ann", "Ä", "Zoë", "", "b%", "Hidden", "x" * 300]
HIDING = FakeReach(conditions={"author": "{row}.name <> 'Hidden'"})
"""Some authors are beyond reach: their books are read as if they had none."""


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


KIT = Kit(
    text_of,
    lambda name, value: comparable(BOOK.field(name) or BOOK.fields[0], value),
    texts=frozenset({"title", "blurb"}),
    unordered=frozenset({"in_print", "code", "state"}),
)


def leaf(dice: random.Random) -> Made:
    """A restriction of an expression."""
    name = dice.choice(list(POOLS))
    related = (
        ("author", "name", NAMES, "author"),
        ("tags", "word", WORDS, "tags"),
        ("copies_held", "shelf", WORDS, "copies_held"),
    )
    kinds: list[Callable[[], Made]] = [
        lambda: expressions.presence(name),
        lambda: expressions.one_of(dice, name, POOLS[name], KIT),
        lambda: expressions.searched(dice, ("title", "blurb"), WORDS),
        lambda: expressions.listed(dice, "keywords", ["a", "Ä", "b%", "", "no"]),
        lambda: expressions.inside(dice, "extra"),
        lambda: expressions.related(dice, *dice.choice(related)),
        lambda: expressions.related(dice, *related[0]),
    ]
    if dice.random() < 0.5:
        return expressions.scalar(dice, name, POOLS[name], KIT)
    return dice.choice(kinds)()


class Query:
    """A random query, as parameters and as a function over the rows."""

    def __init__(self, dice: random.Random) -> None:
        self.fields = {name: known for name in POOLS if (known := BOOK.field(name))}
        self.tests: list[Callable[[Row], bool]] = []
        self.parameters: dict[str, str] = {}
        for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
            self._filter(dice)
        if dice.random() < 0.2:
            self._abroad(dice)
        if dice.random() < 0.6:
            text, meaning = expressions.expression(dice, lambda: leaf(dice))
            self.parameters["filter"] = text
            self.tests.append(meaning)
        self.sort = self._sort(dice)
        self.includes = dice.sample(["author", "tags", "copies_held"], dice.choice([0, 0, 0, 1, 2]))
        if self.includes:
            self.parameters["include"] = ",".join(self.includes)
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

    def _abroad(self, dice: random.Random) -> None:
        """A parameter that goes over a relation."""
        wanted = dice.sample(NAMES, 2)
        operator = dice.choice(["", "__in", "__contains"])
        value: Any = wanted if operator == "__in" else wanted[0]
        self.parameters[f"author.name{operator}"] = (
            ",".join(wanted) if operator == "__in" else value
        )
        compare = COMPARE[operator.removeprefix("__") or "eq"]
        self.tests.append(lambda row: any(compare(far["name"], value) for far in row["author"]))

    def _sort(self, dice: random.Random) -> list[tuple[str, bool]]:
        names = dice.sample([*POOLS, "id", "author.name"], dice.choice([0, 1, 1, 2, 2, 3]))
        keys = [(name, dice.random() < 0.5) for name in names]
        if keys:
            self.parameters["sort"] = ",".join(f"{'-' * down}{name}" for name, down in keys)
        return keys

    def answer(self, rows: list[Row]) -> list[str]:
        found = [row for row in rows if all(test(row) for test in self.tests)]
        found.sort(key=lambda row: str(row["id"]))
        for name, down in reversed(self.sort):
            keyed = [(_key(name, row), row) for row in found]
            empty = [row for key, row in keyed if key is None]
            full = [(key, row) for key, row in keyed if key is not None]
            full.sort(key=lambda pair: pair[0], reverse=down)
            found = [row for _, row in full] + empty
        return [self._shown(row) for row in found]

    def _shown(self, row: Row) -> Row:
        """What the answer has of a row: its id and what is embedded."""
        shown: Row = {"id": str(row["id"])}
        for name in self.includes:
            ids = sorted(str(far["id"]) for far in row[name])
            shown[name] = (ids or [None])[0] if name == "author" else ids
        return shown


def _key(name: str, row: Row) -> Any:
    if name == "author.name":
        return row["author"][0]["name"] if row["author"] else None
    return comparable(BOOK.field(name) or BOOK.fields[0], row[name])


def shown(item: Row) -> Row:
    """The same of an answer."""
    found = {"id": item["id"]}
    for name in ("author", "tags", "copies_held"):
        if name in item:
            far = item[name]
            found[name] = [f["id"] for f in far] if isinstance(far, list) else far and far["id"]
    return found


def _rows_of(dice: random.Random, count: int, **pools: list[Any]) -> list[Row]:
    return [
        {"id": UUID(int=dice.getrandbits(128))}
        | {name: dice.choice(pool) for name, pool in pools.items()}
        for _ in range(count)
    ]


@pytest_asyncio.fixture
async def rows(library: Library) -> list[Row]:
    """Books with what is beyond their relations, as far as the actor sees it."""
    dice = random.Random(7)  # noqa: S311 - a seeded oracle
    authors = [
        {"id": UUID(int=dice.getrandbits(128)), "name": name, "deleted_at": gone}
        for name in NAMES
        for gone in (None, None, NOON)
    ]
    keys = [None, *(author["id"] for author in authors)]
    extra = {"keywords": KEYWORDS, "extra": DOCUMENTS}
    made = _rows_of(dice, ROWS, **POOLS, **extra, author_id=keys)
    ids = [row["id"] for row in made]
    copies = _rows_of(dice, ROWS, book_id=ids, shelf=[None, *WORDS])
    tags = [{"id": UUID(int=dice.getrandbits(128)), "word": word} for word in WORDS[:9]]
    links = {(dice.choice(ids), dice.choice(tags)["id"]) for _ in range(ROWS)}
    owner = library.urls.owner
    insert(owner, "authors", authors)
    insert(owner, "books", [row | {"extra": _document(row["extra"])} for row in made])
    insert(owner, "copies", copies)
    insert(owner, "tags", tags)
    insert(owner, "books_tags", [{"book_id": b, "tag_id": t} for b, t in sorted(links)])
    seen = [a for a in authors if a["deleted_at"] is None and a["name"] != "Hidden"]
    for row in made:
        row["author"] = [a for a in seen if a["id"] == row["author_id"]]
        row["copies_held"] = [c for c in copies if c["book_id"] == row["id"]]
        row["tags"] = [t for t in tags if (row["id"], t["id"]) in links]
    return made


def _document(value: Any) -> Any:
    return None if value is None else Json(value)


class Asked:
    """Asks within one transaction, as an actor from whom some authors are hidden."""

    def __init__(self, library: Library, transaction: Transaction) -> None:
        self.cursors = library.cursors
        self.transaction = transaction

    async def page(self, *query: tuple[str, str]) -> dict[str, Any]:
        plan = parse_list(BOOK, REGISTRY, HIDING, query, cursors=self.cursors)
        body = await run_page(self.transaction, plan, HIDING, self.cursors)
        found: dict[str, Any] = json.loads(body)
        return found

    async def walk(self, *query: tuple[str, str]) -> list[Row]:
        rows: list[Row] = []
        cursor: list[tuple[str, str]] = []
        while True:
            found = await self.page(*query, *cursor)
            rows += found["items"]
            if found["next_cursor"] is None:
                return rows
            assert found["items"], "a page before the last is never empty"
            cursor = [("cursor", found["next_cursor"])]


@pytest.mark.parametrize("seed", range(10))
async def test_lists_agree_with_the_oracle(library: Library, rows: list[Row], seed: int) -> None:
    """Ten thousand in all."""
    dice = random.Random(seed)  # noqa: S311 - a seeded oracle
    async with library.database.transaction() as transaction:
        asked = Asked(library, transaction)
        for number in range(QUERIES):
            query = Query(dice)
            expected = query.answer(rows)
            if number % 10 == 0:
                await _check_walk(asked, query, expected, dice)
            else:
                await _check_page(asked, query, expected, dice)


async def _check_page(asked: Asked, query: Query, expected: list[Row], dice: random.Random) -> None:
    limit, skipped = int(query.parameters["limit"]), 0
    pairs = [*query.parameters.items(), ("count", "exact"), ("fields", "id")]
    if dice.random() < 0.2:
        skipped = dice.choice([0, 1, 5, 119, 10_000])
        pairs.append(("offset", str(skipped)))
    page = await asked.page(*pairs)
    assert [shown(row) for row in page["items"]] == expected[skipped : skipped + limit], pairs
    assert page["total"] == len(expected), pairs
    assert (page["next_cursor"] is None) == (len(expected) <= skipped + limit), pairs


async def _check_walk(asked: Asked, query: Query, expected: list[Row], dice: random.Random) -> None:
    query.parameters["limit"] = str(dice.choice([20, 40]))
    pairs = list(query.parameters.items())
    found = await asked.walk(*pairs, ("fields", "id"))
    assert [shown(row) for row in found] == expected, pairs


def test_the_oracle_looks_at_every_kind_with_an_order() -> None:
    kinds = {BOOK.field(name).kind for name in POOLS}  # type: ignore[union-attr]
    assert {Kind.STRING, Kind.TEXT, Kind.DECIMAL, Kind.ENUM, Kind.DATETIME, Kind.TIME} <= kinds
