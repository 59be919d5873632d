"""The core domain in a database, seeded, and served in this process."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from generated.app import create
from generated.registry import REGISTRY
from generator.migrations import runner
from runtime.client import Client
from runtime.embedded import EmbeddedServer
from runtime.http.app import Parts
from runtime.settings import Settings
from tests.runtime.support.world import World, populate, tokens_of
from tests.support.asgi import client, lifespan
from tests.support.database import Urls, drop_database, fresh_database

ROOT = Path(__file__).parents[2]
ROLES = [role for role in REGISTRY.roles if role != "public"]
PEOPLE: dict[str, str | None] = {
    **{role.replace("_", "-"): role for role in ROLES},
    **{f"{role.replace('_', '-')}-2": role for role in ROLES},
    "nobody": None,
}
"""Two people a role, and one without any."""


@dataclass(frozen=True)
class Core:
    """The core domain's database with people and demo content; nobody writes to it."""

    urls: Urls
    ids: dict[str, UUID]
    key_file: Path


@pytest.fixture(scope="session")
def core(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Core:
    """Made once a session."""
    urls = fresh_database(server)
    runner.up(ROOT, urls.owner, urls.application)
    key_file = tmp_path_factory.mktemp("keys") / "signing.pem"
    found = Core(urls, populate(urls, PEOPLE), key_file)
    asyncio.run(_seed(found))
    return found


async def _seed(core: Core) -> None:
    environ = {
        "CHARTER_DATABASE_URL": core.urls.application,
        "CHARTER_SIGNING_KEY_FILE": str(core.key_file),
    }
    parts = Parts(Settings.load(ROOT, environ), REGISTRY)
    await parts.database.open()

    async def acting(role: str) -> Client:
        actor = await parts.people.load(core.ids[role.replace("_", "-")])
        assert actor is not None
        return Client(parts.services, actor)

    try:
        await importlib.import_module("domain.seed").seed(acting)
    finally:
        await parts.database.close()


@pytest.fixture(scope="module")
def core_urls(server: EmbeddedServer, core: Core) -> Iterator[Urls]:
    """A clone for the tests of one module."""
    urls = fresh_database(server, template=core.urls)
    yield urls
    drop_database(server, urls)


@pytest_asyncio.fixture
async def api(core: Core, core_urls: Urls, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """The core domain, served; rows of earlier tests of the module are still there."""
    monkeypatch.setenv("CHARTER_PROJECT", str(ROOT))
    monkeypatch.setenv("CHARTER_DATABASE_URL", core_urls.application)
    monkeypatch.setenv("CHARTER_SIGNING_KEY_FILE", str(core.key_file))
    monkeypatch.setenv("CHARTER_LOG_LEVEL", "error")
    app = create()
    async with lifespan(app), client(app) as http:
        tokens = tokens_of(core.key_file, REGISTRY)
        yield World(ROOT, core_urls, app, REGISTRY, http, dict(core.ids), tokens)
