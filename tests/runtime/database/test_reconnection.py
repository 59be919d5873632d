"""A database that was away: the service is back as soon as it is."""

from __future__ import annotations

import asyncio
import socket

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from runtime.database import transaction
from runtime.query.statement import Statement
from tests.runtime.support.world import World


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def forward(port: int, host: str, target: int) -> asyncio.Server:
    """A door at `port` that leads to the database."""

    async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
        sink.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection(host, target)
        await asyncio.gather(pipe(reader, outer), pipe(inner, writer), return_exceptions=True)

    return await asyncio.start_server(connected, "127.0.0.1", port)


async def test_the_wait_does_not_grow_with_the_outage(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "RECONNECT_SECONDS", 0.5)
    known = conninfo_to_dict(world.urls.superuser)
    port = free_port()
    url = make_conninfo(world.urls.application, host="127.0.0.1", port=port)
    database = transaction.Database(url, 1)
    await database.pool.open(wait=False)
    try:
        await asyncio.sleep(1.4)  # the pool's own next try would be three seconds after the first
        door = await forward(port, str(known["host"]), int(str(known["port"])))
        async with asyncio.timeout(0.8), database.transaction() as opened:
            assert await opened.fetch(Statement("select 1", ())) == (1,)
        door.close()
    finally:
        await database.close()
