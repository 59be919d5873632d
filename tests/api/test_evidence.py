"""Scenario 3, the evidence cycle, and controls, mappings and requirements around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from runtime.jobs import Scheduler
from tests.api.support import act, code, control, do, pointers, requirement, word
from tests.runtime.support.world import World

TODAY = datetime.now(UTC).date()
PERIOD = {"period_start": "2026-01-01", "period_end": "2026-03-31"}


async def test_the_evidence_cycle(api: World) -> None:
    safeguard = await control(api)
    wanted = await do(
        api,
        "auditor",
        "evidence/request",
        control_id=safeguard["id"],
        title=word("log"),
        owner_id=str(api.ids["control-owner"]),
        due_on=str(TODAY + timedelta(days=9)),
    )
    assert (wanted["status"], wanted["kind"]) == ("requested", "document")
    assert wanted["owner_id"] == str(api.ids["control-owner"])
    task = (await api.ask("control-owner", "GET", f"tasks/{wanted['task_id']}")).json()
    assert task["assignee_id"] == str(api.ids["control-owner"])
    path = f"evidence/{wanted['id']}"
    empty = await act(api, "control-owner", f"{path}/submit", **PERIOD)
    assert code(empty) == (409, "INVALID_TRANSITION")
    await do(api, "control-owner", f"{path}/fulfil")
    empty = await act(api, "control-owner", f"{path}/submit", **PERIOD)
    assert code(empty) == (409, "NO_CONTENT")
    link = {"external_url": "https://example.com/log"}
    patched = await api.ask("control-owner", "PATCH", path, json=link)
    assert patched.json()["external_url"] == link["external_url"]
    wrong = await act(
        api, "control-owner", f"{path}/submit", period_start="2026-03-31", period_end="2026-01-01"
    )
    assert "/period_end" in {pointer for pointer, _ in pointers(wrong)}
    valid = {"valid_until": str(TODAY + timedelta(days=5))}
    submitted = await do(api, "control-owner", f"{path}/submit", **PERIOD, **valid)
    assert submitted["submitted_by_id"] == str(api.ids["control-owner"])
    assert (await act(api, "control-owner", f"{path}/approve")).status_code == 403
    assert pointers(await act(api, "auditor", f"{path}/reject")) == {
        ("/rejection_reason", "REQUIRED")
    }
    rejected = await do(api, "auditor", f"{path}/reject", rejection_reason="unreadable")
    assert (rejected["status"], rejected["rejection_reason"]) == ("rejected", "unreadable")
    again = await do(api, "control-owner", f"{path}/submit")
    assert again["rejection_reason"] is None
    approved = await do(api, "auditor", f"{path}/approve")
    assert approved["reviewed_by_id"] == str(api.ids["auditor"])
    frozen = await api.ask("control-owner", "PATCH", path, json={"title": "x"})
    assert code(frozen) == (409, "FROZEN")
    near = (await api.ask("viewer", "GET", "evidence/expiring?days=30")).json()["items"]
    assert wanted["id"] in {each["id"] for each in near}
    await do(api, "control-owner", f"controls/{safeguard['id']}/start")
    await do(api, "control-owner", f"controls/{safeguard['id']}/implement")
    stale = await api.ask("auditor", "GET", "controls/stale")
    assert safeguard["id"] not in {each["id"] for each in stale.json()["items"]}
    api.overrule(
        "update evidence set period_end = %s, valid_until = %s where id = %s",
        TODAY - timedelta(days=9),
        TODAY - timedelta(days=1),
        wanted["id"],
    )
    scheduler = Scheduler(api.services)
    [due] = [each for each in scheduler.jobs() if each.name == "evidence.expire"]
    assert await scheduler.run_one(due) == 1
    assert (await api.ask("auditor", "GET", path)).json()["status"] == "expired"
    stale = await api.ask("auditor", "GET", "controls/stale")
    assert safeguard["id"] in {each["id"] for each in stale.json()["items"]}
    renewal = (
        await api.ask("control-owner", "GET", "tasks", params={"subject_id": wanted["id"]})
    ).json()["items"]
    assert [each["assignee_id"] for each in renewal] == [str(api.ids["control-owner"])]
    renewed = await do(api, "control-owner", f"{path}/renew")
    assert (renewed["status"], renewed["reviewed_by_id"]) == ("draft", None)
    actions = [e["action"] for e in api.events(wanted["id"]) if e["outcome"] == "success"]
    assert actions == [
        "create",
        "fulfil",
        "update",
        "submit",
        "reject",
        "submit",
        "approve",
        "update",
        "expire",
        "renew",
    ]


async def test_a_control_owner_links_a_control_to_a_requirement(api: World) -> None:
    safeguard, wanted = await control(api), await requirement(api)
    body = {"control_id": safeguard["id"], "requirement_id": wanted["id"], "coverage": "full"}
    made = await api.add("control-owner", "control-mappings", **body)
    assert made["status"] == "proposed"
    event = api.events(made["id"])[0]
    assert event["changes"]["control_id"] == [None, safeguard["id"]]
    assert event["actor_email"] == "control-owner@example.com"
    again = await api.ask("control-owner", "POST", "control-mappings", json=body)
    assert again.status_code == 409
    path = f"control-mappings/{made['id']}"
    assert (await act(api, "control-owner", f"{path}/confirm")).status_code == 403
    await do(api, "compliance-manager", f"{path}/confirm")
    found = (await api.ask("viewer", "GET", f"requirements/{wanted['id']}")).json()
    assert (found["has_control"], found["is_covered"]) == (True, False)
    reach = (await api.ask("viewer", "GET", f"controls/{safeguard['id']}/coverage")).json()
    assert (reach["requirements"], reach["confirmed"]) == (1, 1)
    frozen = await api.ask("control-owner", "PATCH", path, json={"coverage": "partial"})
    assert code(frozen) == (409, "FROZEN")


async def test_a_viewer_cannot_write(api: World) -> None:
    safeguard, wanted = await control(api), await requirement(api)
    before = len(api.events())
    writes = [
        ("POST", "controls", {"ref": "X", "name": "x", "domain": "operations"}),
        ("PATCH", f"controls/{safeguard['id']}", {"name": "x"}),
        ("DELETE", f"controls/{safeguard['id']}", None),
        ("POST", f"controls/{safeguard['id']}/start", None),
        (
            "POST",
            "control-mappings",
            {"control_id": safeguard["id"], "requirement_id": wanted["id"]},
        ),
        ("POST", "users/invite", {}),
        ("POST", "role-assignments", {"role": "admin", "user_id": str(api.ids["viewer"])}),
    ]
    for method, path, body in writes:
        answer = await api.ask("viewer", method, path, json=body)
        assert code(answer) == (403, "FORBIDDEN"), path
    events = api.events()[before:]
    assert [e["outcome"] for e in events] == ["denied"] * len(writes)
    assert {e["actor_email"] for e in events} == {"viewer@example.com"}
    seen = (await api.ask("viewer", "GET", f"controls/{safeguard['id']}")).json()
    assert (seen["name"], seen["version"]) == (safeguard["name"], 1)


async def test_evidence_that_a_viewer_may_not_see_is_absent(api: World) -> None:
    safeguard = await control(api)
    found = []
    for level in ("internal", "confidential"):
        made = await api.add(
            "control-owner",
            "evidence",
            title=word(),
            kind="log",
            control_id=safeguard["id"],
            confidentiality=level,
        )
        answer = await api.ask("viewer", "GET", f"evidence/{made['id']}")
        listed = (await api.ask("viewer", "GET", f"controls/{safeguard['id']}/evidence")).json()
        embedded = (
            await api.ask(
                "viewer", "GET", f"controls/{safeguard['id']}", params={"include": "evidence"}
            )
        ).json()
        ids = {each["id"] for each in listed["items"]}
        assert ids == {each["id"] for each in embedded["evidence"]}
        found.append((answer.status_code, made["id"] in ids))
    assert found == [(200, True), (404, False)]


async def test_no_administrator_is_left_behind(api: World) -> None:
    mine = api.sql("select id from role_assignments where user_id = %s", api.ids["admin"])[0]["id"]
    other = api.sql("select id from role_assignments where user_id = %s", api.ids["admin-2"])[0][
        "id"
    ]
    assert (await api.ask("admin", "DELETE", f"role-assignments/{mine}")).status_code == 403
    given = {"role": "viewer", "user_id": str(api.ids["admin"])}
    assert (await api.ask("admin", "POST", "role-assignments", json=given)).status_code == 403
    assert (await api.ask("admin", "DELETE", f"role-assignments/{other}")).status_code == 204
    where = f"users/{api.ids['admin']}/deactivate"
    answer = await act(api, "admin", where, reason="leaving")
    assert code(answer) == (409, "LAST_ADMIN")
    back = {"role": "admin", "user_id": str(api.ids["admin-2"])}
    assert (await api.ask("admin", "POST", "role-assignments", json=back)).status_code == 201


async def test_an_account_is_opened_and_closed(api: World) -> None:
    made = await do(
        api, "admin", "users/invite", email="new@example.com", full_name="New", role="viewer"
    )
    again = await act(
        api, "admin", "users/invite", email="new@example.com", full_name="New", role="viewer"
    )
    assert again.status_code == 409
    assert "password_hash" not in made
    path = f"users/{made['id']}"
    closed = await do(api, "admin", f"{path}/deactivate", reason="left")
    assert closed["is_active"] is False
    assert code(await act(api, "admin", f"{path}/deactivate", reason="x")) == (
        409,
        "ALREADY_INACTIVE",
    )
    await do(api, "admin", f"{path}/reactivate", reason="back")
    assert (await api.ask("viewer", "GET", path)).json().get("email") is None
    hidden = await api.ask("viewer", "GET", "users?email=new@example.com")
    assert pointers(hidden) == {("?email", "UNKNOWN_PARAMETER")}
    open_rows = await do(
        api,
        "admin",
        f"users/{api.ids['risk-owner']}/transfer-ownership",
        reason="left",
        successor_id=str(api.ids["risk-owner-2"]),
    )
    assert open_rows["moved"] >= 0
