"""`charter policy explain` says what the server does, and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from charter.policy.explain import Explanation, Question, explain, explain_event
from generated.registry import REGISTRY
from tests.api.support import do, risk
from tests.runtime.support.world import World

LINES = "policies/policy.csv"


class Served:
    """As much of the parts of an application as an explanation needs."""

    def __init__(self, api: World) -> None:
        self.services = api.services
        self.database = api.services.database
        self.policy = api.services.policy


async def why(
    api: World, who: str, action: str, resource: str, key: str | None = None
) -> Explanation:
    """What is said of somebody and a row."""
    actor = await api.fastapi.state.server._people.load(api.ids[who])
    reach = api.services.policy.reach(actor)
    asked = Question(reach, REGISTRY[resource], action, UUID(key) if key else None)
    parts: Any = Served(api)
    return await explain(parts, asked)


async def test_an_owner_and_the_line_that_lets_them(api: World) -> None:
    row = await risk(api)
    found = await why(api, "risk-owner", "update", "risk", row["id"])
    assert (found.decision, found.status) == ("allowed", None)
    assert found.scopes == {"own": True}
    [line] = found.lines
    assert line.name == found.line
    assert line.text == "p, risk_owner, risk, update, own, allow"
    assert (line.via, line.holds) == ("risk_owner", True)
    assert found.read_only == ["owner_id"]


async def test_another_of_the_same_role(api: World) -> None:
    row = await risk(api)
    found = await why(api, "risk-owner-2", "update", "risk", row["id"])
    assert (found.decision, found.status, found.line) == ("denied", 403, None)
    assert found.scopes == {"own": False}
    answer = await api.ask(
        "risk-owner-2",
        "PATCH",
        f"risks/{row['id']}",
        json={"title": "x"},
        headers={"If-Match": "*"},
    )
    assert answer.status_code == 403


async def test_who_holds_no_rule(api: World) -> None:
    row = await risk(api)
    for key in (None, row["id"]):
        found = await why(api, "viewer", "update", "risk", key)
        assert (found.decision, found.status) == ("denied", 403)
        assert "No line" in found.because


async def test_a_row_out_of_sight_and_one_that_is_not(api: World) -> None:
    [account] = api.sql("select id from role_assignments limit 1")
    found = await why(api, "nobody", "read", "role_assignment", str(account["id"]))
    assert (found.decision, found.status) == ("denied", 403)
    found = await why(api, "viewer", "read", "role_assignment", str(account["id"]))
    assert (found.decision, found.status) == ("denied", 404)
    assert "out of the person's sight" in found.because
    gone = await why(api, "viewer", "read", "role_assignment", str(uuid4()))
    assert (gone.decision, gone.status) == ("denied", 404)
    assert "no such" in gone.because


async def test_a_denial_outweighs_and_is_named(api: World) -> None:
    [mine] = api.sql("select id from role_assignments where user_id = %s", api.ids["admin"])
    found = await why(api, "admin", "delete", "role_assignment", str(mine["id"]))
    assert (found.decision, found.status) == ("denied", 403)
    denying = next(line for line in found.lines if line.name == found.line)
    assert (denying.effect, denying.scope, denying.holds) == ("deny", "own", True)


async def test_what_the_model_demands_besides(api: World) -> None:
    row = await risk(api)
    found = await why(api, "risk-owner", "complete_treatment", "risk", row["id"])
    assert (found.decision, found.status) == ("refused", 409)
    assert any("none of the states" in hurdle for hurdle in found.hurdles)
    answer = await api.ask("risk-owner", "POST", f"risks/{row['id']}/complete-treatment", json={})
    assert answer.status_code == 409


async def test_what_comes_by_inheritance_says_so(api: World) -> None:
    found = await why(api, "risk-owner", "read", "evidence")
    ways = {line.via for line in found.lines}
    assert "risk_owner → contributor" in ways
    assert "risk_owner → contributor → viewer" in ways


async def test_a_limit_is_told(api: World) -> None:
    [unit] = api.sql("select id::text from business_units limit 1")
    grant = {"user_id": str(api.ids["nobody"]), "role": "compliance_manager"}
    limit = {"scope_type": "business_unit", "scope_id": unit["id"]}
    made = await api.add("admin", "role-assignments", **grant, **limit)
    api.fastapi.state.server._people._known.clear()
    found = await why(api, "nobody", "read", "risk")
    assert found.roles == [f"compliance_manager (limited to business_unit {unit['id']})"]
    assert {line.limit for line in found.lines} == {f"business_unit {unit['id']}"}
    await api.ask("admin", "DELETE", f"role-assignments/{made['id']}")


async def test_the_past_in_the_words_of_its_time(api: World) -> None:
    row = await risk(api)
    await do(api, "risk-owner", f"risks/{row['id']}/assess")
    [event] = [e for e in api.events(row["id"]) if e["action"] == "assess"]
    parts: Any = Served(api)
    past = await explain_event(parts, event["id"])
    assert past is not None
    assert past.rule == event["rule"]
    assert past.text == "p, risk_owner, risk, assess, own, allow"
    assert (past.actor, past.outcome) == ("risk-owner@example.com", "success")
    assert await explain_event(parts, uuid4()) is None


async def test_a_denial_in_the_past_that_no_line_made(api: World) -> None:
    row = await risk(api)
    await api.ask("viewer", "PATCH", f"risks/{row['id']}", json={"title": "x"})
    [event] = [e for e in api.events(row["id"]) if e["outcome"] == "denied"]
    assert event["rule"] == f"policies/policy.csv@{api.services.policy.current.rules.hash}"
    parts: Any = Served(api)
    past = await explain_event(parts, event["id"])
    assert past is not None
    assert past.text == "no line of this policy matched"


@pytest.mark.parametrize("rule", ["policies/policy.csv:1@000000000000", "nonsense"])
async def test_a_policy_that_nobody_kept(api: World, rule: str) -> None:
    [event] = api.sql("select id from audit_events order by id limit 1")
    with_rule = "select set_config('session_replication_role', 'replica', true)"
    with psycopg.connect(api.urls.superuser) as connection:
        connection.execute(with_rule)
        connection.execute("update audit_events set rule = %s where id = %s", [rule, event["id"]])
    parts: Any = Served(api)
    past = await explain_event(parts, event["id"])
    assert past is not None
    assert (past.rule, past.text) == (rule, None)
