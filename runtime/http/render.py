"""Answers and problems on their way out; the one place that writes problem documents."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Send

from runtime.call import Answer
from runtime.problems import MEDIA_TYPE, TYPE_PREFIX, Problem

type RawHeaders = list[tuple[bytes, bytes]]

_BODILESS = frozenset({204, 304})
"""Statuses of answers that have no body, and so no length of one."""


async def send_answer(answer: Answer, receive: Receive, send: Send) -> None:
    """Sends the two messages of an answer, or those of its stream as they come."""
    if answer.stream is not None:
        await _send_stream(answer, answer.stream, receive, send)
        return
    body = answer.body
    headers: RawHeaders = []
    if answer.status not in _BODILESS:
        headers.append((b"content-length", b"%d" % len(body)))
    if body:
        headers.append((b"content-type", answer.media_type.encode("latin-1")))
    for name, value in answer.headers:
        headers.append((name.lower().encode("latin-1"), value.encode("latin-1")))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _send_stream(
    answer: Answer, stream: AsyncIterator[bytes], receive: Receive, send: Send
) -> None:
    """Sends chunks until there are no more, or the caller goes away.

    The first chunk comes before the status, so that what is wrong with it is still a problem.
    """
    try:
        first = await anext(stream, b"")
        headers = [(b"content-type", answer.media_type.encode("latin-1"))]
        headers += [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        left = asyncio.create_task(_disconnected(receive))
        try:
            await _send_chunks(first, stream, send, left)
        finally:
            left.cancel()
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            with contextlib.suppress(RuntimeError):
                await close()


async def _send_chunks(
    first: bytes, stream: AsyncIterator[bytes], send: Send, left: asyncio.Task[None]
) -> None:
    await send({"type": "http.response.body", "body": first, "more_body": True})
    async for chunk in stream:
        if left.done():
            return
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _disconnected(receive: Receive) -> None:
    """Returns when the caller is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def problem_document(problem: Problem, instance: str, request_id: str) -> dict[str, Any]:
    """The members of RFC 9457, and `code`, `request_id`, for 422 `errors`."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.code.lower().replace("_", "-"),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors:
        document["errors"] = [
            {"pointer": found.pointer, "code": found.code, "message": found.message}
            for found in problem.errors
        ]
    return document


def problem_answer(problem: Problem, instance: str, request_id: str) -> Answer:
    """The answer that a problem is."""
    body = json.dumps(problem_document(problem, instance, request_id), ensure_ascii=True)
    return Answer(problem.status, body.encode(), MEDIA_TYPE, tuple(problem.headers.items()))


def render_problem(problem: Problem, instance: str, request_id: str) -> Response:
    """The same for the framework."""
    answer = problem_answer(problem, instance, request_id)
    headers = dict(answer.headers)
    return Response(answer.body, answer.status, headers, answer.media_type)
