"""The pipeline answers what the whole operation answers, and leaves the same events and rows.

Two copies of the store get the same requests; in one of them the pipeline is closed, so that every
request takes the long way.
"""

# ruff: noqa: S311  # random requests, not secrets

from __future__ import annotations

import asyncio
import importlib
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
import pytest
import pytest_asyncio

from runtime.database.pipeline import LostError, Pipeline
from runtime.embedded import EmbeddedServer
from tests.runtime.conftest import Store
from tests.runtime.support.world import World, tokens_of
from tests.support.asgi import client, lifespan
from tests.support.database import drop_database, fresh_database

SEEDS = range(4)
REQUESTS = 300
PEOPLE = ("ada", "kim", "kit", "cleo", "carl", "vic", "cora", "sam", "cliff", "lim", "")
KINDS = {"items": "item", "tags": "tag", "depots": "depot", "parcels": "parcel"}
ABSENT = "01980000-0000-7000-8000-000000000000"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)")
NUMBER = re.compile(r"I-\d{4}")
SAME = (
    "content-type",
    "etag",
    "location",
    "www-authenticate",
    "retry-after",
    "allow",
    "deprecation",
    "sunset",
)


@dataclass
class Side:
    """One of the two, with the names of what was made there."""

    world: World
    made: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    tags: dict[tuple[str, int], str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        """The text with ids by the order in which they came up, and without times and numbers."""
        text = UUID.sub(lambda m: self.names.setdefault(m[0], f"id-{len(self.names)}"), text)
        return NUMBER.sub("I-n", MOMENT.sub("then", text))

    def key(self, kind: str, place: int) -> str:
        rows = self.made[kind]
        return rows[place % len(rows)] if rows and place >= 0 else ABSENT


@pytest_asyncio.fixture
async def sides(
    server: EmbeddedServer, store: Store, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Side, Side]]:
    monkeypatch.setenv("CHARTER_PROJECT", str(store.project))
    monkeypatch.setenv("CHARTER_LOG_LEVEL", "critical")
    registry = importlib.import_module("store_generated.registry").REGISTRY
    tokens = tokens_of(store.project / ".charter" / "keys" / "signing.pem", registry)
    found, copies = [], []
    async with AsyncExitStack() as stack:
        for _ in range(2):
            urls = fresh_database(server, template=store.urls)
            copies.append(urls)
            monkeypatch.setenv("CHARTER_DATABASE_URL", urls.application)
            app = store.app.create()
            await stack.enter_async_context(lifespan(app))
            http = await stack.enter_async_context(client(app))
            world = World(store.project, urls, app, registry, http, dict(store.ids), tokens)
            world.sql(
                "insert into role_assignments (user_id, role, scope_type, scope_id)"
                " select %s, 'clerk', 'depot', id from depots",
                world.ids["lim"],
            )
            found.append(Side(world))
        assert found[0].world.services.pipeline.is_open
        found[1].world.services.pipeline._closed = True
        yield found[0], found[1]
    for urls in copies:
        drop_database(server, urls)


# ------------------------------------------------------------------------------ requests


@dataclass
class Request:
    """What is asked of both: rows and people by number, so that it means the same to each."""

    who: str
    method: str
    path: str
    row: tuple[str, int] | None = None
    body: dict[str, Any] | None = None
    links: dict[str, tuple[str, int]] = field(default_factory=dict)
    match: str = ""
    query: str = ""

    async def ask(self, side: Side, number: int) -> httpx.Response:
        headers = {"X-Request-ID": f"request-{number}"}
        path = self.path
        if self.row is not None:
            path = path.format(side.key(*self.row))
            tag = side.tags.get((self.row[0], self.row[1] % max(len(side.made[self.row[0]]), 1)))
            given = {"any": "*", "right": tag or '"1"', "wrong": '"99"', "weak": 'W/"1"'}
            if self.match:
                headers["If-Match"] = given[self.match]
        body = dict(self.body) if self.body is not None else None
        for name, (kind, place) in self.links.items():
            ids = side.world.ids
            people = list(ids.values())
            link = people[place % len(people)] if kind == "users" else side.key(kind, place)
            if body is not None:
                body[name] = str(link) if place >= 0 else None
        query = self.query
        if query == "cursor":
            query = f"?limit=2&cursor={side.cursors.get(path, '')}"
        rest: dict[str, Any] = {"json": body} if body is not None else {}
        return await side.world.ask(self.who, self.method, path + query, headers=headers, **rest)


