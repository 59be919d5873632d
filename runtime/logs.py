"""Structured logs on standard error: JSON lines in production, for people in development."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple, TextIO
from uuid import UUID

import structlog

REQUEST_ID: ContextVar[str | None] = ContextVar("charter_request_id", default=None)
"""The id of the request that is being served; every line that is logged meanwhile has it."""

ACCESS = "charter.http"
"""The logger of the access log, a line a request, at level info."""

_ATOMIC = 4096
"""Bytes that a pipe takes in one piece, so that lines of several workers never mix (PIPE_BUF)."""


def configure_logs(level: str, *, production: bool) -> None:
    """Sets up structlog and the standard library's logging alike. `level` is `info` and so on."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    last: list[structlog.types.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if production
        else [_console()]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"
    logging.getLogger("uvicorn.access").disabled = True


def _with_request(_: Any, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Adds the id of the request, where one is served."""
    request_id = REQUEST_ID.get()
    if request_id is not None:
        event.setdefault("request_id", request_id)
    return event


def _console() -> structlog.types.Processor:
    """For people; without the values of local variables, which hold bodies and tokens."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


class Access(NamedTuple):
    """A line of the access log. `route` is the template of the path, `actor` who asked."""

    method: str
    path: str
    route: str
    status: int
    milliseconds: float
    client: str | None
    actor: UUID | None
    request_id: str


type AccessLog = Callable[[Access], None]


def access_log(*, production: bool) -> AccessLog:
    """The access log: through structlog for people, and as prepared lines of JSON in production."""
    if production:
        return JsonAccessLog(sys.stderr).add
    logger = structlog.get_logger(ACCESS)
    return lambda access: logger.info("request", **access._asdict())


class JsonAccessLog:
    """Lines with the members that structlog's would have, at a tenth of its cost.

    The lines of one turn of the event loop are written together, at its end: no line waits for
    another request.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._logger = logging.getLogger(ACCESS)
        self._lines: list[str] = []
        self._second = 0
        self._stamp = ""

    def add(self, access: Access) -> None:
        """Logs one request, where level info is on."""
        if not self._logger.isEnabledFor(logging.INFO):
            return
        method, path, route, status, milliseconds, client, actor, request_id = access
        self._lines.append(
            f'{{"method": {quoted(method)}, "path": {quoted(path)}, "route": {quoted(route)},'
            f' "status": {status}, "milliseconds": {milliseconds},'
            f' "client": {"null" if client is None else quoted(client)},'
            f' "actor": {"null" if actor is None else f'"{actor}"'},'
            f' "event": "request", "request_id": {quoted(request_id)}, "level": "info",'
            f' "logger": "{ACCESS}", "timestamp": "{self._now()}"}}\n'
        )
        if len(self._lines) == 1:
            self._soon()

    def _now(self) -> str:
        """The time in RFC 3339; the part before the fraction is made once a second."""
        second, microseconds = divmod(time.time_ns() // 1000, 1_000_000)
        if second != self._second:
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
            self._second = second
        return f"{self._stamp}.{microseconds:06d}Z"

    def _soon(self) -> None:
        try:
            asyncio.get_running_loop().call_soon(self.flush)
        except RuntimeError:  # no loop runs: this is no server
            self.flush()

    def flush(self) -> None:
        """Writes what there is, whole lines at a time."""
        lines, self._lines = self._lines, []
        piece: list[str] = []
        size = 0
        for line in lines:
            if piece and size + len(line) > _ATOMIC:
                self._write(piece)
                piece, size = [], 0
            piece.append(line)
            size += len(line)
        self._write(piece)

    def _write(self, lines: list[str]) -> None:
        self._stream.write("".join(lines))
        self._stream.flush()
