"""Requests as a server hands them to an application: raw paths, raw headers, exact answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp

type Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A request: `target` is what stands in the request line."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def scope(self) -> dict[str, Any]:
        """As uvicorn makes it of the bytes of a request."""
        path, _, query = self.target.partition("?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "server": ("127.0.0.1", 8000),
            "client": ("192.0.2.7", 40000),
            "scheme": "http",
            "root_path": "",
            "method": self.method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in self.headers],
            "state": {},
        }


@dataclass(frozen=True)
class Answered:
    """The answer, whole: headers in no order."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


async def ask(app: ASGIApp, asked: Asked) -> Answered:
    """The answer of the application."""
    incoming: list[dict[str, Any]] = [{"type": "http.request", "body": asked.body}]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await asyncio.Event().wait()  # a caller who waits for the answer
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    await app(asked.scope(), receive, send)
    start, *parts = sent
    body = b"".join(part.get("body", b"") for part in parts)
    assert not parts[-1].get("more_body"), "the answer has no end"
    return Answered(start["status"], tuple(sorted(start["headers"])), body)
