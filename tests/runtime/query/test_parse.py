from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from runtime.problems import Invalid, Violation
from runtime.query.cursor import Cursors
from runtime.query.filters import filter_names, split_list
from runtime.query.parse import parse_list, parse_row
from runtime.query.plan import Condition, ListPlan, Through
from runtime.query.values import operators
from runtime.query.view import View
from tests.runtime.query.library import AUTHOR, BOOK, COPY, NOTE, REGISTRY, FakeReach

CURSORS = Cursors(b"k" * 32)


def parse(
    *query: tuple[str, str], reach: FakeReach | None = None, resource: Any = BOOK
) -> ListPlan:
    return parse_list(resource, REGISTRY, reach or FakeReach(), query, cursors=CURSORS)


def refusal(
    *query: tuple[str, str], reach: FakeReach | None = None, resource: Any = BOOK
) -> list[Violation]:
    with pytest.raises(Invalid) as caught:
        parse(*query, reach=reach, resource=resource)
    return list(caught.value.errors)


def test_nothing_asked_for_is_the_first_twenty_in_order_of_id() -> None:
    plan = parse()
    assert plan.limit == 20
    assert [(k.field.name, k.descending) for k in plan.order] == [("id", False)]
    assert plan.count == "none"
    assert plan.conditions == ()
    assert plan.after is None
    names = [f.name for f in plan.selection.fields]
    assert names[:3] == ["id", "version", "created_at"]
    assert "password_hash" not in names


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "", ""),
        ("title", "a,b", "a,b"),
        ("pages__gte", "-2147483648", -(2**31)),
        ("copies__lt", "9223372036854775807", 2**63 - 1),
        ("rating", "1.5e3", 1500.0),
        ("price__gt", "12.50", Decimal("12.50")),
        ("in_print", "false", False),
        ("published_on", "2024-02-29", date(2024, 2, 29)),
        (
            "printed_at",
            "2024-02-29T10:00:00.123456789Z",
            datetime(2024, 2, 29, 10, 0, 0, 123456, UTC),
        ),
        ("printed_at__lte", "2024-02-29T10:00:00 00:00", datetime(2024, 2, 29, 10, tzinfo=UTC)),
        ("reading", "P1DT2H", "P1DT2H"),
        ("code", "00000000-0000-7000-8000-00000000A000", UUID(int=0x70008000_00000000A000)),
        ("state", "out", "out"),
        ("level__gt", "low", "low"),
        ("state__in", "out,draft", ("out", "draft")),
        ("pages__not_in", "1,2", (1, 2)),
        ("extra__is_null", "true", True),
        ("keywords__is_null", "false", False),
        ("limit__eq", "3", 3),
        ("thickness__gt", "3", 3),
    ],
)
def test_a_filter_has_the_type_of_its_field(name: str, text: str, value: Any) -> None:
    if name == "code":
        value = UUID(text)
    (condition,) = parse((name, text)).conditions
    assert condition.value == value
    assert type(condition.value) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pages", "2147483648"),
        ("pages", "1_0"),
        ("pages", "\u0661"),
        ("pages", " 1"),
        ("pages", ""),
        ("pages", "9" * 10_000),
        ("copies", "9223372036854775808"),
        ("rating", "NaN"),
        ("rating", "Infinity"),
        ("rating", "1e999"),
        ("price", "NaN"),
        ("price", "1e5"),
        ("price", "9" * 101),
        ("in_print", "True"),
        ("in_print", "1"),
        ("published_on", "2023-02-29"),
        ("published_on", "20230228"),
        ("printed_at", "2023-02-28"),
        ("printed_at", "2023-02-28T10:00:00"),
        ("printed_at", "2023-02-28T25:00:00Z"),
        ("opens", "25:00"),
        ("reading", "P"),
        ("reading", "PT"),
        ("reading", "-P1D"),
        ("reading", "1 day"),
        ("code", "00000000000070008000000000000000"),
        ("code", "{00000000-0000-7000-8000-00000000a000}"),
        ("state", "lost"),
        ("state__in", "out,lost"),
        ("title", "a\x00b"),
        ("title__contains", "\ud800"),
        ("title__in", "x," * 501),
        ("title", "x" * 10_001),
        ("extra__is_null", "yes"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "x"),
        ("offset", "-1"),
        ("offset", "10001"),
        ("filter", "title ="),
        ("author.name", "\x00"),
        ("sort", "author.nope"),
        ("sort", "author.name,-author.name"),
        ("sort", "tags.word"),
        ("count", "some"),
        ("fields", ""),
        ("sort", ""),
        ("sort", "title,-title"),
        ("sort", "--title"),
        ("sort", "extra"),
        ("sort", "keywords"),
        ("include", "authors"),
        ("cursor", "abc"),
        ("cursor", "\u00e9"),
    ],
)
def test_one_wrong_thing_is_one_violation(name: str, text: str) -> None:
    violations = refusal((name, text))
    assert [v.pointer for v in violations] == [f"?{name}"]
    violations[0].message.encode()


