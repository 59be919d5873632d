"""The dispatcher and FastAPI's own routing give the same answers: status, headers and bytes."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest_asyncio
from starlette.types import ASGIApp

from runtime.http.app import create_app
from runtime.http.call import MAX_BODY
from runtime.http.dispatch import Dispatcher
from runtime.http.places import places_of
from runtime.http.routes import OperationRoute
from runtime.ids import time_ordered_id
from tests.runtime.support.asking import Answered, Asked, ask
from tests.runtime.support.world import World
from tests.support.asgi import lifespan

ABSENT = "01890a5d-ac96-774b-bcce-b302099a8057"
PREFIX = "/api/v1"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
JSON = ("Content-Type", "application/json")
ID = ("X-Request-ID", "the-same")
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
_NUMBER = re.compile(rb"I-\d{4,}")


@dataclass
class Two:
    """The same project served twice, from one database."""

    world: World
    dispatched: ASGIApp
    routed: ASGIApp

    def headers(self, who: str) -> tuple[tuple[str, str], ...]:
        return (ID, ("Authorization", f"Bearer {self.world.token(who)}")) if who else (ID,)

    async def same(self, asked: Asked) -> Answered:
        """The answer that both give; exactly."""
        ours, theirs = await ask(self.dispatched, asked), await ask(self.routed, asked)
        assert ours == theirs, asked
        return ours


@pytest_asyncio.fixture
async def two(world: World) -> AsyncIterator[Two]:
    routers = importlib.import_module("store_generated.routes").ROUTERS
    document = Path(world.project, "generated", "openapi.json")
    on, off = (
        create_app(world.registry, lambda: routers, document, dispatch=dispatch)
        for dispatch in (True, False)
    )
    assert isinstance(on._app, Dispatcher)
    assert not isinstance(off._app, Dispatcher)
    async with lifespan(on), lifespan(off):
        yield Two(world, on, off)


def templates() -> list[str]:
    """Every path of a resource."""
    routers = importlib.import_module("store_generated.routes").ROUTERS
    paths = {PREFIX + route.path: None for router in routers for route in router.routes}
    return list(paths)


async def test_every_method_of_every_path_without_a_row(two: Two) -> None:
    """Nobody, somebody who may, and somebody who may not; the rows are not there."""
    for template in templates():
        path = re.sub(r"\{\w+\}", ABSENT, template)
        for method in METHODS:
            for who in ("", "ada", "sam"):
                asked = Asked(method, path, (*two.headers(who), JSON), b'{"nothing": 1}')
                answer = await two.same(asked)
                assert answer.status != 500, asked


async def test_what_is_wrong_with_a_request(two: Two) -> None:
    """Each fault at each path, in the method that it takes first."""
    for template, method in _first_methods():
        path = re.sub(r"\{\w+\}", ABSENT, template)
        for asked in _faults(method, path, template, two.headers("ada")):
            answer = await two.same(asked)
            assert answer.status in {400, 401, 404, 406, 413, 415, 422, 428} or (
                method == "GET" or template.endswith("/unwritten")
            ), asked


def _first_methods() -> Iterator[tuple[str, str]]:
    routers = importlib.import_module("store_generated.routes").ROUTERS
    for router in routers:
        for route in router.routes:
            if isinstance(route, OperationRoute):
                yield PREFIX + route.path, next(iter(route.methods))


def _faults(
    method: str, path: str, template: str, headers: tuple[tuple[str, str], ...]
) -> Iterator[Asked]:
    good = Asked(method, path, (*headers, JSON), b"{}" if method != "GET" else b"")
    yield replace(good, target=f"{path}?unknown=1")
    yield replace(good, target=f"{path}?%ff=1")
    yield replace(good, target=f"{path}?dry_run=maybe&dry_run=true")
    yield replace(good, target=re.sub(r"\{\w+\}", "nonsense", template))
    yield replace(good, target=re.sub(r"\{\w+\}", "%F0%9F%98%80%2e", template))
    yield replace(good, headers=(ID, ("Authorization", "Bearer nonsense"), JSON))
    yield replace(good, headers=(ID, ("Authorization", "Basic eDp5"), JSON))
    yield replace(good, headers=(*headers, JSON, ("Accept", "text/html")))
    yield replace(good, headers=(*headers, *headers[1:], JSON))
    yield replace(good, body=b"{", headers=(*headers, JSON, ("If-Match", '"1"')))
    yield replace(good, body=b"{", headers=(*headers, ("Content-Type", "text/plain")))
    yield replace(good, headers=(*headers, JSON, ("Content-Length", str(MAX_BODY + 1))))


PATHS = (
    "/",
    "",
    "//",
    "/nothing",
    "/api",
    "/api/v1",
    "/api/v1/",
    "/api/v1//items",
    "/api/v1/items/",
    "/api/v1/items//",
    "//api/v1/items",
    "/api/v1/Items",
    "/API/v1/items",
    "/api/v1/items%0A",
    "/api/v1/items/%0A",
    f"/api/v1/items/{ABSENT}%0A",
    f"/api/v1/items/{ABSENT}/history%0A",
    f"/api/v1/items/{ABSENT}/",
    f"/api/v1/items//{ABSENT}",
    f"/api/v1/items/{ABSENT}/tags/",
    f"/api/v1/items/{ABSENT}/tags/{ABSENT}/x",
    f"/api/v1/items%2F{ABSENT}",
    f"/api/v1/items%2f{ABSENT}%2fhistory",
    f"/api/v1/%69tems/{ABSENT}",
    f"/api/v1/items/{ABSENT}/%68istory",
    f"/api/v1/items/../items/{ABSENT}",
    "/api/v1/items/%2e%2e",
    "/api/v1/items/.",
    "/api/v1/items/%00",
    "/api/v1/items/%FF",
    "/api/v1/items/%3F",
    "/api/v1/items/%23x",
    "/api/v1/items/{id}",
    "/api/v1/items/%7Bid%7D/history",
    "/api/v1/items/history",
    "/api/v1/items/a;b=c",
    "/api/v1/items/a%20b",
    "/api/v1/parcels/tally",
    "/api/v1/parcels/tally/",
    "/api/v1/parcels/tally/history",
    "/api/v1/parcels/newest/stamp",
    "/api/v1/parcels/unwritten",
    "/api/v1/role-assignments/simulate",
    "/api/v1/role-assignments/simulate/history",
    "/api/v1/me",
    "/api/v1/me/",
    "/api/v1/me/permissions",
    "/api/v1/me/nothing",
    "/api/v1/auth/login",
    "/api/v1/auth/logout",
    "/api/v1/auth/refresh",
    "/api/v1/auth",
    "/healthz",
    "/healthz/",
    "/healthz%0A",
    "/readyz",
    "/openapi.json",
    "/openapi.json%0A",
    "/docs",
    "/docs/",
    "/docs/start.js",
    "/docs/nothing.js",
    "/.well-known/jwks.json",
    "/.well-known",
)


async def test_paths_as_people_write_them(two: Two) -> None:
    for path in PATHS:
        for method in METHODS:
            for who in ("", "ada"):
                await two.same(Asked(method, path, (*two.headers(who), JSON), b"{}"))
    assert (await two.same(Asked("GET", "/api/v1/items%0A", (ID,)))).status == 404
    refused = await two.same(Asked("DELETE", "/api/v1/parcels/tally", two.headers("ada")))
    assert refused.status == 405
    assert (b"allow", b"GET, HEAD") in refused.headers
    # No row can be called like an action: of a path with more behind it that says nothing.
    assert (await two.same(Asked("GET", "/api/v1/parcels/tally/history", (ID,)))).status == 401


async def test_reads(two: Two) -> None:
    item = await two.world.add("ada", "items", title="Read me", body="Ω")
    tag = await two.world.add("ada", "tags", name="read")
    for path in (
        "items",
        "items?limit=1&count=exact&sort=-title&fields=title",
        "items?title=Read%20me&title__ne=%C3%A9",
        f"items/{item['id']}",
        f"items/{item['id']}?fields=title",
        f"items/{item['id'].upper()}",
        f"items/{item['id']}?as_of={item['created_at'].replace('+00:00', 'Z')}",
        f"items/{item['id']}/history",
        f"items/{item['id']}/tags",
        f"tags/{tag['id']}/items?count=exact",
        "parcels/tally?least=0",
        "parcels/newest",
        "me",
        "me/permissions",
    ):
        for method in ("GET", "HEAD"):
            answer = await two.same(Asked(method, f"{PREFIX}/{path}", two.headers("ada")))
            assert answer.status == 200, path
            assert (answer.body == b"") is (method == "HEAD"), path
    conditional = Asked("GET", "/docs", (("If-None-Match", "x"), ("Accept-Encoding", "gzip"), ID))
    assert (await two.same(conditional)).status == 200


async def test_writes(two: Two) -> None:
    """A row's whole life on either side; ids, times and numbers are its own."""
    ours, theirs = [await _life(two, app) for app in (two.dispatched, two.routed)]
    for (name, one), (_, other) in zip(ours, theirs, strict=True):
        assert one == other, name
    statuses = " ".join(str(answer.status) for _, answer in ours)
    assert statuses == "201 200 412 200 204 200 204 204 200 422 409 204 404 200 201 200 422"


