"""The library in a database, and one way to ask it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio

from runtime.database.transaction import Database
from runtime.embedded import EmbeddedServer
from runtime.policy.reach import Reach
from runtime.query.cursor import Cursors
from runtime.query.page import page as run_page
from runtime.query.page import row_json
from runtime.query.parse import parse_list, parse_row
from runtime.query.plan import Related
from runtime.resource import Resource
from tests.runtime.query.library import REGISTRY, TABLES, FakeReach
from tests.support.database import Urls, drop_database, fresh_database


class Library:
    """Asks for lists and rows as an actor would, through the application's role."""

    def __init__(self, urls: Urls, database: Database) -> None:
        self.urls = urls
        self.database = database
        self.cursors = Cursors(b"k" * 32)

    async def page(
        self,
        resource: Resource,
        *query: tuple[str, str],
        reach: Reach | None = None,
        within: Related | None = None,
    ) -> dict[str, Any]:
        """The page, parsed."""
        reach = reach or FakeReach()
        plan = parse_list(resource, REGISTRY, reach, query, cursors=self.cursors, within=within)
        async with self.database.transaction() as transaction:
            body = await run_page(transaction, plan, reach, self.cursors)
        found: dict[str, Any] = json.loads(body)
        return found

    async def walk(self, resource: Resource, *query: tuple[str, str]) -> list[dict[str, Any]]:
        """All rows, by following the cursor to its end."""
        rows: list[dict[str, Any]] = []
        cursor: list[tuple[str, str]] = []
        while True:
            found = await self.page(resource, *query, *cursor)
            rows += found["items"]
            if found["next_cursor"] is None:
                return rows
            assert found["items"], "a page before the last is never empty"
            cursor = [("cursor", found["next_cursor"])]

    async def row(
        self,
        resource: Resource,
        key: UUID | str,
        *query: tuple[str, str],
        reach: Reach | None = None,
    ) -> tuple[dict[str, Any], int] | None:
        """The row, parsed, and its version."""
        reach = reach or FakeReach()
        plan = parse_row(resource, REGISTRY, reach, query)
        async with self.database.transaction() as transaction:
            found = await row_json(transaction, plan, UUID(str(key)), reach, self.cursors)
        return None if found is None else (json.loads(found[0]), found[1])


@pytest.fixture(scope="session")
def empty_library(server: EmbeddedServer) -> Iterator[Urls]:
    urls = fresh_database(server)
    with psycopg.connect(urls.owner) as connection:
        connection.execute(TABLES.encode())
    yield urls
    drop_database(server, urls)


@pytest_asyncio.fixture
async def library(server: EmbeddedServer, empty_library: Urls) -> AsyncIterator[Library]:
    urls = fresh_database(server, template=empty_library)
    database = Database(urls.application, size=1)
    await database.open()
    yield Library(urls, database)
    await database.close()
    drop_database(server, urls)
