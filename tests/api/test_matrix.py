"""Every resource, action and role: what the policy file says is what the server does.

The expectation is read from policy.csv here, line by line, not from the compiled policy.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import Resource
from tests.api.conftest import ROLES, ROOT
from tests.runtime.support.world import World

ABSENT = "01900000-0000-7000-8000-000000000000"


def rules() -> tuple[list[list[str]], list[list[str]], dict[str, set[str]]]:
    """The `p` and `p2` lines, and for each role those that it has with it."""
    lines: list[list[str]] = []
    masks: list[list[str]] = []
    parents: dict[str, set[str]] = defaultdict(set)
    for row in csv.reader((ROOT / "policies" / "policy.csv").read_text().splitlines()):
        cells = [cell.strip() for cell in row]
        if cells[:1] == ["p"]:
            lines.append(cells[1:])
        elif cells[:1] == ["p2"]:
            masks.append(cells[1:])
        elif cells[:1] == ["g"]:
            parents[cells[1]].add(cells[2])
    closed: dict[str, set[str]] = {}
    for role in ROLES:
        found, waiting = {role}, [role]
        while waiting:
            for parent in parents[waiting.pop()] - found:
                found.add(parent)
                waiting.append(parent)
        closed[role] = found
    return lines, masks, closed


LINES, MASKS, CLOSURE = rules()


def scopes(role: str, resource: str, action: str, effect: str) -> set[str]:
    """The scopes that lines of that effect give the role."""
    return {
        scope
        for who, what, word, scope, said in LINES
        if who in CLOSURE[role]
        and what in ("*", resource)
        and word in ("*", action)
        and said == effect
    }


def allowed(role: str, resource: str, action: str) -> bool:
    """Whether the role holds a rule at all."""
    denied = "any" in scopes(role, resource, action, "deny")
    return bool(scopes(role, resource, action, "allow")) and not denied


def masked(role: str, resource: str, field: str) -> bool:
    """Whether a line hides the field from the role."""
    return any(
        who in CLOSURE[role]
        and what == resource
        and said == "hidden"
        and {field, "*"} & set(fields.split("|"))
        for who, what, fields, said in MASKS
    )


@dataclass(frozen=True)
class Request:
    """An operation on one row: the (resource, policy word) pairs it needs, and how it is asked.

    `shaped` says that the request alone may be wrong, whatever the row: it takes input.
    """

    needs: tuple[tuple[str, str], ...]
    method: str
    path: str
    shaped: bool = False
    along: tuple[str, str] | None = None
    """The (resource, key) along which a relation is read: hidden with the key."""

    def granted(self, role: str) -> bool:
        """Whether the role holds a rule for all of it."""
        hidden = self.along is not None and masked(role, *self.along)
        return not hidden and all(allowed(role, resource, word) for resource, word in self.needs)


def requests(resource: Resource, key: str) -> Iterator[Request]:
    """Every operation on one row of a resource."""
    name, path = resource.name, f"{resource.path}/{key}"
    if "get" in resource.routes:
        yield Request(((name, "read"),), "GET", path)
    if "update" in resource.routes:
        yield Request(((name, "update"),), "PATCH", path)
    if "delete" in resource.routes:
        yield Request(((name, "delete"),), "DELETE", path)
        if resource.soft:
            yield Request(((name, "delete"),), "POST", f"{path}/restore")
    for action in resource.actions:
        if action.at_row and not action.system:
            where = f"{path}/{action.path}"
            yield Request(((name, action.name),), action.method, where, shaped=True)
    for relation in resource.to_many:
        reads = ((name, "read"), (relation.target, "read"))
        along = (relation.target, relation.column) if relation.column else None
        yield Request(reads, "GET", f"{path}/{relation.path}", along=along)
        if relation.linkable:
            needs = ((name, "update"), (relation.target, "read"))
            for method in ("PUT", "DELETE"):
                yield Request(needs, method, f"{path}/{relation.path}/{ABSENT}")


def stands(answer: Any, key: str) -> tuple[int, str, dict[str, str]]:
    """An answer without what names the request."""
    heads = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return answer.status_code, answer.text.replace(key, "KEY").replace(ABSENT, "KEY"), heads


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_does_what_its_rules_say_and_no_more(api: World, role: str) -> None:
    who = role.replace("_", "-")
    for resource in REGISTRY.resources:
        for request in requests(resource, ABSENT):
            body = {} if request.method in ("PATCH", "POST") else None
            answer = await api.ask(who, request.method, request.path, json=body)
            expected = {403}
            if request.granted(role):
                expected = {404, 422} if request.shaped else {404}
            assert answer.status_code in expected, (role, request, answer.text)
        if "list" in resource.routes:
            status = (await api.ask(who, "GET", resource.path)).status_code
            expected = 200 if allowed(role, resource.name, "read") else 403
            assert status == expected, (role, resource.name)
        if "create" in resource.routes:
            answer = await api.ask(who, "POST", resource.path, json={"no_such_field": 1})
            expected = 422 if allowed(role, resource.name, "create") else 403
            assert answer.status_code == expected, (role, resource.name)


@pytest.mark.parametrize("role", ROLES)
async def test_hidden_rows_are_absent_byte_for_byte(api: World, role: str) -> None:
    """Each operation on rows that the role cannot read, against one that is not there."""
    who = role.replace("_", "-")
    compared = 0
    for resource in REGISTRY.resources:
        if not allowed(role, resource.name, "read"):
            continue
        if "any" in scopes(role, resource.name, "read", "allow"):
            continue
        shown = (await api.ask(who, "GET", f"{resource.path}?limit=200")).json()["items"]
        seen = {each["id"] for each in shown}
        every = api.sql(f'select id from "{resource.table}" order by id limit 60')
        hidden = [str(row["id"]) for row in every if str(row["id"]) not in seen]
        if not hidden:
            continue
        both = zip(requests(resource, hidden[0]), requests(resource, ABSENT), strict=True)
        for request, other in both:
            if not request.granted(role):
                continue
            headers = {"If-Match": '"1"', "X-Request-ID": "same"}
            body = {} if request.method in ("PATCH", "POST") else None
            answers = [
                stands(await api.ask(who, one.method, one.path, json=body, headers=headers), key)
                for one, key in ((request, hidden[0]), (other, ABSENT))
            ]
            assert answers[0] == answers[1], (role, request)
            compared += 1
    assert compared or role not in ("viewer", "contributor", "respondent", "service")


async def test_denied_and_absent_writes_leave_the_same_event(api: World) -> None:
    safeguard = (await api.ask("auditor", "GET", "controls?limit=1")).json()["items"][0]
    made = await api.add(
        "compliance-manager",
        "evidence",
        title="secret",
        kind="log",
        control_id=safeguard["id"],
        confidentiality="secret",
    )
    found = []
    for key in (made["id"], ABSENT):
        await api.ask(
            "contributor",
            "PATCH",
            f"evidence/{key}",
            json={"title": "x"},
            headers={"X-Request-ID": "same"},
        )
        event = api.events(key)[-1]
        found.append(
            {
                name: value
                for name, value in event.items()
                if name not in ("id", "occurred_at", "created_at", "updated_at", "entity_id")
            }
        )
    assert found[0] == found[1]
    assert found[0]["outcome"] == "denied"