def item(luck: random.Random) -> dict[str, Any]:
    """Some fields of an item, most of them right."""
    values: dict[str, Any] = {
        "title": luck.choice(("one", "two", "three", "Ünïcode \\ \" '", "x" * 81)),
        "body": luck.choice((None, "text", "{a,b}\\")),
        "price": luck.choice(("1.50", "0", "-1", None)),
        "size": luck.choice((1, 2, 9, 10)),
        "weight": luck.choice((1, 20, 90)),
        "count": luck.choice((2**40, None)),
        "due_on": luck.choice(("2026-01-31", None, "31.1.2026")),
        "extra": luck.choice(({"a": [1, None, "b"]}, None, [1])),
        "words": luck.choice((["a", 'b"c', ""], [], None)),
        "grade": luck.choice(("low", "high", "none")),
        "private": "p",
        "locked": "l",
        "sku": "s",
        "status": "ready",
    }
    count = luck.choice((0, 1, 1, 2, 3))
    usual = ["body", "price", "size", "weight", "count", "due_on", "extra", "words", "grade"]
    rare = ["private", "locked", "sku", "status"] if luck.random() < 0.2 else []
    chosen = luck.sample([*usual, *rare], count)
    return {name: values[name] for name in chosen} | (
        {"title": values["title"]} if luck.random() < 0.7 else {}
    )


def fields_of(kind: str, luck: random.Random) -> dict[str, Any]:
    if kind == "items":
        return item(luck)
    name = luck.choice(("a", "b", "c", "d"))
    return {"title": name} if kind == "parcels" else {"name": name}


def links(luck: random.Random) -> dict[str, tuple[str, int]]:
    found = {}
    for name, kind in (("owner_id", "users"), ("depot_id", "depots"), ("parent_id", "items")):
        if luck.random() < 0.15:
            found[name] = (kind, luck.randrange(-1, 8))
    return found


def write(luck: random.Random) -> Request:
    who, row = luck.choice(PEOPLE), luck.randrange(30)
    match = luck.choice(("", "any", "any", "right", "right", "wrong", "weak"))
    query = luck.choice(("",) * 8 + ("?dry_run=true", "?nonsense=1"))
    kind = luck.choice(("items",) * 6 + ("tags", "depots", "parcels"))
    if luck.random() < 0.3:
        body = fields_of(kind, luck)
        more = links(luck) if kind == "items" else {}
        return Request(who, "POST", kind, None, body, more, "", query)
    if luck.random() < 0.55:
        body = fields_of(kind, luck)
        more = links(luck) if kind == "items" else {}
        return Request(who, "PATCH", f"{kind}/{{}}", (kind, row), body, more, match, query)
    if luck.random() < 0.3:
        return Request(who, "DELETE", f"{kind}/{{}}", (kind, row), None, {}, match, query)
    word = luck.choice(("submit", "submit", "close", "reopen", "restore"))
    bodies: tuple[Any, ...] = ({"reason": "r"}, {"due_on": "2026-05-01"}, {}, {"reason": "r"})
    given = None if word == "restore" else luck.choice(bodies)
    return Request(who, "POST", f"items/{{}}/{word}", ("items", row), given, {}, match, query)


QUERIES = (
    "",
    "?limit=2",
    "?limit=2&sort=-title",
    "?limit=3&sort=due_on,-size&count=exact",
    "?title=one&count=exact",
    "?title__contains=Ö&size__gte=2",
    "?title__in=one,two&grade__ne=low",
    "?depot_id__is_null=true&count=estimated",
    "?fields=id,title&include=owner",
    "?include=tags,parts,depot&limit=2",
    "?grade=low&sort=title",
    "?grade=high&sort=title",
    "?status=draft&grade=low",
    "?status=ready",
    "?filter=grade%20%3D%20high",
    "?size=nine",
    "?private=p",
    "?title=one&title=two",
    "?cursor=nonsense",
)


def read(luck: random.Random) -> Request:
    who, row = luck.choice(PEOPLE), luck.randrange(30)
    kind = luck.random()
    if kind < 0.35:
        query = luck.choice(("", "", "?fields=title,owner_id", "?include=owner,tags", "?x=1"))
        return Request(who, "GET", "items/{}", ("items", row), query=query)
    if kind < 0.5:
        query = luck.choice(("", "?limit=1&sort=-title", "?count=exact"))
        relation = luck.choice(("parts", "tags", "friends"))
        return Request(who, "GET", f"items/{{}}/{relation}", ("items", row), query=query)
    if kind < 0.6:
        return Request(who, "GET", "items", query="cursor")
    return Request(who, "GET", luck.choice(("items", "items", "tags")), query=luck.choice(QUERIES))


def note(side: Side, request: Request, answer: httpx.Response) -> None:
    """Keeps what later requests refer to."""
    if answer.status_code == 201:
        kind = request.path
        side.tags[kind, len(side.made[kind])] = answer.headers["etag"]
        side.made[kind].append(answer.json()["id"])
    elif request.row is not None and "etag" in answer.headers and request.method != "GET":
        kind, place = request.row
        side.tags[kind, place % len(side.made[kind])] = answer.headers["etag"]
    if request.path == "items" and request.method == "GET" and answer.status_code == 200:
        side.cursors[request.path] = answer.json()["next_cursor"] or ""


