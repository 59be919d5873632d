"""The sealer beside a server, a process of its own: nothing that serves logs in as the owner.

It is `charter audit seal`, told to end when its standard input does: however the server ends, the
kernel closes the pipe.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from charter.databases import Access

log = structlog.get_logger("charter.serve")

AGAIN_SECONDS = 5.0
"""How long a sealer that ended by itself is left alone before it is started again."""
GRACE_SECONDS = 5.0


@contextmanager
def sealing(folder: Path, access: Access) -> Iterator[None]:
    """Within the block a sealer runs, where the owner's URL is known; a line says so if not."""
    if access.owner is None:
        log.warning(
            "sealing_runs_elsewhere",
            hint="without CHARTER_MIGRATION_DATABASE_URL: run charter audit seal as the owner",
        )
        yield
        return
    stopped = threading.Event()
    watch = threading.Thread(target=_watch, args=(folder, access.owner, stopped), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stopped.set()
        watch.join(GRACE_SECONDS + 1)


def _watch(folder: Path, owner: str, stopped: threading.Event) -> None:
    """Starts the sealer, again where it ended by itself, and ends it."""
    while not stopped.is_set():
        process = _start(folder, owner)
        while process.poll() is None and not stopped.wait(0.2):
            pass
        if not stopped.is_set():
            log.error("sealer_ended", code=process.returncode, again_in=AGAIN_SECONDS)
            stopped.wait(AGAIN_SECONDS)
            continue
        assert process.stdin is not None, "it was asked for"
        process.stdin.close()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(folder: Path, owner: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "charter.main", "audit", "seal", "--with-stdin"]
    environment = {**os.environ, "CHARTER_MIGRATION_DATABASE_URL": owner}
    # With a URL of the owner alone it starts no embedded server, and keeps none alive.
    environment.pop("CHARTER_DATABASE_URL", None)
    return subprocess.Popen(  # noqa: S603 - words of this module
        [*words, "--project", str(folder)],
        stdin=subprocess.PIPE,
        env=environment,
    )
