"""`q` and nested `include` over HTTP: by the index, through the pipeline, under masks and reach."""

from __future__ import annotations

from typing import Any

from tests.api.support import pointers, risk
from tests.runtime.support.world import World


async def found(api: World, who: str, query: str) -> list[dict[str, Any]]:
    answer = await api.ask(who, "GET", query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_words_are_found_by_rank_and_within_reach(api: World) -> None:
    low = await risk(api, "risk-owner", title="Something", description="a zyzzyva nearby")
    high = await risk(api, "risk-owner", title="Zyzzyva at large")
    for _ in range(2):  # the second time from what was kept for the shape
        assert [each["id"] for each in await found(api, "auditor", "risks?q=ZYZZYVA")] == [
            high["id"],
            low["id"],
        ]
        assert await found(api, "auditor", "risks?q=zyzzyva%20qqqq") == []
    one = (await api.ask("auditor", "GET", "risks?q=zyzzyva&limit=1")).json()
    rest = f"risks?q=zyzzyva&limit=1&cursor={one['next_cursor']}"
    assert [each["id"] for each in await found(api, "auditor", rest)] == [low["id"]]
    counted = (await api.ask("auditor", "GET", "risks?q=zyzzyva&count=exact")).json()
    assert counted["total"] == 2
    beyond = await found(api, "risk-owner-2", "risks?q=zyzzyva")
    own = await found(api, "risk-owner-2", "risks?limit=200")
    assert {each["id"] for each in beyond} == {each["id"] for each in own} & {low["id"], high["id"]}


async def test_relations_of_relations_are_embedded(api: World) -> None:
    parent = await risk(api, "risk-owner", title="Above")
    child = await risk(api, "risk-owner", title="Below", parent_id=parent["id"])
    query = f"risks?id={child['id']}&include=parent.parent,parent.owner,owner"
    for _ in range(2):
        [row] = await found(api, "auditor", query)
        assert row["parent"]["id"] == parent["id"]
        assert row["parent"]["parent"] is None
        assert row["parent"]["owner"]["id"] == row["owner"]["id"]
        assert "password_hash" not in row["parent"]["owner"]
    refused = await api.ask("auditor", "GET", "risks?include=parent.nobody")
    assert refused.status_code == 422
    assert pointers(refused) == {("?include", "UNKNOWN_FIELD")}
