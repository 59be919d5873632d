"""The store in a database, served in this process."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from uuid import UUID

import pytest
import pytest_asyncio

from runtime.embedded import EmbeddedServer
from tests.runtime.support.project import build
from tests.runtime.support.world import World, populate, tokens_of
from tests.support.asgi import client, lifespan
from tests.support.database import Urls, drop_database, fresh_database

STORE = Path(__file__).parent / "support" / "store"


@dataclass(frozen=True)
class Store:
    """The project, generated and migrated; nobody writes to its database."""

    project: Path
    urls: Urls
    app: ModuleType
    ids: dict[str, UUID]


@pytest.fixture(scope="session")
def store(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Made once a session."""
    project = tmp_path_factory.mktemp("store")
    urls = fresh_database(server)
    app = build(STORE, project, "store", urls)
    return Store(project, urls, app, populate(urls))


@pytest.fixture(scope="module")
def store_urls(server: EmbeddedServer, store: Store) -> Iterator[Urls]:
    """A clone for the tests of one module."""
    urls = fresh_database(server, template=store.urls)
    yield urls
    drop_database(server, urls)


@pytest_asyncio.fixture
async def world(
    store: Store, store_urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """The store, served; rows of earlier tests of the module are still there."""
    monkeypatch.setenv("CHARTER_PROJECT", str(store.project))
    monkeypatch.setenv("CHARTER_DATABASE_URL", store_urls.application)
    monkeypatch.setenv("CHARTER_LOG_LEVEL", "error")
    registry = importlib.import_module("store_generated.registry").REGISTRY
    app = store.app.create()
    async with lifespan(app), client(app) as http:
        tokens = tokens_of(store.project / ".charter" / "keys" / "signing.pem", registry)
        yield World(store.project, store_urls, app, registry, http, dict(store.ids), tokens)
