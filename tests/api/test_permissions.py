"""What each role is told it may do is what policy.csv says, and what is predicted comes true."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.vocabulary import load_rules, vocabulary_of
from runtime.resource import Resource
from tests.api.conftest import ROLES
from tests.api.support_operations import ABSENT
from tests.api.support_policy import (
    Caller,
    hidden_fields,
    unwritable_fields,
    verdict,
    words,
)
from tests.api.test_document import conforms
from tests.runtime.support.world import World

SIMULATE = "role-assignments/simulate"
PERMISSIONS = "me/permissions"
type Json = Any


def told(answer: Json) -> dict[tuple[str, str], tuple[set[str], set[str]]]:
    """Scopes granted and excepted by (resource, action); nothing here is limited."""
    found = {}
    for resource in answer["resources"]:
        for action in resource["actions"]:
            parts = (action["allow"], action["deny"])
            assert all(part["limit"] is None for each in parts for part in each)
            allow, deny = ({part["scope"] for part in each} for each in parts)
            assert action["everything"] is (allow == {"any"} and not deny)
            found[resource["resource"], action["action"]] = (allow, deny)
    return found


def said(caller: Caller, resource: Resource) -> Iterator[tuple[str, tuple[set[str], set[str]]]]:
    """What the lines of policy.csv let the caller do with a resource."""
    collection = {action.name for action in resource.actions if not action.at_row}
    for word in words(resource):
        found = verdict(caller, resource, word)
        allow = {claim.line.scope for claim in found.allows}
        deny = {claim.line.scope for claim in found.denies}
        if word in collection:
            allow, deny = ({"any"} if found.open else set()), set()
        elif "any" in allow:
            allow = {"any"}
        if not found.refused and allow - deny:
            yield word, (allow - deny, deny)


async def permissions(api: World, who: str) -> Json:
    """What the person is told, with the roles as they are now."""
    api.fastapi.state.server._people._known.clear()
    answer = await api.ask(who, "GET", PERMISSIONS)
    assert answer.status_code == 200, answer.text
    conforms(answer)
    return answer.json()


async def simulated(api: World, who: str, **change: Any) -> Json:
    """What the admin is told of a change of that person's roles."""
    answer = await api.ask("admin", "POST", SIMULATE, json={"user_id": str(api.ids[who]), **change})
    assert answer.status_code == 200, answer.text
    conforms(answer)
    return answer.json()


async def granted(api: World, who: str, **values: Any) -> str:
    """The id of a role assignment made for real."""
    made = await api.add("admin", "role-assignments", user_id=str(api.ids[who]), **values)
    return str(made["id"])


async def project(api: World) -> str:
    """The id of a project that there is."""
    listed = await api.ask("admin", "GET", "projects?limit=1")
    return str(listed.json()["items"][0]["id"])


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_told_what_its_lines_say(api: World, role: str) -> None:
    answer = await permissions(api, role.replace("_", "-"))
    assert answer["policy"] == api.services.policy.current.rules.hash
    assert answer["role_assignments"] == [{"role": role, "scope_type": None, "scope_id": None}]
    caller = Caller(role, assignments=((role, None),))
    expected = {
        (resource.name, word): right
        for resource in REGISTRY.resources
        for word, right in said(caller, resource)
    }
    assert told(answer) == expected
    for each in answer["resources"]:
        resource = REGISTRY[each["resource"]]
        hidden = hidden_fields(caller, resource)
        assert set(each["hidden"]) == hidden
        assert set(each["read_only"]) == unwritable_fields(caller, resource) - hidden


async def test_who_has_no_role_may_do_nothing_and_is_told_so(api: World) -> None:
    answer = await permissions(api, "nobody")
    assert (answer["role_assignments"], answer["resources"]) == ([], [])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
