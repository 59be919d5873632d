"""Includes and searches against a brute-force oracle, over random rows and queries."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from runtime.database.transaction import Transaction
from runtime.query.page import page as run_page
from runtime.query.parse import parse_list
from runtime.query.plan import EMBEDDED_MAX, Related
from runtime.resource import Resource, ToMany
from tests.runtime.query.conftest import Library
from tests.runtime.query.library import (
    AUTHOR,
    BOOK,
    COPY,
    NOTE,
    REGISTRY,
    SEARCHED,
    TAG,
    FakeReach,
    insert,
)

type Row = dict[str, Any]

QUERIES = 120
HIDING = FakeReach(
    conditions={"author": "{row}.name <> 'Hidden'", "copy": "{row}.shelf is distinct from 'no'"}
)
WORDS = ("oak", "Ash", "ASH", "straße", "STRASSE", "élan", "élan oak", "", "fir-tree")
SORTS: dict[str, tuple[str, ...]] = {
    "copy": ("shelf", "id"),
    "tag": ("word", "id"),
    "book": ("title", "pages", "id"),
    "note": ("body", "id"),
}


class World:
    """The rows that the actor sees, and how they hang together, in plain Python."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.authors = self._rows(8, name=[*WORDS[:4], "Hidden"])
        keys = [None, *(row["id"] for row in self.authors)]
        self.books = self._rows(
            25, title=WORDS, blurb=[None, *WORDS], pages=[None, 1, 2, 3], author_id=keys
        )
        ids = [row["id"] for row in self.books]
        # One book has more copies than an include carries.
        crowd = [ids[0]] * 3 + ids
        self.copies = self._rows(160, book_id=crowd, shelf=[None, "a", "B", "b", "no"])
        self.copies += self._rows(EMBEDDED_MAX + 3, book_id=[ids[1]], shelf=["z", "y"])
        self.tags = self._rows(6, word=WORDS)
        links = {(dice.choice(ids), dice.choice(self.tags)["id"]) for _ in range(60)}
        self.links = [{"book_id": book, "tag_id": tag} for book, tag in sorted(links)]
        self.notes = self._rows(50, body=WORDS, subject_type=["book"], subject_id=ids)
        self.notes += self._rows(9, body=WORDS, subject_type=["author"], subject_id=keys[1:])

    def _rows(self, count: int, **pools: Any) -> list[Row]:
        return [
            {"id": UUID(int=self.dice.getrandbits(128))}
            | {name: self.dice.choice(pool) for name, pool in pools.items()}
            for _ in range(count)
        ]

    def insert(self, owner: str) -> None:
        for table, rows in {
            "authors": self.authors,
            "books": self.books,
            "copies": self.copies,
            "tags": self.tags,
            "books_tags": self.links,
            "notes": self.notes,
        }.items():
            insert(owner, table, rows)

    def seen(self, name: str) -> list[Row]:
        tables = {"author": self.authors, "book": self.books, "copy": self.copies}
        rows = {**tables, "tag": self.tags, "note": self.notes}[name]
        if name == "author":
            return [row for row in rows if row["name"] != "Hidden"]
        return [row for row in rows if name != "copy" or row["shelf"] != "no"]

    def to_one(self, resource: str, row: Row, relation: str) -> tuple[str, Row] | None:
        if (resource, relation) == ("note", "subject"):
            target, key = row["subject_type"], row["subject_id"]
        else:
            target, key = relation, row[f"{relation}_id"]
        return next(((target, far) for far in self.seen(target) if far["id"] == key), None)

    def to_many(self, resource: str, row: Row, relation: ToMany) -> list[Row]:
        rows = self.seen(relation.target)
        if relation.link_table is not None:
            near, far = str(relation.near_column), str(relation.far_column)
            ids = {link[far] for link in self.links if link[near] == row["id"]}
            return [each for each in rows if each["id"] in ids]
        kind = relation.type_column
        return [
            each
            for each in rows
            if each[str(relation.column)] == row["id"] and (kind is None or each[kind] == resource)
        ]


