"""Load that goes on: requests over HTTP, and statements as the application's role."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import httpx
import psycopg

from benchmarks.change.project import ID, body
from tests.e2e.support import Served
from tests.support.database import Urls

PAUSE_SECONDS = 0.03
"""Between two requests of one client."""
TOKEN_SECONDS = 240.0
LOOK_SECONDS = 0.02
_WAITS = """
SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0)::float8
FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND usename = %s
"""


@dataclass(frozen=True, slots=True)
class Done:
    """A request or statement: when it began, how long it took, what it was, and what failed."""

    began: float
    seconds: float
    kind: str
    failed: str = ""


@dataclass(slots=True)
class Target:
    """The application that is asked, and what it calls the members that it writes."""

    served: Served
    renamed: Mapping[str, str]
    _token: tuple[float, str] = (0.0, "")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Where its tasks are."""
        return f"http://127.0.0.1:{self.served.port}/api/v1/tasks"

    def headers(self) -> dict[str, str]:
        """Of somebody who may write; a token is renewed long before it ends."""
        with self._lock:
            if time.monotonic() - self._token[0] > TOKEN_SECONDS or not self._token[1]:
                self.served.http.cookies.clear()
                secret = (self.served.project / ".charter" / "demo-password").read_text().strip()
                account = {"email": "editor@example.com", "password": secret}
                answer = self.served.http.post("auth/login", json=account).raise_for_status()
                self._token = time.monotonic(), answer.json()["access_token"]
            return {"Authorization": f"Bearer {self._token[1]}"}


Act = Callable[[httpx.Client, Target, dict[str, str]], httpx.Response]


class Load:
    """Clients that write and read until the end of the block; `target` may change meanwhile."""

    def __init__(self, target: Target, urls: Urls, rows: int) -> None:
        self.target = target
        self.done: list[Done] = []
        self.waits: list[tuple[float, float]] = []
        self._urls, self._rows = urls, rows
        self._over = threading.Event()
        acts: list[tuple[str, Act]] = [
            ("http update", self._update),
            ("http update", self._update),
            ("http create", self._create),
            ("http one", self._one),
            ("http list", self._list),
        ]
        self._threads = [threading.Thread(target=self._asking, args=act) for act in acts]
        self._threads += [threading.Thread(target=self._writing) for _ in range(2)]
        self._threads.append(threading.Thread(target=self._looking))

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    # ---------------------------------------------------------------------------------- clients

    def _asking(self, kind: str, act: Act) -> None:
        with httpx.Client(timeout=60) as http:
            while not self._over.wait(PAUSE_SECONDS):
                target = self.target
                headers = target.headers()
                began = time.monotonic()
                failed = ""
                try:
                    answer = act(http, target, headers)
                    if answer.status_code not in {200, 201}:
                        failed = f"{answer.status_code} {answer.text[:300]}"
                except httpx.HTTPError as error:
                    failed = repr(error)
                self.done.append(Done(began, time.monotonic() - began, kind, failed))

    def _update(self, http: httpx.Client, to: Target, headers: dict[str, str]) -> httpx.Response:
        number = random.randrange(10**9)  # noqa: S311
        return http.patch(self._row(to), json=body(number, to.renamed), headers=headers)

    def _create(self, http: httpx.Client, to: Target, headers: dict[str, str]) -> httpx.Response:
        number = random.randrange(10**9)  # noqa: S311
        new = body(number, to.renamed) | {"code": f"N-{random.randrange(10**18)}"}  # noqa: S311
        return http.post(to.url, json=new, headers=headers)

    def _one(self, http: httpx.Client, to: Target, headers: dict[str, str]) -> httpx.Response:
        return http.get(self._row(to), headers=headers)

    def _list(self, http: httpx.Client, to: Target, headers: dict[str, str]) -> httpx.Response:
        return http.get(to.url, params={"limit": 20}, headers=headers)

    def _row(self, to: Target) -> str:
        return f"{to.url}/{self._any()}"

    def _any(self) -> str:
        return ID.format(random.randint(1, self._rows))  # noqa: S311

    def _writing(self) -> None:
        options = "-c charter.platform=on"
        with psycopg.connect(self._urls.application, options=options, autocommit=True) as session:
            while not self._over.wait(PAUSE_SECONDS):
                began, failed = time.monotonic(), ""
                try:
                    done = session.execute(
                        "UPDATE tasks SET rank = rank + 1 WHERE id = %s", [self._any()]
                    )
                    failed = "" if done.rowcount == 1 else f"{done.rowcount} rows"
                except psycopg.Error as error:
                    failed = str(error)
                self.done.append(Done(began, time.monotonic() - began, "sql update", failed))

    def _looking(self) -> None:
        role = psycopg.conninfo.conninfo_to_dict(self._urls.application)["user"]
        with psycopg.connect(self._urls.superuser, autocommit=True) as session:
            while not self._over.wait(LOOK_SECONDS):
                with suppress(psycopg.OperationalError):
                    found = session.execute(_WAITS, [role]).fetchone()
                    if found is not None and found[0]:
                        self.waits.append((time.monotonic(), found[0]))
