"""The repository's own project, ready to be copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from runtime.embedded import EmbeddedServer
from tests.e2e.support import copy_repository, done
from tests.support.database import Urls, drop_database, fresh_database


@dataclass(frozen=True)
class Core:
    """A copy of the project, and a database that it is migrated and seeded in."""

    project: Path
    urls: Urls


@pytest.fixture(scope="session")
def original(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Core:
    """Made once a session; nobody writes to it."""
    project = copy_repository(tmp_path_factory.mktemp("core") / "project")
    urls = fresh_database(server)
    done(project, "migrate", "up", urls=urls)
    done(project, "seed", urls=urls)
    return Core(project, urls)


@pytest.fixture
def core(server: EmbeddedServer, original: Core, tmp_path: Path) -> Iterator[Core]:
    """A clone, of the folder and of the database, for one test."""
    project = tmp_path / "project"
    shutil.copytree(original.project, project)
    urls = fresh_database(server, template=original.urls)
    yield Core(project, urls)
    drop_database(server, urls)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where an embedded server of a test's own may lie.

    Not under pytest's temporary folder: as root that server runs under another account, to which
    pytest closes it.
    """
    with TemporaryDirectory(prefix="charter-e2e-") as path:
        yield Path(path) / "project"
