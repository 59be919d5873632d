"""`filter=`: what an expression means, and what is said of one that means nothing."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest

from runtime.policy.reach import Mask
from runtime.problems import Invalid
from runtime.query import conditions
from runtime.query.cursor import Cursors
from runtime.query.filter_language.meaning import FOLLOWED_MAX
from runtime.query.filter_language.parser import DEPTH_MAX, TERMS_MAX, TEXT_MAX, parse
from runtime.query.filter_language.tree import Group, Malformed, Node, Not
from runtime.query.parse import parse_list
from runtime.query.plan import Junction, ListPlan, told
from runtime.query.select import list_query
from runtime.query.statement import Parameters
from runtime.resource import Kind
from tests.runtime.query.library import (
    AUTHOR,
    BOOK,
    COPY,
    NOTE,
    REGISTRY,
    TAG,
    FakeReach,
    make,
    plain,
)

CURSORS = Cursors(b"k" * 32)


def plan(text: str, reach: FakeReach | None = None, resource: Any = BOOK) -> ListPlan:
    query = [("filter", text)]
    return parse_list(resource, REGISTRY, reach or FakeReach(), query, cursors=CURSORS)


def refusal(text: str, reach: FakeReach | None = None, resource: Any = BOOK) -> tuple[str, str]:
    """(code, message) of the one violation."""
    with pytest.raises(Invalid) as caught:
        plan(text, reach, resource)
    (violation,) = caught.value.errors
    assert violation.pointer == "?filter"
    return violation.code, violation.message


def written(node: Node | None) -> str:
    """A tree with all its parentheses."""
    match node:
        case None:
            return ""
        case Group():
            between = " & " if node.every else " | "
            return f"({between.join(written(each) for each in node.nodes)})"
        case Not():
            return f"!{written(node.node)}"
    name = ".".join(word.text for word in node.path)
    if node.comparator is None or node.argument is None:
        return name
    argument = node.argument
    said = written(argument) if isinstance(argument, Group | Not) else argument
    return f"{name}{node.comparator}{getattr(said, 'text', said)}"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ""),
        ("  \n", ""),
        ("a", "a"),
        ("a AND b", "(a & b)"),
        ("a AND b OR c", "(a & (b | c))"),
        ("a OR b AND c", "((a | b) & c)"),
        ("a b AND c", "(a & b & c)"),
        ("New York Giants OR Yankees", "(New & York & (Giants | Yankees))"),
        ("a AND b AND c OR d", "(a & b & (c | d))"),
        ("NOT a OR b", "(!a | b)"),
        ("-a b", "(!a & b)"),
        ("NOT (a OR b)", "!(a | b)"),
        ("NOT(a OR b)", "!(a | b)"),
        ("((a))", "a"),
        ("(a b)AND(c)", "(a & b & c)"),
        ('-file:".java"', "!file:.java"),
        ("a = 1", "a=1"),
        ("a=-30", "a=-30"),
        ("a >= 12.50", "a>=12.50"),
        ("a.b.c != x.y", "a.b.c!=x.y"),
        ("a.AND = 1", "a.AND=1"),
        ("a:(b OR -c)", "a:(b | !c)"),
        ("a=(-1 OR 2)", "a=(-1 | 2)"),
        ("a=(b c AND d)", "a=(b & c & d)"),
        ("a = 'it\\'s' b", "(a=it's & b)"),
        ("a < 2026-01-31T14:30:00+02:00", "a<2026-01-31T14:30:00+02:00"),
        ("a=2026-01-31T14:30:00.5Z b=14:30", "(a=2026-01-31T14:30:00.5Z & b=14:30)"),
        ("not and or", "(not & and & or)"),
        ("a-b", "a-b"),
        ("a\tb\r\nc", "(a & b & c)"),
    ],
)
def test_the_grammar_and_its_precedence(text: str, tree: str) -> None:
    assert written(parse(text)) == tree


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("AND", '"AND" stands where a name or a value is wanted', 1),
        ("title =", "The expression ends where a value is wanted", 8),
        ("title = AND", '"AND" stands where a value is wanted', 9),
        ("title = a =", '"=" stands where it cannot', 11),
        ("title a AND", "The expression ends where a name or a value is wanted", 12),
        ("NOT NOT a", '"NOT" stands where a name or a value is wanted', 5),
        ("(title", "This parenthesis is not closed", 1),
        ("title)", '")" stands where it cannot', 6),
        ("()", '")" stands where a name or a value is wanted', 2),
        ('title = "abc', "This text has no closing quote", 9),
        ("title = abc\\", "A backslash stands before the character that is meant", 12),
        ('title = "a""b"', '""b"" stands where a space is wanted', 12),
        ("a.", "The expression ends where a name is wanted", 3),
        ("a. b", '"b" stands where a name is wanted', 4),
        ("a .b", '"." stands where it cannot', 3),
        ("a, b", '"," stands where it cannot', 2),
        ("pages = - 1", '"1" stands where a number is wanted', 11),
        ("title = (a OR b = c)", '"=" stands where another value', 17),
        ("length(title) = 3", 'Functions are not supported: "length(" stands', 1),
        ("title = upper(x)", 'Functions are not supported: "upper(" stands', 9),
        ("a AND math.mem(x)", 'Functions are not supported: "math.mem(" stands', 7),
        ("keywords = a", '"keywords" is a list', 1),
        ("in_print > true", '"in_print" has no order', 1),
        ("title.x = a", '"title" has no members', 7),
        ("title = x AND author > 1", '"author" is a relation', 15),
    ],
)
def test_a_malformed_expression_points_at_the_character(text: str, said: str, at: int) -> None:
    code, message = refusal(text)
    assert code == "MALFORMED_FILTER"
    assert message.startswith(said)
    assert message.endswith(f" at character {at}.")


@pytest.mark.parametrize(
    ("text", "code", "said", "at"),
    [
        ("titel = a", "UNKNOWN_FIELD", 'There is no "titel" here at character 1. Did you mean', 1),
        ("NOT author.nome:x", "UNKNOWN_FIELD", 'There is no "nome" here', 12),
        ("password_hash:*", "UNKNOWN_FIELD", 'There is no "password_hash" here', 1),
        ("pages = x", "INVALID_VALUE", "Give a whole number", 9),
        ("pages = (1 OR 2x)", "INVALID_VALUE", "Give a whole number", 15),
        ("state = lost", "INVALID_VALUE", "Give one of: draft, out, gone", 9),
        ("author = x", "INVALID_VALUE", "Give a UUID", 10),
        ("in_print = yes", "INVALID_VALUE", "Give true or false", 12),
    ],
)
def test_a_name_or_a_value_that_is_none(text: str, code: str, said: str, at: int) -> None:
    found, message = refusal(text)
    assert found == code
    assert message.startswith(said)
    assert f" at character {at}." in message


def test_what_is_hidden_is_answered_like_what_never_was() -> None:
    reach = FakeReach(hidden={"book": frozenset({"blurb"}), "author": frozenset({"name"})})
    for hidden, absent in (("blurb", "qqqqq"), ("author.name", "author.qqqq")):
        code, message = refusal(f"{hidden} = a", reach)
        assert code == "UNKNOWN_FIELD"
        names = (absent.rpartition(".")[2], hidden.rpartition(".")[2])
        assert message == refusal(f"{absent} = a", reach)[1].replace(*names)
    searched = plan("word", reach).conditions[0]
    assert isinstance(searched, Junction)
    assert "title" in told(searched)[1]
    assert not any("blurb" in told(test) for test in searched.tests)


def test_a_relation_that_may_not_be_read_does_not_exist() -> None:
    assert refusal("author.name = a", FakeReach(denied=frozenset({"author"})))[0] == (
        "UNKNOWN_FIELD"
    )
    key = FakeReach(hidden={"book": frozenset({"author_id"})})
    assert refusal("author:*", key)[0] == "UNKNOWN_FIELD"


def test_one_expression_is_one_condition_of_the_cursors_identity() -> None:
    assert plan("title = a").identity == plan(" (title='a') ").identity
    assert plan("title = a").identity != plan("title = b").identity
    assert plan("title = a").identity != plan("NOT title = a").identity
    assert (
        plan("").identity == parse_list(BOOK, REGISTRY, FakeReach(), [], cursors=CURSORS).identity
    )


@pytest.mark.parametrize(
    "text",
    [
        "(" * 2000 + "title" + ")" * 2000,
        "(" * 5000,
        "NOT (" * 1500,
        "-" * 9000,
        "title = " + "(" * 3000,
        "a " * 4000,
        "title = (" + " OR ".join(["x"] * 500) + ")",
        "a." * 4000 + "a = b",
        "author.books." * 700 + "title = x",
        "subject.notes." * 60 + "body:x",
        '"' * 9999,
        "a=b OR " * 1200,
    ],
)
@pytest.mark.parametrize("resource", [BOOK, NOTE], ids=lambda resource: resource.name)
def test_an_enormous_expression_is_refused(text: str, resource: Any) -> None:
    code, message = refusal(text, resource=resource)
    assert code in ("MALFORMED_FILTER", "UNKNOWN_FIELD")
    assert " at character " in message


def test_the_bounds() -> None:
    plan("(" * DEPTH_MAX + "a" + ")" * DEPTH_MAX)
    assert refusal("(" * (DEPTH_MAX + 1) + "a" + ")" * (DEPTH_MAX + 1))[1].endswith(
        f" at character {DEPTH_MAX + 1}."
    )
    plan("author.books.author.books.author.name:x")
    assert refusal("author.books.author.books.author.books.title:x") == (
        "MALFORMED_FILTER",
        "A path goes over at most 5 relations: one more is at character 34.",
    )
    plan(" ".join(["author:*"] * FOLLOWED_MAX))
    refusal(" ".join(["author:*"] * (FOLLOWED_MAX + 1)))
    plan(" ".join(["a"] * TERMS_MAX))
    refusal(" ".join(["a"] * (TERMS_MAX + 1)))
    plan(f"title = {'x' * (TEXT_MAX - 8)}")
    assert refusal("x" * (TEXT_MAX + 1))[0] == "MALFORMED_FILTER"


PIECES = [
    *"()-.,:*<>='\"\\ \n\t\x00\u2028\ud800ä",
    *("AND", "OR", "NOT", "!=", ">=", "title", "pages", "author", "name", "tags", "extra", "a"),
    *("1", "-1", "2026-01-31", "14:30", "2026-01-31T14:30:00Z", "true", "keywords", "subject"),
    *(
        "state",
        "draft",
        "'x'",
        '"y*"',
        "author.name",
        "copies_held.book.title",
        "{row}",
        "%s",
        "$1",
    ),
]


@pytest.mark.parametrize("seed", range(4))
def test_any_text_is_a_plan_or_a_refusal(seed: int) -> None:
    """And of those that are a plan nothing stands in the statement but in its parameters."""
    dice = random.Random(seed)  # noqa: S311 - a seeded fuzz
    plans = 0
    for _ in range(2500):
        spaces = dice.choice(["", " "])
        text = spaces.join(dice.choice(PIECES) for _ in range(dice.randint(1, 14)))
        resource = dice.choice([BOOK, AUTHOR, COPY, TAG, NOTE])
        try:
            made = plan(text, resource=resource)
        except Invalid as problem:
            (violation,) = problem.errors
            assert violation.pointer == "?filter"
            violation.message.encode()
        else:
            plans += 1
            list_query(made, FakeReach())
    assert plans > 50


def test_texts_stand_in_parameters_alone() -> None:
    reach = FakeReach()
    for text in (
        "title = needle",
        "title:'*needle*'",
        "needle",
        "extra.needle.needle = needle",
        "extra:needle",
        "keywords:needle",
        "tags.word != needle",
    ):
        statement = list_query(plan(text, reach), reach).statement
        assert "needle" not in statement.sql
        assert "needle" in repr(statement.values)


def test_malformed_counts_characters_from_one() -> None:
    with pytest.raises(Malformed) as caught:
        parse("ä€ )")
    assert str(caught.value) == '")" stands where it cannot at character 4.'


class Masking(FakeReach):
    """Hides a member of objects that come from books, as masks of the trail do."""

    def mask(self, resource: Any) -> Mask:
        return Mask()


def test_hidden_members_of_an_object_are_not_found() -> None:
    changes = plain("changes", Kind.JSON, "jsonb", members_of="kind")
    event = make("event", "events", plain("kind", Kind.STRING, "text"), changes)
    hidden = {"book": frozenset({"blurb"})}
    reach = Masking(hidden=cast("Any", lambda: hidden))
    asked = plan("changes.blurb:* OR changes:blurb", reach, event).conditions[0]
    parameters = Parameters()
    condition = conditions.test_sql(asked, "r", reach, parameters)
    shown = 'case r."kind" when $1::text then'
    assert condition.count('r."changes"') == 2 * condition.count("- $2::text[]")
    assert condition.count(shown) == condition.count("- $2::text[]") > 1
    assert parameters.values[:2] == ("book", ["blurb"])
