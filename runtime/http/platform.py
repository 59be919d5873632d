"""The routes that every project has: sessions, the caller's own account, keys, health.

What the caller may do, and what a change of roles would do, are in `permissions.py`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.audit.health import TrailHealth
from runtime.call import Answer, Call
from runtime.http.changes import changes_operation
from runtime.http.metrics import exposition
from runtime.http.permissions import (
    ASSIGNMENT,
    SIMULATE,
    permissions_operation,
    simulate_operation,
)
from runtime.http.serve import Server
from runtime.identity import statements
from runtime.identity.passwords import MAX_LENGTH
from runtime.identity.sessions import Sessions, TokenPair
from runtime.operations.binding import Operation
from runtime.operations.body import read_body
from runtime.operations.gate import accept
from runtime.operations.services import Services
from runtime.problems import NotFound, Unauthenticated, Unrecorded


class Credentials(BaseModel, extra="forbid"):
    """The body of a log-in."""

    email: Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]
    password: Annotated[str, Field(min_length=1, max_length=MAX_LENGTH)]


class RefreshRequest(BaseModel, extra="forbid"):
    """The body of a refresh or a log-out."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]


def _json(document: object, status: int = 200) -> Answer:
    return Answer(
        status,
        json.dumps(document, default=str).encode(),
        headers=(("Cache-Control", "no-store"),),
    )


def session_operations(sessions: Sessions, trail: TrailHealth) -> dict[str, Operation]:
    """Log-in, refresh and log-out by the last segment of their path."""

    async def login(call: Call) -> Answer:
        accept(call)
        await trail.demand()
        body = await read_body(call, Credentials)
        return _tokens(await sessions.login(call, body.email, body.password))

    async def refresh(call: Call) -> Answer:
        accept(call)
        await trail.demand()
        body = await read_body(call, RefreshRequest)
        return _tokens(await sessions.refresh(call, body.refresh_token))

    async def logout(call: Call) -> Answer:
        accept(call)
        await trail.demand()
        body = await read_body(call, RefreshRequest)
        await sessions.logout(call, body.refresh_token)
        return Answer(204)

    return {"login": login, "refresh": refresh, "logout": logout}


def _tokens(pair: TokenPair) -> Answer:
    return _json(asdict(pair))


def me_operation(services: Services) -> Operation:
    """`GET /me`: the caller's account and the roles in force."""

    async def me(call: Call) -> Answer:
        if call.actor.id is None:
            raise Unauthenticated
        accept(call)
        async with services.database.transaction() as transaction:
            row = await transaction.fetch(statements.person(call.actor.id))
        if row is None:
            raise NotFound
        limited = [
            {
                "role": held.role,
                "scope_type": held.limit[0] if held.limit else None,
                "scope_id": held.limit[1] if held.limit else None,
            }
            for held in call.actor.assignments
        ]
        return _json(
            {
                "id": call.actor.id,
                "email": row[0],
                "full_name": row[1],
                "roles": call.actor.roles,
                "role_assignments": limited,
            }
        )

    return me


def platform_routes(
    services: Services, sessions: Sessions, server: Server, key_set: bytes
) -> list[Route]:
    """All of them, as routes that run the same kind of operation as the generated ones."""
    prefix = services.registry.prefix
    routes: list[Route] = [
        PlatformRoute(f"{prefix}/auth/{name}", _endpoint(server, operation), methods=["POST"])
        for name, operation in session_operations(sessions, services.trail).items()
    ]
    me = _endpoint(server, me_operation(services), identified=True)
    routes.append(PlatformRoute(f"{prefix}/me", me, methods=["GET"]))
    permitted = _endpoint(server, permissions_operation(services), identified=True)
    routes.append(PlatformRoute(f"{prefix}/me/permissions", permitted, methods=["GET"]))
    changes = _endpoint(server, changes_operation(services), identified=True)
    routes.append(PlatformRoute(f"{prefix}/changes", changes, methods=["GET"]))
    simulate = _endpoint(server, simulate_operation(services), identified=True)
    assignments = f"{prefix}/{services.registry[ASSIGNMENT].path}"
    routes.append(PlatformRoute(f"{assignments}/{SIMULATE}", simulate, methods=["POST"]))
    for path, operation in (
        ("/.well-known/jwks.json", _constant(key_set)),
        ("/healthz", _constant(b'{"status": "ok"}')),
        ("/readyz", _ready(services)),
    ):
        routes.append(PlatformRoute(path, _endpoint(server, operation), methods=["GET"]))
    routes.append(PlatformRoute("/metrics", _metrics))
    return routes


class PlatformRoute(Route):
    """A plain route; HEAD is the envelope's affair."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As in Starlette, which takes a path for its own that has a line feed behind it."""
        if scope["path"].endswith("\n"):
            return Match.NONE, {}
        return super().matches(scope)


class _Endpoint:
    """An operation as the endpoint of a plain route: an ASGI application, no function."""

    def __init__(self, handler: ASGIApp) -> None:
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._handler(scope, receive, send)


def _endpoint(server: Server, operation: Operation, *, identified: bool = False) -> _Endpoint:
    return _Endpoint(server.handler(operation, identified=identified))


def _constant(body: bytes) -> Operation:
    async def constant(_: Call) -> Answer:
        return Answer(200, body)

    return constant


def _ready(services: Services) -> Operation:
    """Ready means: the database answers, and changes are on record; else the part is named."""

    async def ready(_: Call) -> Answer:
        wrong = await services.trail.look()
        if wrong is not None:
            raise Unrecorded(f"audit: {wrong}")
        return _json({"status": "ready"})

    return ready


async def _metrics(_: Request) -> Response:
    body, media_type = exposition()
    return Response(body, media_type=media_type)
