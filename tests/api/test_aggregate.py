"""Groups and measures over HTTP: of the rows that the list shows, and of nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from generated.registry import REGISTRY
from tests.api.conftest import ROLES
from tests.api.support import code, pointers, risk, word
from tests.runtime.support.world import World

SERVED = [resource for resource in REGISTRY.resources if "aggregate" in resource.routes]


async def groups(api: World, who: str, path: str) -> list[dict[str, Any]]:
    answer = await api.ask(who, "GET", path)
    assert answer.status_code == 200, answer.text
    assert list(answer.json()) == ["groups"]
    found: list[dict[str, Any]] = answer.json()["groups"]
    return found


async def rows(api: World, who: str, path: str, query: str) -> list[dict[str, Any]]:
    """All that the list shows."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await api.ask(who, "GET", f"{path}?limit=200{query}{cursor}")).json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("resource", SERVED, ids=lambda each: each.name)
async def test_whoever_asks_counts_what_their_list_shows(api: World, resource: Any) -> None:
    for role in ("", *(role.replace("_", "-") for role in ROLES), "nobody"):
        listed = await api.ask(role, "GET", f"{resource.path}?limit=1&count=exact")
        counted = await api.ask(role, "GET", f"{resource.path}/aggregate")
        assert counted.status_code == listed.status_code, role
        if listed.status_code == 200:
            assert counted.json() == {"groups": [{"count": listed.json()["total"]}]}, role
        else:
            assert code(counted) == code(listed)


@pytest.mark.parametrize("who", ["auditor", "risk-owner", "contributor"])
@pytest.mark.parametrize("query", ["", "&category=technology", "&filter=title:risk", "&q=risk"])
async def test_groups_are_those_of_the_rows(api: World, who: str, query: str) -> None:
    await risk(api, "risk-owner")
    shown = await rows(api, who, "risks", query)
    asked = "risks/aggregate?group_by=status,owner_id&measures=count,sum_current_score,max_title"
    found = await groups(api, who, asked + query)
    expected = Counter((row["status"], row["owner_id"]) for row in shown)
    assert {(g["status"], g["owner_id"]): g["count"] for g in found} == expected
    for group in found:
        own = [r for r in shown if all(r[name] == group[name] for name in ("status", "owner_id"))]
        assert group["max_title"] == max(row["title"] for row in own)
        scores = [row["current_score"] for row in own if row["current_score"] is not None]
        assert group["sum_current_score"] == (sum(scores) if scores else None)
    again = await groups(api, who, asked + query)
    assert again == found


async def test_what_is_looked_up_elsewhere_makes_groups(api: World) -> None:
    """`open_tasks` counts rows of another table, `review_overdue` asks for the day."""
    made = await risk(api)
    manager = "compliance-manager"
    await api.add(manager, "tasks", title=word(), risk_id=made["id"])
    shown = await rows(api, "auditor", "risks", "")
    for name in ("open_tasks", "review_overdue"):
        found = await groups(api, "auditor", f"risks/aggregate?group_by={name}")
        counted = {group[name]: group["count"] for group in found}
        assert counted == Counter(row[name] for row in shown)


async def test_decimals_are_texts_and_exact(api: World) -> None:
    for budget in ("0.10", "0.20", "100000000.30"):
        name = word("aggregated")
        await api.add(
            "compliance-manager",
            "projects",
            key=f"A{name[-9:].upper()}",
            name=name,
            budget=budget,
            currency="EUR",
        )
    asked = "sum_budget,min_budget,max_budget,avg_budget"
    path = f"projects/aggregate?measures={asked}&name__starts_with=aggregated"
    [found] = await groups(api, "admin", path)
    assert (found["sum_budget"], found["min_budget"]) == ("100000000.60", "0.10")
    assert round(Decimal(found["avg_budget"]), 8) == Decimal("33333333.53333333")


