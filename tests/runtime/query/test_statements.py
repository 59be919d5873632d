"""The text of statements, and the plans that PostgreSQL makes of them."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from runtime.query.cursor import Cursors
from runtime.query.page import page
from runtime.query.parse import parse_list
from runtime.query.plan import ListPlan
from runtime.query.select import list_query
from runtime.query.statement import Statement
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import BOOK, REGISTRY, FakeReach

CURSORS = Cursors(b"k" * 32)


def plan_of(*query: tuple[str, str]) -> ListPlan:
    return parse_list(BOOK, REGISTRY, FakeReach(), query, cursors=CURSORS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([("pages__gt", "1")], [("pages__gt", "2")]),
        ([("state__in", "out")], [("state__in", "out,draft,gone")]),
        ([("title__contains", "a")], [("title__contains", "%")]),
        ([("include", "tags,notes")], [("include", "notes,tags")]),
        ([("state", "out"), ("pages", "1")], [("pages", "2"), ("state", "out")]),
        ([("state__in", "out"), ("pages", "1")], [("pages", "2"), ("state__in", "gone")]),
        ([("price", "1")], [("price", "2.55")]),
    ],
)
def test_one_shape_is_one_text(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    first, second = (list_query(plan_of(*query), FakeReach()).statement for query in (one, other))
    assert first.sql == second.sql
    assert len(first.values) == len(second.values)


def test_values_stand_in_no_text() -> None:
    text = "'; drop table books --"
    statement = list_query(
        plan_of(("title", text), ("blurb__contains", text), ("contact__in", text)), FakeReach()
    ).statement
    assert "drop" not in statement.sql
    assert sum(1 for value in statement.values if "drop" in str(value)) == 3


async def explain(library: Library, *query: tuple[str, str]) -> str:
    reach = FakeReach()
    plan = parse_list(BOOK, REGISTRY, reach, query, cursors=library.cursors)
    statement = list_query(plan, reach).statement
    async with library.database.transaction() as transaction:
        rows = await transaction.fetch_all(Statement(f"explain {statement.sql}", statement.values))
    return "\n".join(row[0] for row in rows)


async def test_pages_are_read_by_index(library: Library) -> None:
    with psycopg.connect(library.urls.owner, autocommit=True) as owner:
        owner.execute("insert into books (title) select 't' || n from generate_series(1, 5000) n")
        owner.execute("insert into copies (book_id) select id from books, generate_series(1, 3)")
        owner.execute("create index books_title on books (title)")
        owner.execute("vacuum analyze books, copies")
    assert "Index Scan using books_pkey" in await explain(library)
    assert "Backward using books_title" in await explain(library, ("sort", "-title"))
    assert "Index Scan using books_title" in await explain(
        library, ("title__gte", "t4"), ("sort", "title")
    )
    embedded = await explain(library, ("include", "copies_held"))
    assert "copies_book_id_idx" in embedded
    assert "Seq Scan" not in embedded
    first = await library.page(BOOK, ("sort", "-title"))
    following = await explain(library, ("sort", "-title"), ("cursor", first["next_cursor"]))
    assert "Index Scan Backward using books_title" in following
    assert "Index Cond" in following
    first = await library.page(BOOK)
    following = await explain(library, ("cursor", first["next_cursor"]))
    assert "Index Cond" in following


async def test_what_is_worked_out_at_read_is_left_out_where_it_is_not_wanted(
    library: Library,
) -> None:
    wanted = await explain(library, ("fields", "id,thickness"))
    statement = list_query(plan_of(("fields", "id,title")), FakeReach()).statement
    assert wanted
    assert "/ 2" in list_query(plan_of(), FakeReach()).statement.sql
    assert "/ 2" not in statement.sql


async def test_a_page_is_one_statement(library: Library) -> None:
    asked: list[Statement] = []

    class Watched:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        async def fetch_all(self, statement: Statement) -> Any:
            asked.append(statement)
            return await self.inner.fetch_all(statement)

    plan = plan_of(("include", "author,tags,notes"), ("count", "exact"), ("sort", "-pages"))
    async with library.database.transaction() as transaction:
        body = await page(Watched(transaction), plan, FakeReach(), CURSORS)  # type: ignore[arg-type]
    assert json.loads(body)["total"] == 0
    assert len(asked) == 1


def test_a_word_of_the_model_stands_in_the_text() -> None:
    """The planner has to know it, for an index that leaves rows out."""
    texts = {
        word: list_query(plan_of(("state", word)), FakeReach()).statement.sql
        for word in ("out", "gone")
    }
    assert "'out'::" in texts["out"]
    assert texts["out"].replace("'out'", "'gone'") == texts["gone"]
