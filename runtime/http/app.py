"""The application put together: settings, database, policy, identity, routes, envelope."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path

import structlog
from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from runtime.audit.health import TrailHealth
from runtime.database.pipeline import Pipeline
from runtime.database.role import check_role
from runtime.database.transaction import Database
from runtime.http.dispatch import Dispatcher
from runtime.http.documents import document_routes
from runtime.http.envelope import Envelope
from runtime.http.errors import install_error_handlers
from runtime.http.platform import platform_routes
from runtime.http.serve import Server
from runtime.identity.keys import jwk_set, load_signing_key
from runtime.identity.people import People
from runtime.identity.sessions import Sessions
from runtime.identity.tokens import AccessTokens
from runtime.jobs import Scheduler
from runtime.logs import access_log, configure_logs
from runtime.operations.services import Services
from runtime.policy.kept import keep_policy, record_refused_policy
from runtime.policy.store import PolicyStore
from runtime.policy.vocabulary import vocabulary_of
from runtime.query.cursor import Cursors
from runtime.resource import Registry
from runtime.settings import Settings

log = structlog.get_logger("charter")


class Parts:
    """Everything a running application holds, made from its settings in one place."""

    def __init__(self, settings: Settings, registry: Registry) -> None:
        if settings.database_url is None:
            raise RuntimeError("CHARTER_DATABASE_URL is not set: start with charter serve")
        key = load_signing_key(settings.signing_key_file, create=settings.env == "development")
        self.database = Database(settings.database_url.get_secret_value(), settings.pool_size)
        self.policy = PolicyStore(
            settings.project,
            vocabulary_of(registry),
            partial(keep_policy, self.database),
            partial(record_refused_policy, self.database),
        )
        cursors = Cursors(key.as_pem(private=True))
        self.trail = TrailHealth(self.database, registry)
        self.pipeline = Pipeline(settings.database_url.get_secret_value())
        self.services = Services(
            registry, self.database, self.policy, cursors, self.trail, self.pipeline
        )
        tokens = AccessTokens(key, issuer=f"charter:{registry.title}")
        self.people = People(self.database, tokens, self.pipeline)
        self.sessions = Sessions(self.database, tokens, self.people.load)
        self.scheduler = Scheduler(self.services)
        self.key_set = jwk_set(key)

    async def ready(self) -> None:
        """Checks the role and keeps the policy; raises UnfitRoleError or NotKeptError."""
        await check_role(self.database, self.services.registry)
        await self.policy.start()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Opens the pool and checks the role; keeps and watches policy and trail; runs jobs."""
        await self.database.open()
        try:
            await self.ready()
            await self.trail.look()
            await self.pipeline.open()
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self.policy.watch()),
                    group.create_task(self.trail.watch()),
                    group.create_task(self.scheduler.run()),
                ]
                yield
                for task in tasks:
                    task.cancel()
        finally:
            await self.pipeline.close()
            await self.database.close()


def create_app(
    registry: Registry,
    routers: Callable[[], Sequence[APIRouter]],
    document: Path,
    *,
    dispatch: bool = True,
) -> Envelope:
    """The ASGI application of a project; `document` is its openapi.json.

    The project's folder comes from CHARTER_PROJECT, everything else from its settings. Without
    `dispatch` FastAPI finds the routes of `routers`; the answers are the same. Raises
    SettingsError, PolicyError or KeyMissingError where it must not start.
    """
    settings = Settings.load(Path(os.environ.get("CHARTER_PROJECT", ".")))
    configure_logs(settings.log_level, production=settings.env == "production")
    parts = Parts(settings, registry)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with parts.running():
            log.info("serving", title=registry.title, policy=parts.policy.current.rules.hash)
            yield

    app = FastAPI(title=registry.title, openapi_url=None, redirect_slashes=False, lifespan=lifespan)
    app.state.server = server = Server(parts.services, parts.people)
    install_error_handlers(app, server)
    for routes in (
        platform_routes(parts.services, parts.sessions, server, parts.key_set),
        document_routes(document, registry.title),
    ):
        app.router.routes.extend(routes)
        server.table.add(routes)
    for router in () if dispatch else routers():
        app.include_router(router, prefix=registry.prefix)
    served = Dispatcher(app, server) if dispatch else app
    access = access_log(production=settings.env == "production")
    return Envelope(_with_cors(served, settings), settings.trusted_proxies, server.table, access)


def _with_cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "X-Request-ID"],
        expose_headers=["Deprecation", "ETag", "Location", "Sunset", "X-Request-ID"],
    )
