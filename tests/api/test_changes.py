"""The feed of changes: each once, in order, without gaps, and of rows in reach alone."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.runtime.support.world import World

MANAGER = "compliance-manager"


async def feed(world: World, who: str, query: str = "", after: str = "") -> list[dict[str, Any]]:
    """All pages to the end."""
    found: list[dict[str, Any]] = []
    while True:
        cursor = f"&after={after}" if after else ""
        answer = await world.ask(who, "GET", f"changes?limit=7{query}{cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        if not page["items"]:
            return found
        assert page["next_cursor"] != after
        found, after = found + page["items"], page["next_cursor"]


async def end(world: World, who: str = "admin") -> str:
    """The cursor behind everything that is there."""
    after = ""
    while True:
        cursor = f"&after={after}" if after else ""
        page = (await world.ask(who, "GET", f"changes?limit=200{cursor}")).json()
        after = page["next_cursor"]
        if not page["items"]:
            return after


def told(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["action"], item["entity_id"]) for item in items]


async def test_changes_come_in_order_and_once(api: World) -> None:
    after = await end(api)
    made = [await api.add(MANAGER, "tasks", title=f"Task {n}") for n in range(10)]
    for row in made[:5]:
        await api.ask(MANAGER, "PATCH", f"tasks/{row['id']}", json={"title": "Other"})
    await api.ask("admin", "DELETE", f"tasks/{made[0]['id']}")
    found = await feed(api, "admin", after=after)
    expected = [("create", row["id"]) for row in made]
    expected += [("update", row["id"]) for row in made[:5]]
    assert told(found) == [*expected, ("delete", made[0]["id"])]
    assert found[10]["changes"]["title"] == ["Task 0", "Other"]


async def test_a_change_that_commits_late_is_not_missed(api: World) -> None:
    """It waits, and all that came after it waits with it, though they were committed first."""
    after = await end(api)
    with psycopg.connect(api.urls.owner) as slow:
        slow.execute("insert into tasks (title) values ('slow')")
        quick = await api.add(MANAGER, "tasks", title="quick")
        assert await feed(api, "admin", after=after) == []
        slow.commit()
    found = await feed(api, "admin", after=after)
    assert [item["changes"]["title"][1] for item in found] == ["slow", "quick"]
    assert found[1]["entity_id"] == quick["id"]


async def test_what_was_passed_is_not_looked_at_again(api: World) -> None:
    """The cursor of an empty page stands behind changes of other kinds; none after it is lost."""
    after = await end(api)
    manager, query = MANAGER, "&entity_type=project"
    for n in range(3):
        await api.add(manager, "tasks", title=f"Passed {n}")
    page = (await api.ask("admin", "GET", f"changes?limit=2{query}&after={after}")).json()
    assert page["items"] == []
    assert page["next_cursor"] != after
    everything = await feed(api, "admin", after=page["next_cursor"])
    assert [item["entity_type"] for item in everything] == []
    made = await api.add(manager, "tasks", title="Next")
    found = await feed(api, "admin", after=page["next_cursor"])
    assert told(found) == [("create", made["id"])]


async def test_an_empty_page_goes_no_further_than_the_oldest_that_runs(api: World) -> None:
    after = await end(api)
    with psycopg.connect(api.urls.owner) as slow:
        slow.execute("insert into tasks (title) values ('slower')")
        for _ in range(3):
            await api.add(MANAGER, "tasks", title="quicker")
            page = (await api.ask("admin", "GET", f"changes?after={after}")).json()
            assert page["items"] == []
            after = page["next_cursor"]
        slow.commit()
    found = await feed(api, "admin", after=after)
    assert [item["changes"]["title"][1] for item in found] == ["slower", *["quicker"] * 3]


async def test_behind_a_cursor_is_only_what_is_on_the_disk(api: World) -> None:
    """The tests' server lets nobody wait for the disk: what lies there was brought by the feed."""
    written = "select pg_current_wal_insert_lsn()::text as place"
    flushed = "select pg_current_wal_flush_lsn() >= %s::pg_lsn as there"
    after = await end(api)
    for query in ("", "&entity_type=project"):
        await api.add(MANAGER, "tasks", title="There")
        place = api.sql(written)[0]["place"]
        await feed(api, "admin", query, after=after)
        after = await end(api)
        assert api.sql(flushed, place) == [{"there": True}]


async def test_to_ask_again_moves_nothing(api: World) -> None:
    after = await end(api)
    again = (await api.ask("admin", "GET", f"changes?after={after}")).json()
    assert again == {"items": [], "next_cursor": after}


@pytest.mark.parametrize("who", ["viewer", "contributor", "auditor", "admin", "respondent"])
async def test_it_shows_what_the_histories_of_readable_rows_show(api: World, who: str) -> None:
    found = await feed(api, who)
    paths = {resource.name: resource.path for resource in api.registry.resources}
    rows = {(item["entity_type"], item["entity_id"]) for item in found}
    for kind, key in sorted(rows)[:60]:
        history = await api.ask(who, "GET", f"{paths[kind]}/{key}/history?limit=200")
        if history.status_code == 404 and "history" not in api.registry[kind].routes:
            continue
        assert history.status_code == 200, (kind, key)
        events = {event["id"]: event for event in history.json()["items"]}
        for item in found:
            if (item["entity_type"], item["entity_id"]) == (kind, key):
                assert item == events[item["id"]]


async def test_what_nobody_may_read_is_not_told(api: World) -> None:
    found = await feed(api, "viewer")
    kinds = {item["entity_type"] for item in found}
    assert "user" in kinds
    assert "refresh_token" not in kinds
    people = [item["changes"] for item in found if item["entity_type"] == "user"]
    assert people
    assert not any({"email", "password_hash"} & changes.keys() for changes in people)


async def test_kinds_can_be_chosen(api: World) -> None:
    found = await feed(api, "admin", query="&entity_type=risk,task")
    assert {item["entity_type"] for item in found} == {"risk", "task"}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=1&limit=2", "?limit"),
        ("after=nonsense", "?after"),
        ("entity_type=nonsense", "?entity_type"),
        ("cursor=x", "?cursor"),
    ],
)
async def test_a_wrong_query_is_said(api: World, query: str, pointer: str) -> None:
    answer = await api.ask("admin", "GET", f"changes?{query}")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_cursor_of_a_list_is_none_of_the_feed(api: World) -> None:
    page = (await api.ask("admin", "GET", "risks?limit=1")).json()
    answer = await api.ask("admin", "GET", f"changes?after={page['next_cursor']}")
    assert answer.json()["errors"][0]["code"] == "INVALID_CURSOR"


async def test_who_may_follow(api: World) -> None:
    assert (await api.ask("", "GET", "changes")).status_code == 401
    assert (await api.ask("nobody", "GET", "changes")).status_code == 403
