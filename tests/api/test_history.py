"""Histories of the core domain: the row's own trail, under the row's policy and masks."""

from __future__ import annotations

from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import Resource
from tests.api.conftest import ROLES
from tests.api.support import control, do, risk, word
from tests.runtime.support.world import World

HISTORIES = [resource for resource in REGISTRY.resources if "history" in resource.routes]
EVERY = {"If-Match": "*"}


async def events(api: World, who: str, path: str, **params: str) -> list[dict[str, Any]]:
    answer = await api.ask(who, "GET", f"{path}/history", params={"limit": "200", **params})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.mark.parametrize("resource", HISTORIES, ids=lambda each: each.name)
async def test_every_row_in_sight_has_its_history(api: World, resource: Resource) -> None:
    """All of what succeeded, newest first; only what the reader's masks leave of it."""
    for role in ROLES:
        who = role.replace("_", "-")
        listed = await api.ask(who, "GET", f"{resource.path}?limit=3")
        for row in listed.json().get("items", []):
            found = await events(api, who, f"{resource.path}/{row['id']}")
            known = [
                str(each["id"])
                for each in api.events(row["id"])
                if each["outcome"] == "success" and each["entity_type"] == resource.name
            ]
            assert [each["id"] for each in found] == known[::-1]
            seen = {name for each in found for name in each["changes"]}
            stored = {f.name for f in resource.fields if f.stored}
            assert seen & stored <= row.keys() | {f.name for f in resource.fields if f.secret}
            assert "***" not in str([e["changes"] for e in found]) or resource.name == "user"


async def test_a_risk_from_beginning_to_end(api: World) -> None:
    made, safe = await risk(api), await control(api)
    path = f"risks/{made['id']}"
    await api.ask("risk-owner", "PATCH", path, json={"title": word()}, headers=EVERY)
    await api.ask("risk-owner", "PUT", f"{path}/controls/{safe['id']}")
    await do(api, "risk-owner", f"{path}/assess")
    refused = await api.ask("risk-owner-2", "PATCH", path, json={"title": "x"}, headers=EVERY)
    assert refused.status_code == 403
    await api.ask("admin", "DELETE", path, headers=EVERY)
    found = await events(api, "risk-owner", path)
    assert [each["action"] for each in found] == ["delete", "assess", "link", "update", "create"]
    assert {each["outcome"] for each in found} == {"success"}
    assert all(each["rule"].startswith("policies/policy.csv:") for each in found)
    [linked] = await events(api, "risk-owner", path, field="controls")
    assert linked["changes"] == {"controls": [None, safe["id"]]}
    moved = await events(api, "risk-owner", path, field="status")
    assert [each["changes"]["status"][1] for each in moved] == ["assessed", made["status"]]


async def test_an_erased_or_unknown_field_is_no_way_in(api: World) -> None:
    """The same answer for what is secret, and for what is not there."""
    path = f"users/{api.ids['viewer']}/history"
    problems = []
    for name in ("password_hash", "passwort_hash"):
        answer = await api.ask("admin", "GET", path, params={"field": name})
        assert answer.status_code == 422
        problems.append(answer.json()["errors"][0]["message"].replace(name, "it"))
    assert problems[0] == problems[1]
