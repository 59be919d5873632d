"""The dispatcher: from a path to its operation in as many steps as the path has segments.

It stands in front of FastAPI, whose routes run the very same callables with the same answers.
FastAPI scans its routes one after the other, and takes seconds to take a thousand of them in.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from runtime.http.envelope import exchange_of
from runtime.http.render import problem_answer, send_answer
from runtime.http.serve import Server
from runtime.http.table import Entry


class Dispatcher:
    """Serves whatever the table of paths knows, and refuses the rest; inside the envelope."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self._app = app
        self._server = server
        self._table = server.table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is none, the start and the end above all, is FastAPI's."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        exchange = exchange_of(scope)
        found = self._table.find(scope["method"], path)
        if found is None:
            problem = self._server.refusal(path)
            await send_answer(problem_answer(problem, path, exchange.request_id), receive, send)
            return
        entry, values = found
        exchange.template = entry.template
        scope["path_params"] = dict(zip(entry.names, values, strict=True))
        await (entry.app or self._bound(entry))(scope, receive, send)

    def _bound(self, entry: Entry) -> ASGIApp:
        assert entry.binding is not None, "an entry has one or the other"
        entry.app = self._server.bound(entry.binding)
        return entry.app
