"""Groups and measures against plain Python over the same rows, and what is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import NumericValueOutOfRange

from runtime.problems import Invalid
from runtime.query import aggregate
from runtime.query.aggregate import aggregate_statement, functions, groups, measures_of
from runtime.query.parse import parse_aggregate
from runtime.query.view import View
from runtime.resource import Field, Kind
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import ACTOR, BOOK, REGISTRY, SEARCHED, FakeReach, insert
from tests.runtime.query.test_oracle import COMPARE, LEVELS, POOLS, text_of

type Row = dict[str, Any]

FIELDS = {name: field for name in POOLS if (field := BOOK.field(name))}
SUMS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": sum,
    "avg": lambda values: float(sum(values)) / len(values),
    "min": min,
    "max": max,
}


async def asked(library: Library, reach: FakeReach | None = None, **query: str) -> list[Row]:
    """The groups."""
    reach = reach or FakeReach()
    plan = parse_aggregate(BOOK, REGISTRY, reach, list(query.items()))
    async with library.database.transaction() as transaction:
        found: list[Row] = json.loads(await groups(transaction, plan, reach))["groups"]
    return found


def cut(value: Any, unit: str) -> Any:
    """A date or a time in UTC as the beginning of its day, week, month, quarter or year."""
    if value is None:
        return None
    day = value.date() if isinstance(value, datetime) else value
    if unit == "week":
        day -= timedelta(day.weekday())
    elif unit != "day":
        month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[unit]
        day = day.replace(day=1, month=month)
    return datetime.combine(day, time(), value.tzinfo) if isinstance(value, datetime) else day


def order(field: Field, value: Any) -> Any:
    """As it is sorted: a level by its place, what is absent last."""
    if value is None:
        return (1,)
    return (0, LEVELS.index(value) if field.kind is Kind.ENUM and value in LEVELS else value)


def shown(value: Any) -> Any:
    """As it stands in the answer."""
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | time) else value


class Asked:
    """A random question, and its answer over the rows."""

    def __init__(self, dice: random.Random) -> None:
        self.keys: list[tuple[Field, str]] = []
        for name in dice.sample(list(FIELDS), dice.choice([0, 1, 1, 2, 3])):
            field = FIELDS[name]
            times = aggregate.UNITS if field.kind in aggregate.TIMES else ()
            self.keys.append((field, dice.choice(["", *times])))
        every = [(function, f) for f in FIELDS.values() for function in functions(f)]
        self.measures = dice.sample(every, dice.randint(0, 4))
        self.counted = not self.measures or dice.random() < 0.5
        self.limited = FIELDS[dice.choice(list(FIELDS))]
        self.limit = dice.choice([v for v in POOLS[self.limited.name] if v is not None])
        self.operator = dice.choice(["ne", "is_null"])

    @property
    def query(self) -> dict[str, str]:
        measures = [f"{function}_{field.name}" for function, field in self.measures]
        found = {"measures": ",".join([*(["count"] if self.counted else []), *measures])}
        if self.keys:
            said = (f"{field.name}:{unit}" if unit else field.name for field, unit in self.keys)
            found["group_by"] = ",".join(said)
        text = "false" if self.operator == "is_null" else text_of(self.limit)
        return found | {f"{self.limited.name}__{self.operator}": text}

    def answer(self, rows: list[Row]) -> list[Row]:
        compare, wanted = COMPARE[self.operator], self.operator != "is_null" and self.limit
        found: dict[tuple[Any, ...], list[Row]] = {} if self.keys else {(): []}
        for row in rows:
            if compare(row[self.limited.name], wanted):
                found.setdefault(tuple(self._key(row)), []).append(row)
        in_order = sorted(found.items(), key=lambda each: self._order(each[0]))
        return [self._group(key, members) for key, members in in_order]

    def _key(self, row: Row) -> Iterable[Any]:
        for field, unit in self.keys:
            value = row[field.name]
            yield cut(value, unit) if unit else value

    def _order(self, key: tuple[Any, ...]) -> list[Any]:
        return [order(field, value) for (field, _), value in zip(self.keys, key, strict=True)]

    def _group(self, key: tuple[Any, ...], rows: list[Row]) -> Row:
        found = {f.name: shown(value) for (f, _), value in zip(self.keys, key, strict=True)}
        if self.counted:
            found["count"] = len(rows)
        for function, field in self.measures:
            values = [row[field.name] for row in rows if row[field.name] is not None]
            if field.kind is Kind.ENUM:
                values = sorted(values, key=LEVELS.index)
                measured = values and values[0 if function == "min" else -1]
            else:
                measured = values and SUMS[function](values)
            found[f"{function}_{field.name}"] = shown(measured) if values else None
        return found


def alike(one: Row, other: Row) -> bool:
    """Whether groups are the same; averages and sums of floats but for their last digits."""
    return list(one) == list(other) and all(
        float(one[name]) == pytest.approx(float(other[name]))
        if other[name] is not None and name.startswith(("avg_", "sum_rating"))
        else one[name] == other[name]
        for name in other
    )


async def test_groups_agree_with_the_oracle(library: Library) -> None:
    dice = random.Random(3)  # noqa: S311 - a seeded oracle
    rows = [
        {"id": UUID(int=dice.getrandbits(128))} | {n: dice.choice(p) for n, p in POOLS.items()}
        for _ in range(90)
    ]
    insert(library.urls.owner, "books", rows)
    for _ in range(400):
        question = Asked(dice)
        found, expected = await asked(library, **question.query), question.answer(rows)
        assert len(found) == len(expected), question.query
        for one, other in zip(found, expected, strict=True):
            assert alike(one, other), question.query


async def test_without_parameters_all_are_counted(library: Library) -> None:
    assert await asked(library) == [{"count": 0}]
    assert await asked(library, group_by="state") == []
    insert(library.urls.owner, "books", [{"title": "a"}, {"title": "b", "state": "out"}])
    assert await asked(library) == [{"count": 2}]
    assert await asked(library, measures="max_title,sum_pages") == [
        {"max_title": "b", "sum_pages": None}
    ]
    assert await asked(library, filter="state = out OR title = c") == [{"count": 1}]


async def test_sums_are_exact(library: Library) -> None:
    most = 2**63 - 1
    price = Decimal("999999.99")
    insert(library.urls.owner, "books", [{"title": "a", "copies": most, "price": price}] * 3)
    [found] = await asked(library, measures="sum_copies,sum_price,avg_price,avg_copies")
    assert found == {
        "sum_copies": 3 * most,
        "sum_price": "2999999.97",
        "avg_price": "999999.99",
        "avg_copies": most,
    }


async def test_times_are_cut_in_utc_whatever_the_zone_of_the_session(library: Library) -> None:
    late = datetime.fromisoformat("2024-12-31T23:30:00-05:00")
    insert(library.urls.owner, "books", [{"title": "a", "printed_at": late}])
    reach = FakeReach()
    for unit, start in (
        ("day", "2025-01-01"),
        ("week", "2024-12-30"),
        ("month", "2025-01-01"),
        ("quarter", "2025-01-01"),
        ("year", "2025-01-01"),
    ):
        plan = parse_aggregate(BOOK, REGISTRY, reach, [("group_by", f"printed_at:{unit}")])
        async with library.database.transaction() as transaction:
            await transaction.send()
            await transaction.connection.execute("set local timezone to 'Pacific/Auckland'")
            [group] = json.loads(await groups(transaction, plan, reach))["groups"]
        moment = datetime.fromisoformat(group["printed_at"])
        assert moment == datetime.fromisoformat(f"{start}T00:00:00+00:00")


async def test_values_worked_out_at_read_group_and_measure(library: Library) -> None:
    """One that asks for the actor, and one made of another column."""
    mine = {"title": "a", "reader_id": ACTOR.id, "pages": 5}
    insert(library.urls.owner, "books", [mine, {"title": "b", "pages": 4}, {"title": "c"}])
    found = await asked(library, group_by="mine,thickness", measures="count,sum_thickness")
    assert found == [
        {"mine": False, "thickness": 2, "count": 1, "sum_thickness": 2},
        {"mine": False, "thickness": None, "count": 1, "sum_thickness": None},
        {"mine": True, "thickness": 2, "count": 1, "sum_thickness": 2},
    ]


async def test_only_rows_within_reach_count(library: Library) -> None:
    insert(library.urls.owner, "books", [{"title": t, "pages": 1} for t in "aab"])
    some = FakeReach(conditions={"book": "{row}.title = 'a'"})
    query = {"group_by": "title", "measures": "count,sum_pages"}
    assert await asked(library, some, **query) == [{"title": "a", "count": 2, "sum_pages": 2}]


async def test_more_groups_than_fit_are_refused(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aggregate, "GROUPS_MAX", 3)
    insert(library.urls.owner, "books", [{"title": t} for t in "abc"])
    assert len(await asked(library, group_by="title")) == 3
    insert(library.urls.owner, "books", [{"title": "d"}])
    with pytest.raises(Invalid) as refused:
        await asked(library, group_by="title")
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("?group_by", "TOO_MANY_GROUPS")]
    assert len(await asked(library, group_by="title", title__ne="d")) == 3


async def test_a_sum_beyond_floats_is_an_error_of_the_data(library: Library) -> None:
    """The operation makes a 422 of it."""
    insert(library.urls.owner, "books", [{"title": "a", "rating": 1.7e308}] * 2)
    with pytest.raises(NumericValueOutOfRange):
        await asked(library, measures="sum_rating")


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"group_by": ""}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "titel"}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "password_hash"}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "extra"}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "keywords"}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "author.name"}, "?group_by", "UNKNOWN_FIELD"),
        ({"group_by": "state,state"}, "?group_by", "REPEATED"),
        ({"group_by": "created_at:day,created_at:year"}, "?group_by", "REPEATED"),
        ({"group_by": "created_at:hour"}, "?group_by", "INVALID_VALUE"),
        ({"group_by": "created_at:"}, "?group_by", "INVALID_VALUE"),
        ({"group_by": "title:day"}, "?group_by", "INVALID_VALUE"),
        ({"group_by": "title,blurb,pages,copies,price,state"}, "?group_by", "INVALID_VALUE"),
        ({"measures": ""}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "sum"}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "sum_title"}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "min_in_print"}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "min_state"}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "max_password_hash"}, "?measures", "UNKNOWN_FIELD"),
        ({"measures": "count,count"}, "?measures", "REPEATED"),
        ({"measures": ",".join(["count"] * 21)}, "?measures", "INVALID_VALUE"),
        ({"limit": "3"}, None, None),
        ({"sort": "title"}, "?sort", "UNKNOWN_PARAMETER"),
        ({"cursor": "x"}, "?cursor", "UNKNOWN_PARAMETER"),
        ({"fields": "title"}, "?fields", "UNKNOWN_PARAMETER"),
        ({"q": "word"}, "?q", "UNKNOWN_PARAMETER"),
        ({"pages": "x"}, "?pages", "INVALID_VALUE"),
        ({"filter": "pages >"}, "?filter", "MALFORMED_FILTER"),
        ({"group_by": 'title"; drop table books --'}, "?group_by", "UNKNOWN_FIELD"),
    ],
)
def test_a_wrong_question_is_refused(
    query: dict[str, str], pointer: str | None, code: str | None
) -> None:
    """A field called `limit` is no parameter of pages here either: it is `limit__eq`."""
    with pytest.raises(Invalid) as refused:
        parse_aggregate(BOOK, REGISTRY, FakeReach(), list(query.items()))
    found = [(error.pointer, error.code) for error in refused.value.errors]
    assert found == [(pointer or "?limit", code or "UNKNOWN_PARAMETER")]


def test_a_parameter_is_given_once() -> None:
    with pytest.raises(Invalid) as refused:
        parse_aggregate(BOOK, REGISTRY, FakeReach(), [("group_by", "state"), ("group_by", "title")])
    assert [error.code for error in refused.value.errors] == ["REPEATED"]


def test_words_are_searched_where_there_are_any() -> None:
    plan = parse_aggregate(SEARCHED, REGISTRY, FakeReach(), [("q", "word")])
    assert len(plan.rows.conditions) == 1
    assert plan.measures == (aggregate.COUNT,)


def test_what_is_hidden_cannot_be_named() -> None:
    reach = FakeReach(hidden={"book": frozenset({"pages"})})
    view = View(BOOK, REGISTRY, reach)
    assert not any("pages" in name for name in measures_of(view))
    assert "sum_pages" in measures_of(View(BOOK, REGISTRY, FakeReach()))
    for query in (("group_by", "pages"), ("measures", "sum_pages"), ("pages", "1")):
        with pytest.raises(Invalid):
            parse_aggregate(BOOK, REGISTRY, reach, [query])


def test_no_value_stands_in_the_text() -> None:
    said = "'; drop table books --"
    reach = FakeReach()
    plan = parse_aggregate(
        BOOK, REGISTRY, reach, [("title", said), ("group_by", "state"), ("measures", "max_pages")]
    )
    statement = aggregate_statement(plan, reach)
    assert "drop" not in statement.sql
    assert statement.values == (said,)
