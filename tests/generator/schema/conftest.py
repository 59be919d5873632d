"""A database made from the workshop's schema, and one clone of it for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from generator.migrations import runner
from runtime.embedded import EmbeddedServer
from tests.generator.schema.workshop import resolved
from tests.support.database import Urls, drop_database, fresh_database


@pytest.fixture(scope="session")
def workshop_template(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Urls:
    """The workshop, migrated; nobody writes to it."""
    project: Path = tmp_path_factory.mktemp("workshop")
    urls = fresh_database(server)
    runner.new(project, resolved(project), "workshop")
    runner.up(project, urls.owner, urls.application)
    return urls


@pytest.fixture
def shop(server: EmbeddedServer, workshop_template: Urls) -> Iterator[Urls]:
    """A clone of the workshop."""
    urls = fresh_database(server, template=workshop_template)
    yield urls
    drop_database(server, urls)


@pytest.fixture
def owner(shop: Urls) -> Iterator[psycopg.Connection]:
    """The owner's connection; each statement commits."""
    with psycopg.connect(shop.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app(shop: Urls) -> Iterator[psycopg.Connection]:
    """The application's connection, writing as the platform; each statement commits."""
    options = "-c charter.platform=on"
    with psycopg.connect(shop.application, autocommit=True, options=options) as connection:
        yield connection
