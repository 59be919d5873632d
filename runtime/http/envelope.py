"""The envelope: what happens to every request, whatever it asks. Pure ASGI.

Request id, address, access log, metrics; HEAD as GET without its body; and the last net, so that
nothing leaves as anything but an answer or a problem document.
"""

from __future__ import annotations

import re
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.http.call import Networks, client_address
from runtime.http.metrics import observe
from runtime.http.render import render_problem
from runtime.http.table import PathTable
from runtime.ids import time_ordered_id
from runtime.problems import Problem

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)

log = structlog.get_logger("charter.http")


class Envelope:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, trusted: Networks, table: PathTable) -> None:
        self._app = app
        self._trusted = trusted
        self._table = table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        scope.setdefault("state", {})
        scope["state"]["request_id"] = request_id
        scope["state"]["client_ip"] = client_address(scope, self._trusted)
        exchange = _Exchange(scope, send, request_id)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._serve(scope, receive, exchange)

    async def _serve(self, scope: Scope, receive: Receive, exchange: _Exchange) -> None:
        started = time.perf_counter()
        if scope["method"] == "HEAD":
            # A copy: the server goes by its own scope when it counts the bytes of the body.
            scope = {**scope, "method": "GET"}
            exchange.head = True
        try:
            await self._app(scope, receive, exchange.send)
        except Exception:
            log.exception("unhandled", method=exchange.method, path=scope["path"])
            if exchange.status is None:
                failure = render_problem(Problem(), scope["path"], exchange.request_id)
                await failure(scope, receive, exchange.send)
        finally:
            route = self._table.template(scope.get("route"))
            _account(scope, exchange, route, time.perf_counter() - started)


class _Exchange:
    """Watches an answer on its way out, and adds what every answer carries."""

    def __init__(self, scope: Scope, send: Send, request_id: str) -> None:
        self._send = send
        self.request_id = request_id
        self.method = scope["method"]
        self.head = False
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message.get("headers", ()),
                (b"x-request-id", self.request_id.encode()),
                *_SECURITY,
            ]
        elif self.head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def request_id_of(scope: Scope) -> str:
    """The caller's X-Request-ID, if well-formed, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            text: str = value.decode("latin-1")
            if _WELL_FORMED.fullmatch(text):
                return text
    return time_ordered_id().hex


def _account(scope: Scope, exchange: _Exchange, route: str, seconds: float) -> None:
    status = exchange.status or 0
    observe(exchange.method, route, status, seconds)
    log.info(
        "request",
        method=exchange.method,
        path=scope["path"],
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 2),
        client=scope["state"]["client_ip"],
        actor=scope["state"].get("actor_id"),
    )
