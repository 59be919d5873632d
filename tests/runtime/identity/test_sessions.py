"""Log-in, refresh, log-out, and the roles in force."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from runtime.identity import passwords
from runtime.identity.passwords import hash_password
from runtime.identity.people import FRESH
from tests.runtime.operations.test_rows import code, title
from tests.runtime.support.world import PASSWORD, World


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def signed(world: World, password_hash: str) -> World:
    """Everybody has the same password."""
    world.sql("update users set password_hash = %s, is_active = true", password_hash)
    world.sql("update users set is_active = false where email = 'sam@example.com'")
    return world


async def login(world: World, who: str = "kim", password: str = PASSWORD, **rest: Any) -> Any:
    body = {"email": f"{who}@example.com", "password": password}
    return await world.http.post("/api/v1/auth/login", json=body, **rest)


async def refresh(world: World, token: str) -> Any:
    return await world.http.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def test_a_log_in(signed: World) -> None:
    answer = await login(signed, headers={"User-Agent": "x" * 999})
    body = answer.json()
    assert answer.status_code == 200
    assert set(body) == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert answer.headers["Cache-Control"] == "no-store"
    me = await signed.http.get(
        "/api/v1/me", headers={"Authorization": f"Bearer {body['access_token']}"}
    )
    assert (me.json()["email"], me.json()["roles"]) == ("kim@example.com", ["keeper"])
    [event] = [e for e in signed.events(signed.ids["kim"]) if e["action"] == "login"]
    assert (event["outcome"], event["actor_id"]) == ("success", signed.ids["kim"])
    [token] = signed.sql("select * from refresh_tokens where user_id = %s", signed.ids["kim"])
    stored = str([token, signed.events()])
    assert body["refresh_token"] not in stored
    assert PASSWORD not in stored
    assert token["token_hash"] not in str(signed.events())


async def test_a_wrong_password_and_an_unknown_account_are_alike(signed: World) -> None:
    found = []
    for who, password in (("kim", "wrong"), ("nobody", PASSWORD), ("sam", PASSWORD)):
        answer = await login(signed, who, password, headers={"X-Request-ID": "same"})
        assert answer.status_code == 401
        found.append((answer.headers, answer.content))
        event = signed.events()[-1]
        assert (event["action"], event["outcome"], event["actor_id"]) == ("login", "failed", None)
        assert event["actor_email"] == f"{who}@example.com"
        assert password not in str(event)
    assert found[0] == found[1] == found[2]
    assert found[0][0]["WWW-Authenticate"] == "Bearer"


async def test_a_wrong_password_costs_what_an_unknown_account_does(
    signed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One check of a hash with the same parameters, whether or not there is such an account."""
    checked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            checked.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for who in ("kim", "nobody", "lim"):
        await login(signed, who, "wrong")
    assert len(checked) == 3
    assert len(set(checked)) == 1, "the same kind, memory and passes"


async def test_the_body_of_a_log_in(signed: World) -> None:
    for body in (
        {},
        {"email": "a@b.c"},
        {"email": 1, "password": "x"},
        {"email": "a\0@b.c", "password": "x"},
        {"email": "a@b.c", "password": "x" * 1025},
        {"email": "x" * 255, "password": "x"},
        {"email": "a@b.c", "password": "x", "y": 1},
    ):
        answer = await signed.http.post("/api/v1/auth/login", json=body)
        assert answer.status_code == 422, body
        assert "x" * 100 not in answer.text
    assert (await signed.http.post("/api/v1/auth/login", content=b"x")).status_code == 415


async def test_a_token_that_is_over_keeps_nobody_from_signing_in(signed: World) -> None:
    stale = {"Authorization": "Bearer nonsense"}
    pair = (await login(signed, headers=stale)).json()
    answer = await signed.http.post(
        "/api/v1/auth/refresh", json={"refresh_token": pair["refresh_token"]}, headers=stale
    )
    assert answer.status_code == 200
    assert (await signed.http.get("/healthz", headers=stale)).status_code == 200
    assert code(await signed.http.get("/api/v1/items", headers=stale)) == (401, "BAD_TOKEN")


