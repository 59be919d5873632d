"""An ASGI application started in this process, asked without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.types import ASGIApp


@asynccontextmanager
async def lifespan(app: ASGIApp) -> AsyncIterator[None]:
    """Starts the application as a server does, and ends it."""
    incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[Any] = asyncio.Queue()
    running = asyncio.create_task(_run(app, incoming, outgoing))
    await incoming.put({"type": "lifespan.startup"})
    started = await outgoing.get()
    assert started["type"] == "lifespan.startup.complete", started
    try:
        yield
    finally:
        await incoming.put({"type": "lifespan.shutdown"})
        await running


async def _run(
    app: ASGIApp, incoming: asyncio.Queue[dict[str, Any]], outgoing: asyncio.Queue[Any]
) -> None:
    await app({"type": "lifespan", "asgi": {"version": "3.0"}}, incoming.get, outgoing.put)


def client(app: ASGIApp, address: str = "192.0.2.7") -> httpx.AsyncClient:
    """A client of the application that comes from `address`."""
    transport = httpx.ASGITransport(app, client=(address, 40000))
    return httpx.AsyncClient(transport=transport, base_url="http://test", timeout=30)
