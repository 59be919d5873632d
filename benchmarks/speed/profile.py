"""Where the microseconds of a request go: `python -m benchmarks.speed.profile [one_row]`.

The application runs in this process under uvicorn, as one worker of production does, and wrk asks
from another. While it does, the stack is looked at every few milliseconds of processor time; a
look counts for the layer of the innermost frame that belongs to one. Unlike a profiler that
follows every call this slows nothing down. The sealer does not run.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import uvicorn

from benchmarks.speed.bench import CURSORS, DEEP, scratch
from benchmarks.speed.load import CLIENTS, Rate, wrk
from benchmarks.speed.targets import PROJECT, Charter
from benchmarks.speed.workloads import WORDS, WORKLOADS, Word, Workload
from tests.crashes.place import Place
from tests.e2e.support import done

LAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("envelope: id, log, metrics", ("runtime/http/envelope", "runtime/http/metrics")),
    ("envelope: id, log, metrics", ("runtime/logs", "/structlog/", "/prometheus_client/")),
    ("authenticate", ("runtime/identity/", "/joserfc/", "/cryptography/")),
    ("policy", ("runtime/policy/", "runtime/operations/gate")),
    ("driver", ("runtime/database/", "/psycopg/", "/psycopg_pool/", "/psycopg_binary/")),
    ("plan and statement", ("runtime/query/",)),
    ("body", ("runtime/operations/body", "/pydantic/", "/sqlmodel/")),
    ("answer", ("runtime/http/render", "starlette/responses")),
    ("operation", ("runtime/operations/", "/domain/", "/sqlalchemy/", "/fastcrud/")),
    ("dispatch", ("runtime/http/", "runtime/call", "/starlette/", "/fastapi/", "/generated/")),
    ("uvicorn, parsing, event loop", ("/uvicorn/", "/asyncio/", "/uvloop/")),
)
"""Layers by parts of a file's path; the first that fits counts."""
TICK = 0.001


def layer_of(path: str) -> str | None:
    """The layer that a file belongs to; None for a helper, which counts for its caller."""
    for name, parts in LAYERS:
        if any(part in path for part in parts):
            return name
    return None


class Sampler:
    """Counts looks at the stack, by layer and by function."""

    def __init__(self) -> None:
        self.layers: Counter[str] = Counter()
        self.places: Counter[tuple[str, str]] = Counter()
        self._known: dict[str, str | None] = {}
        self.on = False

    def start(self) -> None:
        """From now on, in the main thread."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, TICK, TICK)

    def stop(self) -> None:
        """No more looks."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        if not self.on:
            return
        while frame is not None:
            path = frame.f_code.co_filename
            if path not in self._known:
                self._known[path] = layer_of(path)
            name = self._known[path]
            if name is not None:
                self.layers[name] += 1
                self.places[name, f"{Path(path).name}:{frame.f_code.co_qualname}"] += 1
                return
            frame = frame.f_back
        self.layers["elsewhere"] += 1


class Profiled(Charter):
    """Charter as it runs in this process."""

    def start(self) -> None:
        """Sets what the application reads when it is made."""
        done(self.place.project, "audit", "seal", "--once", urls=self.place.urls)
        keys = self.place.project / ".charter" / "keys"
        metrics = self.place.project / ".charter" / "metrics"
        metrics.mkdir()
        os.environ |= {
            "PROMETHEUS_MULTIPROC_DIR": str(metrics),  # as with two workers
            "CHARTER_PROJECT": str(self.place.project),
            "CHARTER_DATABASE_URL": self.place.urls.application,
            "CHARTER_ENV": "production",
            "CHARTER_LOG_LEVEL": "warning",
            "CHARTER_SIGNING_KEY_FILE": str(keys / "signing.pem"),
            "CHARTER_AUDIT_SIGNING_KEY_FILE": str(keys / "audit_signing.pem"),
        }
        sys.path.insert(0, str(self.place.project))

    def serve(self, workloads: Sequence[Workload], seconds: int) -> list[Measured]:
        """Serves while another thread asks; what was found of each workload."""
        application = importlib.import_module("generated.app").create()
        config = uvicorn.Config(
            application,
            port=self.place.port,
            loop="uvloop",
            http="httptools",
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
        )
        server = uvicorn.Server(config)
        asking = _Asking(self, server, workloads, seconds)
        asking.start()
        try:
            server.run()
        finally:
            asking.join()
        if asking.failed is not None:
            raise asking.failed
        return asking.found


