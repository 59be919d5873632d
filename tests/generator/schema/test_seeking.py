"""The index of trigrams, and the function that looks into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from generator.schema import seeking
from generator.schema.build import build
from runtime.query import conditions
from tests.generator.schema.test_audit import add_order
from tests.generator.schema.workshop import resolved


def sought(connection: psycopg.Connection[Any], field: str, pattern: str) -> set[UUID] | None:
    row = connection.execute("SELECT charter_seek_order(%s, %s)", [field, pattern]).fetchone()
    return None if row is None or row[0] is None else set(row[0])


@pytest.fixture
def reader(app: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Somebody who may read every order."""
    app.execute("SELECT set_config('charter.reach.order.read', 'any', false)")
    return app


def test_it_finds_what_a_list_would(reader: psycopg.Connection[Any]) -> None:
    oak = add_order(reader, "Stout oak chair", wish="ÉBÈNE 100% dark")
    elm = add_order(reader, "Elm", wish="as oaken as can be")
    strasse = add_order(reader, "Straße")
    assert sought(reader, "title", "%OAK%") == {oak}
    assert sought(reader, "wish", "%oak%") == {elm}
    assert sought(reader, "wish", "%ébène 100\\%%") == {oak}
    assert sought(reader, "title", "%STRASSE%") == {strasse}
    assert sought(reader, "title", "sto%") == {oak}
    assert sought(reader, "title", "%nobody%") == set()


def test_it_leaves_to_the_list_what_it_cannot_tell(reader: psycopg.Connection[Any]) -> None:
    for number in range(seeking.MANY + 1):
        add_order(reader, f"Common {number}")
    assert sought(reader, "title", "%common%") is None
    assert sought(reader, "title", "%mmon 1%") is not None
    for few in ("%om%", "%1-2%", "%%", "%___%"):
        assert sought(reader, "title", few) is None, few


def test_more_than_are_looked_for_are_many(reader: psycopg.Connection[Any], shop: Any) -> None:
    add = "INSERT INTO orders (title) SELECT %s || n FROM generate_series(1, %s) AS n"
    with psycopg.connect(shop.owner, autocommit=True) as owner:
        owner.execute(add, ["plain ", seeking.SAMPLE])
        owner.execute(add, ["rare ", seeking.MOST])
        assert len(sought(reader, "title", "%rare%") or ()) == seeking.MOST
        owner.execute(add, ["one more that is rare ", 1])
        assert sought(reader, "title", "%rare%") is None


@pytest.mark.parametrize("reach", ["", "own", "!own any", "own any@place:1"])
def test_who_may_not_read_everything_is_told_nothing(shop: Any, reach: str) -> None:
    with psycopg.connect(shop.owner, autocommit=True) as owner:
        owner.execute("INSERT INTO orders (title) VALUES ('Oak chair')")
    with psycopg.connect(shop.application, autocommit=True) as app:
        app.execute("SELECT set_config('charter.reach.order.read', %s, false)", [reach])
        assert sought(app, "title", "%oak%") is None
        app.execute("SELECT set_config('charter.reach.order.read', 'any', false)")
        assert len(sought(app, "title", "%oak%") or ()) == 1


def test_the_index_serves_it(owner: psycopg.Connection[Any], tmp_path: Path) -> None:
    order = resolved(tmp_path).entity("Order")
    [index] = seeking.indexes(order)
    assert [name for name, _ in index.columns] == ["title", "wish"]
    owner.execute("SET enable_seqscan = off")
    query = f"EXPLAIN SELECT id FROM orders AS t WHERE {seeking.folded('t.wish')} LIKE '%oak%'"
    plan = "\n".join(line for (line,) in owner.execute(query.encode()).fetchall())
    assert f"Bitmap Index Scan on {index.name}" in plan


def test_texts_are_folded_as_a_list_folds_them() -> None:
    folded = conditions._FOLD.format(text="t").casefold().replace("(t)", "t")
    assert seeking.folded("t").casefold() == folded


def test_the_module_comes_with_the_first_that_needs_it(tmp_path: Path) -> None:
    model = resolved(tmp_path)
    assert build(model).extensions == ("pg_trgm",)
    plain = [entity for entity in model.entities.values() if not seeking.sought(entity)]
    assert plain
    assert seeking.extensions(plain) == ()
