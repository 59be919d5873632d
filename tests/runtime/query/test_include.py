"""What `include` asks for, and what is said to what it cannot ask for."""

from __future__ import annotations

from typing import Any

import pytest

from generated.registry import REGISTRY as GENERATED
from runtime.problems import Invalid, Violation
from runtime.query.cursor import Cursors
from runtime.query.parse import parse_list
from runtime.query.plan import EMBEDDED_MAX, Include
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import AUTHOR, BOOK, NOTE, REGISTRY, FakeReach

CURSORS = Cursors(b"k" * 32)
MANY = "tags,copies_held,notes,author"


def parse(text: str, resource: Any = BOOK, reach: FakeReach | None = None) -> tuple[Include, ...]:
    query = [("include", text)]
    plan = parse_list(resource, REGISTRY, reach or FakeReach(), query, cursors=CURSORS)
    return plan.selection.includes


def refused(text: str, resource: Any = BOOK, reach: FakeReach | None = None) -> Violation:
    with pytest.raises(Invalid) as caught:
        parse(text, resource, reach)
    [violation] = caught.value.errors
    assert violation.pointer == "?include"
    return violation


def names(includes: tuple[Include, ...]) -> dict[str, Any]:
    return {i.relation.name: names(i.beneath[0]) if i.beneath else {} for i in includes}


def test_paths_with_a_common_beginning_are_one_relation() -> None:
    text = "copies_held.book.tags,author.books,copies_held.book.author,copies_held"
    assert names(parse(text)) == {
        "author": {"books": {}},
        "copies_held": {"book": {"author": {}, "tags": {}}},
    }


def test_a_list_has_a_limit_and_an_order_made_total() -> None:
    (include,) = parse("copies_held(limit=5,sort=-shelf,sort=version)")
    assert include.limit == 5
    keys = [(key.name, key.descending) for key in include.order]
    assert keys == [("shelf", True), ("version", False), ("id", False)]
    (plain,) = parse("copies_held")
    assert (plain.limit, plain.order) == (EMBEDDED_MAX, ())


def test_two_paths_share_the_options_of_a_list() -> None:
    text = "author.books(limit=2).tags,author.books.notes,author.books(limit=2)"
    ((books,),) = parse(text)[0].beneath
    assert books.limit == 2
    assert [each.relation.name for each in books.beneath[0]] == ["tags", "notes"]
    assert refused("author.books(limit=2).tags,author.books(limit=3)").code == "REPEATED"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "UNKNOWN_FIELD"),
        ("tags,", "UNKNOWN_FIELD"),
        ("author.", "UNKNOWN_FIELD"),
        (".author", "UNKNOWN_FIELD"),
        ("author.tags", "UNKNOWN_FIELD"),
        ("author..books", "UNKNOWN_FIELD"),
        ("author(limit=1)", "INVALID_VALUE"),
        ("tags(limit=0)", "INVALID_VALUE"),
        ("tags(limit=51)", "INVALID_VALUE"),
        ("tags(limit=x)", "INVALID_VALUE"),
        ("tags(limit=1,limit=2)", "REPEATED"),
        ("tags(sort=word,sort=-word)", "REPEATED"),
        ("tags(sort=worth)", "UNKNOWN_FIELD"),
        ("tags(sort=)", "UNKNOWN_FIELD"),
        ("tags()", "INVALID_VALUE"),
        ("tags(offset=1)", "INVALID_VALUE"),
        ("tags(limit=1", "INVALID_VALUE"),
        ("tags(limit=1)x", "INVALID_VALUE"),
        ("tags(limit=1)(limit=1)", "INVALID_VALUE"),
        ("tags)", "INVALID_VALUE"),
        ("author.books.author.books.author", "INVALID_VALUE"),
    ],
)
def test_what_cannot_be_embedded(text: str, code: str) -> None:
    assert refused(text).code == code


def test_a_mistake_is_told_with_its_place_and_the_whole_path() -> None:
    assert refused("author,tags(limit=1)x").message.endswith("at character 21.")
    assert '"author.bookz"' in refused("author.bookz").message
    assert '"author.books"' in refused("author.bookz").message


