"""Lists over real data: filters, sort, cursor, count, include, and what each role sees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.support import pointers, risk
from tests.runtime.support.world import World


@pytest.fixture
async def risks(api: World) -> list[dict[str, Any]]:
    """Some risks of two owners."""
    known = (await api.ask("auditor", "GET", "risks?limit=200&sort=id")).json()["items"]
    if len(known) < 12:
        for number in range(12):
            who = "risk-owner" if number % 2 else "risk-owner-2"
            await risk(
                api,
                who,
                inherent_likelihood=1 + number % 5,
                inherent_impact=1 + number % 4,
                description="Ärger" if number < 3 else None,
                category="privacy" if number % 3 else "technology",
            )
        known = (await api.ask("auditor", "GET", "risks?limit=200&sort=id")).json()["items"]
    return known


async def pages(api: World, who: str, path: str, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = await api.ask(who, "GET", f"{path}?{query}{cursor}")
        assert answer.status_code == 200, answer.text
        rows += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return rows
        cursor = f"&cursor={answer.json()['next_cursor']}"


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("category=privacy", lambda r: r["category"] == "privacy"),
        ("category__ne=privacy", lambda r: r["category"] != "privacy"),
        ("category__in=privacy,technology", lambda r: r["category"] in ("privacy", "technology")),
        ("inherent_score__gte=9", lambda r: r["inherent_score"] >= 9),
        ("inherent_level__gt=low", lambda r: r["inherent_level"] not in (None, "low")),
        ("description__is_null=true", lambda r: r["description"] is None),
        ("description__contains=ÄRG", lambda r: "Ärg" in (r["description"] or "")),
        ("description__starts_with=är", lambda r: (r["description"] or "").startswith("Är")),
        ("review_overdue=false", lambda r: not r["review_overdue"]),
        ("open_tasks=0", lambda r: r["open_tasks"] == 0),
        (
            "inherent_score__gt=4&category=privacy",
            lambda r: r["inherent_score"] > 4 and r["category"] == "privacy",
        ),
    ],
)
async def test_filters(api: World, risks: Any, query: str, keeps: Any) -> None:
    expected = [each["id"] for each in risks if keeps(each)]
    assert 0 < len(expected)
    answer = await api.ask("auditor", "GET", f"risks?{query}&limit=200&sort=id&count=exact")
    assert [each["id"] for each in answer.json()["items"]] == expected
    assert answer.json()["total"] == len(expected)


@pytest.mark.parametrize(
    "sort",
    [
        "-current_score",
        "category,-current_score",
        "-inherent_level,title",
        "description",
        "-description",
        "-created_at",
        "-residual_score,id",
        "owner_id,-id",
    ],
)
async def test_sort_and_cursor_give_each_row_once(api: World, risks: Any, sort: str) -> None:
    whole = (await api.ask("auditor", "GET", f"risks?sort={sort}&limit=200")).json()["items"]
    walked = await pages(api, "auditor", "risks", f"sort={sort}&limit=3")
    assert [each["id"] for each in walked] == [each["id"] for each in whole]
    assert len({each["id"] for each in whole}) == len(risks)


async def test_a_cursor_is_of_its_query_alone(api: World, risks: Any) -> None:
    first = (await api.ask("auditor", "GET", "risks?limit=2&sort=title")).json()
    for query in ("limit=2&sort=-title", "limit=2", "limit=2&sort=title&category=privacy"):
        answer = await api.ask("auditor", "GET", f"risks?{query}&cursor={first['next_cursor']}")
        assert pointers(answer) == {("?cursor", "INVALID_CURSOR")}
    again = await api.ask(
        "auditor", "GET", f"risks?limit=9&fields=id&sort=title&cursor={first['next_cursor']}"
    )
    assert again.status_code == 200


async def test_fields_and_include(api: World, risks: Any) -> None:
    answer = await api.ask(
        "viewer",
        "GET",
        "risks?fields=id,title&include=owner,controls,business_unit,tasks&limit=200",
    )
    seen = False
    for each in answer.json()["items"]:
        assert set(each) == {
            "id",
            "title",
            "owner",
            "controls",
            "controls_next_cursor",
            "business_unit",
            "tasks",
            "tasks_next_cursor",
        }
        assert each["owner"]["full_name"]
        assert "email" not in each["owner"], "hidden from a viewer"
        assert isinstance(each["controls"], list)
        seen = seen or bool(each["controls"])
    assert seen
    whole = (await api.ask("auditor", "GET", "risks?include=owner&limit=1")).json()["items"][0]
    assert "email" in whole["owner"]
    assert "password_hash" not in whole["owner"]


async def test_related_lists(api: World, risks: Any) -> None:
    owner = (await api.ask("auditor", "GET", "risks?limit=1&sort=id")).json()["items"][0]
    linked = await api.ask("viewer", "GET", f"risks/{owner['id']}/controls?count=exact")
    total = linked.json()["total"]
    assert total == len(linked.json()["items"])
    for each in linked.json()["items"]:
        back = await api.ask("viewer", "GET", f"controls/{each['id']}/risks")
        assert owner["id"] in {one["id"] for one in back.json()["items"]}


async def test_lists_counts_and_rows_agree_for_every_role(api: World, risks: Any) -> None:
    """What a list shows is what single reads show, and what the count says."""
    for who in ("viewer", "contributor", "respondent", "service", "admin", "dpo", "control-owner"):
        for path in ("users", "tasks", "evidence", "refresh-tokens", "role-assignments", "risks"):
            answer = await api.ask(who, "GET", f"{path}?limit=200&count=exact")
            if answer.status_code == 403:
                continue
            rows = answer.json()["items"]
            assert answer.json()["total"] == len(rows)
            table = path.replace("-", "_")
            live = " where deleted_at is null" if path == "risks" else ""
            every = {str(each["id"]) for each in api.sql(f"select id from {table}{live}")}
            shown = {each["id"] for each in rows}
            assert shown <= every
            for key in sorted(every)[:40]:
                status = (await api.ask(who, "GET", f"{path}/{key}")).status_code
                assert status == (200 if key in shown else 404), (who, path, key)


async def test_the_trail_is_a_list_like_any_other(api: World, risks: Any) -> None:
    key = risks[0]["id"]
    answer = await api.ask(
        "auditor", "GET", f"audit-events?entity_id={key}&entity_type=risk&sort=-occurred_at"
    )
    [*_, first] = answer.json()["items"]
    assert (first["action"], first["changes"]["title"]) == ("create", [None, risks[0]["title"]])
    assert (await api.ask("viewer", "GET", "audit-events")).status_code == 403
    for method in ("POST", "PATCH", "PUT", "DELETE"):
        answer = await api.ask("admin", method, f"audit-events/{first['id']}", json={})
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"
    assert (await api.ask("admin", "POST", "audit-events", json={})).status_code == 405
