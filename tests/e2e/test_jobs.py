"""What runs by the clock, from the shell: an acceptance ends, and its risk is open again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from tests.e2e.conftest import Core
from tests.e2e.support import Served, done, rows, serving

TODAY = datetime.now(UTC).date()


def act(served: Served, who: str, path: str, **body: Any) -> dict[str, Any]:
    """A transition, which must succeed."""
    known = served.ask(who, "GET", path.rpartition("/")[0]).headers["ETag"]
    answer = served.ask(who, "POST", path, json=body, headers={"If-Match": known})
    assert answer.status_code == 200, answer.text
    moved: dict[str, Any] = answer.json()
    return moved


def accepted_risk(served: Served) -> tuple[str, str]:
    """A risk and its approved acceptance, by their ids."""
    matrix = served.items("viewer", "risk-matrices")[0]["id"]
    approver = served.ask("top-management", "GET", "me").json()["id"]
    risk = served.add(
        "risk-owner",
        "risks",
        title="Flood",
        category="operational",
        inherent_likelihood=2,
        inherent_impact=2,
        matrix_id=matrix,
    )
    act(served, "risk-owner", f"risks/{risk['id']}/assess")
    acceptance = served.add(
        "risk-owner",
        "risk-acceptances",
        title="For now",
        justification="too dear",
        valid_until=str(TODAY + timedelta(days=9)),
        risk_id=risk["id"],
        approver_id=approver,
    )
    act(served, "risk-owner", f"risk-acceptances/{acceptance['id']}/submit")
    act(served, "top-management", f"risk-acceptances/{acceptance['id']}/approve")
    return risk["id"], acceptance["id"]


def let_it_end(core: Core, acceptance: str) -> None:
    """Time passes: its last day was yesterday. Triggers hold the row, so they are set aside."""
    with psycopg.connect(core.urls.superuser) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update risk_acceptances set valid_until = %s where id = %s",
            (TODAY - timedelta(days=1), acceptance),
        )


def events(core: Core, key: str) -> list[dict[str, Any]]:
    statement = "select * from audit_events where entity_id = %s order by id"
    return rows(core.urls.owner, statement, key)


def test_an_acceptance_expires_and_its_risk_lapses(core: Core) -> None:
    listed = json.loads(done(core.project, "jobs", "list", "--format", "json", urls=core.urls))
    assert {"name": "risk_acceptance.expire", "every_seconds": 86_400} in listed
    with serving(core.project, "serve", urls=core.urls) as served:
        risk, acceptance = accepted_risk(served)
        assert served.ask("viewer", "GET", f"risks/{risk}").json()["status"] == "accepted"
    known = {key: len(events(core, key)) for key in (risk, acceptance)}

    run = ("jobs", "run", "risk_acceptance.expire", "--format", "json")
    assert moved(done(core.project, *run, urls=core.urls)) == 0
    let_it_end(core, acceptance)
    assert moved(done(core.project, *run, urls=core.urls)) == 1
    assert moved(done(core.project, *run, urls=core.urls)) == 0

    states = rows(
        core.urls.superuser,
        "select status from risks where id = %s"
        " union all select status from risk_acceptances where id = %s",
        risk,
        acceptance,
    )
    assert [row["status"] for row in states] == ["assessed", "expired"]
    for key, action, change in (
        (acceptance, "expire", ["approved", "expired"]),
        (risk, "lapse", ["accepted", "assessed"]),
    ):
        [told] = events(core, key)[known[key] :]
        assert (told["action"], told["source"], told["outcome"]) == (action, "job", "success")
        assert told["changes"]["status"] == change
        assert (told["actor_id"], told["actor_roles"] or []) == (None, [])
        assert told["request_id"].startswith("job:risk_acceptance.expire:")


def moved(printed: str) -> int:
    """How many rows the one job that ran says it moved."""
    [told] = json.loads(printed)
    count: int = told["rows"]
    return count
