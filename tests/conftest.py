"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The run's own PostgreSQL 18; with pytest-xdist each worker has one.

    Not under pytest's own temporary folder: as root the server runs under another account, and
    every other run of pytest closes that folder to it.
    """
    with (
        TemporaryDirectory(prefix="charter-tests-") as folder,
        EmbeddedServer.start(Path(folder), durable=False) as running,
    ):
        yield running


@pytest.fixture
def database(server: EmbeddedServer) -> Iterator[Urls]:
    """An empty database for one test."""
    urls = fresh_database(server)
    yield urls
    drop_database(server, urls)
