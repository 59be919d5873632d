"""Log-ins, sessions, accounts, policies, exports, and what callers say: how the trail has it."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from charter.accounts import Accounts
from generated.registry import REGISTRY
from runtime.actor import Actor, Assignment
from runtime.client import Client
from runtime.identity.passwords import hash_password
from runtime.policy.kept import keep_policy, record_refused_policy
from runtime.policy.store import PolicyStore
from runtime.policy.vocabulary import vocabulary_of
from tests.api.conftest import ROOT
from tests.api.support import control
from tests.api.support_events import Ledger
from tests.runtime.support.world import PASSWORD, World

NOTHING: dict[str, Any] = {"untold": {}, "phantoms": {}}
_HASH = hash_password(PASSWORD)


@pytest.fixture
def signed(api: World) -> World:
    """Everybody has the same password, and one account is closed."""
    api.sql("update users set password_hash = %s, is_active = true", _HASH)
    api.sql("update users set is_active = false where email = 'nobody@example.com'")
    return api


async def log_in(api: World, who: str, password: str = PASSWORD, **headers: str) -> Any:
    body = {"email": f"{who}@example.com", "password": password}
    return await api.http.post("/api/v1/auth/login", json=body, headers=headers)


async def renew(api: World, token: str, what: str = "refresh") -> Any:
    return await api.http.post(f"/api/v1/auth/{what}", json={"refresh_token": token})


async def test_a_log_in_is_told_with_the_roles_that_it_gave(signed: World) -> None:
    before = Ledger.of(signed.urls)
    answer = await log_in(signed, "viewer")
    assert answer.status_code == 200
    assert before.missing(Ledger.of(signed.urls)) == NOTHING
    session, login = sorted(before.events, key=lambda each: each["entity_type"])
    assert (login["action"], login["entity_type"], login["outcome"]) == ("login", "user", "success")
    assert (login["actor_id"], login["entity_id"]) == (signed.ids["viewer"],) * 2
    assert (login["actor_email"], login["actor_roles"]) == ("viewer@example.com", ["viewer"])
    assert (session["action"], session["entity_type"]) == ("create", "refresh_token")
    assert {each["request_id"] for each in before.events} == {answer.headers["X-Request-ID"]}
    assert {each["client_ip"] for each in before.events} == {"192.0.2.7"}
    assert PASSWORD not in str(before.events)
    assert answer.json()["refresh_token"] not in str(before.events)


async def test_failed_log_ins_are_told_and_alike_to_who_tries(signed: World) -> None:
    """An unknown address, a wrong password, a closed account."""
    seen = []
    for who, password in (("no-such", PASSWORD), ("viewer", "wrong"), ("nobody", PASSWORD)):
        before = Ledger.of(signed.urls)
        answer = await log_in(signed, who, password, **{"X-Request-ID": "same"})
        assert answer.status_code == 401
        seen.append((answer.content, sorted(answer.headers.items())))
        assert before.missing(Ledger.of(signed.urls)) == NOTHING
        [event] = before.events
        assert (event["action"], event["entity_type"]) == ("login", "user")
        assert (event["outcome"], event["reason"]) == ("failed", "BAD_CREDENTIALS")
        assert (event["actor_id"], event["actor_email"]) == (None, f"{who}@example.com")
        assert (event["client_ip"], event["source"]) == ("192.0.2.7", "api")
        assert event["entity_id"] == signed.ids.get(who)
        assert password not in str(event)
    assert seen[0] == seen[1] == seen[2]


async def test_a_token_used_twice_ends_the_family_and_is_told(signed: World) -> None:
    first = (await log_in(signed, "viewer")).json()["refresh_token"]
    before = Ledger.of(signed.urls)
    second = (await renew(signed, first)).json()["refresh_token"]
    assert before.missing(Ledger.of(signed.urls)) == NOTHING
    assert {each["action"] for each in before.events} == {"create", "refresh"}
    before = Ledger.of(signed.urls)
    again = await renew(signed, first)
    assert again.status_code == 401
    assert before.missing(Ledger.of(signed.urls)) == NOTHING
    assert before.events
    for event in before.events:
        assert (event["action"], event["entity_type"]) == ("refresh", "refresh_token")
        assert event["changes"]["revoke_reason"] == [None, "rotation_reuse"]
        assert event["actor_id"] == signed.ids["viewer"]
        assert event["request_id"] == again.headers["X-Request-ID"]
    assert (await renew(signed, second)).status_code == 401


async def test_a_log_out_is_told(signed: World) -> None:
    token = (await log_in(signed, "viewer")).json()["refresh_token"]
    before = Ledger.of(signed.urls)
    assert (await renew(signed, token, "logout")).status_code == 204
    assert before.missing(Ledger.of(signed.urls)) == NOTHING
    [event] = before.events
    assert (event["action"], event["entity_type"]) == ("logout", "refresh_token")
    assert event["actor_id"] == signed.ids["viewer"]


async def test_many_who_use_one_token_leave_one_lineage(signed: World) -> None:
    token = (await log_in(signed, "viewer")).json()["refresh_token"]
    before = Ledger.of(signed.urls)
    answers = await asyncio.gather(*(renew(signed, token) for _ in range(6)))
    assert sum(each.status_code == 200 for each in answers) <= 1
    assert before.missing(Ledger.of(signed.urls)) == NOTHING
    created = [each for each in before.events if each["action"] == "create"]
    assert len(created) == sum(each.status_code == 200 for each in answers)


async def test_accounts_from_the_shell_are_told(api: World) -> None:
    before = Ledger.of(api.urls)
    with psycopg.connect(api.urls.owner, row_factory=dict_row) as session:
        accounts = Accounts(session)
        key = accounts.add("shell@example.com", "Shell", _HASH)
        accounts.grant(key, "viewer")
    assert before.missing(Ledger.of(api.urls)) == NOTHING
    told = [(each["action"], each["entity_type"], each["source"]) for each in before.events]
    assert told == [("create", "user", "cli"), ("create", "role_assignment", "cli")]
    assert before.events[0]["changes"]["password_hash"] == [None, "***"]
    assert _HASH not in str(before.events)
    after = Ledger.of(api.urls)
    with psycopg.connect(api.urls.owner, row_factory=dict_row) as session:
        Accounts(session).set_password(key, hash_password("another"))
    with psycopg.connect(api.urls.owner, row_factory=dict_row) as session:
        Accounts(session).revoke(key, "viewer")
    with psycopg.connect(api.urls.owner, row_factory=dict_row) as session:
        Accounts(session).deactivate(key)
    assert after.missing(Ledger.of(api.urls)) == NOTHING
    told = [(each["action"], each["entity_type"], each["source"]) for each in after.events]
    assert told == [
        ("update", "user", "cli"),
        ("delete", "role_assignment", "cli"),
        ("deactivate", "user", "cli"),
    ]
    assert after.events[0]["changes"] == {"password_hash": ["***", "***"]}
    assert all(each["request_id"].startswith("cli-") for each in (*before.events, *after.events))


async def test_an_export_is_told(api: World) -> None:
    actor = Actor(api.ids["auditor"], "auditor@example.com", (Assignment("auditor"),))
    before = Ledger.of(api.urls)
    await Client(api.services, actor).record("export", "risk")
    [event] = before.events
    assert (event["action"], event["entity_type"], event["outcome"]) == (
        "export",
        "risk",
        "success",
    )
    assert (event["actor_id"], event["source"]) == (api.ids["auditor"], "cli")
    assert event["changes"] == {}


async def test_a_function_that_claims_a_change_is_a_fault(api: World) -> None:
    """And no failure of the trail: readiness stays green."""
    actor = Actor(api.ids["auditor"], "auditor@example.com", (Assignment("auditor"),))
    before = Ledger.of(api.urls)
    with pytest.raises(RuntimeError, match="word of changes"):
        await Client(api.services, actor).record("update", "risk")
    assert before.events == []
    assert (await api.http.get("/readyz")).status_code == 200


def _policy(folder: Path, text: str, number: int) -> None:
    file = folder / "policies" / "policy.csv"
    file.write_text(text)
    os.utime(file, ns=(number, number))


async def test_policies_that_come_into_force_and_those_refused_are_told(
    api: World, tmp_path: Path
) -> None:
    (tmp_path / "policies").mkdir()
    conf = (ROOT / "policies" / "model.conf").read_text()
    text = (ROOT / "policies" / "policy.csv").read_text()
    (tmp_path / "policies" / "model.conf").write_text(conf)
    _policy(tmp_path, text, 1_700_000_000_000_000_001)
    database = api.services.database

    async def keep(rules: Any) -> None:
        await keep_policy(database, rules)

    async def refused(problems: list[str]) -> None:
        await record_refused_policy(database, problems)

    store = PolicyStore(tmp_path, vocabulary_of(REGISTRY), keep, refused)
    await store.start()
    before = Ledger.of(api.urls)
    _policy(tmp_path, text + "# told\n", 1_700_000_000_000_000_002)
    assert await store.refresh()
    _policy(tmp_path, text + "p, viewer, nothing, read, any, allow\n", 1_700_000_000_000_000_003)
    assert not await store.refresh()
    loaded, bad = before.events
    for event in (loaded, bad):
        assert (event["action"], event["entity_type"], event["source"]) == ("load", "policy", "job")
        assert event["actor_id"] is None
    assert loaded["outcome"] == "success"
    assert store.current.rules.hash in loaded["reason"]
    assert bad["outcome"] == "failed"
    assert "nothing" in bad["reason"]
    assert "policy.csv" in bad["reason"]


def test_times_of_events_are_the_database_s(api: World) -> None:
    """Not the client's: an event of now stands at now."""
    [row] = api.sql("select max(occurred_at) as last from audit_events")
    assert abs(datetime.now(UTC) - row["last"]) < timedelta(hours=1)


