"""One project of N entities, measured: generated, started, asked."""

# ruff: noqa: S603  # commands of this module

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from benchmarks.growth.maker import write_project
from benchmarks.speed.load import wrk
from benchmarks.speed.workloads import Asked, Word
from runtime.embedded import EmbeddedServer
from tests.e2e.support import CHARTER, environment, free_port
from tests.support.database import Urls, fresh_database

START_SECONDS = 600.0
CLIENTS = 16
LARGE = 200
"""From here on generating once is measure enough."""


@dataclass(slots=True)
class Grown:
    """A project in its folder, with a database that holds its tables and accounts."""

    count: int
    project: Path
    paths: tuple[str, ...]
    urls: Urls
    generate_seconds: float = 0.0
    migrate_seconds: float = 0.0
    rows: dict[str, str] = field(default_factory=dict)

    @classmethod
    def made(
        cls, folder: Path, count: int, server: EmbeddedServer, *, chained: bool = False
    ) -> Grown:
        """Writes, generates, migrates and seeds it."""
        project = folder / f"growth-{count}"
        paths = write_project(project, count, chained=chained)
        grown = cls(count, project, paths, fresh_database(server))
        times = []
        for _ in range(3 if count < LARGE else 1):
            shutil.rmtree(project / "generated", ignore_errors=True)
            times.append(grown.command("generate"))
        grown.generate_seconds = min(times)
        grown.command("migrate", "new", "-m", "first")
        grown.migrate_seconds = grown.command("migrate", "up")
        grown.command("seed")
        return grown

    def command(self, *words: str) -> float:
        """Runs a command of the project to its end; gives how many seconds it took."""
        start = time.perf_counter()
        ended = subprocess.run(
            [CHARTER, *words, "--project", str(self.project)],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise SystemExit(f"{words} of {self.count} entities: {ended.stderr}{ended.stdout}")
        return time.perf_counter() - start

    def environment(self) -> dict[str, str]:
        """As on a server: Python keeps its bytecode."""
        kept = environment(self.urls, CHARTER_LOG_LEVEL="warning")
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        return kept


class Running:
    """A server of a grown project."""

    def __init__(self, grown: Grown, workers: int) -> None:
        self.grown = grown
        self.port = free_port()
        self.started = time.perf_counter()
        command = [str(CHARTER), "serve", "--port", str(self.port), "--workers", str(workers)]
        log = grown.project / ".charter" / "growth.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--project", str(grown.project)],
                env=grown.environment(),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def await_answer(self) -> float:
        """Seconds from the start of the process to the first answer of a collection.

        A caller without a token is told 401, which the whole path of a request has to be there
        for; a connection that comes before that waits in the socket.
        """
        path = f"/api/v1/{self.grown.paths[-1]}"
        deadline = self.started + START_SECONDS
        while time.perf_counter() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"the server of {self.grown.count} entities does not start")
            with suppress(OSError):
                status = self._asked(path)
                if status == 401:
                    return time.perf_counter() - self.started
            time.sleep(0.01)
        raise SystemExit(f"the server of {self.grown.count} entities does not answer")

    def _asked(self, path: str) -> int:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            words = connection.recv(64).split()
        return int(words[1]) if len(words) > 1 else 0

    def family(self) -> list[psutil.Process]:
        """The processes that serve: those that listen, without the sealer."""
        parent = psutil.Process(self.process.pid)
        every = [parent, *parent.children(recursive=True)]
        return [one for one in every if "seal" not in one.cmdline()]

    def spent(self) -> float:
        """Seconds of processor time that they took so far."""
        return sum(sum(one.cpu_times()[:2]) for one in self.family())

    def stop(self) -> None:
        """Ends it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)


@contextmanager
def running(grown: Grown, workers: int) -> Iterator[Running]:
    """A server, until the end of the block."""
    server = Running(grown, workers)
    try:
        yield server
    finally:
        server.stop()


def first_answer(grown: Grown, workers: int, rounds: int) -> tuple[float, float]:
    """The shortest of some cold starts, after one that leaves the bytecode.

    Seconds until the answer, and of processor time until then, of all processes but the sealer.
    """
    times = []
    for number in range(rounds + 1):
        with running(grown, workers) as server:
            seconds = server.await_answer()
            spent = server.spent()
        if number:
            times.append((seconds, spent))
    return min(times)


class Asker:
    """Asks a running server for single rows, with a token, and reads its processor time."""

    def __init__(self, server: Running, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self.url = f"http://127.0.0.1:{server.port}"
        secret = (server.grown.project / ".charter" / "demo-password").read_text().strip()
        account = {"email": "editor@example.com", "password": secret}
        answer = httpx.post(f"{self.url}/api/v1/auth/login", json=account, timeout=60)
        token = answer.raise_for_status().json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def add(self, path: str) -> str:
        """A new row of an entity; gives where it is."""
        known = self.server.grown.rows
        if path not in known:
            body = {"title": f"The first of {path}", "category": "people"}
            answer = httpx.post(
                f"{self.url}/api/v1/{path}",
                json=body | {"likelihood": 2, "impact": 3},
                headers=self._headers,
                timeout=60,
            )
            known[path] = answer.raise_for_status().json()["id"]
        return f"/api/v1/{path}/{known[path]}"

    def microseconds(self, path: str, seconds: int) -> float:
        """Processor time of the serving processes for one request of that entity's row."""
        asked = Asked("GET", self.add(path))
        words: Mapping[str, Word] = {}
        wrk(self._folder, self.url, asked, words, self._headers, seconds=1, clients=CLIENTS)
        before = self.server.spent()
        rate = wrk(
            self._folder, self.url, asked, words, self._headers, seconds=seconds, clients=CLIENTS
        )
        return (self.server.spent() - before) / (rate.rps * seconds) * 1e6
