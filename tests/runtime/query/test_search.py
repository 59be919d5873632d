"""What `q` asks for, and of whom."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from runtime.problems import Invalid
from runtime.query.cursor import Cursors
from runtime.query.page import page as run_page
from runtime.query.parse import parse_list
from runtime.query.plan import ListPlan, Search
from runtime.query.search import SEARCH_MAX
from runtime.query.select import list_query
from runtime.resource import Resource
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import BOOK, REGISTRY, SEARCHED, FakeReach, insert

CURSORS = Cursors(b"k" * 32)
INDEXED = replace(SEARCHED, finder="charter_find_book")


def parse(
    *query: tuple[str, str], resource: Resource = SEARCHED, reach: FakeReach | None = None
) -> ListPlan:
    return parse_list(resource, REGISTRY, reach or FakeReach(), query, cursors=CURSORS)


def code(
    *query: tuple[str, str], resource: Resource = SEARCHED, reach: FakeReach | None = None
) -> str:
    with pytest.raises(Invalid) as caught:
        parse(*query, resource=resource, reach=reach)
    return caught.value.errors[0].code


def test_what_was_found_is_in_order_of_rank_unless_a_sort_says_otherwise() -> None:
    keys = [(key.rank is not None, key.descending) for key in parse(("q", "oak")).order]
    assert keys == [(True, True), (False, False)]
    assert [key.name for key in parse(("q", "oak"), ("sort", "title")).order] == ["title", "id"]
    assert [key.name for key in parse(("q", "  ")).order] == ["id"]
    assert parse(("q", "")).conditions == ()


def test_where_nothing_can_be_searched_there_is_no_such_parameter() -> None:
    assert code(("q", "oak"), resource=BOOK) == "UNKNOWN_PARAMETER"
    all_hidden = FakeReach(hidden={"book": frozenset({"title", "blurb"})})
    assert code(("q", "oak"), reach=all_hidden) == "UNKNOWN_PARAMETER"
    assert code(("q", "a"), ("q", "b")) == "REPEATED"
    assert code(("q", "a\0")) == "INVALID_VALUE"
    assert code(("q", "a" * (SEARCH_MAX + 1))) == "INVALID_VALUE"


def test_the_index_is_asked_only_for_all_that_it_holds() -> None:
    """It holds the words of every field; with one of them hidden it would tell too much."""
    (found,) = parse(("q", "oak"), resource=INDEXED).conditions
    assert isinstance(found, Search)
    assert found.finder == "charter_find_book"
    masked = FakeReach(hidden={"book": frozenset({"blurb"})})
    plan = parse(("q", "oak"), resource=INDEXED, reach=masked)
    (found,) = plan.conditions
    assert isinstance(found, Search)
    assert [each.name for each, _ in found.fields] == ["title"]
    sql = list_query(plan, masked).statement.sql
    assert "charter_find_book" not in sql
    assert "to_tsvector" in sql
    assert 'coalesce(r."title"' in sql
    assert 'coalesce(r."blurb"' not in sql


def test_the_words_reach_sql_as_a_value_alone() -> None:
    """One text of statement serves every search of the shape."""
    one, two = (
        list_query(parse(("q", text), resource=INDEXED), FakeReach()).statement
        for text in ("oak", "'; drop table books;")
    )
    assert one.sql == two.sql
    assert "oak" in one.values
    assert "'; drop table books;" in two.values


def test_a_cursor_is_of_its_search() -> None:
    cursor = CURSORS.seal(("0.5", "x"), parse(("q", "oak")).identity)
    assert parse(("q", "oak"), ("cursor", cursor)).after == ("0.5", "x")
    assert code(("q", "ash"), ("cursor", cursor)) == "INVALID_CURSOR"
    assert code(("cursor", cursor)) == "INVALID_CURSOR"


async def test_no_search_is_an_error(library: Library) -> None:
    insert(library.urls.owner, "books", [{"title": "oak"}])
    for text in ("'", "&", "a:*", "((", "-", "or", '"', "\\", "\U0001f600", "a" * 999, "- " * 400):
        page = await library.page(SEARCHED, ("q", text), ("count", "exact"))
        assert page["total"] == len(page["items"])
    page = await library.page(SEARCHED, ("q", "OAK"), ("count", "exact"))
    assert page["total"] == 1


async def test_no_search_at_random_is_an_error(library: Library) -> None:
    dice = random.Random(3)  # noqa: S311 - a seeded fuzz
    parts = [
        "-",
        "-",
        '"',
        " ",
        "a",
        "or ",
        "OR",
        "and",
        ":",
        "*",
        "(",
        ")",
        "'",
        "\\",
        "&",
        "!",
        "<->",
    ]
    reach = FakeReach()
    async with library.database.transaction() as transaction:
        for _ in range(400):
            text = "".join(dice.choices(parts[: dice.randint(2, len(parts))], k=300))
            plan = parse(("q", text), ("limit", "1"))
            await run_page(transaction, plan, reach, CURSORS)