async def _life(two: Two, app: ASGIApp) -> list[tuple[str, Answered]]:
    found: list[tuple[str, Answered]] = []

    async def step(method: str, path: str, body: object = None, *extra: tuple[str, str]) -> str:
        data = b"" if body is None else json.dumps(body).encode()
        asked = Asked(method, f"{PREFIX}/{path}", (*two.headers("ada"), JSON, *extra), data)
        answer = await ask(app, asked)
        assert int(dict(answer.headers).get(b"content-length", 0)) == len(answer.body)
        plain = tuple((n, _own(value)) for n, value in answer.headers if n != b"content-length")
        found.append((f"{method} {path}", Answered(answer.status, plain, _own(answer.body))))
        document = json.loads(answer.body) if answer.body else {}
        return str(document.get("id", ""))

    key = await step("POST", "items", {"title": str(time_ordered_id()), "due_on": "2030-01-01"})
    await step("PATCH", f"items/{key}", {"size": 2}, ("If-Match", '"1"'))
    await step("PATCH", f"items/{key}", {"size": 3}, ("If-Match", '"1"'))
    await step("PATCH", f"items/{key}?dry_run=true", {"size": 3})
    tag = two.world.sql("insert into tags (name) values (uuidv7()::text) returning id")[0]["id"]
    await step("PUT", f"items/{key}/tags/{tag}")
    await step("GET", f"items/{key}/tags?fields=id")
    await step("DELETE", f"items/{key}/tags/{tag}")
    await step("DELETE", f"items/{key}/tags/{tag}")
    await step("POST", f"items/{key}/submit", {"reason": "ready"})
    await step("POST", f"items/{key}/close", {})
    await step("POST", f"items/{key}/submit", {})
    await step("DELETE", f"items/{key}")
    await step("DELETE", f"items/{key}")
    await step("POST", f"items/{key}/restore")
    parcel = await step("POST", "parcels", {"title": "P"})
    await step("POST", f"parcels/{parcel}/stamp", {"times": 2})
    await step("DELETE", f"items/{key}?dry_run=true&x=")
    return found


