"""What a row looks like, what is embedded in it, and what the policy keeps out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from runtime.actor import PUBLIC
from runtime.problems import Invalid
from runtime.query.expression import visible_row
from runtime.query.parse import parse_list
from runtime.query.plan import EMBEDDED_MAX, EXACT_MAX, Related
from runtime.query.projection import row_projection
from runtime.query.statement import Parameters, Statement
from runtime.resource import Resource, ToMany
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import (
    ACTOR,
    AUTHOR,
    BOOK,
    COPY,
    NOTE,
    REGISTRY,
    TAG,
    FakeReach,
    insert,
)


def key(number: int) -> UUID:
    return UUID(int=number)


def relation(resource: Resource, name: str) -> ToMany:
    return next(r for r in resource.to_many if r.name == name)


FULL: dict[str, Any] = {
    "id": key(1),
    "created_at": datetime(2024, 1, 2, 3, 4, 5, 678901, UTC),
    "title": 'a "quote" \\ Ä \U0001f600',
    "pages": 7,
    "copies": 2**63 - 1,
    "rating": 0.1,
    "price": Decimal("1.10"),
    "in_print": True,
    "published_on": date(2024, 2, 29),
    "printed_at": datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
    "opens": time(9, 30),
    "reading": "P1DT2H",
    "code": key(9),
    "extra": '{"b": [1.50, null], "a": "x"}',
    "level": "high",
    "keywords": ["x", "y"],
    "limit": 3,
    "password_hash": "canary",
    "reader_id": ACTOR.id,
}


async def test_a_row_in_json(library: Library) -> None:
    insert(library.urls.owner, "books", [FULL])
    found = await library.row(BOOK, key(1))
    assert found is not None
    row, version = found
    assert version == 1
    assert row == {
        "id": str(key(1)),
        "version": 1,
        "created_at": "2024-01-02T03:04:05.678901+00:00",
        "title": 'a "quote" \\ Ä \U0001f600',
        "blurb": None,
        "pages": 7,
        "copies": 2**63 - 1,
        "rating": 0.1,
        "price": "1.10",
        "in_print": True,
        "published_on": "2024-02-29",
        "printed_at": "2024-01-02T03:04:05+00:00",
        "opens": "09:30:00",
        "reading": "P1DT2H",
        "contact": None,
        "link": None,
        "code": str(key(9)),
        "extra": {"b": [1.50, None], "a": "x"},
        "country": None,
        "state": "draft",
        "level": "high",
        "keywords": ["x", "y"],
        "limit": 3,
        "x": None,
        "author_id": None,
        "reader_id": str(ACTOR.id),
        "thickness": 3,
        "mine": True,
    }
    assert list(row) == [f.name for f in BOOK.fields if not f.secret]
    assert (await library.page(BOOK))["items"] == [row]


async def test_fields_narrow_rows_and_pages(library: Library) -> None:
    insert(library.urls.owner, "books", [FULL])
    assert await library.row(BOOK, key(1), ("fields", "price,title")) == (
        {"title": FULL["title"], "price": "1.10"},
        1,
    )
    assert (await library.page(BOOK, ("fields", "pages")))["items"] == [{"pages": 7}]


async def test_a_filter_sees_the_whole_text_and_the_exact_number(library: Library) -> None:
    insert(library.urls.owner, "books", [FULL | {"title": "longer than five"}])
    assert (await library.page(BOOK, ("title", "longer than five")))["items"]
    assert not (await library.page(BOOK, ("title", "longe")))["items"]
    assert not (await library.page(BOOK, ("price", "1.101")))["items"]
    assert not (await library.page(BOOK, ("price__in", "1.099,1.101")))["items"]
    assert (await library.page(BOOK, ("reading__gt", "P1D")))["items"]
    assert (await library.page(BOOK, ("thickness", "3"), ("mine", "true")))["items"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("printed_at__gt", "0001-01-01T00:00:00-23:59"),
        ("printed_at__gt", "9999-12-31T23:59:59.999999+23:59"),
        ("printed_at__in", "2024-01-01T00:00:00+16:00"),
        ("published_on__lt", "9999-12-31"),
        ("opens", "00:00"),
        ("opens__in", "23:59:59.999999,12:00"),
        ("reading__gt", "P4W"),
        ("reading__in", "P9999Y99999M99999W999999DT9999999H99999999M999999999.999999S,PT0S"),
        ("rating", "-1e-400"),
        ("rating__gt", "1.7976931348623157e308"),
        ("price", "9" * 100),
        ("price__in", "-0,0.000000000000000000001"),
        ("copies", "-9223372036854775808"),
        ("thickness", "2147483647"),
        ("title__in", "\\"),
        ("title__contains", "\\%_"),
        ("title__starts_with", "\U0010ffff\ufffe\u0130"),
        ("level__in", "low,high"),
        ("code__not_in", "00000000-0000-0000-0000-000000000000"),
    ],
)
async def test_what_is_parsed_is_understood_by_the_database(
    library: Library, name: str, text: str
) -> None:
    assert (await library.page(BOOK, (name, text)))["items"] == []


async def test_an_empty_list(library: Library) -> None:
    assert await library.page(BOOK, ("count", "exact")) == {
        "items": [],
        "next_cursor": None,
        "total": 0,
    }


async def seed(library: Library) -> None:
    """Two authors (one deleted), three books, a copy, tags, notes."""
    owner = library.urls.owner
    gone = datetime(2024, 1, 1, tzinfo=UTC)
    insert(owner, "authors", [{"id": key(10), "name": "Ann"}])
    insert(owner, "authors", [{"id": key(11), "name": "Bob", "deleted_at": gone}])
    insert(
        owner,
        "books",
        [
            {"id": key(1), "title": "one", "author_id": key(10), "reader_id": ACTOR.id},
            {"id": key(2), "title": "two", "author_id": key(11)},
            {"id": key(3), "title": "three"},
        ],
    )
    insert(owner, "copies", [{"id": key(20), "book_id": key(1), "shelf": "A"}])
    insert(owner, "tags", [{"id": key(30 + n), "word": w} for n, w in enumerate("xyz")])
    insert(
        owner,
        "books_tags",
        [{"book_id": key(b), "tag_id": key(t)} for b, t in ((1, 31), (1, 30), (2, 30))],
    )
    insert(
        owner,
        "notes",
        [
            {"id": key(40), "body": "on one", "subject_type": "book", "subject_id": key(1)},
            {"id": key(41), "body": "on Ann", "subject_type": "author", "subject_id": key(10)},
            {"id": key(42), "body": "astray", "subject_type": "author", "subject_id": key(1)},
            {"id": key(43), "body": "alone", "subject_type": None, "subject_id": None},
        ],
    )


async def test_includes_of_every_kind(library: Library) -> None:
    await seed(library)
    page = await library.page(
        BOOK, ("fields", "title"), ("include", "author,tags,copies_held,notes")
    )
    assert page["items"][0] == {
        "title": "one",
        "author": {"id": str(key(10)), "version": 1, "name": "Ann", "deleted_at": None},
        "copies_held": [{"id": str(key(20)), "version": 1, "book_id": str(key(1)), "shelf": "A"}],
        "copies_held_next_cursor": None,
        "tags": [
            {"id": str(key(30)), "version": 1, "word": "x"},
            {"id": str(key(31)), "version": 1, "word": "y"},
        ],
        "tags_next_cursor": None,
        "notes": [
            {
                "id": str(key(40)),
                "version": 1,
                "body": "on one",
                "subject_type": "book",
                "subject_id": str(key(1)),
            }
        ],
        "notes_next_cursor": None,
    }
    assert [row["author"] for row in page["items"][1:]] == [None, None]
    assert [len(row["tags"]) for row in page["items"]] == [2, 1, 0]
    single = await library.row(BOOK, key(1), ("fields", "title"), ("include", "author,notes"))
    assert single is not None
    assert single[0]["author"]["name"] == "Ann"
    assert len(single[0]["notes"]) == 1


async def test_a_relation_to_several_kinds_is_included(library: Library) -> None:
    await seed(library)
    page = await library.page(NOTE, ("fields", "body"), ("include", "subject"))
    subjects = {row["body"]: row["subject"] for row in page["items"]}
    assert subjects["on one"]["title"] == "one"
    assert subjects["on Ann"]["name"] == "Ann"
    assert subjects["astray"] is None
    assert subjects["alone"] is None


async def test_includes_show_what_the_policy_shows(library: Library) -> None:
    await seed(library)
    reach = FakeReach(
        conditions={"author": "{row}.name = 'Bob'", "tag": "{row}.word <> 'x'"},
        hidden={"tag": frozenset({"word"}), "book": frozenset({"pages"})},
    )
    row = (await library.page(BOOK, ("include", "author,tags"), reach=reach))["items"][0]
    assert row["author"] is None
    assert row["author_id"] == str(key(10))
    assert row["tags"] == [{"id": str(key(31)), "version": 1}]
    assert "pages" not in row


async def test_lists_and_rows_show_what_the_policy_shows(library: Library) -> None:
    await seed(library)
    reach = FakeReach(conditions={"book": "({row}.reader_id = {actor}) is true"})
    found = await library.page(BOOK, ("count", "exact"), reach=reach)
    assert [row["title"] for row in found["items"]] == ["one"]
    assert found["total"] == 1
    assert await library.row(BOOK, key(2), reach=reach) is None
    assert await library.row(BOOK, key(1), reach=reach) is not None
    assert await library.row(BOOK, uuid4()) is None


async def test_the_public_asks_as_nobody(library: Library) -> None:
    await seed(library)
    nobody = FakeReach(actor=PUBLIC, conditions={"book": "{row}.reader_id = {actor}"})
    assert (await library.page(BOOK, ("count", "exact"), reach=nobody))["total"] == 0
    page = await library.page(BOOK, ("mine", "false"), reach=FakeReach(actor=PUBLIC))
    assert [row["mine"] for row in page["items"]] == [False] * 3


async def test_softly_deleted_rows_are_hidden(library: Library) -> None:
    await seed(library)
    found = await library.page(AUTHOR, ("count", "exact"))
    assert [row["name"] for row in found["items"]] == ["Ann"]
    assert found["total"] == 1
    assert await library.row(AUTHOR, key(11)) is None


async def test_the_rest_of_an_embedded_list_is_a_cursor_away(library: Library) -> None:
    await seed(library)
    count = EMBEDDED_MAX + 5
    insert(
        library.urls.owner,
        "copies",
        [{"id": key(1000 + n), "book_id": key(2), "shelf": f"s{n}"} for n in range(count)],
    )
    insert(
        library.urls.owner,
        "copies",
        [{"id": key(2000 + n), "book_id": key(3), "shelf": "t"} for n in range(EMBEDDED_MAX)],
    )
    page = await library.page(BOOK, ("include", "copies_held"))
    one, two, three = page["items"]
    assert one["copies_held_next_cursor"] is None
    assert three["copies_held_next_cursor"] is None
    assert len(three["copies_held"]) == EMBEDDED_MAX
    assert len(two["copies_held"]) == EMBEDDED_MAX
    within = Related(BOOK, relation(BOOK, "copies_held"), key(2))
    rest = await library.page(COPY, ("cursor", two["copies_held_next_cursor"]), within=within)
    ids = [row["id"] for row in two["copies_held"] + rest["items"]]
    assert ids == [str(key(1000 + n)) for n in range(count)]
    other = Related(BOOK, relation(BOOK, "copies_held"), key(1))
    with pytest.raises(Invalid):
        await library.page(COPY, ("cursor", two["copies_held_next_cursor"]), within=other)
    single = await library.row(BOOK, key(2), ("include", "copies_held"))
    assert single is not None
    assert single[0]["copies_held_next_cursor"] == two["copies_held_next_cursor"]


async def test_a_cursor_stays_short_over_long_texts(library: Library) -> None:
    texts = ["Ä" * 5000 + end for end in "abcdef"] + ["Ä" * 256, "Ä" * 255]
    insert(
        library.urls.owner,
        "books",
        [{"id": key(9 - n), "title": "t", "blurb": text} for n, text in enumerate(texts)],
    )
    for sort in ("blurb", "-blurb", "-title,blurb"):
        found = await library.walk(BOOK, ("sort", sort), ("limit", "1"), ("fields", "blurb"))
        assert [row["blurb"] for row in found] == sorted(texts, reverse=sort == "-blurb")
        page = await library.page(BOOK, ("sort", sort), ("limit", "3"))
        assert len(page["next_cursor"]) < 1000


@pytest.mark.parametrize(
    ("parent", "name", "number", "target", "expected"),
    [
        (BOOK, "copies_held", 1, COPY, [20]),
        (BOOK, "tags", 1, TAG, [30, 31]),
        (BOOK, "notes", 1, NOTE, [40]),
        (TAG, "books", 30, BOOK, [1, 2]),
        (AUTHOR, "books", 10, BOOK, [1]),
    ],
)
async def test_related_lists(  # noqa: PLR0917 - the columns of a table
    library: Library,
    parent: Resource,
    name: str,
    number: int,
    target: Resource,
    expected: list[int],
) -> None:
    await seed(library)
    within = Related(parent, relation(parent, name), key(number))
    found = await library.page(target, ("count", "exact"), within=within)
    assert [row["id"] for row in found["items"]] == [str(key(n)) for n in expected]
    assert found["total"] == len(expected)
    sorted_down = await library.page(target, ("sort", "-id"), ("limit", "1"), within=within)
    assert [row["id"] for row in sorted_down["items"]] == [str(key(expected[-1]))]


async def test_a_written_row_is_answered_as_it_is_read(library: Library) -> None:
    reach = FakeReach(hidden={"book": frozenset({"pages"})})
    parameters = Parameters()
    projection = row_projection(BOOK, REGISTRY, reach, "n", parameters)
    columns = ", ".join(f'"{f.name}"' for f in BOOK.fields if f.stored and not f.secret)
    values = (*parameters.values, key(1))
    sql = (
        f"with n as (insert into books (id, title) values (${len(values)}, 'new')"
        f" returning {columns}) select {projection} from n"
    )
    async with library.database.transaction() as transaction:
        row = await transaction.fetch(Statement(sql, values))
    assert row is not None
    assert (json.loads(row[0]), 1) == await library.row(BOOK, key(1), reach=reach)


async def test_a_visible_row_is_selected_under_the_policy(library: Library) -> None:
    await seed(library)
    for reach, expected in (
        (FakeReach(), (key(10),)),
        (FakeReach(conditions={"author": "false"}), None),
    ):
        parameters = Parameters()
        sql = visible_row(AUTHOR, reach, "update", key(10), parameters, select="r.id")
        async with library.database.transaction() as transaction:
            assert await transaction.fetch(Statement(sql, parameters.values)) == expected


async def test_estimated_counts(library: Library) -> None:
    with psycopg.connect(library.urls.owner, autocommit=True) as owner:
        owner.execute(
            "insert into books (title, state) select 't' || n,"
            " case when n % 4 = 0 then 'out' else 'draft' end from generate_series(1, 4000) n"
        )
        owner.execute("analyze books")
    query = (("count", "estimated"), ("limit", "1"))
    assert (await library.page(BOOK, *query))["total"] == 4000
    filtered = (await library.page(BOOK, ("state", "draft"), *query))["total"]
    assert 2800 <= filtered <= 3200
    assert (await library.page(BOOK, ("state", "out"), *query))["total"] == EXACT_MAX
    assert (await library.page(BOOK, ("title", "t7"), *query))["total"] == 1
    some = FakeReach(conditions={"book": "{row}.state <> 'gone'"})
    assert (await library.page(BOOK, *query, reach=some))["total"] is None
    assert (await library.page(BOOK, ("state", "out"), *query, reach=some))["total"] == EXACT_MAX


def test_the_actor_is_no_parameter_where_nothing_asks_for_it(library: Library) -> None:
    reach = FakeReach()
    plan = parse_list(TAG, REGISTRY, reach, [], cursors=library.cursors)
    assert plan.within is None
    parameters = Parameters()
    row_projection(TAG, REGISTRY, reach, "n", parameters)
    assert parameters.values == ()
