"""Expressions and relations in queries, over HTTP and the real policy."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.api.support import pointers, risk
from tests.runtime.support.world import World


@pytest.fixture
async def risks(api: World) -> list[dict[str, Any]]:
    """Some risks of two owners, with them."""
    query = "risks?limit=200&include=owner"
    known = (await api.ask("auditor", "GET", query)).json()["items"]
    if len({row["owner_id"] for row in known}) < 2 or len(known) < 8:
        for number in range(8):
            who = "risk-owner" if number % 2 else "risk-owner-2"
            await risk(api, who, inherent_likelihood=1 + number % 5, inherent_impact=2)
        known = (await api.ask("auditor", "GET", query)).json()["items"]
    return known


async def ids(api: World, who: str, query: str) -> list[str]:
    answer = await api.ask(who, "GET", f"risks?limit=200&fields=id&{query}")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ('owner.email = "risk-owner@example.com"', lambda r: _email(r) == "risk-owner@example.com"),
        ("owner.email:RISK-OWNER-2", lambda r: "risk-owner-2" in _email(r)),
        ("NOT owner.email:owner-2", lambda r: "owner-2" not in _email(r)),
        (
            "inherent_score >= 4 AND category = technology OR owner.email:owner-2",
            lambda r: (
                r["inherent_score"] >= 4
                and (r["category"] == "technology" or "owner-2" in _email(r))
            ),
        ),
        ("-controls:*", None),
        ("created_at > 2020-01-01T00:00:00Z closed_on:*", lambda r: r["closed_on"] is not None),
    ],
)
async def test_an_expression(
    api: World, risks: list[dict[str, Any]], text: str, keeps: Any
) -> None:
    found = await ids(api, "auditor", f"filter={quote(text)}")
    if keeps is not None:
        assert sorted(found) == sorted(row["id"] for row in risks if keeps(row))
    total = await api.ask("auditor", "GET", f"risks?count=exact&filter={quote(text)}")
    assert total.json()["total"] == len(found)


def _email(row: dict[str, Any]) -> str:
    return str((row["owner"] or {}).get("email", ""))


async def test_parameters_and_order_over_a_relation(
    api: World, risks: list[dict[str, Any]]
) -> None:
    wanted = [row["id"] for row in risks if _email(row) == "risk-owner@example.com"]
    assert wanted
    found = await ids(api, "auditor", "owner.email=risk-owner@example.com")
    assert sorted(found) == sorted(wanted)
    several = await ids(api, "auditor", "owner.email__in=risk-owner@example.com,nobody@example.com")
    assert sorted(several) == sorted(wanted)
    ordered = await ids(api, "auditor", "sort=-owner.full_name,id")
    names = [(row["owner"] or {}).get("full_name") for row in risks]
    by_id = {row["id"]: name for row, name in zip(risks, names, strict=True)}
    shown = [by_id[key] for key in ordered]
    assert shown == sorted((n for n in shown if n is not None), reverse=True) + [
        n for n in shown if n is None
    ]
    skipped = await ids(api, "auditor", "sort=-owner.full_name,id&offset=3")
    assert skipped == ordered[3:]


async def test_a_scope_holds_whatever_the_expression(
    api: World, risks: list[dict[str, Any]]
) -> None:
    own = set(await ids(api, "risk-owner", ""))
    assert set(await ids(api, "risk-owner", "filter=id%3A*%20OR%20NOT%20id%3A*")) == own


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("filter=title%20%3D", "MALFORMED_FILTER"),
        ("filter=lower(title)%20%3D%20a", "MALFORMED_FILTER"),
        ("filter=owner.password_hash%3Ax", "UNKNOWN_FIELD"),
        ("filter=" + quote("(" * 2000), "MALFORMED_FILTER"),
        ("filter=category%20%3D%20nope", "INVALID_VALUE"),
    ],
)
async def test_what_means_nothing_is_refused(api: World, query: str, code: str) -> None:
    answer = await api.ask("auditor", "GET", f"risks?{query}")
    assert answer.status_code == 422
    assert pointers(answer) == {("?filter", code)}
    assert " at character " in answer.json()["errors"][0]["message"]


async def test_members_of_changes_are_those_in_sight(
    api: World, risks: list[dict[str, Any]]
) -> None:
    text = quote("entity_type = risk AND changes.title:*")
    answer = await api.ask("auditor", "GET", f"audit-events?limit=200&filter={text}")
    assert answer.status_code == 200, answer.text
    events = answer.json()["items"]
    assert events
    assert all("title" in event["changes"] for event in events)
