"""Where it happens: a project of its own, its PostgreSQL, its server, its first rows."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg

from runtime.embedded import EmbeddedServer
from tests.e2e.support import CHARTER, copy_repository, done, environment, free_port
from tests.support.database import Urls

READY_SECONDS = 90.0
PEOPLE = ("compliance-manager", "admin", "viewer", "top-management")

_START = """
WITH unit AS (
    INSERT INTO regulations (code, edition, name, kind, topic, jurisdiction)
    VALUES ('CRASH', '1', 'Crashes', 'internal', 'other', 'DE') RETURNING id
)
INSERT INTO requirements (regulation_id, ref, title)
SELECT unit.id, 'C-' || n, 'Requirement ' || n FROM unit, generate_series(1, 12) AS n
"""


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of rows that the writes point to."""

    people: dict[str, str]
    matrix: str
    requirements: tuple[str, ...]


@dataclass(slots=True)
class Place:
    """A project with a database of its own, and the server in front of it."""

    project: Path
    database: EmbeddedServer
    port: int
    workers: int = 2
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path, workers: int = 2) -> Place:
        """Copies the repository's project, migrates, seeds; PostgreSQL keeps what it was told."""
        project = copy_repository(folder / "project")
        place = cls(project, EmbeddedServer.start(project), free_port(), workers)
        done(project, "migrate", "up", urls=place.urls)
        done(project, "seed", urls=place.urls)
        with psycopg.connect(place.urls.owner) as connection:
            settings = connection.execute(
                "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)",
                [["fsync", "synchronous_commit", "full_page_writes"]],
            ).fetchall()
            assert {value for _, value in settings} == {"on"}, "nothing is proven without them"
            connection.execute("SELECT set_config('charter.platform', 'on', true)")
            connection.execute(_START)
        return place

    @property
    def urls(self) -> Urls:
        """The database as its three roles see it."""
        server = self.database
        return Urls("charter", server.superuser_url, server.owner_url, server.application_url)

    def known(self) -> Known:
        """What was there before the writes."""
        with psycopg.connect(self.urls.superuser) as connection:
            people = connection.execute("SELECT email, id::text FROM users").fetchall()
            matrix = connection.execute(
                "SELECT id::text FROM risk_matrices WHERE status = 'active' AND size = 5 LIMIT 1"
            ).fetchone()
            rows = connection.execute(
                "SELECT id::text FROM requirements WHERE ref LIKE 'C-%'"
            ).fetchall()
        assert matrix is not None, "the demo content has a matrix in use"
        names = {email.partition("@")[0]: key for email, key in people}
        return Known(names, matrix[0], tuple(row[0] for row in rows))

    def password(self) -> str:
        """Of all demo accounts."""
        return (self.project / ".charter" / "demo-password").read_text().strip()

    # -------------------------------------------------------------------------------- server

    def serve(self) -> None:
        """Starts the server; it is ready when this returns."""
        words = ("serve", "--workers", str(self.workers), "--port", str(self.port))
        with (self.project / ".charter" / "server.log").open("ab") as output:
            self.process = subprocess.Popen(
                [CHARTER, *words, "--project", str(self.project)],
                env=environment(self.urls, CHARTER_LOG_LEVEL="error") | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.await_ready()

    def await_ready(self) -> None:
        """Until the server answers that it is ready."""
        deadline = time.monotonic() + READY_SECONDS
        url = f"http://127.0.0.1:{self.port}/readyz"
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, self.log()
            with suppress(httpx.TransportError):
                if httpx.get(url, timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"not ready after {READY_SECONDS:.0f} s: {self.log()}")

    def log(self) -> str:
        """The last lines of the server."""
        return (self.project / ".charter" / "server.log").read_text()[-4000:]

    def family(self) -> list[psutil.Process]:
        """The processes of the server, itself first."""
        assert self.process is not None
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def stop_server(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Ends the server with all it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.process.wait(30)

    # ------------------------------------------------------------------------------ database

    def postmaster(self) -> psutil.Process:
        """The process that all of PostgreSQL descends from."""
        line = (self.project / ".charter" / "postgres" / "postmaster.pid").read_text()
        return psutil.Process(int(line.split()[0]))

    def revive_database(self) -> None:
        """Starts PostgreSQL again after its end, at the same port."""
        port = self.database.url("postgres").rpartition("@")[2]
        former, self.database = self.database, EmbeddedServer.start(self.project)
        former.stop()
        assert self.database.url("postgres").rpartition("@")[2] == port, "the port was taken"

    def close(self) -> None:
        """Ends everything."""
        self.stop_server()
        self.database.stop()
