"""What happens to every request, whatever it asks."""

from __future__ import annotations

import json
from ipaddress import ip_network

import pytest

from runtime.http.call import MAX_BODY, client_address
from tests.runtime.operations.test_rows import ABSENT, code, errors, title
from tests.runtime.support.world import World

PROBLEM = "application/problem+json"


async def test_problems_are_documents_of_rfc_9457(world: World) -> None:
    answer = await world.ask("kim", "GET", f"items/{ABSENT}", headers={"X-Request-ID": "mine-1"})
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json() == {
        "type": "urn:charter:problem:not-found",
        "title": "Not found",
        "status": 404,
        "detail": "Not found",
        "instance": f"/api/v1/items/{ABSENT}",
        "code": "NOT_FOUND",
        "request_id": "mine-1",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-1.2:3_4", True),
        ("", False),
        ("a b", False),
        ("-a", False),
        ("x" * 65, False),
        ("é", False),
        ("a\tb", False),
    ],
)
async def test_the_request_id(world: World, given: str, kept: bool) -> None:
    answer = await world.http.get("/healthz", headers={"X-Request-ID": given.encode("latin-1")})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert answer.headers["X-Request-ID"]


async def test_unknown_paths_and_methods(world: World) -> None:
    for path in (
        "/",
        "/nothing",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/items/",
        "/api/v1/Items",
        f"/api/v1/items/{ABSENT}/nothing",
        "/api/v1/items/%2e%2e/tags/x/y",
    ):
        answer = (
            await world.ask("", "GET", path)
            if path.startswith("/api")
            else (await world.http.get(path))
        )
        assert code(answer) == (404, "NOT_FOUND"), path
    for path, allowed in (
        ("items", "GET, HEAD, POST"),
        (f"items/{ABSENT}", "DELETE, GET, HEAD, PATCH"),
        (f"items/{ABSENT}/submit", "POST"),
        (f"items/{ABSENT}/tags", "GET, HEAD"),
        (f"items/{ABSENT}/tags/{ABSENT}", "DELETE, PUT"),
        ("auth/login", "POST"),
        ("me", "GET, HEAD"),
        ("parcels/tally", "GET, HEAD"),
    ):
        for method in ("PUT", "OPTIONS", "TRACE", "BREW"):
            if method in allowed:
                continue
            answer = await world.ask("", method, path)
            assert code(answer) == (405, "METHOD_NOT_ALLOWED"), (method, path)
            assert answer.headers["Allow"] == allowed
    assert (await world.ask("", "HEAD", f"items/{ABSENT}/submit")).status_code == 405