class Wanted:
    """What is to be embedded: a tree of relations with their options."""

    def __init__(self, dice: random.Random, resource: Resource, depth: int) -> None:
        self.limit, self.sort = EMBEDDED_MAX, list[tuple[str, bool]]()
        self.options: list[str] = []
        self.beneath: dict[str, Wanted] = {}
        if depth == 0:
            return
        relations = [*resource.to_one, *resource.to_many]
        for relation in dice.sample(relations, min(len(relations), dice.choice([0, 1, 1, 2]))):
            many = isinstance(relation, ToMany)
            name = relation.target if isinstance(relation, ToMany) else relation.targets[0]
            polymorphic = not isinstance(relation, ToMany) and len(relation.targets) > 1
            made = Wanted(dice, REGISTRY[name], 0 if polymorphic else depth - 1)
            if polymorphic and depth > 1 and dice.random() < 0.7:
                made.beneath["notes"] = Wanted(dice, NOTE, 0)  # what a book and an author share
            if many and dice.random() < 0.7:
                made.choose(dice, name)
            self.beneath[relation.name] = made

    def choose(self, dice: random.Random, target: str) -> None:
        if dice.random() < 0.7:
            self.limit = dice.choice([1, 2, 3, 50])
            self.options.append(f"limit={self.limit}")
        names = dice.sample(SORTS.get(target, ("id",)), dice.choice([0, 1, 1]))
        self.sort = [(name, dice.random() < 0.5) for name in names]
        self.options += [f"sort={'-' * down}{name}" for name, down in self.sort]

    def paths(self) -> Iterator[str]:
        for name, below in self.beneath.items():
            options = f"({','.join(below.options)})" if below.options else ""
            rest = list(below.paths())
            yield from (f"{name}{options}.{path}" for path in rest)
            if not rest:
                yield f"{name}{options}"

    def count(self) -> int:
        return sum(2 + below.count() for below in self.beneath.values())


def in_order(rows: list[Row], sort: list[tuple[str, bool]]) -> list[Row]:
    found = sorted(rows, key=lambda row: str(row["id"]))
    for name, down in reversed(sort):
        empty = [row for row in found if row[name] is None]
        full = [row for row in found if row[name] is not None]
        full.sort(key=lambda row: str(row[name]) if name == "id" else row[name], reverse=down)
        found = full + empty
    return found


def expected(world: World, resource: Resource, row: Row, wanted: Wanted) -> Row:
    """The row's id and what is embedded in it; of a list also whether it goes on."""
    shown: Row = {"id": str(row["id"])}
    for name, below in wanted.beneath.items():
        many = next((each for each in resource.to_many if each.name == name), None)
        if many is None:
            found = world.to_one(resource.name, row, name)
            shown[name] = found and expected(world, REGISTRY[found[0]], found[1], below)
            continue
        rows = in_order(world.to_many(resource.name, row, many), below.sort)
        target = REGISTRY[many.target]
        shown[name] = [expected(world, target, each, below) for each in rows[: below.limit]]
        shown[f"{name}_next_cursor"] = len(rows) > below.limit
    return shown


def reduced(item: Row, wanted: Wanted) -> Row:
    """The same of an answer."""
    shown: Row = {"id": item["id"]}
    for name, below in wanted.beneath.items():
        far = item[name]
        if isinstance(far, list):
            shown[name] = [reduced(each, below) for each in far]
            shown[f"{name}_next_cursor"] = item[f"{name}_next_cursor"] is not None
        else:
            shown[name] = far and reduced(far, below)
    return shown


class Asked:
    """Asks within one transaction."""

    def __init__(self, library: Library, transaction: Transaction) -> None:
        self.cursors = library.cursors
        self.transaction = transaction

    async def page(
        self,
        resource: Resource,
        *query: tuple[str, str],
        within: Related | None = None,
        reach: FakeReach = HIDING,
    ) -> Row:
        plan = parse_list(resource, REGISTRY, reach, query, cursors=self.cursors, within=within)
        body = await run_page(self.transaction, plan, reach, self.cursors)
        found: Row = json.loads(body)
        return found


@pytest_asyncio.fixture
async def world(library: Library) -> World:
    made = World(random.Random(11))  # noqa: S311 - a seeded oracle
    made.insert(library.urls.owner)
    return made


@pytest.mark.parametrize("resource", [BOOK, AUTHOR, COPY, TAG, NOTE], ids=lambda each: each.name)
async def test_what_is_embedded_agrees_with_the_oracle(
    library: Library, world: World, resource: Resource
) -> None:
    dice = random.Random(resource.name)  # noqa: S311 - a seeded oracle
    rows = in_order(world.seen(resource.name), [])
    async with library.database.transaction() as transaction:
        asked = Asked(library, transaction)
        for _ in range(QUERIES):
            wanted = Wanted(dice, resource, dice.choice([1, 2, 3, 4]))
            if not wanted.beneath or wanted.count() > 20:
                continue
            text = ",".join(wanted.paths())
            page = await asked.page(resource, ("include", text), ("limit", "30"), ("fields", "id"))
            found = [reduced(item, wanted) for item in page["items"]]
            assert found == [expected(world, resource, row, wanted) for row in rows[:30]], text