async def test_only_an_admin_simulates(api: World, role: str) -> None:
    for body in ({"user_id": str(api.ids["nobody"])}, {"user_id": ABSENT}, {"no": "body"}):
        answer = await api.ask(role.replace("_", "-"), "POST", SIMULATE, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN"), answer.text
        conforms(answer)


@pytest.mark.parametrize(
    ("line", "status"), [("create, any, allow", 200), ("read, own, deny", 403)]
)
async def test_it_takes_reading_every_assignment(
    api: World, tmp_path: Path, line: str, status: int
) -> None:
    """An auditor who may also create any, and one who does not see their own."""
    shutil.copytree(api.project / "policies", tmp_path / "policies")
    lines = dict.fromkeys(("create, any, allow", line))
    with (tmp_path / "policies" / "policy.csv").open("a") as file:
        file.writelines(f"p, auditor, role_assignment, {each}\n" for each in lines)
    rules = load_rules(tmp_path, vocabulary_of(REGISTRY))
    api.services.policy.current = CompiledPolicy(rules)
    body = {"user_id": str(api.ids["nobody"])}
    assert (await api.ask("auditor", "POST", SIMULATE, json=body)).status_code == status


async def test_what_a_grant_is_said_to_do_it_does(api: World) -> None:
    where = {"scope_type": "project", "scope_id": await project(api)}
    grants = [{"role": "auditor"}, {"role": "contributor", **where}]
    before = await permissions(api, "nobody")
    prediction = await simulated(api, "nobody", grant=grants)
    assert prediction["before"] == before == await permissions(api, "nobody")
    keys = [await granted(api, "nobody", **grant) for grant in grants]
    assert prediction["after"] == await permissions(api, "nobody")

    undone = await simulated(api, "nobody", revoke=keys[:1])
    assert undone["before"] == prediction["after"]
    assert (await api.ask("admin", "DELETE", f"role-assignments/{keys[0]}")).status_code == 204
    assert undone["after"] == await permissions(api, "nobody")
    assert (await api.ask("admin", "DELETE", f"role-assignments/{keys[1]}")).status_code == 204
    assert await permissions(api, "nobody") == before


async def test_a_limited_grant_is_told_with_its_limit(api: World) -> None:
    where = {"scope_type": "project", "scope_id": await project(api)}
    found = await simulated(api, "nobody", grant=[{"role": "auditor", **where}])
    reads = {
        each["resource"]: each["after"]["allow"]
        for each in found["gained"]
        if each["action"] == "read"
    }
    within = {each.name for each in REGISTRY.resources if "project" in each.within}
    assert set(reads) == within
    assert "project" in within
    assert "user" not in within
    for parts in reads.values():
        assert [(part["scope"], part["limit"]) for part in parts] == [("any", where)]
    collections = {
        (resource.name, action.name)
        for resource in REGISTRY.resources
        for action in resource.actions
        if not action.at_row
    }
    assert not collections & {(each["resource"], each["action"]) for each in found["gained"]}


async def test_the_lines_that_make_the_difference_are_named(api: World) -> None:
    found = await simulated(api, "viewer", grant=[{"role": "auditor"}])
    digest = found["after"]["policy"]
    text = (api.project / "policies" / "policy.csv").read_text().splitlines()
    change = next(
        each
        for each in found["gained"]
        if (each["resource"], each["action"]) == ("requirement", "verify")
    )
    assert change["before"] == {"everything": False, "allow": [], "deny": []}
    for effect, scope in (("allow", "any"), ("deny", "own")):
        [part] = change["after"][effect]
        assert (part["scope"], part["limit"]) == (scope, None)
        [line] = part["lines"]
        place, _, stamp = line.partition("@")
        assert stamp == digest
        number = int(place.removeprefix("policies/policy.csv:"))
        assert text[number - 1] == f"p, auditor, requirement, verify, {scope}, {effect}"


async def test_a_role_that_hides_is_told_to(api: World) -> None:
    """A viewer reads their own sessions whole; an auditor reads all, less where they came from."""
    found = await simulated(api, "viewer", grant=[{"role": "auditor"}])
    hides = [
        {"resource": "refresh_token", "field": name, "effect": "hidden"}
        for name in ("client_ip", "user_agent")
    ]
    assert found["masks_gained"] == hides
    key = await granted(api, "viewer", role="auditor")
    back = await simulated(api, "viewer", revoke=[key])
    assert (back["masks_gained"], back["masks_lost"]) == ([], hides)
    assert (await api.ask("admin", "DELETE", f"role-assignments/{key}")).status_code == 204


async def test_nothing_is_gained_or_lost_where_nothing_changes(api: World) -> None:
    for change in ({}, {"grant": [{"role": "auditor"}]}, {"grant": [], "revoke": []}):
        found = await simulated(api, "auditor-2", **change)
        assert found["before"] == found["after"]
        assert [found[key] for key in ("gained", "lost", "masks_gained", "masks_lost")] == [[]] * 4


async def test_what_is_gained_by_a_change_is_lost_by_its_undoing(api: World) -> None:
    key = await granted(api, "nobody", role="risk_owner")
    undone = await simulated(api, "nobody", revoke=[key])
    assert (undone["gained"], undone["after"]["resources"]) == ([], [])
    swapped = await simulated(api, "nobody", revoke=[key], grant=[{"role": "viewer"}])
    back = await simulated(api, "viewer", grant=[{"role": "risk_owner"}])
    assert {(each["resource"], each["action"]) for each in swapped["lost"]} == {
        (each["resource"], each["action"]) for each in back["gained"]
    }
    assert (await api.ask("admin", "DELETE", f"role-assignments/{key}")).status_code == 204


async def test_an_account_that_is_not_active_may_do_nothing(api: World) -> None:
    api.sql("update users set is_active = false where id = %s", api.ids["dpo-2"])
    found = await simulated(api, "dpo-2", grant=[{"role": "admin"}])
    assert found["active"] is False
    assert found["before"]["resources"] == found["after"]["resources"] == found["gained"] == []


async def test_an_assignment_out_of_its_period_counts_for_nothing(api: World) -> None:
    past, future = {"valid_until": "2001-01-01"}, {"valid_from": "2999-01-01"}
    keys = [
        await granted(api, "nobody", role="viewer", **past),
        await granted(api, "nobody", role="auditor", **future),
    ]
    found = await simulated(api, "nobody", revoke=keys)
    assert found["before"] == found["after"] == await permissions(api, "nobody")
    assert found["before"]["resources"] == []
    for key in keys:
        assert (await api.ask("admin", "DELETE", f"role-assignments/{key}")).status_code == 204
