"""The workshop with rows in it, to be changed by migrations: one clone for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from generator.migrations import catalogue, runner
from generator.migrations.history import History
from runtime.embedded import EmbeddedServer
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import Urls, drop_database, fresh_database

ORDERS = 25
FILLED = f"""
INSERT INTO users (email, full_name) VALUES ('ann@example.com', 'Ann');
INSERT INTO orders (title, quantity, price, grade, owner_id, tags)
    SELECT 'Chair ' || n, n % 9 + 1, n, (ARRAY['low', 'medium', 'high'])[n % 3 + 1]::grade,
        users.id, '{{red}}'
    FROM users, generate_series(1, {ORDERS}) AS n;
INSERT INTO notes (body, subject_type, subject_id) SELECT title, 'order', id FROM orders;
"""
LEFT_OVER = r"""
SELECT proname FROM pg_proc WHERE proname LIKE 'charter\_keeper\_%'
UNION SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
    WHERE relkind = 'r' AND attname LIKE '%\_\_next'
UNION SELECT relname FROM pg_class
    WHERE relkind = 'i' AND (relname LIKE '%\_next' OR relname LIKE '%\_was')
UNION SELECT conname FROM pg_constraint WHERE conname LIKE '%\_not\_null' AND contype = 'c'
"""

Edit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The workshop's project, and its database as the first migration left it, with rows."""

    folder: Path
    urls: Urls

    def change(
        self, *edits: Edit, message: str = "change", rolling: bool = False, **meant: Any
    ) -> list[str]:
        """Makes the migration of an edited model; gives the names of its files.

        `meant` are `allow` and `fill` as for `charter migrate new`.
        """
        text = SHOP
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        model = resolved(self.folder, text)
        found = runner.new(self.folder, model, message, **meant, rolling=rolling)
        return [file.name for file in found if file.suffix == ".py"]

    def up(self, until: str = "") -> list[str]:
        """Applies what is not applied yet."""
        return runner.up(self.folder, self.urls.owner, self.urls.application, until=until)

    def down(self, revision: str = "-1", *, allow_loss: bool = False) -> list[str]:
        """Undoes the newest change."""
        urls = self.urls
        return runner.down(
            self.folder, revision, urls.owner, urls.application, allow_loss=allow_loss
        )

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, as the owner sees them."""
        with psycopg.connect(self.urls.owner, options="-c intervalstyle=iso_8601") as connection:
            return connection.execute(query.encode(), values or None).fetchall()

    def owner(self, statements: str) -> None:
        """Statements as the owner."""
        with psycopg.connect(self.urls.owner) as connection:
            connection.execute(statements.encode())

    def application(self, statement: str) -> None:
        """A statement as the application writes, for the platform itself."""
        options = "-c charter.platform=on"
        with psycopg.connect(self.urls.application, options=options) as connection:
            connection.execute(statement.encode())

    def picture(self) -> dict[str, list[str]]:
        """Everything in the database: its rows, and what it is made of, but not who was when."""
        tables = [
            name
            for (name,) in self.ask(
                "SELECT relname FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = 'public'::regnamespace ORDER BY 1"
            )
        ]
        rows = {
            name: [row for (row,) in self.ask(f'SELECT t::text FROM "{name}" AS t ORDER BY 1')]
            for name in tables
        }
        made = """
            SELECT pg_describe_object(classid, objid, objsubid) FROM pg_depend
            WHERE refclassid = 'pg_namespace'::regclass AND refobjid = 'public'::regnamespace
            UNION SELECT pg_get_constraintdef(oid) FROM pg_constraint
            UNION SELECT attrelid::regclass || '.' || attname || format_type(atttypid, atttypmod)
                || attnotnull FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped ORDER BY 1
        """
        return rows | {"": [line for (line,) in self.ask(made)]}

    def drift(self) -> list[str]:
        """Where the database is not what the newest snapshot says, or something was left over."""
        history = History(self.folder)
        with psycopg.connect(self.urls.owner) as connection:
            found = catalogue.drift(connection, history.newest())
        left = self.ask(LEFT_OVER)
        return [*found, *(name for (name,) in left)]


@contextmanager
def listening(name: str, heard: Callable[..., None]) -> Iterator[None]:
    """Calls a function at an event of every connection, such as `before_cursor_execute`."""
    event.listen(Engine, name, heard)
    try:
        yield
    finally:
        event.remove(Engine, name, heard)


@pytest.fixture(scope="session")
def filled(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The workshop, migrated and filled once; nobody changes it."""
    folder = tmp_path_factory.mktemp("filled")
    made = Workshop(folder, fresh_database(server))
    made.change(message="first")
    made.up()
    made.owner(FILLED)
    return made


@pytest.fixture
def workshop(server: EmbeddedServer, filled: Workshop, tmp_path: Path) -> Iterator[Workshop]:
    """A copy of project and database."""
    shutil.copytree(filled.folder, tmp_path, dirs_exist_ok=True)
    urls = fresh_database(server, template=filled.urls)
    yield Workshop(tmp_path, urls)
    drop_database(server, urls)
