"""Each changed row is told once, whatever changed it: routes, cascades, SQL, imports, jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from charter.cells import Line
from charter.importing import import_lines
from generator.migrations.session import connect
from runtime.actor import Actor, Assignment
from runtime.client import Client
from runtime.jobs import Scheduler
from tests.api.conftest import Core
from tests.api.support import act, control, do, requirement, risk, word
from tests.api.support_events import Ledger
from tests.api.support_matrix import OPERATIONS, send
from tests.api.support_operations import Asking, expected
from tests.api.support_rows import Stock, build
from tests.runtime.support.world import World
from tests.support.database import Urls

MANAGER, OWNER = "compliance-manager", "control-owner"
NOTHING: dict[str, Any] = {"untold": {}, "phantoms": {}}


@pytest.fixture
def superuser(api: World) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(api.urls.superuser, autocommit=True) as connection:
        yield connection


def told(before: Ledger, api: World) -> dict[str, Any]:
    """What is untold, and what is told and did not happen, since then."""
    return before.missing(Ledger.of(api.urls))


async def test_every_write_that_is_kept(api: World, core: Core, core_urls: Urls) -> None:
    """Every operation on a row, by each of several people who may."""
    stock = build(core_urls, core.ids)
    api.ids.update(stock.ids)
    asking, touched, kept = Asking(stock, dry=False), set[str](), dict[str, int]()
    writes = [each for each in OPERATIONS if each.writes]
    before = Ledger.of(api.urls)
    for operation in sorted(writes, key=lambda each: each.kind in ("delete", "unlink")):
        for caller, row in _pairs(stock, operation, touched):
            touched.add(row.id)
            asked = asking.row(caller, operation, row)
            answer = await send(api, caller, asked, {"If-Match": "*"})
            assert answer.status_code < 500, answer.text
            kept[str(operation)] = kept.get(str(operation), 0) + (answer.status_code < 300)
    assert told(before, api) == NOTHING
    assert sum(kept.values()) > 100
    assert sum(not count for count in kept.values()) < len(kept) / 10


def _pairs(stock: Stock, operation: Any, touched: set[str]) -> Iterator[tuple[Any, Any]]:
    if operation.resource.name in ("user", "role_assignment") and operation.kind != "update":
        return
    found = 0
    for caller in stock.callers:
        for row in stock.rows[operation.resource.name] if caller.name else ():
            action = operation.action
            if row.id in touched or (action and action.name not in row.ready):
                continue
            if expected(caller, operation, row).open:
                yield caller, row
                found += 1
                break
        if found == 2:
            return


async def test_a_transition_is_one_event_of_its_row(api: World) -> None:
    """Also where a function of the domain writes the row besides."""
    measured = await risk(api, "risk-owner")
    await do(api, "risk-owner", f"risks/{measured['id']}/assess")
    until = str(date.today() + timedelta(days=90))
    body = {"title": word(), "justification": "j", "valid_until": until}
    body |= {"risk_id": measured["id"], "approver_id": str(api.ids["top-management"])}
    asked = await api.add("risk-owner", "risk-acceptances", **body)
    path = f"risk-acceptances/{asked['id']}"
    await do(api, "risk-owner", f"{path}/submit")
    [event] = [each for each in api.events(asked["id"]) if each["action"] == "submit"]
    assert set(event["changes"]) == {"status", "score_snapshot"}
    await do(api, "top-management", f"{path}/approve")
    await do(api, "risk-owner", f"{path}/extend", valid_until=until)
    words = [each["action"] for each in api.events(asked["id"])]
    assert words == ["create", "submit", "approve", "extend"]


async def test_sql_without_context_is_told_with_the_role_that_wrote(
    api: World, superuser: psycopg.Connection[Any]
) -> None:
    rows = [await requirement(api) for _ in range(3)]
    keys = [row["regulation_id"] for row in rows]
    before = Ledger.of(api.urls)
    superuser.execute("update regulations set issuer = 'many' where id = any(%s::uuid[])", [keys])
    with superuser.transaction():
        superuser.execute("set local role charter_owner")
        superuser.execute("update regulations set issuer = 'x' where id = %s", [keys[0]])
    with psycopg.connect(api.urls.owner) as owner:
        owner.execute("update regulations set issuer = 'y' where id = %s", [keys[0]])
    assert told(before, api) == NOTHING
    assert [each["request_id"] for each in before.events] == [
        *["sql:postgres"] * 4,
        "sql:charter_owner",
    ]
    for event in before.events:
        assert (event["source"], event["actor_id"], event["action"]) == ("sql", None, "update")
        assert (event["outcome"], event["actor_roles"], event["rule"]) == ("success", [], None)


async def test_what_a_delete_takes_along(api: World, superuser: psycopg.Connection[Any]) -> None:
    """Children that go with it, keys that it empties, links that it cuts: an event for each."""
    law = (await requirement(api))["regulation_id"]
    first = await api.add(MANAGER, "requirements", ref="2", title="t", regulation_id=law)
    part = await api.add(
        MANAGER, "requirements", ref="2.1", title="t", regulation_id=law, parent_id=first["id"]
    )
    measure, proof = await control(api, OWNER), {"title": word("proof"), "kind": "log"}
    row = await api.add(MANAGER, "evidence", **proof, control_id=measure["id"])
    linked = await api.ask(MANAGER, "PUT", f"evidence/{row['id']}/requirements/{part['id']}")
    assert linked.status_code == 204, linked.text
    mapped = {"control_id": measure["id"], "requirement_id": part["id"]}
    mapping = await api.add(MANAGER, "control-mappings", **mapped)
    task = await api.add(MANAGER, "tasks", title=word("task"))
    superuser.execute(
        "update tasks set subject_type = 'requirement', subject_id = %s where id = %s",
        [part["id"], task["id"]],
    )
    before = Ledger.of(api.urls)
    superuser.execute("delete from requirements where id = %s", [first["id"]])
    assert told(before, api) == NOTHING
    found = {(each["action"], str(each["entity_id"])) for each in before.events}
    assert found == {
        ("delete", first["id"]),
        ("delete", part["id"]),
        ("delete", mapping["id"]),
        ("unlink", row["id"]),
        ("update", task["id"]),
    }


async def test_what_goes_softly_with_its_parent_and_comes_back(api: World) -> None:
    measured = await risk(api, "risk-owner")
    plan = {"title": word(), "risk_id": measured["id"]}
    made = await api.ask("risk-owner", "POST", "risk-treatment-plans", json=plan)
    if made.status_code == 422:  # what else a plan demands is the model's affair
        missing = {each["pointer"][1:] for each in made.json()["errors"]}
        until = str(date.today() + timedelta(days=30))
        plan |= {name: until if "date" in name else "mitigate" for name in missing}
        made = await api.ask("risk-owner", "POST", "risk-treatment-plans", json=plan)
    assert made.status_code == 201, made.text
    for method, tail, action in (("DELETE", "", "delete"), ("POST", "/restore", "restore")):
        before = Ledger.of(api.urls)
        where = f"risks/{measured['id']}{tail}"
        answer = await api.ask("admin", method, where, headers={"If-Match": "*"})
        assert answer.status_code < 300, answer.text
        assert told(before, api) == NOTHING
        found = {(each["action"], str(each["entity_id"])) for each in before.events}
        assert found == {(action, measured["id"]), (action, made.json()["id"])}
        assert len({each["request_id"] for each in before.events}) == 1


async def test_copy_upsert_and_merge(api: World, superuser: psycopg.Connection[Any]) -> None:
    await requirement(api)
    columns = "code, edition, name, kind, topic, jurisdiction"
    values = "'{0}', '1', 'n', 'standard', 'other', 'EU'"
    before = Ledger.of(api.urls)
    with superuser.cursor().copy(f"copy regulations ({columns}) from stdin".encode()) as copied:
        for number in range(3):
            copied.write_row((f"COPY-{number}", "1", "n", "standard", "other", "EU"))
    upsert = (
        f"insert into regulations ({columns}) select {values.format('COPY-0')}"
        " on conflict (code, edition) do update set name = 'upserted'"
    )
    superuser.execute(upsert.encode())
    superuser.execute(
        f"merge into regulations r using (values ('COPY-1'), ('NEW')) as v(code)"
        f" on r.code = v.code when matched then update set name = 'merged'"
        f" when not matched then insert ({columns})"
        f" values (v.code, '1', 'n', 'standard', 'other', 'EU')".encode()
    )
    assert told(before, api) == NOTHING
    assert [each["action"] for each in before.events] == [
        *["create"] * 3,
        "update",
        "update",
        "create",
    ]


async def test_what_changes_nothing_leaves_nothing(
    api: World, superuser: psycopg.Connection[Any]
) -> None:
    row = await control(api, OWNER)
    measured = await risk(api, "risk-owner")
    link = f"risks/{measured['id']}/controls/{row['id']}"
    assert (await api.ask("risk-owner", "PUT", link)).status_code == 204
    before = Ledger.of(api.urls)
    superuser.execute("update controls set name = name where id = %s", [row["id"]])
    same = await api.ask(OWNER, "PATCH", f"controls/{row['id']}", json={"name": row["name"]})
    assert same.status_code == 200
    assert (await api.ask("risk-owner", "PUT", link)).status_code == 204
    tried = await api.ask(
        OWNER, "PATCH", f"controls/{row['id']}?dry_run=true", json={"name": "tried"}
    )
    assert tried.status_code == 200
    with psycopg.connect(api.urls.superuser) as other:
        other.execute("update controls set name = 'undone' where id = %s", [row["id"]])
        other.rollback()
    assert before.events == []
    assert told(before, api) == NOTHING


async def test_an_import(api: World) -> None:
    program = Client(
        api.services, Actor(api.ids[MANAGER], f"{MANAGER}@example.com", (Assignment(_role()),))
    )
    good = {"edition": "1", "name": "n", "kind": "standard", "topic": "other"}
    rows = [{**good, "code": f"IMPORT-{number}", "jurisdiction": "EU"} for number in range(4)]
    rows += [{**good, "code": "IMPORT-BAD"}]
    lines = [Line(number, row, None) for number, row in enumerate(rows, 1)]
    before = Ledger.of(api.urls)
    summary = await import_lines(program, program.resource("regulation"), lines)
    assert (summary.counts["created"], summary.counts["failed"]) == (4, 1)
    again = await import_lines(program, program.resource("regulation"), lines[:4])
    assert again.counts["unchanged"] == 4
    assert told(before, api) == NOTHING
    kinds = [(each["outcome"], each["source"]) for each in before.events]
    assert kinds == [*[("success", "cli")] * 4, ("failed", "cli")]
    for event in before.events:
        assert event["actor_id"] == api.ids[MANAGER]
        assert event["request_id"].startswith("cli-")
        assert event["rule"]


def _role() -> str:
    return MANAGER.replace("-", "_")


async def test_a_timed_transition(api: World, superuser: psycopg.Connection[Any]) -> None:
    measure = await control(api, OWNER)
    rows = [
        await api.add(MANAGER, "evidence", title=word(), kind="log", control_id=measure["id"])
        for _ in range(3)
    ]
    superuser.execute(
        "update evidence set status = 'approved', valid_until = current_date - 1"
        " where id = any(%s::uuid[])",
        [[row["id"] for row in rows]],
    )
    scheduler = Scheduler(api.services)
    [expire] = [each for each in scheduler.jobs() if each.name == "evidence.expire"]
    before = Ledger.of(api.urls)
    assert await scheduler.run_one(expire) == 3
    assert told(before, api) == NOTHING
    words = sorted((each["entity_type"], each["action"]) for each in before.events)
    assert words == [*[("evidence", "expire")] * 3, *[("task", "create")] * 3]
    assert {each["source"] for each in before.events} == {"job"}
    assert {each["request_id"][:20] for each in before.events} == {"job:evidence.expire:"}


async def test_a_backfill_of_a_migration(api: World) -> None:
    law = (await requirement(api))["regulation_id"]
    before = Ledger.of(api.urls)
    with connect(api.urls.owner) as owner:
        owner.execute("update regulations set issuer = 'filled' where id = %s", [law])
    assert told(before, api) == NOTHING
    [event] = before.events
    assert (event["source"], event["action"]) == ("cli", "update")
    assert event["request_id"] == "migrate"
    assert event["changes"] == {"issuer": [None, "filled"]}


async def test_a_retried_transaction_leaves_one_event(
    api: World, superuser: psycopg.Connection[Any]
) -> None:
    """Two deadlocks, then it goes through; and what was refused three times leaves one refusal."""
    row = await control(api, OWNER)
    for failures, status in ((2, 200), (9, 503)):
        superuser.execute("create sequence tries")
        superuser.execute("grant usage on sequence tries to charter_app")
        superuser.execute(
            "create function stumble() returns trigger language plpgsql as $$ begin"
            f" if nextval('tries') <= {failures} then"
            " raise exception 'again' using errcode = '40P01'; end if;"
            " return new; end $$"
        )
        superuser.execute(
            "create trigger zz_stumble after update on controls for each row"
            " execute function stumble()"
        )
        try:
            before = Ledger.of(api.urls)
            answer = await api.ask(
                OWNER, "PATCH", f"controls/{row['id']}", json={"name": word("again")}
            )
        finally:
            superuser.execute("drop function stumble() cascade")
            superuser.execute("drop sequence tries")
        assert answer.status_code == status, answer.text
        assert told(before, api) == NOTHING
        assert [each["outcome"] for each in before.events] == (["success"] if status == 200 else [])


async def test_of_many_racers_each_change_and_each_refusal_is_told(api: World) -> None:
    row = await control(api, OWNER)
    before = Ledger.of(api.urls)
    answers = await asyncio.gather(
        *(
            api.ask(
                OWNER,
                "PATCH",
                f"controls/{row['id']}",
                json={"name": word("race")},
                headers={"If-Match": '"1"'},
            )
            for _ in range(12)
        )
    )
    assert sorted(each.status_code for each in answers) == [200, *[412] * 11]
    assert told(before, api) == NOTHING
    outcomes = sorted(each["outcome"] for each in before.events)
    assert outcomes == [*["failed"] * 11, "success"]
    requests = {each["request_id"] for each in before.events}
    assert requests == {each.headers["X-Request-ID"] for each in answers}


async def test_roles_given_and_taken_are_told(api: World) -> None:
    before = Ledger.of(api.urls)
    body = {"user_id": str(api.ids["nobody"]), "role": "viewer"}
    given = await api.add("admin", "role-assignments", **body)
    assert told(before, api) == NOTHING
    between, tag = Ledger.of(api.urls), {"If-Match": "*"}
    gone = await api.ask("admin", "DELETE", f"role-assignments/{given['id']}", headers=tag)
    assert gone.status_code == 204, gone.text
    assert told(between, api) == NOTHING
    [created], [deleted] = before.events, between.events
    assert (created["action"], created["changes"]["role"]) == ("create", [None, "viewer"])
    assert (deleted["action"], deleted["changes"]["role"]) == ("delete", ["viewer", None])


async def test_a_float_is_told_whole(api: World) -> None:
    """Whatever the session of the application says of digits."""
    task = await api.add(MANAGER, "tasks", title=word("task"))
    with psycopg.connect(api.urls.application) as app:
        app.execute("set extra_float_digits = -15")
        app.execute("select set_config('charter.platform', 'on', true)")
        app.execute("update tasks set effort_hours = 1.2345678901234 where id = %s", [task["id"]])
    assert api.events(task["id"])[-1]["changes"] == {"effort_hours": [None, 1.2345678901234]}


async def test_ids_of_requests_grow_with_time(api: World) -> None:
    row = await control(api, OWNER)
    for _ in range(5):
        await api.ask(OWNER, "PATCH", f"controls/{row['id']}", json={"name": word()})
    await act(api, OWNER, f"controls/{row['id']}/start")
    requests = [each["request_id"] for each in api.events(row["id"])]
    assert requests == sorted(requests)
    assert all(len(each) == 32 and each[12] == "7" for each in requests)