class Measured:
    """What was found of one workload."""

    def __init__(self, workload: Workload, rate: Rate, spent: float, sampler: Sampler) -> None:
        self.workload, self.rate, self.sampler = workload, rate, sampler
        self.microseconds = spent * 1e6

    def tell(self) -> None:
        """Prints the table of layers, and the functions that take most."""
        total = sum(self.sampler.layers.values()) or 1
        print(
            f"\n{self.workload.title}: {self.microseconds:.0f} us of processor time a request in"
            f" this process ({self.rate.rps:,.0f} a second with one worker, {total} looks)"
        )
        for name, count in self.sampler.layers.most_common():
            share = count / total
            print(f"  {name:34}{share * self.microseconds:8.0f} us{share:8.0%}")
        print("  most of it in")
        for (name, place), count in self.sampler.places.most_common(12):
            share = count / total
            print(f"    {share * self.microseconds:6.0f} us  {place}  ({name})")


class _Asking(threading.Thread):
    """Waits for the server, lets wrk ask it, and ends it."""

    def __init__(
        self,
        charter: Profiled,
        server: uvicorn.Server,
        workloads: Sequence[Workload],
        seconds: int,
    ) -> None:
        super().__init__()
        self._charter, self._server = charter, server
        self._workloads, self._seconds = workloads, seconds
        self.found: list[Measured] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        """The work of the thread; what it raised is kept for the main one."""
        try:
            while not self._server.started:
                time.sleep(0.05)
            if any(workload.name == "deep_page" for workload in self._workloads):
                self._charter.words["cursor"] = Word(choice=self._charter.cursors(DEEP, CURSORS))
            for workload in self._workloads:
                self.found.append(self._measured(workload))
        except BaseException as error:
            self.failed = error
        finally:
            self._server.should_exit = True

    def _measured(self, workload: Workload) -> Measured:
        self._round(workload, 1)
        _CURRENT.layers.clear()
        _CURRENT.places.clear()
        spent = time.process_time()
        _CURRENT.on = True
        rate = self._round(workload, self._seconds)
        _CURRENT.on = False
        spent = time.process_time() - spent
        looked = Sampler()
        looked.layers.update(_CURRENT.layers)
        looked.places.update(_CURRENT.places)
        return Measured(workload, rate, spent / (rate.rps * self._seconds), looked)

    def _round(self, workload: Workload, seconds: int) -> Rate:
        charter = self._charter
        folder, words = charter.place.project, charter.words
        headers = charter.headers()
        return wrk(
            folder, charter.url, workload.charter, words, headers, seconds=seconds, clients=CLIENTS
        )


_CURRENT = Sampler()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed.profile")
    every = [workload.name for workload in WORKLOADS]
    parser.add_argument("workloads", nargs="*", default=["one_row"], metavar="|".join(every))
    parser.add_argument("--seconds", type=int, default=5)
    given = parser.parse_args()
    for name in given.workloads:
        if name not in every:
            parser.error(f"{name} is none of {', '.join(every)}")
    os.chdir(PROJECT)
    with ExitStack() as stack:
        folder, place = stack.enter_context(scratch())
        words = dict(WORDS) | {"matrix": Word(choice=(place.known().matrix,))}
        charter = _profiled(folder, words, place)
        _CURRENT.start()
        try:
            found = charter.serve(
                [w for w in WORKLOADS if w.name in given.workloads], given.seconds
            )
        finally:
            _CURRENT.stop()
    for measured in found:
        measured.tell()
    return 0


def _profiled(folder: Path, words: dict[str, Word], place: Place) -> Profiled:
    charter = Profiled(folder, words, place)
    charter.start()
    return charter


if __name__ == "__main__":
    sys.exit(main())
