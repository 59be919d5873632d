"""Scenario 2, risk to acceptance, and what a risk owner may do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from runtime.jobs import Scheduler
from tests.api.support import act, code, control, do, matrix, pointers, risk, word
from tests.runtime.support.world import World

TODAY = datetime.now(UTC).date()


async def test_risk_to_acceptance(api: World) -> None:
    scale = await matrix(api)
    made = await risk(api, matrix_id=scale["id"])
    assert made["ref"].startswith("R-")
    assert (made["inherent_level"], made["current_score"]) == ("low", 4)
    path = f"risks/{made['id']}"
    scored = await do(api, "risk-owner", f"{path}/score", inherent_likelihood=4, inherent_impact=5)
    assert (scored["inherent_score"], scored["inherent_level"]) == (20, "critical")
    assert scored["above_appetite"] is True
    event = api.events(made["id"])[-1]
    assert (event["action"], event["changes"]["inherent_impact"]) == ("score", [2, 5])
    await do(api, "risk-owner", f"{path}/assess")
    acceptance = await api.add(
        "risk-owner",
        "risk-acceptances",
        title=word("acceptance"),
        justification="too dear",
        valid_until=str(TODAY + timedelta(days=30)),
        risk_id=made["id"],
        approver_id=str(api.ids["top-management"]),
    )
    assert acceptance["requester_id"] == str(api.ids["risk-owner"])
    where = f"risk-acceptances/{acceptance['id']}"
    submitted = await do(api, "risk-owner", f"{where}/submit")
    assert submitted["score_snapshot"]["inherent_score"] == 20
    assert code(await api.ask("risk-owner", "POST", f"{where}/approve"))[0] == 403
    assert code(await api.ask("top-management-2", "POST", f"{where}/approve"))[0] == 403
    frozen = await api.ask("risk-owner", "PATCH", where, json={"conditions": "x"})
    assert code(frozen) == (409, "FROZEN")
    approved = await do(api, "top-management", f"{where}/approve", decision_note="for a month")
    assert (approved["status"], approved["decision_note"]) == ("approved", "for a month")
    assert (await api.ask("viewer", "GET", path)).json()["status"] == "accepted"
    assert api.events(made["id"])[-1]["action"] == "accept"
    for verb in ("accept", "lapse", "expire"):
        assert (await api.ask("admin", "POST", f"{path}/{verb}")).status_code == 404
    api.overrule(
        "update risk_acceptances set valid_until = %s where id = %s",
        TODAY - timedelta(days=1),
        acceptance["id"],
    )
    scheduler = Scheduler(api.services)
    [due] = [each for each in scheduler.jobs() if each.name == "risk_acceptance.expire"]
    assert await scheduler.run_one(due) >= 1
    assert (await api.ask("viewer", "GET", where)).json()["status"] == "expired"
    assert (await api.ask("viewer", "GET", path)).json()["status"] == "assessed"
    assert [(e["action"], e["source"]) for e in api.events(acceptance["id"])[-1:]] == [
        ("expire", "job")
    ]
    assert api.events(made["id"])[-1]["action"] == "lapse"


async def test_another_s_risk_is_refused(api: World) -> None:
    made = await risk(api)
    tag = {"If-Match": '"1"'}
    answer = await api.ask(
        "risk-owner-2", "PATCH", f"risks/{made['id']}", json={"title": "x"}, headers=tag
    )
    assert answer.status_code == 403
    for verb in ("assess", "treat", "monitor"):
        answer = await api.ask("risk-owner-2", "POST", f"risks/{made['id']}/{verb}", headers=tag)
        assert answer.status_code == 403, verb
    scored = {"inherent_likelihood": 1, "inherent_impact": 1}
    answer = await api.ask("risk-owner-2", "POST", f"risks/{made['id']}/score", json=scored)
    assert answer.status_code == 403
    given = await api.ask(
        "risk-owner",
        "PATCH",
        f"risks/{made['id']}",
        json={"owner_id": str(api.ids["risk-owner-2"])},
        headers=tag,
    )
    assert pointers(given) == {("/owner_id", "READ_ONLY")}
    denied = [e for e in api.events(made["id"]) if e["outcome"] == "denied"]
    assert len(denied) == 5
    assert {e["actor_email"] for e in denied} == {"risk-owner-2@example.com"}


async def test_a_risk_is_treated(api: World) -> None:
    made = await risk(api, inherent_likelihood=4, inherent_impact=4)
    path = f"risks/{made['id']}"
    await do(api, "risk-owner", f"{path}/assess")
    answer = await act(api, "risk-owner", f"{path}/treat")
    assert code(answer) == (409, "NO_TREATMENT")
    answer = await act(api, "risk-owner", f"{path}/treat", treatment="mitigate")
    assert code(answer) == (409, "NO_MEASURE")
    safeguard = await control(api)
    link = f"{path}/controls/{safeguard['id']}"
    assert (await api.ask("risk-owner", "PUT", link)).status_code == 204
    plan = await api.add(
        "risk-owner",
        "risk-treatment-plans",
        title=word("plan"),
        strategy="mitigate",
        target_date="2030-01-01",
        risk_id=made["id"],
    )
    where = f"risk-treatment-plans/{plan['id']}/controls/{safeguard['id']}"
    assert (await api.ask("risk-owner", "PUT", where)).status_code == 204
    await do(api, "risk-owner", f"{path}/treat", treatment="mitigate")
    opened = await do(api, "risk-owner", f"risk-treatment-plans/{plan['id']}/generate-tasks")
    assert opened == {"created": 1}
    again = await do(api, "risk-owner", f"risk-treatment-plans/{plan['id']}/generate-tasks")
    assert again == {"created": 0}
    [task] = (await api.ask("viewer", "GET", f"{path}/tasks")).json()["items"]
    assert task["assignee_id"] == str(api.ids["control-owner"])
    assert (await api.ask("viewer", "GET", path)).json()["open_tasks"] == 1
    missing = await act(api, "risk-owner", f"{path}/complete-treatment")
    assert pointers(missing) == {
        ("/residual_likelihood", "REQUIRED"),
        ("/residual_impact", "REQUIRED"),
    }
    higher = await act(
        api, "risk-owner", f"{path}/complete-treatment", residual_likelihood=5, residual_impact=5
    )
    assert pointers(higher) == {("/residual_likelihood", "RESIDUAL_ABOVE_INHERENT")}
    done = await do(
        api, "risk-owner", f"{path}/complete-treatment", residual_likelihood=1, residual_impact=4
    )
    assert (done["status"], done["residual_score"], done["current_score"]) == ("treated", 4, 4)


async def test_a_matrix_and_its_scale(api: World) -> None:
    scale = await matrix(api)
    bad = {"name": word(), "likelihood_labels": ["1"], "impact_labels": 5, "level_bands": {}}
    answer = await api.ask("compliance-manager", "POST", "risk-matrices", json=bad)
    assert {pointer for pointer, _ in pointers(answer)} == {
        "/likelihood_labels",
        "/impact_labels",
        "/level_bands",
    }
    found = await api.ask(
        "viewer", "GET", f"risk-matrices/{scale['id']}/evaluate?likelihood=4&impact=5"
    )
    assert found.json() == {"score": 20, "level": "critical"}
    for query in ("", "likelihood=4", "likelihood=9&impact=1", "likelihood=6&impact=1"):
        answer = await api.ask("viewer", "GET", f"risk-matrices/{scale['id']}/evaluate?{query}")
        assert answer.status_code == 422, query


async def test_what_goes_with_a_risk_comes_back_with_it(api: World) -> None:
    made = await risk(api)
    plan = await api.add(
        "risk-owner",
        "risk-treatment-plans",
        title=word("plan"),
        strategy="avoid",
        target_date="2030-01-01",
        risk_id=made["id"],
    )
    gone = await api.add(
        "risk-owner",
        "risk-treatment-plans",
        title=word("plan"),
        strategy="avoid",
        target_date="2030-01-01",
        risk_id=made["id"],
    )
    assert (
        await api.ask("admin", "DELETE", f"risk-treatment-plans/{gone['id']}")
    ).status_code == 204
    path = f"risks/{made['id']}"
    assert code(await api.ask("admin", "DELETE", path)) == (428, "PRECONDITION_REQUIRED")
    deleted = await api.ask("admin", "DELETE", path, headers={"If-Match": "*"})
    assert deleted.status_code == 204
    where = f"risk-treatment-plans/{plan['id']}"
    assert (await api.ask("viewer", "GET", where)).status_code == 404
    assert api.events(plan["id"])[-1]["action"] == "delete"
    assert (await api.ask("admin", "POST", f"{path}/restore")).status_code == 200
    assert (await api.ask("viewer", "GET", where)).status_code == 200
    assert (await api.ask("viewer", "GET", f"risk-treatment-plans/{gone['id']}")).status_code == 404


async def test_what_the_actions_over_all_risks_answer(api: World) -> None:
    await risk(api, inherent_likelihood=5, inherent_impact=5)
    top = await api.ask("viewer", "GET", "risks/top?size=2")
    scores = [each["current_score"] for each in top.json()["items"]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 25
    counts = (await api.ask("viewer", "GET", "risks/matrix-counts")).json()
    assert {"likelihood": 5, "impact": 5, "count": 1} in counts["inherent"]
