"""The index of words, and the function that looks into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from generator.schema import indexes
from generator.schema.build import build
from generator.schema.sql import create
from runtime.query import search
from runtime.query.plan import Search
from runtime.query.statement import Parameters
from runtime.resource import Field, Kind
from tests.generator.schema.test_audit import add_order
from tests.generator.schema.workshop import resolved
from tests.runtime.query.library import FakeReach

FIELDS = (
    (Field("title", Kind.STRING, '{row}."title"', "text"), "A"),
    (Field("wish", Kind.TEXT, '{row}."wish"', "text"), "B"),
)


def found(connection: psycopg.Connection[Any], text: str) -> set[UUID]:
    rows = connection.execute("SELECT charter_find_order(%s)", [text]).fetchall()
    return {key for (key,) in rows}


def by_the_runtime(connection: psycopg.Connection[Any], text: str) -> set[UUID]:
    """What the condition finds that the runtime writes where it has no function."""
    parameters = Parameters()
    condition = search.matches(Search(text, FIELDS), "r", FakeReach(), parameters)
    statement = parameters.statement(f"select r.id from orders r where {condition}")
    query = statement.sql.replace("%", "%%").replace("$1", "%s")
    places = query.count("%s")
    rows = connection.execute(query.encode(), [statement.values[0]] * places).fetchall()
    return {key for (key,) in rows}


def test_the_function_and_the_runtime_find_the_same(app: psycopg.Connection[Any]) -> None:
    chair = add_order(app, "Oak chair", wish="in ÉBÈNE, please")
    table = add_order(app, "Table", wish="with an oak chair")
    add_order(app, "Straße")
    for text, wanted in {
        "oak": {chair, table},
        "OAK -table": {chair},
        '"oak chair"': {chair, table},
        "chair or straße": None,
        "ébène": {chair},
        "STRASSE": None,
        "nothing": set(),
        "!!!": set(),
        "' & | <-> :*": set(),
    }.items():
        ids = found(app, text)
        assert ids == by_the_runtime(app, text), text
        assert wanted is None or ids == wanted, text
    assert len(found(app, "STRASSE")) == 1
    assert len(found(app, "chair or straße")) == 3


def test_the_function_hands_out_what_the_policies_show(shop: Any) -> None:
    """Nobody in particular is granted nothing: the function runs as the owner and knows that."""
    with psycopg.connect(shop.owner, autocommit=True) as owner:
        owner.execute("INSERT INTO orders (title) VALUES ('Oak chair')")
    with psycopg.connect(shop.application, autocommit=True) as connection:
        assert found(connection, "oak") == set()
        connection.execute("SELECT set_config('charter.reach.order.read', 'any', false)")
        assert len(found(connection, "oak")) == 1


def test_the_index_serves_the_condition(owner: psycopg.Connection[Any], tmp_path: Path) -> None:
    order = resolved(tmp_path).entity("Order")
    query = (
        f"EXPLAIN SELECT id FROM orders WHERE ({indexes.words(order)}) @@"
        " websearch_to_tsquery('simple'::regconfig, casefold('oak' COLLATE pg_unicode_fast))"
    )
    owner.execute("SET enable_seqscan = off")
    plan = "\n".join(line for (line,) in owner.execute(query.encode()).fetchall())
    [index] = indexes.search_indexes(order)
    assert f"Bitmap Index Scan on {index.name}" in plan


@pytest.mark.parametrize("length", [100, 200_000])
def test_no_text_is_too_long_to_be_written(app: psycopg.Connection[Any], length: int) -> None:
    wish = " ".join(f"w{number}é" for number in range(length))
    add_order(app, "Long", wish=wish)
    assert len(found(app, "w7é")) == 1


def test_what_is_searched_is_bounded_alike() -> None:
    assert indexes.SEARCHED_MAX == search.SEARCHED_MAX


def test_only_what_is_marked_has_an_index(tmp_path: Path) -> None:
    schema = build(resolved(tmp_path))
    found = [
        index
        for table in schema.tables
        for index in table.indexes
        if "to_tsvector" in index.expression
    ]
    assert [index.table for index in found] == ["orders"]
    [statement] = create(found[0])
    assert "USING gin" in statement
    assert [name for name, _ in found[0].columns] == ["title", "wish"]
