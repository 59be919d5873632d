"""A whole list as CSV and JSON lines: what pages would show, in the same order, and no more."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import Any

import pytest

from runtime.operations import streams
from tests.runtime.operations.test_rows import code, title
from tests.runtime.support.world import World

CSV, LINES = {"Accept": "text/csv"}, {"Accept": "application/x-ndjson"}


async def stocked(world: World, count: int = 7) -> str:
    """A word that the titles of some new items begin with."""
    word = title()[:20]
    for n in range(count):
        odd = {"extra": {"a": [1.50, None, 'b"c']}, "words": ["x", "y, z"]} if n == 3 else {}
        await world.add("kim", "items", title=f"{word} {n}", size=1 + n % 3, **odd)
    return word


async def paged(world: World, who: str, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await world.ask(who, "GET", f"items?limit=3&{query}{cursor}")
        page = answer.json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("who", ["kim", "cleo", "vic"])
async def test_lines_are_the_rows_of_all_pages(
    world: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "CHUNK", 2)
    word = await stocked(world)
    query = f"title__starts_with={word}&sort=-size,title"
    answer = await world.ask(who, "GET", f"items?{query}", headers=LINES)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert rows == await paged(world, who, query)
    assert len(rows) == (0 if who == "cleo" else 7)


async def test_csv_has_a_header_and_every_value(world: World) -> None:
    word = await stocked(world)
    query = f"title__starts_with={word}&sort=title"
    answer = await world.ask("kim", "GET", f"items?{query}", headers=CSV)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="items.csv"'
    cells = list(csv.DictReader(io.StringIO(answer.text)))
    rows = await paged(world, "kim", query)
    assert [each["title"] for each in cells] == [row["title"] for row in rows]
    for cell, row in zip(cells, rows, strict=True):
        assert list(cell) == list(row)
        for name, value in row.items():
            if value is None:
                assert cell[name] == ""
            elif isinstance(value, (dict, list)):
                assert json.loads(cell[name]) == value
            else:
                assert cell[name] == (str(value).lower() if value in (True, False) else str(value))


async def test_fields_and_includes_choose_the_columns(world: World) -> None:
    word = await stocked(world, 2)
    query = f"title__starts_with={word}&sort=title&fields=id,title&include=owner,tags"
    text = (await world.ask("kim", "GET", f"items?{query}", headers=CSV)).text
    cells = list(csv.DictReader(io.StringIO(text)))
    assert list(cells[0]) == ["id", "title", "owner", "tags", "tags_next_cursor"]
    assert json.loads(cells[0]["owner"])["full_name"] == "Kim"
    assert cells[0]["tags"] == "[]"


async def test_no_rows_leave_the_header(world: World) -> None:
    answer = await world.ask("kim", "GET", "items?title=nothing&fields=id,title", headers=CSV)
    assert (answer.status_code, answer.text) == (200, "id,title\r\n")
    answer = await world.ask("kim", "GET", "items?title=nothing", headers=LINES)
    assert (answer.status_code, answer.text) == (200, "")


async def test_masked_fields_are_no_columns(world: World) -> None:
    await world.add("cleo", "items", title=title())
    text = (await world.ask("cleo", "GET", "items", headers=CSV)).text
    assert "private" not in text.splitlines()[0].split(",")


@pytest.mark.parametrize("parameter", ["limit=5", "cursor=x", "count=exact", "offset=3"])
async def test_parameters_of_pages_are_refused(world: World, parameter: str) -> None:
    answer = await world.ask("kim", "GET", f"items?{parameter}", headers=CSV)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"?{parameter.split('=', maxsplit=1)[0]}"


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/json;q=0.2, text/csv;q=0.9", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0, */*", "application/json"),
        ("*/*", "application/json"),
    ],
)
async def test_what_the_caller_would_rather_have(world: World, accept: str, given: str) -> None:
    answer = await world.ask("kim", "GET", "tags", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)


async def test_a_row_is_no_stream(world: World) -> None:
    made = await world.add("kim", "items", title=title())
    answer = await world.ask("kim", "GET", f"items/{made['id']}", headers=CSV)
    assert code(answer) == (406, "NOT_ACCEPTABLE")


async def test_refusals_come_before_the_first_byte(world: World) -> None:
    assert (await world.ask("", "GET", "items", headers=CSV)).status_code == 401
    assert (await world.ask("sam", "GET", "items", headers=CSV)).status_code == 403
    assert (await world.ask("kim", "GET", "items?nonsense=1", headers=CSV)).status_code == 422


async def test_a_stream_leaves_an_event(world: World) -> None:
    before = len(world.events())
    await world.ask("vic", "GET", "items", headers={**CSV, "X-Request-ID": "streamed-1"})
    [event] = [each for each in world.events()[before:] if each["action"] == "export"]
    assert (event["entity_type"], event["outcome"]) == ("item", "success")
    assert (event["actor_email"], event["request_id"]) == ("vic@example.com", "streamed-1")


async def test_too_many_at_once_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "AT_ONCE", 0)
    answer = await world.ask("kim", "GET", "items", headers=CSV)
    assert code(answer) == (503, "UNAVAILABLE")


async def test_they_are_counted_when_all_come_in_one_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is let in before any of them has begun."""
    monkeypatch.setattr(streams, "AT_ONCE", 2)
    room = asyncio.Event()
    plain = streams._read

    async def slowly(*asked: Any) -> Any:
        await room.wait()
        async for rows in plain(*asked):
            yield rows

    monkeypatch.setattr(streams, "_read", slowly)
    asking = [asyncio.create_task(world.ask("kim", "GET", "items", headers=CSV)) for _ in range(6)]
    done, waiting = await asyncio.wait(asking, return_when=asyncio.FIRST_COMPLETED)
    while len(waiting) > 2:
        more, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        done |= more
    room.set()
    assert [code(task.result()) for task in done] == [(503, "UNAVAILABLE")] * 4
    assert [(await task).status_code for task in waiting] == [200, 200]


async def test_whoever_leaves_gives_the_connection_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "CHUNK", 1)
    await stocked(world, 4)
    pool = world.services.database.pool
    for _ in range(3):
        sent: list[dict[str, Any]] = []
        gone = asyncio.Event()

        async def receive(gone: asyncio.Event = gone) -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(
            message: dict[str, Any],
            gone: asyncio.Event = gone,
            sent: list[dict[str, Any]] = sent,
        ) -> None:
            sent.append(message)
            gone.set()
            await asyncio.sleep(0.01)

        token = world.token("kim").encode()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/api/v1/items",
            "raw_path": b"/api/v1/items",
            "query_string": b"",
            "headers": [(b"authorization", b"Bearer " + token), (b"accept", b"text/csv")],
            "client": ("127.0.0.1", 1),
            "server": ("test", 80),
            "scheme": "http",
            "http_version": "1.1",
            "root_path": "",
        }
        await world.app(scope, receive, send)  # type: ignore[arg-type]
        assert sent[0]["status"] == 200
        assert not any(message.get("more_body") is False for message in sent[1:])
    for _ in range(50):
        stats = pool.get_stats()
        if stats["pool_available"] == stats["pool_size"]:
            break
        await asyncio.sleep(0.02)
    assert stats["pool_available"] == stats["pool_size"]
