"""Callers who go away, and answers that are sent as they come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from runtime.call import Answer, Call
from runtime.http.call import HttpHeaders
from runtime.http.envelope import Envelope
from runtime.http.serve import Server
from runtime.problems import Invalid
from tests.runtime.operations.test_rows import title
from tests.runtime.support.asking import Asked, ask
from tests.runtime.support.world import World

JSON = ("Content-Type", "application/json")


async def _nothing_more() -> dict[str, Any]:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize("turns", range(0, 60, 3))
async def test_a_write_whose_caller_goes_away_is_whole_or_not_at_all(
    world: World, turns: int
) -> None:
    """Cancelled after some turns of the loop: either both row and event are there, or neither."""
    name = title()
    body = json.dumps({"title": name}).encode()
    headers = (("Authorization", f"Bearer {world.token('kim')}"), JSON)
    before = len(asyncio.all_tasks())
    running = asyncio.create_task(ask(world.app, Asked("POST", "/api/v1/items", headers, body)))
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    rows = world.sql("select id from items where title = %s", name)
    events = [event["outcome"] for row in rows for event in world.events(row["id"])]
    assert events == ["success"] * len(rows)
    assert (await world.ask("kim", "GET", "items")).status_code == 200
    assert len(asyncio.all_tasks()) <= before + 1


async def test_a_body_that_ends_early_is_no_body(world: World) -> None:
    parts = [
        {"type": "http.request", "body": b'{"title": "Half', "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = (("Authorization", f"Bearer {world.token('kim')}"), JSON)
    await world.app(Asked("POST", "/api/v1/items", headers).scope(), receive, send)
    assert sent[0]["status"] == 422


class Stream:
    """Chunks, one a turn; knows whether it was closed."""

    def __init__(self, *chunks: bytes | Exception, wait: asyncio.Event | None = None) -> None:
        self.chunks = list(chunks)
        self.wait = wait
        self.closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        await asyncio.sleep(0)
        if not self.chunks:
            if self.wait is None:
                raise StopAsyncIteration
            await asyncio.sleep(0)
            return b"more\n"
        chunk = self.chunks.pop(0)
        if isinstance(chunk, Exception):
            raise chunk
        return chunk

    async def aclose(self) -> None:
        self.closed = True


def streaming(world: World, stream: Stream) -> Envelope:
    """An application that answers any request with the stream."""
    server: Server = world.fastapi.state.server

    async def operation(_: Call) -> Answer:
        return Answer(200, media_type="text/csv", headers=(("X-Rows", "2"),), stream=stream)

    handler = server.handler(operation, identified=False)

    async def routed(scope: Any, receive: Any, send: Any) -> None:
        await handler({**scope, "path_params": {}}, receive, send)

    return Envelope(routed, (), server.table)


async def test_a_stream_is_sent_as_it_comes_and_closed(world: World) -> None:
    stream = Stream(b"a\n", b"b\n")
    answer = await ask(streaming(world, stream), Asked("GET", "/rows"))
    assert (answer.status, answer.body) == (200, b"a\nb\n")
    assert (b"content-type", b"text/csv") in answer.headers
    assert (b"x-rows", b"2") in answer.headers
    assert b"content-length" not in dict(answer.headers)
    assert stream.closed


async def test_an_empty_stream_is_an_answer(world: World) -> None:
    answer = await ask(streaming(world, Stream()), Asked("GET", "/rows"))
    assert (answer.status, answer.body) == (200, b"")


async def test_what_is_wrong_before_the_first_chunk_is_a_problem(world: World) -> None:
    stream = Stream(Invalid("No such rows."))
    answer = await ask(streaming(world, stream), Asked("GET", "/rows"))
    assert answer.status == 422
    assert json.loads(answer.body)["detail"] == "No such rows."
    assert stream.closed


@pytest.mark.parametrize("wrong", [Invalid("Too late."), RuntimeError("A fault.")])
async def test_what_is_wrong_after_it_leaves_the_answer_without_end(
    world: World, wrong: Exception
) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    stream = Stream(b"a\n", wrong)
    await streaming(world, stream)(Asked("GET", "/rows").scope(), _nothing_more, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[-1]["more_body"], "a server closes the connection of an answer without end"
    assert stream.closed


async def test_a_stream_ends_when_its_reader_goes_away(world: World) -> None:
    gone = asyncio.Event()
    stream = Stream(b"a\n", wait=gone)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 5:
            gone.set()

    before = len(asyncio.all_tasks())
    application = streaming(world, stream)
    async with asyncio.timeout(5):
        await application(Asked("GET", "/rows").scope(), receive, send)
    assert stream.closed
    assert len(sent) < 20
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks()) == before


def test_headers_are_decoded_when_asked_for() -> None:
    headers = HttpHeaders([(b"accept", b"a"), (b"if-match", b'"1"'), (b"accept", b"\xe9")])
    assert headers.get("accept") == "a, é"
    assert headers.get("if-match") == '"1"'
    assert headers.get("nothing") is None
