"""The archive, made once a module: random policies are asked about its rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runtime.embedded import EmbeddedServer
from tests.policies.support.archive_world import Archive, make
from tests.support.database import drop_database, fresh_database


@pytest.fixture(scope="session")
def archive(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    urls = fresh_database(server)
    yield make(tmp_path_factory.mktemp("archive"), urls)
    drop_database(server, urls)
