"""HTTP/1.1 with keep-alive over a bare socket: what a client costs is taken from the server."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

ANSWER_SECONDS = 60.0
IDLE_SECONDS = 2.0
"""The server closes a connection that was idle for five: what is sent then is lost."""


class NotSentError(Exception):
    """Nobody listens; the request was not sent."""


class LostError(Exception):
    """The connection ended before the answer was there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, entity tag and body."""

    status: int
    etag: str
    body: Any


class Wire:
    """One connection, opened anew where it was lost."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._used = 0.0

    async def ask(
        self, method: str, path: str, headers: dict[str, str], body: object = None
    ) -> Answer:
        """The answer to a request; raises NotSentError or LostError."""
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} /api/v1/{path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if body is not None:
            kind = "merge-patch+json" if method == "PATCH" else "json"
            lines.append(f"Content-Type: application/{kind}")
        lines.append(f"Content-Length: {len(content)}")
        try:
            reader, writer = await self._open()
        except OSError:
            self.close()
            raise NotSentError from None
        try:
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + content)
            async with asyncio.timeout(ANSWER_SECONDS):
                return await _read(reader)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.close()
            raise LostError(repr(error)) from None

    def close(self) -> None:
        """Drops the connection; the next request opens another."""
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
        self._reader = self._writer = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        now = asyncio.get_running_loop().time()
        if now - self._used > IDLE_SECONDS:
            self.close()
        self._used = now
        if self._reader is None or self._writer is None:
            opened = await asyncio.open_connection("127.0.0.1", self.port)
            self._reader, self._writer = opened
        return self._reader, self._writer


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = int(head[0].split(" ", 2)[1])
    found = {}
    for line in head[1:]:
        name, _, value = line.partition(":")
        found[name.strip().lower()] = value.strip()
    size = int(found.get("content-length", "0"))
    content = await reader.readexactly(size) if size else b""
    return Answer(status, found.get("etag", ""), json.loads(content) if content else None)
