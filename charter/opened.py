"""A project's application without its server: what commands run operations on."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from charter.databases import reached
from charter.shell import RefusedError

if TYPE_CHECKING:
    from runtime.actor import Actor
    from runtime.http.app import Parts
    from runtime.resource import Registry
    from runtime.settings import Settings

CONNECTIONS = 2
"""A command does one thing after another; a refusal is recorded on a connection of its own."""

CONNECT_SECONDS = 5


def put_first(folder: Path) -> None:
    """Lets `generated` and `domain` of this project be imported, and of no other."""
    if sys.path[:1] != [str(folder)]:
        sys.path.insert(0, str(folder))


def load_registry(folder: Path) -> Registry:
    """The resources of a project; RefusedError where generated/ is missing or broken."""
    put_first(folder)
    if not (folder / "generated" / "app.py").is_file():
        raise RefusedError("generated/ is missing: run charter generate first")
    try:
        found: Registry = importlib.import_module("generated.registry").REGISTRY
    except (ImportError, AttributeError) as error:
        raise RefusedError(
            f"generated/ cannot be used: {error}", "If it is stale, run charter generate."
        ) from None
    return found


@asynccontextmanager
async def opened(settings: Settings, registry: Registry) -> AsyncIterator[Parts]:
    """The parts of an application with its pool open; jobs do not run.

    Raises what a server's start would: PolicyError, KeyMissingError, UnfitRoleError, or
    psycopg.OperationalError where no connection can be had.
    """
    from runtime.database.role import check_direct
    from runtime.http.app import Parts

    assert settings.database_url is not None, "served() puts it there"
    # The pool would try for half a minute: a database that is not there is said at once.
    url = settings.database_url.get_secret_value()
    await check_direct(url, CONNECT_SECONDS)
    parts = Parts(settings.model_copy(update={"pool_size": CONNECTIONS}), registry)
    try:
        await parts.database.open()
        await parts.ready()
        yield parts
    finally:
        await parts.database.close()


def with_parts[T](folder: Path, work: Callable[[Parts], Awaitable[T]]) -> T:
    """Runs `work` on the opened parts of a project and gives what it gives."""
    with reached(folder) as access:
        return run_parts(access.served(), load_registry(folder), work)


def run_parts[T](
    settings: Settings, registry: Registry, work: Callable[[Parts], Awaitable[T]]
) -> T:
    """The same, for settings that name a database."""

    async def run() -> T:
        async with opened(settings, registry) as parts:
            return await work(parts)

    return asyncio.run(run())


async def actor_of(parts: Parts, email: str) -> Actor:
    """The active account with that address; RefusedError where there is none."""
    from runtime.identity.statements import credentials

    if not email.isprintable():
        raise RefusedError(f"There is no active account {email!a}.")
    async with parts.database.transaction() as transaction:
        row = await transaction.fetch(credentials(email))
    actor = await parts.people.load(row[0]) if row else None
    if actor is None:
        raise RefusedError(f"There is no active account {email}.")
    return actor