@pytest.mark.parametrize(
    ("options", "sort"),
    [
        ("", ()),
        ("(limit=1)", ()),
        ("(limit=7,sort=-shelf)", (("sort", "-shelf"),)),
        ("(sort=shelf,limit=3,sort=-id)", (("sort", "shelf,-id"),)),
        ("(limit=4,sort=book.title)", (("sort", "book.title"),)),
    ],
)
async def test_a_cursor_leads_on_in_the_list_of_the_relation(
    library: Library, world: World, options: str, sort: tuple[tuple[str, str], ...]
) -> None:
    """Through a nested list, each copy once, in the order that was asked for."""
    relation = next(each for each in BOOK.to_many if each.name == "copies_held")
    async with library.database.transaction() as transaction:
        asked = Asked(library, transaction)
        include = ("include", f"books.copies_held{options}")
        page = await asked.page(AUTHOR, include, ("limit", "50"))
        books = {book["id"]: book for author in page["items"] for book in author["books"]}
        assert any(book["copies_held_next_cursor"] for book in books.values())
        for key, book in books.items():
            within = Related(BOOK, relation, UUID(key))
            whole = await asked.page(COPY, *sort, ("limit", "200"), within=within)
            found, cursor = book["copies_held"], book["copies_held_next_cursor"]
            while cursor is not None:
                query = (*sort, ("cursor", cursor), ("limit", "20"))
                rest = await asked.page(COPY, *query, within=within)
                found, cursor = found + rest["items"], rest["next_cursor"]
            assert [row["id"] for row in found] == [row["id"] for row in whole["items"]]


# -------------------------------------------------------------------------------------- search


def tokens(text: str | None) -> set[str]:
    """The words of a text; of one with a hyphen the whole and its parts."""
    folded = (text or "").casefold()
    return set(re.findall(r"\w+", folded)) | set(re.findall(r"\w+(?:-\w+)+", folded))


def fits(row: Row, names: tuple[str, ...], query: str) -> bool:
    """All words of a part, none of those with a minus; parts with `or` between them."""
    held = set[str]().union(*(tokens(row[name]) for name in names))
    return any(
        all((word.lstrip("-").casefold() in held) != word.startswith("-") for word in part.split())
        for part in query.split(" or ")
    )


@pytest.mark.parametrize("hidden", [frozenset[str](), frozenset({"blurb"}), frozenset({"title"})])
async def test_searches_agree_with_the_oracle(
    library: Library, world: World, hidden: frozenset[str]
) -> None:
    """Of what is hidden from the actor no word finds anything."""
    dice = random.Random(5)  # noqa: S311 - a seeded oracle
    names = tuple(name for name in ("title", "blurb") if name not in hidden)
    reach = FakeReach(hidden={"book": hidden})
    words = ["oak", "Ash", "straße", "Strasse", "élan", "fir", "tree", "fir-tree", "-oak", "-élan"]
    async with library.database.transaction() as transaction:
        asked = Asked(library, transaction)
        for _ in range(QUERIES):
            parts = [" ".join(dice.sample(words, dice.choice([1, 1, 2]))) for _ in range(2)]
            query = " or ".join(parts[: dice.choice([1, 1, 2])])
            if "fir-tree" in query and "-" in query.replace("fir-tree", ""):
                continue
            page = await asked.page(
                SEARCHED, ("q", query), ("sort", "id"), ("limit", "200"), reach=reach
            )
            rows = [row for row in in_order(world.books, []) if fits(row, names, query)]
            assert [item["id"] for item in page["items"]] == [str(row["id"]) for row in rows], query


async def test_the_best_fit_comes_first_and_cursors_go_on(library: Library, world: World) -> None:
    """A word of the title, which weighs more, before one of the blurb; each row once."""
    async with library.database.transaction() as transaction:
        asked = Asked(library, transaction)
        query = ("q", "oak or ash or élan")
        whole = (await asked.page(SEARCHED, query, ("limit", "200")))["items"]
        walked: list[Row] = []
        cursor: tuple[tuple[str, str], ...] = ()
        while True:
            page = await asked.page(SEARCHED, query, ("limit", "3"), *cursor)
            walked += page["items"]
            if page["next_cursor"] is None:
                break
            cursor = (("cursor", page["next_cursor"]),)
        assert walked == whole
        best = [fits(row, ("title",), query[1]) for row in whole]
        assert True in best
        assert False in best
        assert best == sorted(best, reverse=True)
