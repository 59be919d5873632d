"""The CPU time of a request around its operation: envelope, dispatch, authentication, gate, answer.

    .venv/bin/python -m benchmarks.overhead [--profile] [--requests 20000]

The operation itself is replaced by one that answers a constant, so that no database is asked; the
server's own protocol work is left out, since requests are given to the application as ASGI scopes.
Prints the microseconds of CPU that one request takes: the median of several rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import cProfile
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import ECKey

from generated.app import create
from generated.registry import REGISTRY
from runtime.actor import Actor, Assignment
from runtime.call import Answer, Call
from runtime.identity.keys import load_signing_key
from runtime.identity.people import People
from runtime.identity.tokens import AccessTokens
from runtime.operations import runner
from runtime.operations.binding import Binding, Operation
from runtime.operations.gate import enter, etag, row_id
from runtime.operations.services import Services

ROOT = Path(__file__).parents[1]
ROUNDS = 7
TURN = 8
"""Requests of one turn of the event loop, as many connections ask at once."""
ROW = b'{"id": "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b", "title": "A risk"}' * 8
RISK = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"
USER = UUID("0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2c")

type Ask = Callable[[], Any]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--requests", type=int, default=20_000, help="a round")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        os.environ |= {
            "CHARTER_PROJECT": str(ROOT),
            "CHARTER_ENV": "production",
            "CHARTER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "CHARTER_SIGNING_KEY_FILE": f"{folder}/signing.pem",
            "CHARTER_AUDIT_SIGNING_KEY_FILE": f"{folder}/signing.pem",
        }
        key = load_signing_key(Path(folder, "signing.pem"), create=True)
        # The access log is written, to a place that takes everything.
        with contextlib.redirect_stderr(nowhere):
            app, token = _application(key)
        asyncio.run(_measure(app, token, chosen.requests, chosen.profile))


def _application(key: ECKey) -> tuple[Any, str]:
    """The application with a constant for its operations, and a token of somebody known."""
    _stub()

    async def load(self: People, user: UUID) -> Actor | None:
        return Actor(user, "someone@example.com", (Assignment("auditor"),))

    People._load = load  # type: ignore[method-assign]
    return create(), AccessTokens(key, f"charter:{REGISTRY.title}").issue(USER, uuid4())


def _stub() -> None:
    def constant(services: Services, bound: Binding) -> Operation:
        async def answer(call: Call) -> Answer:
            enter(call, services, bound.resource, "read")
            row_id(call)
            return Answer(200, ROW, headers=(etag(7),))

        return answer

    runner._MAKERS["get"] = constant


async def _measure(app: Any, token: str, requests: int, profile: bool) -> None:
    def scope() -> dict[str, Any]:
        """As uvicorn makes them."""
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 40000),
            "scheme": "http",
            "root_path": "",
            "method": "GET",
            "path": f"/api/v1/risks/{RISK}",
            "raw_path": f"/api/v1/risks/{RISK}".encode(),
            "query_string": b"",
            "headers": [
                (b"host", b"127.0.0.1:8000"),
                (b"user-agent", b"benchmark/1.0"),
                (b"accept", b"*/*"),
                (b"authorization", b"Bearer " + token.encode()),
            ],
            "state": {},
        }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask(count: int) -> None:
        for number in range(count):
            sent.clear()
            await app(scope(), receive, send)
            if number % TURN == 0:
                await asyncio.sleep(0)

    await ask(100)
    assert sent[0]["status"] == 200, sent
    if profile:
        profiler = cProfile.Profile()
        profiler.enable()
        await ask(requests)
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stdout).sort_stats("tottime").print_stats(40)
        return
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        await ask(requests)
        taken.append((time.process_time() - started) / requests * 1e6)
    spread = f"{min(taken):.1f} to {max(taken):.1f}"
    print(f"{statistics.median(taken):.1f} microseconds of CPU a request ({spread})")


if __name__ == "__main__":
    main()
