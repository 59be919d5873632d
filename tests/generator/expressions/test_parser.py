"""What is an expression and what is not, and where the fault is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.expressions.lexer import ExpressionError
from generator.expressions.parser import parse
from generator.expressions.tree import (
    Binary,
    Call,
    In,
    IsNull,
    Literal,
    Path,
    RowsArgument,
    Span,
    Unary,
)


def test_or_binds_looser_than_and_looser_than_not() -> None:
    tree = parse("not a and b or c")
    assert tree == Binary(
        13,
        "or",
        Binary(7, "and", Unary(1, "not", Path(5, ("a",))), Path(11, ("b",))),
        Path(16, ("c",)),
    )


def test_not_takes_the_whole_test() -> None:
    tree = parse("not a == b")
    assert isinstance(tree, Unary)
    assert isinstance(tree.operand, Binary)


def test_sums_and_products_bind_as_usual_and_to_the_left() -> None:
    tree = parse("a - b - c * -d")
    assert tree == Binary(
        7,
        "-",
        Binary(3, "-", Path(1, ("a",)), Path(5, ("b",))),
        Binary(11, "*", Path(9, ("c",)), Unary(13, "-", Path(14, ("d",)))),
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1.50", Decimal("1.50")),
        ('"a \\"b\\" \\n"', 'a "b" \\n'),
        ("true", True),
        ("null", None),
        ("72 hours", Span(0, 72 * 3600, "72 hours")),
        ("1 month", Span(1, 0, "1 month")),
        ("2 years", Span(24, 0, "2 years")),
        ("5 minutes", Span(0, 300, "5 minutes")),
    ],
)
def test_literals(text: str, value: object) -> None:
    assert parse(text) == Literal(1, value)  # type: ignore[arg-type]


def test_tests_of_sets_and_null() -> None:
    assert parse('a not in ("x", "y")') == In(
        3, Path(1, ("a",)), (Literal(11, "x"), Literal(16, "y")), True
    )
    assert parse("actor in team.members") == In(
        7, Path(1, ("actor",)), Path(10, ("team", "members")), False
    )
    assert parse("a.b is not null") == IsNull(5, Path(1, ("a", "b")), True)


def test_functions_of_rows() -> None:
    tree = parse("latest(tests by run_on where passed).result")
    where = Path(30, ("passed",))
    rows = RowsArgument(8, Path(8, ("tests",)), Path(17, ("run_on",)), where)
    assert tree == Call(1, "latest", (rows,), ("result",))
    assert parse("now()") == Call(1, "now", ())


def test_names_of_units_and_functions_are_free_elsewhere() -> None:
    assert parse("days") == Path(1, ("days",))
    assert parse("if.now") == Path(1, ("if", "now"))


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "expected a value, found the end"),
        ("   ", 1, "expected a value, found the end"),
        ("status ==", 10, 'expected a value after "=="'),
        ("a and", 6, 'expected a value after "and"'),
        ("a and and b", 7, 'expected a value after "and"'),
        ("a = b", 3, "unexpected '='; equality is written \"==\""),
        ("a && b", 3, "unexpected '&'; write \"and\""),
        ("a == 'b'", 6, 'unexpected "\'"; text stands in double quotes'),
        ('a == "b', 6, "the text that begins here has no end"),
        ("Status", 1, "names are written in lower case"),
        ("a b", 3, 'unexpected "b"'),
        ("(a", 3, 'expected ")", found the end'),
        ("a)", 2, 'unexpected ")"'),
        ("a.", 3, 'expected a name after "."'),
        ("a.null", 3, 'expected a name after "."'),
        ("a in ()", 7, 'expected a value after "("'),
        ("a in (b)", 7, 'expected a value after "("'),
        ("a in 3", 6, 'expected "(", found "3"'),
        ("a not b", 7, 'expected "in", found "b"'),
        ("a is 3", 6, 'expected "null", found "3"'),
        ("a is empty", 6, 'expected "null", found "empty"'),
        ("a == b == c", 8, "tests cannot be chained; join them by and"),
        ("a < b is null", 7, "tests cannot be chained; join them by and"),
        ("a == not b", 6, 'expected a value after "=="'),
        ("--a", 2, 'expected a value after "-"'),
        ("any(a + b where c)", 7, 'expected the name of a relation before "where"'),
        ("any(a where)", 12, 'expected a value after "where"'),
        ("latest(a by 3)", 13, 'expected a name after "by"'),
        ("f(a,)", 5, 'expected a value after ","'),
        ("1.", 2, 'unexpected "."'),
        ("9223372036854775808", 1, "9223372036854775808 is more than an integer holds"),
        ("1000001 days", 1, "1000001 days is longer than dates reach"),
        ("a == #", 6, "unexpected '#'"),
        ("ä", 1, "unexpected 'ä'"),
        ('"a\0"', 1, "a text cannot hold NUL or half of a character"),
        ('"\ud800"', 1, "a text cannot hold NUL or half of a character"),
    ],
)
def test_faults(text: str, column: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.column, caught.value.message) == (column, message)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 100_000 + "a" + ")" * 100_000,
        "not " * 100_000 + "a",
        "a and " * 100_000 + "a",
        "a+" * 100_000 + "a",
        "if(" * 100_000,
        "a in (" + "1," * 100_000 + "1)",
        "f(" + "1," * 100_000 + "1)",
        "9" * 100_000,
        "0." + "9" * 100_000,
    ],
)
def test_long_input_is_a_problem_and_no_crash(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_sixty_four_parts_are_enough_and_one_more_is_too_many() -> None:
    parse(" and ".join(["a"] * 32))
    with pytest.raises(ExpressionError, match="more than 64 parts"):
        parse(" and ".join(["a"] * 33))


@pytest.mark.parametrize(
    "text",
    [
        "a == 1",
        'any(requirement.mappings where status == "confirmed" and control.owner == actor)',
        'if(status in ("completed", "rejected"), null, coalesce(extended_on, due_on) - today())',
        'not any(request.approvals where sequence < row.sequence and decision != "approved")',
        'has_role(approver, "top_management") or has_role(approver, "compliance_manager")',
        "(valid_from is null or valid_from <= today()) and (valid_until is null or b >= today())",
        "authority_notified_at > aware_at + 72 hours",
        "readable(subject) and not is_internal",
        "max(revisions.revision)",
        "file is not null or external_url is not null",
    ],
)
def test_expressions_of_real_models(text: str) -> None:
    parse(text)
