"""Pages by cursor while others write: every row that nobody touches is there exactly once."""

from __future__ import annotations

import asyncio
import random
import threading
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.runtime.query.conftest import Library
from tests.runtime.query.library import BOOK, insert

ROWS = 240
WORDS = ["", "a", "Ä", "b", "x" * 200]


def book(dice: random.Random, authors: list[UUID]) -> dict[str, object]:
    return {
        "id": UUID(int=dice.getrandbits(128)),
        "title": dice.choice(WORDS)[:5],
        "blurb": dice.choice([None, *WORDS]),
        "pages": dice.choice([None, 1, 2, 3]),
        "author_id": dice.choice([None, *authors]),
    }


class Writer(threading.Thread):
    """Adds books and takes others away, as fast as it can, until it is told to stop."""

    def __init__(self, url: str, authors: list[UUID], doomed: list[UUID]) -> None:
        super().__init__()
        self.url, self.authors, self.doomed = url, authors, doomed
        self.writes = 0
        self.wrote = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        dice = random.Random(3)  # noqa: S311 - a seeded writer
        with psycopg.connect(self.url, autocommit=True) as connection:
            while not self.ended.is_set():
                row = book(dice, self.authors)
                connection.execute(
                    "insert into books (id, title, blurb, pages, author_id)"
                    " values (%(id)s, %(title)s, %(blurb)s, %(pages)s, %(author_id)s)",
                    row,
                )
                if dice.random() < 0.5:
                    self.doomed.append(row["id"])  # type: ignore[arg-type]
                if self.doomed:
                    gone = self.doomed.pop(dice.randrange(len(self.doomed)))
                    connection.execute("delete from books where id = %s", [gone])
                self.writes += 1
                self.wrote.set()


@pytest.mark.parametrize(
    "sort",
    ["id", "-id", "-pages,title", "blurb", "-blurb,pages", "author.name,-pages", "-author.name"],
)
async def test_a_walk_shows_each_untouched_row_once(library: Library, sort: str) -> None:
    dice = random.Random(sort)  # noqa: S311 - seeded rows
    names = [*WORDS, "x" * 199 + "y"]
    authors = [uuid4() for _ in names]
    keyed = zip(authors, names, strict=True)
    insert(library.urls.owner, "authors", [{"id": key, "name": name} for key, name in keyed])
    made = [book(dice, authors) for _ in range(ROWS)]
    insert(library.urls.owner, "books", made)
    doomed = [row["id"] for row in made[: ROWS // 3]]
    untouched = sorted(str(row["id"]) for row in made[ROWS // 3 :])
    writer = Writer(library.urls.owner, authors, doomed)  # type: ignore[arg-type]
    writer.start()
    found: list[str] = []
    cursor: list[tuple[str, str]] = []
    try:
        while True:
            writer.wrote.clear()
            page = await library.page(BOOK, ("sort", sort), ("limit", "9"), *cursor)
            found += [row["id"] for row in page["items"]]
            if page["next_cursor"] is None or len(found) > 100 * ROWS:
                break
            cursor = [("cursor", page["next_cursor"])]
            # Between any two pages at least one write is over.
            await asyncio.to_thread(writer.wrote.wait, 10)
    finally:
        writer.ended.set()
        writer.join()
    assert writer.writes > len(untouched) // 9
    assert sorted(key for key in found if key in set(untouched)) == untouched