async def test_head_is_get_without_its_body(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    for path in (f"items/{row['id']}", "items", f"items/{ABSENT}"):
        got = await world.ask("kim", "GET", path)
        headed = await world.ask("kim", "HEAD", path)
        assert (headed.status_code, headed.content) == (got.status_code, b"")
        for name in ("content-length", "content-type", "etag"):
            assert headed.headers.get(name) == got.headers.get(name)


async def test_the_order_of_checks_before_any_row(world: World) -> None:
    """404 for a path, 405, 401, 403 by role, 406, 413, 415, 422."""
    wrong = {"Accept": "text/html", "Content-Type": "text/plain"}
    bad = "items/nonsense?dry_run=maybe"
    assert (await world.ask("", "GET", "nothing/x", headers=wrong)).status_code == 404
    assert (await world.ask("", "PUT", bad, headers=wrong)).status_code == 405
    answer = await world.ask("", "PATCH", bad, headers=wrong, content=b"{")
    assert code(answer) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    for path in (bad, f"items/{ABSENT}"):
        answer = await world.ask("sam", "PATCH", path, headers=wrong, content=b"{")
        assert code(answer) == (403, "FORBIDDEN")
    answer = await world.ask("kim", "PATCH", bad, headers=wrong, content=b"{")
    assert answer.status_code == 406
    wrong["Accept"] = "*/*"
    too_much = b" " * (MAX_BODY + 1)
    answer = await world.ask("kim", "PATCH", bad, headers=wrong, content=too_much)
    assert answer.status_code == 413
    answer = await world.ask("kim", "PATCH", bad, headers=wrong, content=b"{")
    assert answer.status_code == 415
    wrong["Content-Type"] = "application/json"
    answer = await world.ask("kim", "PATCH", bad, headers=wrong, content=b"{}")
    assert answer.status_code == 422
    answer = await world.ask("kim", "PATCH", f"items/{ABSENT}", content=b"{}", headers=wrong)
    assert answer.status_code == 404


async def test_a_body_that_never_ends_is_stopped(world: World) -> None:
    async def endless():  # type: ignore[no-untyped-def]
        while True:
            yield b" " * 1_000_000

    answer = await world.ask(
        "kim", "POST", "items", content=endless(), headers={"Content-Type": "application/json"}
    )
    assert code(answer) == (413, "TOO_LARGE")


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "a", "title": "b"}',
        b'{"title": "a", "extra": {"x": 1, "x": 2}}',
        b'{"title": "a", "extra": NaN}',
        b'{"title": "a", "extra": -Infinity}',
        b'{"title": "a", "price": NaN}',
        b'{"title": "a", "extra": 1e999}',
        b'{"title": "\\ud800"}',
        b'{"title": "a", "extra": {"\\udfff": 1}}',
        b'{"title": "a", "extra": "\\u0000"}',
        b'{"title": "a", "extra": {"\\u0000": 1}}',
        b'{"title": "a\\u0000"}',
        b'\xef\xbb\xbf{"title": "a"}',
        b'{"title": "\xff"}',
        b'{"title": "\xed\xa0\x80"}',
        b'{"title": "a", "extra": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"title": "a", "extra": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b'{"title": "a", "count": ' + b"9" * 5000 + b"}",
        b'{"title": "a", "count": 9223372036854775808}',
        b'{"title": "a", "size": 99999999999999999999999}',
        b'{"title": "a", "price": 1e400}',
        b'{"title": "a", "price": "1e5"}',
        b'{"title": "a", "price": 99999999.99}',
        b'{"title": "a"} x',
        b"{'title': 'a'}",
        b'{"title": "a",}',
        b"[]",
        b'"title"',
        b"null",
        b"7",
        b"",
    ],
)
async def test_a_body_that_is_none_is_a_422(world: World, body: bytes) -> None:
    answer = await world.ask(
        "kim", "POST", "items", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    json.dumps(answer.json(), ensure_ascii=True)


@pytest.mark.parametrize(
    "value",
    [
        "\U0001f600",
        "Ω≈ç√∫",
        "\u202eabc",
        "<script>alert(1)</script>",
        "'; drop table items; --",
        "\u0001\u001f",
        "\ufeffx",
        "a\u0300",
        "${7*7}",
        "{{7*7}}",
        "%s %d",
        "\\",
        '"',
        "$1",
        "{row}",
    ],
)
async def test_any_text_comes_back_as_it_went_in(world: World, value: str) -> None:
    extra = {value: [value, 1.5, 12345678901234567890123, None, True]}
    made = await world.add("kim", "items", title=title(), body=value, extra=extra)
    assert made["body"] == value
    assert (await world.ask("kim", "GET", f"items/{made['id']}")).json()["extra"] == extra
    patched = await world.ask("kim", "PATCH", f"items/{made['id']}", json={"body": value * 2})
    assert patched.json()["body"] == value * 2
    found = await world.ask("kim", "GET", "items", params={"body": value * 2, "id": made["id"]})
    assert len(found.json()["items"]) == 1


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("APPLICATION/JSON", 201),
        ("application/merge-patch+json", 201),
        ("text/plain", 415),
        ("application/jsonx", 415),
        ("multipart/form-data", 415),
        ("", 415),
        (None, 415),
    ],
)
async def test_content_types(world: World, content_type: str | None, status: int) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    body = json.dumps({"title": title()}).encode()
    answer = await world.ask("kim", "POST", "items", content=body, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("text/html, */*;q=0.1", 200),
        ("", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json;q=0, */*", 406),
        ("text/html;level=1, application/json; q=0.5", 200),
        ("garbage", 406),
    ],
)
async def test_accept(world: World, accept: str, status: int) -> None:
    answer = await world.ask("kim", "GET", "items", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=1&limit=1",
        "nothing=1",
        "sort=nothing",
        "count=many",
        "cursor=x",
        "title__near=x",
        "size=big",
        "id=x",
        "size__in=1,x",
        "title=%00",
        "title=%ff",
        "%ff=1",
        "title=%ed%a0%80",
        "fields=nothing",
        "include=nothing",
        "due_on=2026-02-30",
        "filter=a%20AND",
        "q=x",
        "as_of=now",
        "offset=-1",
        "=",
        "&=&",
    ],
)
async def test_a_wrong_query_is_a_422(world: World, query: str) -> None:
    answer = await world.ask("kim", "GET", f"items?{query}")
    assert answer.status_code == 422, (query, answer.text)
    assert answer.json()["errors"]
    assert (await world.ask("", "GET", f"items?{query}")).status_code == 401


async def test_a_wrong_query_of_a_write_is_recorded(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    for query in ("%ff=1", "x=1", "a=1&" * 2000):
        answer = await world.ask("kim", "DELETE", f"items/{row['id']}?{query}")
        assert answer.status_code == 422
    outcomes = [event["outcome"] for event in world.events(row["id"])]
    assert outcomes == ["success", "failed", "failed", "failed"]


async def test_malformed_ids(world: World) -> None:
    for key in (
        "x",
        "1",
        "%00",
        "0190",
        "{" + ABSENT + "}",
        ABSENT.replace("-", ""),
        "%F0%9F",
        ABSENT + "0",
        "urn:uuid:" + ABSENT,
    ):
        for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
            answer = await world.ask("kim", method, f"items/{key}", json=body)
            assert answer.status_code == 422, (method, key)
    upper = await world.ask("kim", "GET", f"items/{ABSENT.upper()}")
    assert upper.status_code == 404


async def test_the_caller_is_who_trusted_proxies_say(world: World) -> None:
    trusted = (ip_network("10.0.0.0/8"), ip_network("::1/128"))

    def seen(peer: str, *forwarded: str) -> str | None:
        headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
        return client_address({"client": (peer, 1), "headers": headers}, trusted)

    assert seen("192.0.2.1", "198.51.100.1") == "192.0.2.1"
    assert seen("10.0.0.1", "198.51.100.1") == "198.51.100.1"
    assert seen("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2") == "198.51.100.1"
    assert seen("10.0.0.1", "203.0.113.9", "198.51.100.1") == "198.51.100.1"
    assert seen("10.0.0.1", "10.0.0.3") == "10.0.0.3"
    assert seen("10.0.0.1", "nonsense") == "10.0.0.1"
    assert seen("::1", "fe80::1%" + "x" * 500) == "::1"
    assert seen("10.0.0.1") == "10.0.0.1"
    assert client_address({"client": None, "headers": []}, trusted) is None


async def test_health_readiness_and_metrics(world: World) -> None:
    assert (await world.http.get("/healthz")).json() == {"status": "ok"}
    before = len(world.events())
    assert (await world.http.get("/readyz")).json() == {"status": "ready"}
    assert len(world.events()) == before
    await world.ask("kim", "GET", "items")
    text = (await world.http.get("/metrics")).text
    assert 'charter_http_requests_total{method="GET",route="/api/v1/items",status="200"}' in text
    assert 'route="/readyz"' in text
    assert ABSENT not in text


async def test_a_bug_is_a_problem_that_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(world.services.pipeline, "fetch", broken)
    answer = await world.ask("kim", "GET", "items")
    assert code(answer) == (500, "INTERNAL")
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["X-Request-ID"] == answer.json()["request_id"]
    assert "secret" not in answer.text


async def test_what_every_answer_carries(world: World) -> None:
    for answer in (
        await world.http.get("/healthz"),
        await world.http.get("/nothing"),
        await world.ask("kim", "GET", "items"),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]


async def test_a_header_that_comes_twice(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    headers = [
        ("If-Match", '"7"'),
        ("If-Match", '"1"'),
        ("Authorization", f"Bearer {world.token('kim')}"),
    ]
    url = f"/api/v1/items/{row['id']}"
    assert (await world.http.patch(url, json={}, headers=headers)).status_code == 200
    twice = [("Authorization", f"Bearer {world.token('kim')}")] * 2
    assert (await world.http.get(url, headers=twice)).status_code == 401


async def test_the_public_role_reads_what_it_may(world: World) -> None:
    tag = await world.add("ada", "tags", name=title())
    assert (await world.ask("", "GET", f"tags/{tag['id']}")).status_code == 200
    assert (await world.ask("", "GET", f"tags/{ABSENT}")).status_code == 404
    assert (await world.ask("", "GET", f"tags/{tag['id']}/items")).status_code == 401
    assert (await world.ask("", "DELETE", f"tags/{tag['id']}")).status_code == 401
    assert errors(await world.ask("", "GET", "tags?x=1")) == {("?x", "UNKNOWN_PARAMETER")}
