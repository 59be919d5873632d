"""The history of a row: what happened to it, for whoever may read it, with their masks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.runtime.support.world import World

ABSENT = "01900000-0000-7000-8000-000000000000"


def word(prefix: str = "row") -> str:
    return f"{prefix} {uuid4().hex[:10]}"


def plain(answer: Any) -> dict[str, Any]:
    """A problem without what names the request."""
    return {**answer.json(), "request_id": "", "instance": "", "status": answer.status_code}


async def patch(world: World, who: str, path: str, **body: Any) -> None:
    answer = await world.ask(who, "PATCH", path, json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def history(world: World, who: str, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = await world.ask(who, "GET", f"{path}/history", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_what_happened_newest_first(world: World) -> None:
    made = await world.add("kim", "items", title=word(), due_on="2030-01-01")
    path = f"items/{made['id']}"
    await patch(world, "kim", path, body="one")
    await patch(world, "ada", path, body="two", size=3)
    await world.ask("kim", "POST", f"{path}/submit", json={"reason": "done"})
    refused = await world.ask("carl", "PATCH", path, json={"body": "no"})
    assert refused.status_code == 404
    events = await history(world, "vic", path)
    assert [each["action"] for each in events] == ["submit", "update", "update", "create"]
    submit, second, first, create = events
    assert submit["changes"] == {"status": ["draft", "ready"]}
    assert (submit["reason"], submit["outcome"]) == ("done", "success")
    assert second["changes"] == {"body": ["one", "two"], "size": [1, 3]}
    assert (second["actor_id"], first["actor_id"]) == (
        str(world.ids["ada"]),
        str(world.ids["kim"]),
    )
    assert create["changes"]["title"] == [None, made["title"]]
    whole = (await world.ask("ada", "GET", f"audit-events/{create['id']}")).json()
    assert create == whole, "as the trail shows it"


async def test_it_needs_no_rule_on_the_trail(world: World) -> None:
    made = await world.add("cleo", "items", title=word())
    trail = await world.ask("cleo", "GET", "audit-events")
    assert trail.status_code == 403
    assert len(await history(world, "cleo", f"items/{made['id']}")) == 1
    assert (await world.ask("cleo", "GET", "audit-events")).status_code == 403


async def test_who_cannot_read_the_row_gets_what_absence_gets(world: World) -> None:
    made = await world.add("cleo", "items", title=word())
    path = f"items/{made['id']}"
    hidden = await world.ask("carl", "GET", f"{path}/history")
    absent = await world.ask("carl", "GET", f"items/{ABSENT}/history")
    unknown = await world.ask("carl", "GET", f"items/{ABSENT}")
    assert plain(hidden) == plain(absent) == plain(unknown)
    assert (await world.ask("sam", "GET", f"{path}/history")).status_code == 403
    assert (await world.ask("", "GET", f"{path}/history")).status_code == 401
    assert (await world.ask("cora", "GET", f"{path}/history")).status_code == 403
    await patch(world, "ada", path, owner_id=str(world.ids["carl"]))
    assert len(await history(world, "carl", path)) == 2, "it goes with the row"
    assert plain(await world.ask("cleo", "GET", f"{path}/history")) == plain(absent)


async def test_hidden_fields_are_not_in_it(world: World) -> None:
    body = {"title": word(), "private": "p", "owner_id": str(world.ids["cleo"])}
    made = await world.add("ada", "items", **body)
    path = f"items/{made['id']}"
    await patch(world, "ada", path, private="q", body="x")
    assert [
        set(e["changes"]) & {"private", "body"} for e in await history(world, "cleo", path)
    ] == [
        {"body"},
        set(),
    ]
    [seen, _] = await history(world, "vic", path)
    assert seen["changes"] == {"private": ["p", "q"], "body": [None, "x"]}
    [seen, _] = await history(world, "vic", path, field="private")
    problems = [
        await world.ask("cleo", "GET", f"{path}/history", params={"field": name})
        for name in ("private", "privaxe")
    ]
    texts = [str(plain(each)).replace("private", "privaxe") for each in problems]
    assert problems[0].status_code == 422
    assert texts[0] == texts[1]


async def test_of_one_field(world: World) -> None:
    made = await world.add("kim", "items", title=word())
    path = f"items/{made['id']}"
    await patch(world, "kim", path, body="one")
    await patch(world, "ada", path, owner_id=str(world.ids["kit"]))
    await patch(world, "kit", path, body="two")
    assert [e["changes"]["body"] for e in await history(world, "vic", path, field="body")] == [
        ["one", "two"],
        [None, "one"],
    ]
    [given, _] = await history(world, "vic", path, field="owner_id")
    assert given["actor_email"] == "ada@example.com"
    assert given["changes"] == {"owner_id": [str(world.ids["kim"]), str(world.ids["kit"])]}
    for name in ("owner", "password_hash", "changes", "body,title", ""):
        answer = await world.ask("vic", "GET", f"{path}/history", params={"field": name})
        assert answer.status_code == 422, name
        assert answer.json()["errors"][0]["pointer"] == "?field"
    user = await world.ask("ada", "GET", f"users/{world.ids['kim']}/history?field=password_hash")
    assert user.status_code == 422, "a secret is no field"


async def test_links_stand_under_the_left_row(world: World) -> None:
    tag = await world.add("ada", "tags", name=word())
    made = await world.add("kim", "items", title=word())
    path = f"items/{made['id']}"
    for method in ("PUT", "DELETE"):
        answer = await world.ask("kim", method, f"{path}/tags/{tag['id']}")
        assert answer.status_code == 204
    found = await history(world, "kim", path, field="tags")
    assert [(each["action"], each["changes"]) for each in found] == [
        ("unlink", {"tags": [tag["id"], None]}),
        ("link", {"tags": [None, tag["id"]]}),
    ]
    assert await history(world, "kim", f"tags/{tag['id']}", field="name")


async def test_links_to_what_may_not_be_read_are_left_out(world: World) -> None:
    tag = await world.add("ada", "tags", name=word())
    made = await world.add("ada", "items", title=word())
    path = f"items/{made['id']}"
    await world.ask("ada", "PUT", f"{path}/tags/{tag['id']}")
    events = await history(world, "cliff", path)
    assert [(each["action"], bool(each["changes"])) for each in events] == [
        ("link", False),
        ("create", True),
    ]
    answer = await world.ask("cliff", "GET", f"{path}/history?field=tags")
    assert answer.status_code == 422


async def test_pages_and_counts(world: World) -> None:
    made = await world.add("kim", "items", title=word())
    path = f"items/{made['id']}"
    for n in range(4):
        await patch(world, "kim", path, body=str(n))
    seen: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        params = {"limit": "2", "count": "exact", **cursor}
        page = (await world.ask("kim", "GET", f"{path}/history", params=params)).json()
        assert page["total"] == 5
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == await history(world, "kim", path)
    other = await world.add("kim", "items", title=word())
    stolen = await world.ask("kim", "GET", f"items/{other['id']}/history", params=params)
    assert stolen.status_code == 422, "a cursor is of one row"


async def test_a_row_softly_deleted_keeps_it(world: World) -> None:
    made = await world.add("cleo", "items", title=word())
    path = f"items/{made['id']}"
    await world.ask("cleo", "DELETE", path)
    assert [each["action"] for each in await history(world, "cleo", path)] == ["delete", "create"]
    assert (await world.ask("carl", "GET", f"{path}/history")).status_code == 404


async def test_a_row_deleted_for_good_keeps_it_for_its_last_readers(world: World) -> None:
    made = await world.add("kim", "parcels", title=word(), secret="s")
    path = f"parcels/{made['id']}"
    await patch(world, "ada", path, owner_id=str(world.ids["kit"]))
    await world.ask("ada", "DELETE", path)
    found = await history(world, "kit", path)
    actions = [each["action"] for each in found]
    assert (actions[:2], actions[-1]) == (["delete", "update"], "create")
    assert found[0]["changes"]["secret"] == ["s", None]
    assert (await world.ask("kim", "GET", f"{path}/history")).status_code == 404
    assert (await world.ask("kit", "GET", f"parcels/{ABSENT}/history")).status_code == 404


@pytest.mark.parametrize(
    "query", ["sort=id", "fields=id", "offset=1", "action=create", "limit=0", "limit=1&limit=2"]
)
async def test_other_parameters_are_refused(world: World, query: str) -> None:
    answer = await world.ask("ada", "GET", f"items/{ABSENT}/history?{query}")
    assert answer.status_code == 422


async def test_malformed_ids_and_missing_routes(world: World) -> None:
    assert (await world.ask("ada", "GET", "items/x/history")).status_code == 422
    [event] = (await world.ask("ada", "GET", "audit-events?limit=1")).json()["items"]
    answer = await world.ask("ada", "GET", f"audit-events/{event['id']}/history")
    assert answer.status_code == 404, "the trail has no history"
    answer = await world.ask("ada", "DELETE", f"items/{ABSENT}/history")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD") or (
        answer.headers["Allow"] == "GET"
    )
