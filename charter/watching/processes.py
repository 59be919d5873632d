"""How `charter watch` starts its processes: as copies of one that has imported what they need."""

from __future__ import annotations

import multiprocessing

WARM = "charter.watching.warm"
CONTEXT = multiprocessing.get_context("forkserver")


def warm_up() -> None:
    """Starts the process whose copies the others are; it imports while others work."""
    from multiprocessing import forkserver

    CONTEXT.set_forkserver_preload([WARM])
    forkserver.ensure_running()
