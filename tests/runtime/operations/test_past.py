"""Rows and lists as they stood at a moment, by people with and without reach."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.runtime.support.world import World

ABSENT = "01900000-0000-7000-8000-000000000000"


def word(prefix: str = "row") -> str:
    return f"{prefix} {uuid4().hex[:10]}"


async def moment() -> str:
    """A time that lies between what was done and what will be."""
    await asyncio.sleep(0.002)
    now = datetime.now(UTC)
    await asyncio.sleep(0.002)
    return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


async def patch(world: World, who: str, path: str, **body: Any) -> dict[str, Any]:
    answer = await world.ask(who, "PATCH", path, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def remove(world: World, who: str, path: str) -> None:
    answer = await world.ask(who, "DELETE", path, headers={"If-Match": "*"})
    assert answer.status_code == 204, answer.text


async def get(world: World, who: str, path: str, **params: Any) -> Any:
    return await world.ask(who, "GET", path, params=params)


async def then(world: World, who: str, path: str, at: str, **params: Any) -> dict[str, Any]:
    answer = await get(world, who, path, as_of=at, **params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_row_as_it_stood(world: World) -> None:
    made = await world.add("kim", "items", title=word(), size=2, weight=3, price="1.50")
    path = f"items/{made['id']}"
    first = await moment()
    one = await patch(world, "kim", path, size=4, body="more", words=["a", "b"], extra={"x": [1]})
    second = await moment()
    two = await patch(world, "kim", path, body=None, size=5, price="2.25")
    assert await then(world, "kim", path, first) == made
    assert await then(world, "kim", path, second) == one
    assert (one["mass"], one["version"]) == (12, 2), "worked out by the database"
    assert await then(world, "kim", path, await moment()) == two
    answer = await get(world, "kim", path, as_of=first, fields="title,mass")
    assert answer.json() == {"title": made["title"], "mass": 6}
    assert "ETag" not in answer.headers


async def test_a_moment_includes_what_was_done_at_it(world: World) -> None:
    made = await world.add("cleo", "items", title=word())
    path = f"items/{made['id']}"
    changed = await patch(world, "cleo", path, body="x")
    assert (await then(world, "cleo", path, changed["updated_at"]))["body"] == "x"
    assert (await then(world, "cleo", path, made["created_at"])) == made
    just = datetime.fromisoformat(made["created_at"]) - timedelta(microseconds=1)
    early = await get(world, "cleo", path, as_of=just.isoformat())
    absent = await get(world, "cleo", f"items/{ABSENT}", as_of=just.isoformat())
    assert (early.status_code, absent.status_code) == (404, 404)
    bodies = [{**a.json(), "request_id": "", "instance": ""} for a in (early, absent)]
    assert bodies[0] == bodies[1]


async def test_who_may_read_the_row_now_sees_its_past(world: World) -> None:
    """And nobody else, whosever it was."""
    body = {"title": word(), "private": "p", "owner_id": str(world.ids["cleo"])}
    made = await world.add("ada", "items", **body)
    path = f"items/{made['id']}"
    at = await moment()
    await patch(world, "ada", path, owner_id=str(world.ids["carl"]))
    assert (await get(world, "cleo", path)).status_code == 404
    assert (await get(world, "cleo", path, as_of=at)).status_code == 404
    seen = await then(world, "carl", path, at)
    assert seen["owner_id"] == str(world.ids["cleo"]), "as it was then"
    assert "private" not in seen, "by what carl may see"
    listed = await then(world, "cleo", "items", at, title=made["title"])
    assert listed["items"] == []
    listed = await then(world, "carl", "items", at, title=made["title"])
    assert [each["id"] for each in listed["items"]] == [made["id"]]
    hidden = await get(world, "carl", "items", as_of=at, private="p")
    unknown = await get(world, "carl", "items", as_of=at, privates="p")
    assert hidden.status_code == unknown.status_code == 422
    assert (await get(world, "sam", "items", as_of=at)).status_code == 403
    assert (await get(world, "", "items", as_of=at)).status_code == 401
    assert (await then(world, "vic", path, at))["private"] == "p"


async def test_limited_roles_reach_into_the_past_of_what_lies_in_their_place_now(
    world: World,
) -> None:
    here = await world.add("ada", "depots", name=word())
    there = await world.add("ada", "depots", name=word())
    world.sql(
        "insert into role_assignments (user_id, role, scope_type, scope_id)"
        " values (%s, 'viewer', 'depot', %s)",
        world.ids["lim"],
        here["id"],
    )
    came = await world.add("ada", "items", title=word(), depot_id=there["id"])
    left = await world.add("ada", "items", title=word(), depot_id=here["id"])
    gone = await world.add("ada", "items", title=word(), depot_id=here["id"])
    at = await moment()
    await patch(world, "ada", f"items/{came['id']}", depot_id=here["id"])
    await patch(world, "ada", f"items/{left['id']}", depot_id=there["id"])
    await remove(world, "ada", f"items/{gone['id']}")
    listed = await then(world, "lim", "items", at, sort="id", limit=200)
    assert [each["id"] for each in listed["items"]] == [came["id"], gone["id"]]
    assert listed["items"][0]["depot_id"] == there["id"]
    assert (await get(world, "lim", f"items/{left['id']}", as_of=at)).status_code == 404


async def test_lists_filter_sort_and_page_what_stood_then(world: World) -> None:
    mark = word("batch")
    made = [
        await world.add("kim", "items", title=f"{mark} {n}", size=n, weight=10 - n)
        for n in range(1, 8)
    ]
    at = await moment()
    for each in made[::2]:
        await patch(world, "kim", f"items/{each['id']}", weight=1, due_on="2030-01-01")
        answer = await world.ask(
            "kim", "POST", f"items/{each['id']}/submit", json={}, headers={"If-Match": "*"}
        )
        assert answer.status_code == 200, answer.text
    await world.add("kim", "items", title=f"{mark} 8")
    drafts = await then(world, "kim", "items", at, status="draft", title__starts_with=mark)
    assert len(drafts["items"]) == 7, "in the state of then"
    ready = await then(world, "kim", "items", at, status="ready", title__starts_with=mark)
    assert ready["items"] == []
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await then(
            world,
            "kim",
            "items",
            at,
            title__starts_with=mark,
            sort="-mass,title",
            limit=3,
            count="exact",
            **cursor,
        )
        assert page["total"] == 7
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == sorted(made, key=lambda each: (-each["mass"], each["title"]))
    estimated = await then(world, "kim", "items", at, title__starts_with=mark, count="estimated")
    assert estimated["total"] == 7
    other = await get(world, "kim", "items", cursor=cursor["cursor"], sort="-mass,title", limit=3)
    assert other.status_code == 422, "a cursor is of one moment"


async def test_a_long_text_is_found_again_by_its_cursor(world: World) -> None:
    mark = word("long")
    for n in range(3):
        made = await world.add("kim", "items", title=f"{mark} {n}", body=f"{mark * 30} {n}")
    at = await moment()
    await patch(world, "kim", f"items/{made['id']}", body="short")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = await then(
            world, "kim", "items", at, sort="body", limit=1, title__starts_with=mark, **cursor
        )
        seen += [each["title"] for each in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert seen == [f"{mark} 0", f"{mark} 1", f"{mark} 2"]


async def test_rows_deleted_softly_and_brought_back(world: World) -> None:
    made = await world.add("cleo", "items", title=word())
    path = f"items/{made['id']}"
    alive = await moment()
    await remove(world, "cleo", path)
    gone = await moment()
    assert (await then(world, "cleo", path, alive))["version"] == 1, "while it is deleted"
    assert (await get(world, "cleo", path, as_of=gone)).status_code == 404
    assert (await get(world, "carl", path, as_of=alive)).status_code == 404
    back = await world.ask("cleo", "POST", f"{path}/restore")
    assert back.status_code == 200, back.text
    again = await moment()
    assert (await get(world, "cleo", path, as_of=gone)).status_code == 404
    assert await then(world, "cleo", path, again) == back.json()
    for at, count in ((alive, 1), (gone, 0), (again, 1)):
        listed = await then(world, "cleo", "items", at, title=made["title"], count="exact")
        assert (len(listed["items"]), listed["total"]) == (count, count)


async def test_rows_deleted_for_good_go_by_their_last_state(world: World) -> None:
    """Who could read a row at last still reads its past; nobody else does."""
    made = await world.add("kim", "parcels", title=word())
    path = f"parcels/{made['id']}"
    first = await moment()
    changed = await patch(world, "kim", path, title=word())
    second = await moment()
    given = await patch(world, "ada", path, owner_id=str(world.ids["kit"]), secret="s")
    third = await moment()
    await remove(world, "ada", path)
    fourth = await moment()
    assert (await get(world, "kit", path)).status_code == 404
    assert await then(world, "kit", path, first) == made
    assert await then(world, "kit", path, second) == changed
    assert await then(world, "kit", path, third) == given
    for who, at in (("kim", first), ("kim", third), ("kit", fourth), ("ada", fourth)):
        answer = await get(world, who, path, as_of=at)
        assert answer.status_code == 404, (who, at)
    listed = await then(world, "kit", "parcels", second, title=changed["title"])
    assert listed["items"] == [changed]
    assert (await then(world, "kim", "parcels", second, title=changed["title"]))["items"] == []


async def test_a_key_emptied_by_another_row_s_end(world: World) -> None:
    parcel = await world.add("ada", "parcels", title=word())
    note = await world.add("ada", "notes", body=word(), parcel_id=parcel["id"])
    at = await moment()
    await remove(world, "ada", f"parcels/{parcel['id']}")
    now = (await get(world, "ada", f"notes/{note['id']}")).json()
    assert (now["parcel_id"], now["version"]) == (None, 2)
    assert await then(world, "ada", f"notes/{note['id']}", at) == note


async def test_secrets_have_no_past(world: World) -> None:
    path = f"users/{world.ids['carl']}"
    at = await moment()
    world.sql("update users set password_hash = 'changed' where id = %s", world.ids["carl"])
    answer = await get(world, "ada", path, as_of=at)
    assert "password_hash" not in answer.json()
    assert "changed" not in answer.text
    with psycopg.connect(world.urls.application) as connection:
        connection.execute("select set_config('charter.reach.user.read', 'any', false)")
        for query in (
            f"select charter_last_user('{world.ids['carl']}')::text",
            f"select charter_past_user(now(), '{world.ids['carl']}')::text",
            f"select charter_past_user('{at}', null)::text",
        ):
            rows = connection.execute(query.encode()).fetchall()
            assert rows
            assert not [row for row in rows if "password_hash" in row[0] or "***" in row[0]]


async def test_the_functions_show_nothing_beyond_the_reach(world: World) -> None:
    """What stands behind the statements, asked by itself."""
    made = await world.add("cleo", "items", title=word())
    at = await moment()
    with psycopg.connect(world.urls.application) as connection:
        for actor, granted, seen in (
            ("cleo", "own", True),
            ("carl", "own", False),
            ("carl", "any", True),
            ("carl", "", False),
        ):
            for name, value in (("actor", str(world.ids[actor])), ("reach.item.read", granted)):
                connection.execute("select set_config(%s, %s, true)", (f"charter.{name}", value))
            for query in ("charter_last_item(%s)", f"charter_past_item('{at}', %s)"):
                rows = connection.execute(f"select {query}".encode(), (made["id"],)).fetchall()
                assert bool(rows) is seen, (actor, granted, query)
            connection.rollback()


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2026-01-01", "2026-01-01T10:00:00", "2026-13-01T10:00:00Z", "\x00"]
)
async def test_what_is_no_moment_is_refused(world: World, value: str) -> None:
    for path in ("items", f"items/{ABSENT}"):
        answer = await get(world, "ada", path, as_of=value)
        assert answer.status_code == 422, (path, answer.text)
        assert answer.json()["errors"][0]["pointer"] == "?as_of"


async def test_what_is_to_come_is_refused(world: World) -> None:
    later = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    for path in ("items", f"items/{ABSENT}"):
        answer = await get(world, "ada", path, as_of=later)
        assert answer.status_code == 422
        assert "future" in answer.json()["errors"][0]["message"]


async def test_nothing_is_embedded_in_the_past(world: World) -> None:
    at = await moment()
    for path in ("items", f"items/{ABSENT}"):
        answer = await get(world, "ada", path, as_of=at, include="owner")
        assert [each["pointer"] for each in answer.json()["errors"]] == ["?include"]


async def test_where_there_is_no_past_the_parameter_is_unknown(world: World) -> None:
    made = await world.add("ada", "items", title=word())
    at = await moment()
    for path in ("audit-events", f"items/{made['id']}/tags", f"items/{made['id']}/history"):
        answer = await get(world, "ada", path, as_of=at)
        assert answer.status_code == 422, path
        assert answer.json()["errors"][0]["code"] == "UNKNOWN_PARAMETER"


async def test_a_long_gone_moment_shows_nothing(world: World) -> None:
    await world.add("ada", "items", title=word())
    for at in ("0001-01-01T00:00:00Z", "1969-07-20T20:17:40Z", "2020-01-01T00:00:00+02:00"):
        assert (await then(world, "ada", "items", at))["items"] == []
