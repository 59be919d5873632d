"""What is put under load: Charter, the two applications, and the database by itself."""

# ruff: noqa: S603  # commands of this module

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import httpx
import psycopg
from joserfc import jwt
from joserfc.jwk import OctKey

from benchmarks.speed.capture import Capture, Script
from benchmarks.speed.data import MANAGER, USER_ID
from benchmarks.speed.load import Rate, pgbench, wrk
from benchmarks.speed.workloads import Asked, Word, Workload
from runtime.database.transaction import CONNECTION_OPTIONS
from tests.crashes.place import Place
from tests.e2e.support import done, free_port

PROJECT = Path(__file__).parents[2]
SECRET = "a key that signs the tokens of the hand-written application"  # noqa: S105
TOKEN_SECONDS = 300.0
READY_SECONDS = 60.0


class Target(Protocol):
    """Something that does the work of workloads; `name` is its word on the command line."""

    name: str

    def can(self, workload: Workload) -> bool:
        """Whether it does this work at all."""

    def run(self, workload: Workload, seconds: int) -> Rate:
        """A round of it; raises SystemExit where anything failed."""


class Served:
    """A target over HTTP."""

    name: str
    port: int

    def __init__(self, folder: Path, words: dict[str, Word]) -> None:
        self._folder = folder
        self.words = words

    def asked(self, workload: Workload) -> Asked | None:
        """The workload's request to this target."""
        found: Asked | None = getattr(workload, self.name)
        return found

    def headers(self) -> dict[str, str]:
        """What goes with every request."""
        return {"Content-Type": "application/json"}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def can(self, workload: Workload) -> bool:
        """Whether it does this work at all."""
        return self.asked(workload) is not None

    def run(self, workload: Workload, seconds: int) -> Rate:
        """A round of it; raises SystemExit where anything failed."""
        asked = self.asked(workload)
        assert asked is not None, "can() says so"
        return wrk(self._folder, self.url, asked, self.words, self.headers(), seconds=seconds)

    def answer(self, workload: Workload, values: Mapping[str, str]) -> Any:
        """The body of one answer; raises SystemExit where it is no success."""
        asked = self.asked(workload)
        assert asked is not None, "can() says so"
        request = asked.filled(values)
        found = httpx.request(
            request.method,
            self.url + request.path,
            content=request.body or None,
            headers=self.headers(),
            timeout=60,
        )
        if not found.is_success:
            raise SystemExit(f"{request}: {found.status_code} {found.text[:2000]}")
        return found.json()


class Charter(Served):
    """Charter with two workers and the sealer, in production settings."""

    name = "charter"

    def __init__(self, folder: Path, words: dict[str, Word], place: Place) -> None:
        super().__init__(folder, words)
        self.place = place
        self._token, self._until = "", 0.0

    @property
    def port(self) -> int:  # type: ignore[override]
        """Where it listens."""
        return self.place.port

    def start(self) -> None:
        """Serves; keys are made first, since production makes none."""
        done(self.place.project, "audit", "seal", "--once", urls=self.place.urls)
        keys = self.place.project / ".charter" / "keys"
        self.place.settings = {
            "CHARTER_ENV": "production",
            "CHARTER_LOG_LEVEL": "warning",
            "CHARTER_SIGNING_KEY_FILE": str(keys / "signing.pem"),
            "CHARTER_AUDIT_SIGNING_KEY_FILE": str(keys / "audit_signing.pem"),
        }
        self.place.serve()

    def headers(self) -> dict[str, str]:
        """With a token of somebody who may write risks and controls, renewed in time."""
        if time.monotonic() > self._until:
            account = {"email": MANAGER, "password": self.place.password()}
            answer = httpx.post(f"{self.url}/api/v1/auth/login", json=account, timeout=60)
            self._token = answer.raise_for_status().json()["access_token"]
            self._until = time.monotonic() + TOKEN_SECONDS
        given = {"Authorization": f"Bearer {self._token}", "If-Match": "*"}
        return super().headers() | given

    def cursors(self, after: int, count: int) -> tuple[str, ...]:
        """Cursors of the default order, got by walking there, as many as asked for."""
        found: list[str] = []
        cursor = ""
        with httpx.Client(base_url=self.url, headers=self.headers(), timeout=60) as http:
            for page in range(after // 200 + count):
                query = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
                answer = http.get("/api/v1/risks", params=query)
                cursor = answer.raise_for_status().json()["next_cursor"]
                if page + 1 >= after // 200:
                    found.append(cursor)
        return tuple(found[:count])


class Written(Served):
    """An application of benchmarks/, served by two workers of uvicorn."""

    module: str

    def __init__(self, folder: Path, words: dict[str, Word], database_url: str) -> None:
        super().__init__(folder, words)
        self.port = free_port()
        self._log = folder / f"{self.name}.log"
        environment = {"DATABASE_URL": database_url, "SECRET_KEY": SECRET}
        command = [sys.executable, "-m", "uvicorn", f"benchmarks.{self.module}.main:app"]
        command += ["--workers", "2", "--port", str(self.port), "--no-access-log"]
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env={**os.environ, **environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def await_ready(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/openapi.json", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        raise SystemExit(f"{self.name} does not start: {self._log.read_text()[-3000:]}")

    def stop(self) -> None:
        """Ends it."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)


class Handwritten(Written):
    """FastAPI and SQLModel by hand, with a token."""

    name, module = "handwritten", "handwritten"

    def headers(self) -> dict[str, str]:
        """With a token that lasts."""
        claims = {"sub": USER_ID.format(1), "exp": int(time.time()) + 86_400}
        token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        return super().headers() | {"Authorization": f"Bearer {token}"}


class FastCRUD(Written):
    """FastCRUD's stock endpoints, which anybody may ask."""

    name, module = "fastcrud", "fastcrud_app"


class PgBench:
    """The same statements by themselves, as the application's role."""

    def __init__(self, charter: Charter, folder: Path, *, pipelined: bool = False) -> None:
        self.name = "pgbench_pipelined" if pipelined else "pgbench"
        self._charter = charter
        self._folder = folder
        self._pipelined = pipelined
        self._scripts: dict[str, list[Script]] = {}
        server = charter.place.database
        log = charter.place.project / ".charter" / "postgres.log"
        self._capture = Capture(log, server.superuser_url)
        self._url = server.application_url

    def can(self, workload: Workload) -> bool:
        """Always."""
        return True

    def prepare(self, workload: Workload) -> None:
        """Takes the statements down; writes are tried, so that the trail shows that they write."""
        charter = self._charter

        def ask(values: Mapping[str, str]) -> None:
            charter.answer(workload, values)

        charter.headers()  # a log-in now, and not between the statements
        scripts = self._capture.scripts(workload, charter.words, ask, pipelined=self._pipelined)
        self._scripts[workload.name] = scripts
        if workload.writes:
            before = self._events()
            pgbench(self._folder, self._url, scripts, CONNECTION_OPTIONS, transactions=5)
            if self._events() != before + 5:
                raise SystemExit(f"{workload.name}: the captured statements write nothing")

    def _events(self) -> int:
        with psycopg.connect(self._charter.place.database.superuser_url) as connection:
            row = connection.execute("SELECT count(*) FROM audit_events").fetchone()
        assert row is not None, "an aggregate has one row"
        return int(row[0])

    def run(self, workload: Workload, seconds: int) -> Rate:
        """A round of it; raises SystemExit where anything failed."""
        scripts = self._scripts[workload.name]
        return pgbench(self._folder, self._url, scripts, CONNECTION_OPTIONS, seconds=seconds)