def test_four_relations_deep_and_no_deeper() -> None:
    assert names(parse("author.books.author.books")) == {
        "author": {"books": {"author": {"books": {}}}}
    }


def test_the_relations_of_an_answer_are_bounded() -> None:
    """The last of twenty-one is one too many, whatever the depth."""
    level = [f"author.books.{name}" for name in MANY.split(",")]
    deeper = [f"tags.books.{name}" for name in MANY.split(",")]
    more = [f"copies_held.book.{name}" for name in MANY.split(",")]
    parse(",".join([*level, *deeper, *more]))  # 6 + 6 + 6
    also = ",".join([*level, *deeper, *more, "notes", "copies_held.book.author.books"])
    parse(also)
    assert refused(f"{also},copies_held.book.author.notes").code == "INVALID_VALUE"


def test_of_rows_of_several_entities_what_all_of_them_have_may_be_embedded() -> None:
    (subject,) = parse("subject.notes", NOTE)
    assert [target.name for target in subject.targets] == ["book", "author"]
    assert [[each.relation.name for each in level] for level in subject.beneath] == [["notes"]] * 2
    assert refused("subject.tags", NOTE).code == "UNKNOWN_FIELD"
    (seen,) = parse("subject.tags", NOTE, FakeReach(denied=frozenset({"author"})))
    assert [target.name for target in seen.targets] == ["book"]


@pytest.mark.parametrize("text", ["copies_held.book", "author.books"])
def test_what_is_hidden_at_any_depth_does_not_exist(text: str) -> None:
    first, _, last = text.partition(".")
    target = {"copies_held": "copy", "author": "author"}[first]
    assert refused(text, reach=FakeReach(denied=frozenset({target}))).code == "UNKNOWN_FIELD"
    hidden = {"copy": frozenset({"book_id"}), "book": frozenset({"author_id"})}
    assert refused(text, reach=FakeReach(hidden=hidden)).code == "UNKNOWN_FIELD"
    masked = FakeReach(hidden={target: frozenset({last})})
    assert refused(text, reach=masked).code == "UNKNOWN_FIELD"


def test_a_list_is_not_sorted_by_what_is_hidden() -> None:
    reach = FakeReach(hidden={"copy": frozenset({"shelf"})})
    assert refused("copies_held(sort=shelf)", reach=reach).code == "UNKNOWN_FIELD"
    assert parse("author.books(sort=title)", reach=reach)


async def test_masks_hold_at_every_depth(library: Library) -> None:
    from tests.runtime.query.library import insert

    key = "00000000-0000-7000-8000-000000000001"
    insert(library.urls.owner, "authors", [{"id": key, "name": "Ann"}])
    insert(library.urls.owner, "books", [{"title": "one", "blurb": "secret", "author_id": key}])
    reach = FakeReach(hidden={"book": frozenset({"blurb"}), "author": frozenset({"name"})})
    query = ("include", "books.author.books")
    page = await library.page(AUTHOR, query, reach=reach)
    [book] = page["items"][0]["books"]
    assert "blurb" not in book
    assert "name" not in book["author"]
    assert "blurb" not in book["author"]["books"][0]
    assert book["author"]["books"][0]["title"] == "one"


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("owner", True),
        ("controls(limit=5,sort=-created_at).owner,owner.business_unit", True),
        ("parent.parent", True),
        ("controls(sort=owner.email,limit=50)", True),
        ("parent.parent.parent.parent", True),
        ("parent.parent.parent.parent.parent", False),
        ("controls(limit=51)", False),
        ("controls()", False),
        ("nobody", False),
        ("owner,", False),
    ],
)
def test_what_is_declared_is_what_is_read(text: str, allowed: bool) -> None:
    """The pattern names the relations of the row; those beyond are for the parser."""
    risk = GENERATED["risk"]
    declared = read = True
    try:
        assert risk.filters is not None
        risk.filters(include=text)
    except ValueError:
        declared = False
    try:
        parse_list(risk, GENERATED, FakeReach(), [("include", text)], cursors=CURSORS)
    except Invalid:
        read = False
    assert (declared, read) == (allowed, allowed)