def shown(side: Side, answer: httpx.Response) -> tuple[Any, ...]:
    text = side.plain(answer.text)
    text = re.sub(r'"next_cursor": ?"[^"]+"', '"next_cursor":"c"', text)
    text = re.sub(r'_next_cursor": ?"[^"]+"', '_next_cursor":"c"', text)
    headers = {name: side.plain(answer.headers.get(name, "")) for name in SAME}
    return answer.status_code, headers, text


def trail(side: Side) -> dict[str, list[str]]:
    """The events of each request, without what differs from one database to another."""
    found: dict[str, list[str]] = {}
    for event in side.world.events():
        kept = {
            name: value
            for name, value in event.items()
            if name not in ("id", "occurred_at", "created_at", "updated_at", "transaction_id")
        }
        told = side.plain(json.dumps(kept, default=str, sort_keys=True))
        found.setdefault(str(event["request_id"]), []).append(told)
    return {request: sorted(events) for request, events in found.items()}


@pytest.mark.parametrize("seed", SEEDS)
async def test_both_ways_are_the_same(sides: tuple[Side, Side], seed: int) -> None:
    luck = random.Random(seed)
    statuses: Counter[int] = Counter()
    swift = 0
    pipeline: Pipeline = sides[0].world.services.pipeline
    fetch = pipeline.fetch

    async def counted(*given: Any, **options: Any) -> Any:
        nonlocal swift
        swift += 1
        return await fetch(*given, **options)

    pipeline.fetch = counted  # type: ignore[method-assign]
    for name in ("one", "two", "three"):
        for side in sides:
            depot = {"name": name, "capacity": 5}
            request = Request("ada", "POST", "depots", body=depot)
            note(side, request, await request.ask(side, -1))
    for number in range(REQUESTS):
        request = (write if luck.random() < 0.6 else read)(luck)
        answers = [await request.ask(side, number) for side in sides]
        seen = [shown(side, answer) for side, answer in zip(sides, answers, strict=True)]
        assert seen[0] == seen[1], request
        statuses[answers[0].status_code] += 1
        for side, answer in zip(sides, answers, strict=True):
            note(side, request, answer)
    assert trail(sides[0]) == trail(sides[1])
    assert swift > REQUESTS / 5
    assert {200, 201, 403, 404, 422} <= set(statuses)


async def test_of_many_who_saw_the_same_version_one_writes(sides: tuple[Side, Side]) -> None:
    world = sides[0].world
    made = await world.add("kim", "items", title="contested")
    answers = await asyncio.gather(
        *(
            world.ask(
                "kim",
                "PATCH",
                f"items/{made['id']}",
                json={"body": f"by {n}"},
                headers={"If-Match": '"1"'},
            )
            for n in range(50)
        )
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 49}
    assert [event["action"] for event in world.events(made["id"])].count("update") == 1 + 49


async def test_a_write_whose_outcome_is_not_known_is_not_made_again(
    sides: tuple[Side, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection breaks after the commit: 503, and the row is there once."""
    world = sides[0].world
    pipeline: Pipeline = world.services.pipeline
    fetch = pipeline.fetch

    async def lost(*given: Any, **options: Any) -> Any:
        await fetch(*given, **options)
        raise LostError("the connection was closed")

    monkeypatch.setattr(pipeline, "fetch", lost)
    answer = await world.ask("kim", "POST", "items", json={"title": "once"})
    assert (answer.status_code, answer.json()["code"]) == (503, "UNAVAILABLE")
    assert world.sql("select count(*) as n from items where title = 'once'") == [{"n": 1}]


async def test_one_shape_serves_each_actor_with_their_own_rows(sides: tuple[Side, Side]) -> None:
    """Cleo and Carl have the same roles: the same statement, and never the other's rows."""
    world = sides[0].world
    mine = {who: await world.add(who, "items", title=f"of {who}") for who in ("cleo", "carl")}
    for who, other in (("cleo", "carl"), ("carl", "cleo"), ("cleo", "carl")):
        page = (await world.ask(who, "GET", "items?sort=title")).json()
        assert [each["title"] for each in page["items"]] == [f"of {who}"]
        assert (await world.ask(who, "GET", f"items/{mine[who]['id']}")).status_code == 200
        assert (await world.ask(who, "GET", f"items/{mine[other]['id']}")).status_code == 404
        patched = await world.ask(who, "PATCH", f"items/{mine[other]['id']}", json={"body": "x"})
        assert patched.status_code == 404


@pytest.mark.parametrize("path", ["items", "items/{id}"])
async def test_a_table_that_is_locked_for_a_moment_is_waited_for(
    sides: tuple[Side, Side], path: str
) -> None:
    """A migration holds one for longer than a fast connection waits."""
    world = sides[0].world
    made = await world.add("kim", "items", title="still there")
    with psycopg.connect(world.urls.owner) as migration:
        migration.execute("lock table items in access exclusive mode")
        asking = asyncio.create_task(world.ask("kim", "GET", path.format(id=made["id"])))
        await asyncio.sleep(0.6)
        assert not asking.done()
        migration.rollback()
        answer = await asking
    assert answer.status_code == 200, answer.text
    assert made["id"] in answer.text
