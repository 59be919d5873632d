"""`/me/permissions` and `/role-assignments/simulate`: who may ask, and what refuses them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from runtime.policy.compiled import CompiledPolicy
from runtime.policy.vocabulary import load_rules, vocabulary_of
from tests.runtime.operations.test_rows import ABSENT, code, errors, title
from tests.runtime.support.world import World

MINE = "me/permissions"
SIMULATE = "role-assignments/simulate"
SAME = {"X-Request-ID": "same"}
KEEN = ("clerk, role_assignment, create, any, allow", "clerk, role_assignment, read, any, allow")
"""Lines that let a clerk, who sees no user but themselves, simulate."""


def rule(world: World, folder: Path, *lines: str) -> None:
    """Puts further lines in force."""
    shutil.copytree(world.project / "policies", folder / "policies", dirs_exist_ok=True)
    with (folder / "policies" / "policy.csv").open("a") as file:
        file.writelines(f"{'p2' if '|' in each else 'p'}, {each}\n" for each in lines)
    rules = load_rules(folder, vocabulary_of(world.registry))
    world.services.policy.current = CompiledPolicy(rules)


def about(world: World, who: str, **change: Any) -> dict[str, Any]:
    """The body of a simulation."""
    return {"user_id": str(world.ids[who]), **change}


async def depot(world: World) -> str:
    """The id of a new depot."""
    return str((await world.add("ada", "depots", name=title()))["id"])


async def test_nobody_may_ask(world: World) -> None:
    for method, path in (("GET", MINE), ("POST", SIMULATE)):
        answer = await world.ask("", method, path, content=b"{", headers={"Accept": "text/css"})
        assert code(answer) == (401, "UNAUTHENTICATED")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_everybody_else_is_told_what_they_may_do(world: World) -> None:
    answer = await world.ask("cora", "GET", MINE)
    assert answer.json() == {
        "policy": world.services.policy.current.rules.hash,
        "role_assignments": [{"role": "courier", "scope_type": None, "scope_id": None}],
        "resources": [
            {
                "resource": "item",
                "actions": [
                    {
                        "action": "create",
                        "everything": True,
                        "allow": [{"scope": "any", "limit": None}],
                        "deny": [],
                    }
                ],
                "hidden": [],
                "read_only": [],
            }
        ],
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await world.ask("cora", "HEAD", MINE)).content == b""


async def test_a_policy_that_changes_is_told_at_once(world: World, tmp_path: Path) -> None:
    before = (await world.ask("cora", "GET", MINE)).json()
    rule(world, tmp_path, "courier, depot, read, any, allow")
    after = (await world.ask("cora", "GET", MINE)).json()
    assert before["policy"] != after["policy"]
    assert [each["resource"] for each in before["resources"]] == ["item"]
    assert {each["resource"] for each in after["resources"]} == {"depot", "item"}


@pytest.mark.parametrize(
    ("method", "path", "who"), [("GET", MINE, "cora"), ("POST", SIMULATE, "ada")]
)
async def test_neither_takes_parameters(world: World, method: str, path: str, who: str) -> None:
    body = about(world, "vic") if method == "POST" else None
    for query in ("dry_run=true", "limit=1", "dry_run=1&dry_run=2"):
        answer = await world.ask(who, method, f"{path}?{query}", json=body)
        name = query.partition("=")[0]
        assert errors(answer) == {(f"?{name}", "UNKNOWN_PARAMETER")}
    answer = await world.ask(who, method, f"{path}?a=%ff", json=body)
    assert errors(answer) == {("?", "MALFORMED")}
    answer = await world.ask(who, method, path, json=body, headers={"Accept": "text/css"})
    assert code(answer) == (406, "NOT_ACCEPTABLE")


async def test_the_paths_are_their_own(world: World) -> None:
    """No row has the id `simulate`: what else is asked of that path is a wrong method."""
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = await world.ask("ada", method, SIMULATE)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    answer = await world.ask("ada", "POST", MINE)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert code(await world.ask("ada", "GET", "role-assignments/simulated"))[0] == 422
    await world.ask("ada", "POST", SIMULATE, json=about(world, "vic"))
    text = (await world.http.get("/metrics")).text
    told = f'method="POST",route="/api/v1/{SIMULATE}",status="200"'
    assert f"charter_http_requests_total{{{told}}}" in text


async def test_roles_are_looked_at_before_the_request(world: World) -> None:
    for who in ("kim", "cleo", "vic", "cora", "lim"):
        answer = await world.ask(
            who, "POST", SIMULATE, content=b"no json", headers={"Accept": "text/css"}
        )
        assert code(answer) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    ("who", "lines"),
    [
        ("cleo", ("clerk, role_assignment, create, any, allow",)),
        ("cleo", ("clerk, role_assignment, read, any, allow",)),
        ("cleo", (*KEEN, "clerk, role_assignment, valid_from|valid_until, hidden")),
        ("cora", [line.replace("clerk", "courier") for line in KEEN]),  # reads no users
    ],
)
async def test_it_takes_all_of_what_an_administrator_of_roles_has(
    world: World, tmp_path: Path, who: str, lines: tuple[str, ...]
) -> None:
    rule(world, tmp_path, *lines)
    answer = await world.ask(who, "POST", SIMULATE, json=about(world, who))
    assert code(answer) == (403, "FORBIDDEN")
    rule(world, tmp_path / "again", *KEEN)
    assert (await world.ask("cleo", "POST", SIMULATE, json=about(world, "cleo"))).is_success


async def test_a_limited_administrator_does_not_simulate(world: World) -> None:
    limit = {"scope_type": "depot", "scope_id": await depot(world)}
    await world.add("ada", "role-assignments", user_id=str(world.ids["lim"]), role="admin", **limit)
    world.fastapi.state.server._people._known.clear()
    answer = await world.ask("lim", "POST", SIMULATE, json=about(world, "vic"))
    assert code(answer) == (403, "FORBIDDEN")


async def test_bodies_are_read_strictly(world: World) -> None:
    place = {"scope_type": "depot", "scope_id": ABSENT}
    for grant, expected in (
        ({}, ("/grant/0/role", "REQUIRED")),
        ({"role": "king"}, ("/grant/0/role", "NOT_A_VALUE")),
        ({"role": "public"}, ("/grant/0/role", "NOT_A_VALUE")),
        ({"role": "clerk", "valid_from": None}, ("/grant/0/valid_from", "UNKNOWN_FIELD")),
        ({"role": "clerk", "scope_type": "depot"}, ("/grant/0/scope_id", "REQUIRED")),
        ({"role": "clerk", "scope_id": ABSENT}, ("/grant/0/scope_type", "REQUIRED")),
        ({"role": "clerk", **place, "scope_type": "item"}, ("/grant/0/scope_type", "NOT_A_VALUE")),
        ({"role": "clerk", **place, "scope_id": "x"}, ("/grant/0/scope_id", "INVALID_VALUE")),
    ):
        answer = await world.ask("ada", "POST", SIMULATE, json=about(world, "vic", grant=[grant]))
        assert errors(answer) == {expected}
    for body, expected in (
        ({}, ("/user_id", "REQUIRED")),
        ({"user_id": "x"}, ("/user_id", "INVALID_VALUE")),
        (about(world, "vic", grant=None), ("/grant", "INVALID_VALUE")),
        (about(world, "vic", revoke=["x"]), ("/revoke/0", "INVALID_VALUE")),
        (about(world, "vic", grant=[{"role": "clerk"}] * 51), ("/grant", "TOO_LONG")),
        (about(world, "vic", revoke=[ABSENT] * 501), ("/revoke", "TOO_LONG")),
        (about(world, "vic", reason="x"), ("/reason", "UNKNOWN_FIELD")),
    ):
        answer = await world.ask("ada", "POST", SIMULATE, json=body)
        assert errors(answer) == {expected}
    answer = await world.ask("ada", "POST", SIMULATE, content=b"x=1")
    assert code(answer) == (415, "UNSUPPORTED_MEDIA_TYPE")


async def test_hidden_and_absent_people_and_assignments_are_the_same(
    world: World, tmp_path: Path
) -> None:
    rule(world, tmp_path, *KEEN)
    [other] = world.sql("select id from role_assignments where user_id = %s", world.ids["vic"])
    found = []
    for body in (
        about(world, "vic"),  # a clerk sees themselves alone
        {"user_id": ABSENT},
        about(world, "cleo", revoke=[ABSENT]),
        about(world, "cleo", revoke=[str(other["id"])]),
    ):
        answer = await world.ask("cleo", "POST", SIMULATE, json=body, headers=SAME)
        assert code(answer) == (404, "NOT_FOUND")
        found.append((answer.content, dict(answer.headers)))
    assert all(each == found[0] for each in found)


async def test_a_limit_out_of_sight_is_refused_as_the_grant_itself_would_be(
    world: World, tmp_path: Path
) -> None:
    rule(world, tmp_path, *KEEN)
    hidden = await depot(world)
    found = []
    for who, key in (("cleo", hidden), ("cleo", ABSENT), ("ada", ABSENT)):
        grant = {"role": "clerk", "scope_type": "depot", "scope_id": key}
        answer = await world.ask(
            who, "POST", SIMULATE, json=about(world, "cleo", grant=[grant]), headers=SAME
        )
        assert code(answer) == (409, "REFERENCE")
        found.append(answer.content)
    assert len(set(found)) == 1
    real = await world.ask(
        "cleo",
        "POST",
        "role-assignments",
        json=about(world, "cleo", role="clerk", scope_type="depot", scope_id=ABSENT),
    )
    assert code(real) == (409, "REFERENCE")


async def test_it_writes_nothing_and_leaves_no_event(world: World) -> None:
    rows = "select * from role_assignments order by id"
    before = world.sql(rows), world.events()
    grants = [{"role": "admin"}]
    for who, body in (
        ("ada", about(world, "vic", grant=grants)),
        ("ada", {"user_id": ABSENT}),
        ("ada", {}),
        ("vic", about(world, "vic", grant=grants)),
    ):
        await world.ask(who, "POST", SIMULATE, json=body)
    assert (world.sql(rows), world.events()) == before
    world.fastapi.state.server._people._known.clear()
    assert (await world.ask("vic", "POST", "depots", json={})).status_code == 403


async def test_a_limit_stands_with_what_it_limits(world: World) -> None:
    limit = {"scope_type": "depot", "scope_id": await depot(world)}
    body = about(world, "sam", grant=[{"role": "keeper", **limit}, {"role": "keeper", **limit}])
    answer = (await world.ask("ada", "POST", SIMULATE, json=body)).json()
    assert answer["active"] is True
    assert {"role": "keeper", **limit} in answer["after"]["role_assignments"]
    assert answer["lost"] == answer["masks_lost"] == []
    gained = {(each["resource"], each["action"]): each["after"] for each in answer["gained"]}
    assert ("tag", "read") not in gained  # no tag lies within a depot
    [part] = gained["item", "update"]["allow"]
    assert (part["scope"], part["limit"]) == ("own", limit)
    assert not gained["item", "close"]["everything"]