@pytest.mark.parametrize(
    "reason",
    ["a\x00b", "\ud800", "x" * 100_000, "ä" * 4_000, "{}'\"\\%s", "\u202e\n\t", "🙂" * 900, ""],
    ids=["nul", "surrogate", "long", "at the limit", "quotes", "controls", "astral", "empty"],
)
async def test_no_reason_that_a_caller_gives_breaks_the_trail(api: World, reason: str) -> None:
    """It is refused as theirs, or recorded as it is."""
    body = json.dumps({"reason": reason}).encode()
    headers = {"Content-Type": "application/json"}
    row = await control(api, "control-owner")
    path = f"controls/{row['id']}/start"
    answer = await api.ask("control-owner", "POST", path, content=body, headers=headers)
    assert answer.status_code in (200, 400, 422), answer.text
    event = api.events()[-1]
    if answer.status_code == 200:
        assert (event["action"], event["reason"]) == ("start", reason or None)
    elif answer.status_code == 422:
        assert event["outcome"] == "failed"
        assert event["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("email", ["\ud800@x.y", "ä" * 200 + "@x.y", "'; drop@x.y", "\u202e@x.y"])
async def test_no_address_that_is_tried_breaks_the_trail(api: World, email: str) -> None:
    body = json.dumps({"email": email, "password": "wrong"}).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "\x7f" * 500}
    answer = await api.http.post("/api/v1/auth/login", content=body, headers=headers)
    assert answer.status_code in (400, 401, 422), answer.text
    if answer.status_code == 401:
        assert api.events()[-1]["actor_email"] == email
