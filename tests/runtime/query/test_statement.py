from __future__ import annotations

from runtime.query.statement import Parameters, Statement
from tests.runtime.query.conftest import Library


def test_one_value_of_one_type_has_one_placeholder() -> None:
    parameters = Parameters()
    assert parameters.add(1, "int") == "$1::int"
    assert parameters.add(1, "bigint") == "$2::bigint"
    assert parameters.add(True, "int") == "$3::int"
    assert parameters.add(1, "int") == "$1::int"
    assert parameters.values == (1, 1, True)


def test_values_that_no_text_names_are_left_out() -> None:
    statement = Statement("select $2::text, $11::int, $2::text", tuple("abcdefghijk"))
    assert statement.sql == "select $1::text, $2::int, $1::text"
    assert statement.values == ("b", "k")


def test_a_statement_with_nothing_to_leave_out_stays_as_it_is() -> None:
    assert Statement("select $1, $2", (None, 1)).values == (None, 1)
    assert Statement("select 1", ()).sql == "select 1"


async def test_the_database_takes_what_is_left(library: Library) -> None:
    async with library.database.transaction() as transaction:
        assert await transaction.fetch(Statement("select $2::int", (None, 5))) == (5,)
