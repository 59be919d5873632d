"""The envelope: what happens to every request, whatever it asks. Pure ASGI.

Request id, address, access log, metrics; HEAD as GET without its body; and the last net, so that
nothing leaves as anything but an answer or a problem document.
"""

from __future__ import annotations

import re
import time
from uuid import UUID

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runtime.http.call import HttpHeaders, Networks, client_address
from runtime.http.metrics import observe
from runtime.http.render import problem_answer, send_answer
from runtime.http.table import PathTable
from runtime.ids import time_ordered_hex
from runtime.logs import REQUEST_ID, Access, AccessLog, access_log
from runtime.problems import Problem

_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)

log = structlog.get_logger("charter.http")


class Exchange:
    """One request and its answer on the way out; in the scope's state as `exchange`.

    `template` and `actor` are filled by whoever finds them, `status` by the answer.
    """

    __slots__ = (
        "_send",
        "actor",
        "client_ip",
        "head",
        "headers",
        "method",
        "request_id",
        "status",
        "template",
    )

    def __init__(self, scope: Scope, send: Send, trusted: Networks) -> None:
        self._send = send
        self.headers = HttpHeaders(scope["headers"])
        self.method: str = scope["method"]
        self.request_id = _request_id(self.headers)
        self.client_ip = client_address(scope, trusted)
        self.head = False
        self.status: int | None = None
        self.template: str | None = None
        self.actor: UUID | None = None

    async def send(self, message: Message) -> None:
        """Passes a message on, with what every answer carries."""
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


class Envelope:
    """Wraps the application; `write` writes the access log."""

    def __init__(
        self, app: ASGIApp, trusted: Networks, table: PathTable, write: AccessLog | None = None
    ) -> None:
        self._app = app
        self._trusted = trusted
        self._table = table
        self._write = write or access_log(production=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        exchange = Exchange(scope, send, self._trusted)
        scope.setdefault("state", {})["exchange"] = exchange
        bound = REQUEST_ID.set(exchange.request_id)
        try:
            await self._serve(scope, receive, exchange)
        finally:
            self._account(scope["path"], exchange, time.perf_counter() - started)
            REQUEST_ID.reset(bound)

    async def _serve(self, scope: Scope, receive: Receive, exchange: Exchange) -> None:
        if exchange.method == "HEAD":
            # A copy: the server goes by its own scope when it counts the bytes of the body.
            scope = {**scope, "method": "GET"}
            exchange.head = True
        try:
            await self._app(scope, receive, exchange.send)
        except Exception:
            log.exception("unhandled", method=exchange.method, path=scope["path"])
            if exchange.status is None:
                failure = problem_answer(Problem(), scope["path"], exchange.request_id)
                await send_answer(failure, receive, exchange.send)

    def _account(self, path: str, exchange: Exchange, seconds: float) -> None:
        route = exchange.template or self._table.template(path)
        status = exchange.status or 0
        observe(exchange.method, route, status, seconds)
        self._write(
            Access(
                exchange.method,
                path,
                route,
                status,
                round(seconds * 1000, 2),
                exchange.client_ip,
                exchange.actor,
                exchange.request_id,
            )
        )


def exchange_of(scope: Scope) -> Exchange:
    """The exchange that the envelope put into a scope."""
    found: Exchange = scope["state"]["exchange"]
    return found


def _request_id(headers: HttpHeaders) -> str:
    """The caller's X-Request-ID, if well-formed, else a new one."""
    given = headers.get("x-request-id")
    if given is not None and _WELL_FORMED.fullmatch(given):
        return given
    return time_ordered_hex()
