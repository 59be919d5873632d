"""What a server process runs: the project's application."""

from __future__ import annotations

import ctypes
import gc
import importlib
import multiprocessing
import os
import signal
import sys
from pathlib import Path

from starlette.types import ASGIApp

from charter.opened import put_first

_PR_SET_PDEATHSIG = 1


def create() -> ASGIApp:
    """The ASGI application of the project in CHARTER_PROJECT."""
    if multiprocessing.parent_process() is not None:
        _end_with_parent()
    put_first(Path(os.environ["CHARTER_PROJECT"]))
    application: ASGIApp = importlib.import_module("generated.app").create()
    # What lasts as long as the server need not be looked through by every collection: at 75
    # entities that would stop all requests for a twelfth of a second, now and then.
    gc.freeze()
    return application


def _end_with_parent() -> None:
    """Lets a worker whose supervisor was killed end, so that its port is free at once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