def test_an_enum_names_what_is_allowed() -> None:
    assert refusal(("state", "lost"))[0].message == "Give one of: draft, out, gone."


@pytest.mark.parametrize(
    "name",
    "titel q as_of dry_run limit__ge title__eq author.id author.nope author.name__ne tags.word "
    "author.name__eq in_print__gt state__gt "
    "code__gt pages__contains keywords extra password_hash author title__is__null".split(),
)
def test_what_is_no_parameter_is_refused(name: str) -> None:
    assert [(v.pointer, v.code) for v in refusal((name, "x"))] == [
        (f"?{name}", "UNKNOWN_PARAMETER")
    ]


def test_an_offset_and_a_cursor_exclude_each_other() -> None:
    found = refusal(("offset", "1"), ("cursor", "abc"))
    assert [(v.pointer, v.code) for v in found] == [("?offset", "INVALID_VALUE")]
    assert parse(("offset", "10000")).offset == 10_000


@pytest.mark.parametrize(
    ("name", "text"), [("author.name", "a"), ("sort", "author.name"), ("filter", "-(a author:*)")]
)
def test_relations_have_no_past(name: str, text: str) -> None:
    book = replace(BOOK, past="books_past")
    as_of = ("as_of", "2024-01-01T00:00:00Z")
    found = refusal((name, text), as_of, resource=book)
    assert [(v.pointer, v.code) for v in found] == [("?as_of", "INVALID_VALUE")]
    assert parse(("filter", "title = a"), as_of, resource=book).as_of is not None


def test_a_relation_is_filtered_and_sorted_by_what_the_actor_sees_of_it() -> None:
    plan = parse(("author.name__in", "a,b"), ("sort", "-author.name"))
    (through,) = plan.conditions
    assert isinstance(through, Through)
    assert isinstance(through.test, Condition)
    assert (through.target.name, through.test.value) == ("author", ("a", "b"))
    assert [(key.name, key.descending) for key in plan.order] == [
        ("author.name", True),
        ("id", False),
    ]
    hidden = FakeReach(hidden={"author": frozenset({"name"})})
    for reach in (hidden, FakeReach(denied=frozenset({"author"}))):
        assert refusal(("author.name", "a"), reach=reach)[0].code == "UNKNOWN_PARAMETER"
        assert refusal(("sort", "author.name"), reach=reach)[0].code == "UNKNOWN_FIELD"


def test_a_parameter_stands_once_except_where_it_takes_a_list() -> None:
    assert [(v.pointer, v.code) for v in refusal(("limit", "1"), ("limit", "2"))] == [
        ("?limit", "REPEATED")
    ]
    assert refusal(("pages", "1"), ("pages", "1"))[0].code == "REPEATED"
    plan = parse(("pages__in", "1,2"), ("pages__in", "3"))
    assert plan.conditions[0].value == (1, 2, 3)


def test_everything_wrong_is_said_at_once() -> None:
    found = refusal(("pages", "x"), ("nope", "1"), ("sort", "nope"), ("limit", "0"))
    assert {v.pointer for v in found} == {"?pages", "?nope", "?sort", "?limit"}


def test_a_strange_name_is_echoed_harmlessly() -> None:
    (violation,) = refusal(("\ud800" + "x" * 1000, "1"))
    assert violation.pointer == "??" + "x" * 99
    assert violation.pointer.encode()


@pytest.mark.parametrize(
    "query",
    [
        ("pages", "1"),
        ("pages__gt", "1"),
        ("pages__is_null", "true"),
        ("sort", "pages"),
        ("sort", "-pages"),
        ("fields", "pages"),
        ("include", "author"),
    ],
)
def test_a_hidden_field_is_as_one_that_does_not_exist(query: tuple[str, str]) -> None:
    names = frozenset({"pages", "author_id"})
    without = replace(
        BOOK,
        fields=tuple(f for f in BOOK.fields if f.name not in names),
        to_one=(),
    )
    hidden = refusal(query, reach=FakeReach(hidden={"book": names}))
    assert hidden == refusal(query, resource=without)
    assert hidden[0].code in ("UNKNOWN_PARAMETER", "UNKNOWN_FIELD")


