"""Charter as its users have it: commands and servers are processes, asked over a network."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
from psycopg.rows import dict_row

from tests.support.database import Urls

REPOSITORY = Path(__file__).parents[2]
CHARTER = Path(sys.executable).with_name("charter")
MADE = ("model.yaml", "model", "domain", "policies", "migrations", "generated", "docs")
"""What makes up a project, apart from the code that serves it."""

START_SECONDS = 60
END_SECONDS = 20


def copy_repository(folder: Path) -> Path:
    """The repository's own project; its migrations are made where it has none yet."""
    folder.mkdir(parents=True)
    for name in MADE:
        source = REPOSITORY / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, folder / name)
    shutil.copy(REPOSITORY / "charter.schema.json", folder)
    if not list((folder / "migrations" / "versions").glob("*.py")):
        done(folder, "migrate", "new", "-m", "core domain")
    return folder


def environment(urls: Urls | None = None, **settings: str) -> dict[str, str]:
    """The environment of a command, without settings of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CHARTER_")}
    if urls:
        kept["CHARTER_DATABASE_URL"] = urls.application
        kept["CHARTER_MIGRATION_DATABASE_URL"] = urls.owner
    return kept | settings


def charter(
    project: Path, *arguments: str, urls: Urls | None = None, given: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command on a project to its end."""
    return subprocess.run(
        [CHARTER, *arguments, "--project", str(project)],
        env=environment(urls, **settings),
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def done(
    project: Path, *arguments: str, urls: Urls | None = None, given: str = "", **settings: str
) -> str:
    """The same for a command that must succeed; gives what it printed."""
    ended = charter(project, *arguments, urls=urls, given=given, **settings)
    assert ended.returncode == 0, f"{arguments}: {ended.stderr}{ended.stdout}"
    return ended.stdout


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def rows(url: str, statement: str, *values: Any) -> list[dict[str, Any]]:
    """Runs a statement in a database; gives its rows."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        cursor = connection.execute(statement.encode(), values)
        return cursor.fetchall() if cursor.description else []


@dataclass
class Served:
    """A running server, its process group, and who logged in to it."""

    project: Path
    port: int
    process: subprocess.Popen[bytes]
    log: Path
    http: httpx.Client
    _tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str, password: str | None = None) -> str:
        """An access token of `<who>@example.com`, by a log-in as people do it."""
        if who not in self._tokens:
            secret = password or (self.project / ".charter" / "demo-password").read_text().strip()
            answer = self.http.post(
                "auth/login", json={"email": f"{who}@example.com", "password": secret}
            )
            assert answer.status_code == 200, answer.text
            self._tokens[who] = answer.json()["access_token"]
        return self._tokens[who]

    def ask(self, who: str, method: str, path: str, **rest: Any) -> httpx.Response:
        """The answer to a request under /api/v1; `""` is nobody."""
        headers = dict(rest.pop("headers", {}))
        if who:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        return self.http.request(method, path, headers=headers, **rest)

    def add(self, who: str, path: str, /, **body: Any) -> dict[str, Any]:
        """A new row, which must succeed."""
        answer = self.ask(who, "POST", path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def items(self, who: str, path: str, **parameters: str | int) -> list[dict[str, Any]]:
        """The rows of a list, which must succeed."""
        answer = self.ask(who, "GET", path, params=parameters)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["items"]
        return found

    def family(self) -> list[psutil.Process]:
        """The server's process and all that it started, its database included."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the whole process group, as a shell does, and awaits the end."""
        os.killpg(self.process.pid, number)
        self.process.wait(END_SECONDS)


@contextmanager
def serving(
    project: Path, *command: str, urls: Urls | None = None, port: int = 0, **settings: str
) -> Iterator[Served]:
    """A server that answers; at the end of the block its process group is killed."""
    port = port or free_port()
    log = project / ".charter" / "test-server.log"
    log.parent.mkdir(mode=0o700, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [CHARTER, *command, "--port", str(port), "--project", str(project)],
            env=environment(urls, CHARTER_LOG_LEVEL="warning") | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}/api/v1/"
    with httpx.Client(base_url=url, timeout=30) as http:
        served = Served(project, port, process, log, http)
        try:
            _await_ready(served)
            yield served
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(END_SECONDS)


def _await_ready(served: Served) -> None:
    """Until the server is ready; a request that comes before that waits in the socket."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert served.process.poll() is None, served.log.read_text()
        with suppress(httpx.TransportError):
            if served.http.get(f"http://127.0.0.1:{served.port}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"not ready: {served.log.read_text()}")