async def test_a_sum_that_no_float_holds_is_a_422(api: World) -> None:
    titles = word("endless")
    for _ in range(2):
        await api.add("compliance-manager", "tasks", title=titles, effort_hours=1.7e308)
    path = f"tasks/aggregate?title={titles}&measures="
    for measure in ("sum_effort_hours", "count,avg_effort_hours"):
        answer = await api.ask("compliance-manager", "GET", f"{path}{measure}")
        assert pointers(answer) == {("?measures", "INVALID_VALUE")}
    [found] = await groups(api, "compliance-manager", f"{path}max_effort_hours")
    assert found == {"max_effort_hours": 1.7e308}


async def test_times_are_cut(api: World) -> None:
    await risk(api)
    shown = await rows(api, "auditor", "risks", "")
    found = await groups(api, "auditor", "risks/aggregate?group_by=created_at:month")
    months = Counter(row["created_at"][:7] for row in shown)
    starts = {f"{month}-01T00:00:00+00:00": count for month, count in months.items()}
    assert {group["created_at"]: group["count"] for group in found} == starts


async def test_deleted_rows_are_not_counted_and_the_past_can_be(api: World) -> None:
    made = await risk(api, "risk-owner")
    path = f"risks/aggregate?id={made['id']}"
    assert await groups(api, "auditor", path) == [{"count": 1}]
    before = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    gone = await api.ask("admin", "DELETE", f"risks/{made['id']}", headers={"If-Match": "*"})
    assert gone.status_code == 204, gone.text
    assert await groups(api, "auditor", path) == [{"count": 0}]
    assert await groups(api, "auditor", f"{path}&as_of={before}") == [{"count": 1}]
    along = await api.ask("auditor", "GET", f"{path}&as_of={before}&owner.is_active=true")
    assert pointers(along) == {("?as_of", "INVALID_VALUE")}


async def test_a_hidden_field_is_none(api: World) -> None:
    """To a viewer the address of a user does not exist; to an administrator it does."""
    for query in ("group_by=email", "measures=max_email", "email=x", "filter=email:x"):
        assert (await api.ask("viewer", "GET", f"users/aggregate?{query}")).status_code == 422
    assert pointers(await api.ask("viewer", "GET", "users/aggregate?group_by=email")) == {
        ("?group_by", "UNKNOWN_FIELD")
    }
    assert await groups(api, "admin", "users/aggregate?group_by=email")


@pytest.mark.parametrize(
    ("query", "pointer", "wrong"),
    [
        ("limit=1", "?limit", "UNKNOWN_PARAMETER"),
        ("sort=title", "?sort", "UNKNOWN_PARAMETER"),
        ("include=owner", "?include", "UNKNOWN_PARAMETER"),
        ("count=exact", "?count", "UNKNOWN_PARAMETER"),
        ("group_by=titel", "?group_by", "UNKNOWN_FIELD"),
        ("group_by=owner", "?group_by", "UNKNOWN_FIELD"),
        ("group_by=title:day", "?group_by", "INVALID_VALUE"),
        ("measures=sum_status", "?measures", "UNKNOWN_FIELD"),
        ("filter=title+%3D", "?filter", "MALFORMED_FILTER"),
    ],
)
async def test_a_wrong_question_is_a_422(api: World, query: str, pointer: str, wrong: str) -> None:
    answer = await api.ask("auditor", "GET", f"risks/aggregate?{query}")
    assert pointers(answer) == {(pointer, wrong)}


async def test_it_is_a_plain_read(api: World) -> None:
    """JSON alone, HEAD as well, no other method; it leaves no event."""
    before = len(api.events())
    assert (await api.ask("auditor", "HEAD", "risks/aggregate")).status_code == 200
    csv = await api.ask("auditor", "GET", "risks/aggregate", headers={"Accept": "text/csv"})
    assert csv.status_code == 406
    posted = await api.ask("auditor", "POST", "risks/aggregate", json={})
    assert (posted.status_code, posted.headers["Allow"]) == (405, "GET, HEAD")
    assert len(api.events()) == before


async def test_it_is_served_where_the_model_names_it(api: World) -> None:
    """Audit events have a list and rows alone: there is no row of the id `aggregate`."""
    assert "aggregate" not in REGISTRY.trail.routes
    answer = await api.ask("auditor", "GET", "audit-events/aggregate")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "id")