def _own(data: bytes) -> bytes:
    for pattern in (_UUID, _TIME, _NUMBER):
        data = pattern.sub(b"<own>", data)
    return data


async def test_the_declared_routes_are_those_that_are_served(two: Two) -> None:
    """Whatever route FastAPI has, the dispatcher finds, under the same template."""
    table = two.world.fastapi.state.server.table
    routers = importlib.import_module("store_generated.routes").ROUTERS
    for router in routers:
        for route in router.routes:
            path = PREFIX + re.sub(r"\{\w+\}", ABSENT, route.path)
            for method in route.methods:
                entry, values = table.find(method, path)
                assert entry.binding == route.binding
                assert entry.template == PREFIX + route.path
                assert len(values) == len(entry.names) == len(route.param_convertors)
    declared = {
        (method, route.path, route.binding.kind, route.binding.name)
        for router in routers
        for route in router.routes
        for method in route.methods
    }
    placed = {
        (place.method, place.template, place.binding.kind, place.binding.name)
        for resource in two.world.registry.resources
        for place in places_of(resource)
    }
    assert placed == declared


async def test_requests_at_once_do_not_mix(two: Two) -> None:
    item = await two.world.add("ada", "items", title="Many at once")
    path = f"{PREFIX}/items/{item['id']}"

    async def one(number: int) -> None:
        who = ("ada", "", "sam")[number % 3]
        own = (("X-Request-ID", f"r-{number}"), *two.headers(who)[1:])
        answer = await ask(two.dispatched, Asked("GET", path, own))
        assert answer.status == (200, 401, 403)[number % 3]
        assert (b"x-request-id", f"r-{number}".encode()) in answer.headers

    await asyncio.gather(*(one(number) for number in range(60)))