async def test_refresh_tokens_rotate_and_reuse_ends_the_family(signed: World) -> None:
    first = (await login(signed)).json()
    other = (await login(signed)).json()
    second = (await refresh(signed, first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert code(await refresh(signed, first["refresh_token"])) == (401, "BAD_REFRESH_TOKEN")
    assert code(await refresh(signed, second["refresh_token"])) == (401, "BAD_REFRESH_TOKEN")
    assert (await refresh(signed, other["refresh_token"])).status_code == 200
    revoked = signed.sql(
        "select id, revoke_reason from refresh_tokens where revoked_at is not null"
    )
    assert {each["revoke_reason"] for each in revoked} == {"rotation_reuse"}
    for each in revoked:
        event = signed.events(each["id"])[-1]
        assert event["changes"]["revoke_reason"] == [None, "rotation_reuse"]
        assert event["actor_id"] == signed.ids["kim"]


async def test_of_racers_with_one_refresh_token_at_most_one_wins(signed: World) -> None:
    token = (await login(signed)).json()["refresh_token"]
    answers = await asyncio.gather(*(refresh(signed, token) for _ in range(6)))
    won = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} == {200, 401}
    assert len(won) == 1
    # the others used a rotated token: the whole family is revoked
    assert (await refresh(signed, won[0].json()["refresh_token"])).status_code == 401


async def test_log_out(signed: World) -> None:
    token = (await login(signed)).json()["refresh_token"]
    out = await signed.http.post("/api/v1/auth/logout", json={"refresh_token": token})
    assert (out.status_code, out.content) == (204, b"")
    assert (await refresh(signed, token)).status_code == 401
    for again in (token, "unknown"):
        answer = await signed.http.post("/api/v1/auth/logout", json={"refresh_token": again})
        assert answer.status_code == 204


async def test_expired_unknown_and_odd_refresh_tokens(signed: World) -> None:
    token = (await login(signed)).json()["refresh_token"]
    signed.sql("update refresh_tokens set expires_at = now() - interval '1 second'")
    for each in (token, "unknown", "é", "\U0001f600"):
        assert code(await refresh(signed, each)) == (401, "BAD_REFRESH_TOKEN")
    assert (await refresh(signed, "")).status_code == 422


async def test_a_deactivated_account_is_out(signed: World) -> None:
    pair = (await login(signed, "cora")).json()
    bearer = {"Authorization": f"Bearer {pair['access_token']}"}
    assert (await signed.http.get("/api/v1/me", headers=bearer)).status_code == 200
    signed.sql("update users set is_active = false where email = 'cora@example.com'")
    await asyncio.sleep(FRESH)
    assert (await signed.http.get("/api/v1/me", headers=bearer)).status_code == 401
    assert (await refresh(signed, pair["refresh_token"])).status_code == 401
    assert (await login(signed, "cora")).status_code == 401


async def test_roles_take_effect_within_five_seconds(world: World) -> None:
    assert FRESH <= 4
    assert (await world.ask("lim", "GET", "depots")).status_code == 403
    today = date.today()
    for number, (since, until, status) in enumerate(
        (
            (None, None, 200),
            (today, today, 200),
            (today + timedelta(2), None, 403),
            (None, today - timedelta(2), 403),
        )
    ):
        world.sql("delete from role_assignments where user_id = %s", world.ids["lim"])
        world.sql(
            "insert into role_assignments (user_id, role, valid_from, valid_until)"
            " values (%s, 'viewer', %s, %s)",
            world.ids["lim"],
            since,
            until,
        )
        if number == 0:
            await asyncio.sleep(FRESH)
        else:
            world.fastapi.state.server._people._known.clear()
        assert (await world.ask("lim", "GET", "depots")).status_code == status


async def test_me(world: World) -> None:
    assert (await world.ask("", "GET", "me")).status_code == 401
    mine = (await world.ask("cleo", "GET", "me")).json()
    assert mine["role_assignments"] == [{"role": "clerk", "scope_type": None, "scope_id": None}]
    assert mine["id"] == str(world.ids["cleo"])
    assert title()
