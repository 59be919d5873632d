"""Starting the server: everything that could refuse it is looked at before the first request."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING

from charter.databases import Access
from charter.opened import load_registry, run_parts
from charter.sealer import sealing
from charter.shell import RefusedError

if TYPE_CHECKING:
    from runtime.http.app import Parts

APPLICATION = "charter.worker:create"
PRELOADED = "charter.preloaded"
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""Where the workers of one server add up what they count."""
BACKLOG = 2048
GRACE_SECONDS = 5
"""How long running requests may take after the server was told to stop."""


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on that address; RefusedError where it is taken or cannot be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(found[0], socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(found[4])
        bound.listen(BACKLOG)
    except OSError as error:
        raise RefusedError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
    with bound:
        bound.set_inheritable(True)
        yield bound


def launch(folder: Path, access: Access, bound: socket.socket, workers: int) -> None:
    """Serves until a signal ends it.

    Raises what a start can be refused for: SettingsError, PolicyError, KeyMissingError,
    UnfitRoleError, PoolTimeout, RefusedError where generated/ is missing.
    """
    settings = access.served()
    os.environ["CHARTER_PROJECT"] = str(folder)
    assert settings.database_url is not None, "served() puts it there"
    os.environ["CHARTER_DATABASE_URL"] = settings.database_url.get_secret_value()
    counters = _prepare_workers(folder) if workers > 1 else None
    run_parts(settings, load_registry(folder), _nothing)
    if counters is not None:
        os.environ[COUNTERS] = counters
    with suppress(KeyboardInterrupt), sealing(folder, access):
        _serve(bound, workers)


def _prepare_workers(folder: Path) -> str:
    """Gives where workers count, and starts the process whose copies they will be.

    That one imports while this one looks whether to start at all. Each worker by itself would
    import everything again, and share no memory with the others. This process counts nothing, so
    it must not know the folder while it imports.
    """
    counters = str(_empty_folder(folder / ".charter" / "metrics"))
    os.environ[COUNTERS] = counters
    multiprocessing.set_forkserver_preload([PRELOADED])
    forkserver.ensure_running()
    del os.environ[COUNTERS]
    return counters


async def _nothing(_: Parts) -> None:
    """Opening the parts is the whole test."""


def _empty_folder(path: Path) -> Path:
    """A folder for the counters of this start's workers alone."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def _serve(bound: socket.socket, workers: int) -> None:
    import uvicorn
    from uvicorn import _subprocess
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(
        APPLICATION,
        factory=True,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        workers=workers,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    if workers > 1:
        _subprocess.spawn = multiprocessing.get_context("forkserver")  # type: ignore[assignment]
        Multiprocess(config, sockets=[bound]).run()
    else:
        uvicorn.Server(config).run(sockets=[bound])