def test_a_hint_never_names_what_is_hidden() -> None:
    assert "pages" in refusal(("page", "1"))[0].message
    hidden = FakeReach(hidden={"book": frozenset({"pages"})})
    assert "pages" not in refusal(("page", "1"), reach=hidden)[0].message
    assert "password" not in refusal(("password_has", "1"))[0].message


def test_an_include_needs_a_readable_target_and_a_visible_key() -> None:
    assert [i.relation.name for i in parse(("include", "tags,author")).selection.includes] == [
        "author",
        "tags",
    ]
    denied = FakeReach(denied=frozenset({"author"}))
    assert refusal(("include", "author"), reach=denied)[0].code == "UNKNOWN_FIELD"
    far_key = FakeReach(hidden={"copy": frozenset({"book_id"})})
    assert refusal(("include", "copies_held"), reach=far_key)[0].code == "UNKNOWN_FIELD"
    kind = FakeReach(hidden={"note": frozenset({"subject_type"})})
    assert refusal(("include", "subject"), reach=kind, resource=NOTE)[0].code == "UNKNOWN_FIELD"
    (include,) = parse(("include", "subject"), reach=denied, resource=NOTE).selection.includes
    assert include.targets == (BOOK,)


def test_fields_come_in_the_order_of_the_resource() -> None:
    plan = parse(("fields", "title,id"))
    assert [f.name for f in plan.selection.fields] == ["id", "title"]


def test_a_row_takes_fields_and_include_alone() -> None:
    plan = parse_row(COPY, REGISTRY, FakeReach(), [("fields", "shelf"), ("include", "book")])
    assert [f.name for f in plan.selection.fields] == ["shelf"]
    with pytest.raises(Invalid) as caught:
        parse_row(COPY, REGISTRY, FakeReach(), [("limit", "1"), ("shelf", "x")])
    assert [v.pointer for v in caught.value.errors] == ["?limit", "?shelf"]


def test_the_parameters_of_an_entity_are_listed() -> None:
    names = set(filter_names(View(AUTHOR, REGISTRY, FakeReach())))
    assert {"name", "name__contains", "id__in", "version__gt", "deleted_at__is_null"} <= names
    assert operators(BOOK.fields[0]) == ("eq", "ne", "in", "not_in", "is_null")
    assert "limit" not in filter_names(View(BOOK, REGISTRY, FakeReach()))
    assert "limit__eq" in filter_names(View(BOOK, REGISTRY, FakeReach()))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", ["a"]),
        ("", [""]),
        ("a,b", ["a", "b"]),
        (r"a\,b,c", ["a,b", "c"]),
        (r"a\\,b", ["a\\", "b"]),
        ("a\\", ["a\\"]),
        (r"\n", [r"\n"]),
    ],
)
def test_a_list_is_split_at_bare_commas(text: str, values: list[str]) -> None:
    assert list(split_list(text)) == values


def test_a_cursor_opens_for_its_own_query_alone() -> None:
    plan = parse(("state", "out"), ("pages__gt", "3"), ("sort", "-title"))
    cursor = CURSORS.seal(('Ä"', "x"), plan.identity)
    again = parse(
        ("pages__gt", "3"), ("limit", "7"), ("sort", "-title"), ("state", "out"), ("cursor", cursor)
    )
    assert again.after == ('Ä"', "x")
    for changed in (
        [("state", "draft"), ("pages__gt", "3"), ("sort", "-title")],
        [("state", "out"), ("pages__gt", "3"), ("sort", "title")],
        [("pages__gt", "3"), ("sort", "-title")],
    ):
        assert refusal(*changed, ("cursor", cursor))[0].code == "INVALID_CURSOR"
    for at in range(0, len(cursor), 5):
        other = "A" if cursor[at] != "A" else "B"
        forged = cursor[:at] + other + cursor[at + 1 :]
        assert CURSORS.open(forged, plan.identity) is None
    assert CURSORS.open(cursor + "!", plan.identity) is None
    assert Cursors(b"other" * 8).open(cursor, plan.identity) is None
