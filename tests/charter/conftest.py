"""Projects that commands can be tried on, and the commands themselves."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from charter.main import app
from generator.migrations import runner
from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database

REPOSITORY = Path(__file__).parents[2]
PROJECT_FILES = (
    "model.yaml",
    "charter.schema.json",
    "model",
    "domain",
    "policies",
    "generated",
    "migrations",
    "docs",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Core:
    """The core domain in a folder of its own, on a database of its own."""

    folder: Path
    urls: Urls

    def charter(self, *arguments: str, stdin: str = "", **settings: str) -> Result:
        """Runs a command in this process: its code is that of the repository."""
        environment = {name: None for name in os.environ if name.startswith("CHARTER_")} | {
            "CHARTER_DATABASE_URL": self.urls.application,
            "CHARTER_MIGRATION_DATABASE_URL": self.urls.owner,
            **settings,
        }
        done = CliRunner().invoke(
            app,
            [*arguments, "--project", str(self.folder)],
            env=environment,
            input=stdin,
            catch_exceptions=False,
        )
        return Result(done.exit_code, done.stdout, done.stderr)


def copy_project(folder: Path) -> Path:
    """The repository's own project, without its code."""
    for name in PROJECT_FILES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(
                source,
                folder / name,
                ignore=shutil.ignore_patterns("__pycache__"),
                dirs_exist_ok=True,
            )
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(autouse=True)
def _path_of_modules() -> Iterator[None]:
    """Commands put their project first; the next test begins anew."""
    before = sys.path[:]
    yield
    sys.path[:] = before


@pytest.fixture(scope="module")
def core(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """Migrated, with nothing in it."""
    folder = copy_project(tmp_path_factory.mktemp("core"))
    urls = fresh_database(server)
    runner.up(folder, urls.owner, urls.application)
    yield Core(folder, urls)
    drop_database(server, urls)
