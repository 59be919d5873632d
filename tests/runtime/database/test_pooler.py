"""A pooler between Charter and PostgreSQL is noticed at start, however it is set up."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime.database.role import UnfitRoleError, check_direct, check_role
from runtime.database.transaction import Database
from tests.runtime.database.test_reconnection import free_port
from tests.support.database import Urls

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
needs_program = pytest.mark.skipif(PROGRAM is None, reason="pgbouncer is not installed")

EMPTY: Any = SimpleNamespace(resources=())

type Pool = Callable[..., str]


@pytest.fixture
def pool(database: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Starts PgBouncer in a mode, and gives the URL that goes through it."""
    started: list[subprocess.Popen[bytes]] = []

    def start(mode: str, *lines: str) -> str:
        folder = tmp_path_factory.mktemp("pooler")
        port, known = free_port(), conninfo_to_dict(database.application)
        # It runs as somebody who cannot pass to the server's socket.
        known |= {name: conninfo_to_dict(database.superuser)[name] for name in ("host", "port")}
        settings = _settings(folder, port, known, mode, lines)
        assert PROGRAM is not None
        command = [PROGRAM, str(settings)]
        if os.geteuid() == 0:
            folder.chmod(0o777)
            command[1:1] = ["-u", "nobody"]
        started.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        url = make_conninfo(database.application, host="127.0.0.1", port=port)
        _await(url)
        return url

    yield start
    for each in started:
        each.terminate()
        each.wait()


def _settings(
    folder: Path, port: int, known: dict[str, object], mode: str, lines: tuple[str, ...]
) -> Path:
    users, settings = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text(f'"{known["user"]}" "{known["password"]}"\n')
    settings.write_text(
        "\n".join(
            [
                "[databases]",
                f"* = host={known['host']} port={known['port']}",
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                f"listen_port = {port}",
                "unix_socket_dir =",
                "auth_type = plain",
                f"auth_file = {users}",
                f"pool_mode = {mode}",
                *lines,
            ]
        )
    )
    return settings


def _await(url: str) -> None:
    for _ in range(100):
        try:
            psycopg.connect(url, connect_timeout=1).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("pgbouncer did not come up")


async def checked(url: str) -> None:
    """What a start looks at once the pool is open."""
    opened = Database(url, 1)
    await opened.open()
    try:
        await check_role(opened, EMPTY)
    finally:
        await opened.close()


@needs_program
async def test_a_pooler_that_takes_no_options_is_refused(pool: Pool) -> None:
    with pytest.raises(UnfitRoleError, match="pooler"):
        await check_direct(pool("transaction"), 5)


@needs_program
@pytest.mark.parametrize("mode", ["session", "transaction"])
async def test_a_pooler_that_ignores_them_is_refused(pool: Pool, mode: str) -> None:
    url = pool(mode, "ignore_startup_parameters = options")
    await check_direct(url, 5)
    with pytest.raises(UnfitRoleError, match="pooler"):
        await checked(url)


async def test_the_server_itself_is_no_pooler(database: Urls) -> None:
    await check_direct(database.application, 5)
    with pytest.raises(UnfitRoleError, match="no tables yet"):
        await checked(database.application)
