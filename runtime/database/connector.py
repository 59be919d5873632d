"""How the hot path's connections are opened, and opened again once they were lost."""

from __future__ import annotations

import asyncio

import psycopg
import structlog
from psycopg import AsyncConnection

from runtime.database.lane import Lane, Owner
from runtime.database.transaction import CONNECTION_OPTIONS

log = structlog.get_logger("charter.database")

BACKOFF = (0.05, 2.0)
"""Seconds before a lost connection is tried again: at first, and at most."""
CONNECT_SECONDS = 5

OPTIONS = f"{CONNECTION_OPTIONS} -c statement_timeout=2s -c lock_timeout=250ms"
"""What takes longer fails, and is for the ordinary pool: it would hold up all that comes after."""


class Connector:
    """Opens lanes to one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.opened = 0
        """How many lanes were opened so far."""

    async def connect(self, owner: Owner) -> Lane:
        """A lane; raises psycopg.OperationalError where the database is not there."""
        connection = await AsyncConnection.connect(
            self._url, autocommit=True, options=OPTIONS, connect_timeout=CONNECT_SECONDS
        )
        self.opened += 1
        return Lane(connection, owner)

    async def connect_again(self, owner: Owner) -> Lane:
        """A lane, however long the database stays away."""
        wait, longest = BACKOFF
        while True:
            try:
                return await self.connect(owner)
            except (psycopg.Error, OSError) as error:
                log.warning("pipeline_not_connected", error=str(error))
                await asyncio.sleep(wait)
                wait = min(wait * 2, longest)
