"""What the workers share: imported once, in the process whose copies they are.

Nothing here may open a connection or start a thread, since a copy would have half of it.
"""

from __future__ import annotations

import gc
import importlib
import os
from contextlib import suppress
from pathlib import Path

from prometheus_client import multiprocess

from charter.opened import put_first

# A worker meets the same fault once more, and says so.
with suppress(Exception):
    put_first(Path(os.environ["CHARTER_PROJECT"]))
    importlib.import_module("uvicorn.server")
    importlib.import_module("uvloop")
    importlib.import_module("generated.app")
    # A gauge begins at 0, which of this process means nothing.
    multiprocess.mark_process_dead(os.getpid())  # type: ignore[no-untyped-call]
    # What is never thrown away need not be looked through, nor copied by looking at it.
    gc.collect()
    gc.freeze()
