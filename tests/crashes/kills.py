"""kill -9 of every process there is, and starting again what does not start by itself."""

# random kills, not secrets

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.crashes.place import Place


@dataclass(slots=True)
class Killer:
    """Chooses who ends next."""

    place: Place
    random: random.Random
    pids: Path
    done: Counter[str] = field(default_factory=Counter)

    def strike(self) -> None:
        """Ends one process or many, at once, and brings back what does not come back itself."""
        ways: list[tuple[str, Callable[[], None], int]] = [
            ("PostgreSQL, every process", self._database, 5),
            ("PostgreSQL, the postmaster alone", self._postmaster, 3),
            ("PostgreSQL, one backend", self._backend, 5),
            ("PostgreSQL and the server, every process", self._everything, 4),
            ("the server, every process", self._server, 5),
            ("the server, one worker", self._worker, 4),
            ("the sealer", self._sealer, 1),
            ("an import or a job", self._command, 2),
        ]
        # Each way once, before chance decides.
        first = [way for way in ways if not self.done[way[0]]]
        chosen = self.random.choice(first) if first else self._any(ways)
        name, strike, _ = chosen
        time.sleep(self.random.random() * 0.4)
        strike()
        self.done[name] += 1

    def _any(
        self, ways: list[tuple[str, Callable[[], None], int]]
    ) -> tuple[str, Callable[[], None], int]:
        return self.random.choices(ways, [weight for _, _, weight in ways])[0]

    def _database(self) -> None:
        end(self._backends_and_postmaster())
        self.place.revive_database()

    def _postmaster(self) -> None:
        postmaster = self.place.postmaster()
        children = postmaster.children(recursive=True)
        end([postmaster])
        # They notice and leave; a new postmaster refuses to start while one of them is there.
        psutil.wait_procs(children, timeout=30)
        self.place.revive_database()

    def _backends_and_postmaster(self) -> list[psutil.Process]:
        postmaster = self.place.postmaster()
        return [postmaster, *postmaster.children(recursive=True)]

    def _backend(self) -> None:
        """PostgreSQL ends all others then, recovers, and goes on under the same postmaster."""
        backends = [each for each in self._backends_and_postmaster() if _is_client(each)]
        if backends:
            end([self.random.choice(backends)])

    def _everything(self) -> None:
        victims = [*self.place.family(), *self._backends_and_postmaster()]
        end(victims)
        self.place.stop_server()
        self.place.revive_database()
        self.place.serve()

    def _server(self) -> None:
        self.place.stop_server()
        self.place.serve()

    def _worker(self) -> None:
        """The one above it starts another."""
        workers = [each for each in self.place.family() if _is_worker(each)]
        if workers:
            end([self.random.choice(workers)])

    def _sealer(self) -> None:
        end([each for each in self.place.family() if "audit seal" in _words(each)])

    def _command(self) -> None:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            running = [int(path.name) for path in self.pids.iterdir()]
            if running:
                with suppress(psutil.NoSuchProcess):
                    end([psutil.Process(self.random.choice(running))])
                return
            time.sleep(0.05)


def end(victims: list[psutil.Process]) -> None:
    """kill -9 of all, without a pause between; returns when they are gone."""
    for victim in victims:
        with suppress(psutil.NoSuchProcess):
            victim.kill()
    psutil.wait_procs(victims, timeout=30)


_FORK = "multiprocessing.forkserver"


def _words(process: psutil.Process) -> str:
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return " ".join(process.cmdline())
    return ""


def _is_worker(process: psutil.Process) -> bool:
    """Whether it answers requests: a copy of the process that imported for all workers."""
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        above = process.parent()
        return above is not None and _FORK in _words(process) and _FORK in _words(above)
    return False


def _is_client(process: psutil.Process) -> bool:
    """Whether it serves a connection: `postgres: charter_app charter 127.0.0.1(…) UPDATE`."""
    return "127.0.0.1(" in _words(process)
