"""What the trail holds: every refused write, whatever refused it, and every log-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.logs import Access
from runtime.resource import Action, Resource
from tests.api.conftest import Core
from tests.api.support_matrix import OPERATIONS, send
from tests.api.support_operations import ABSENT, Asked, Asking, Operation, expected
from tests.api.support_policy import Caller, verdict
from tests.api.support_rows import Row, Stock, build
from tests.runtime.support.world import World
from tests.support.database import Urls

WRITES = [each for each in OPERATIONS if each.writes]
CREATES = [each for each in REGISTRY.resources if "create" in each.routes]
COLLECTIVE = [
    (resource, action)
    for resource in REGISTRY.resources
    for action in resource.actions
    if not action.at_row and action.method != "GET" and not action.system
]
LINE = re.compile(r"policies/policy\.csv(:[0-9]+)?@[0-9a-f]{12}")
FROZEN = ("update", "delete", "link", "unlink")


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


@dataclass(frozen=True)
class Case:
    """A refused write, and what its event must say."""

    caller: Caller
    asked: Asked
    status: int
    action: str
    entity: str
    row: str | None

    def __str__(self) -> str:
        return f"{self.status} {self.caller.name} {self.asked.method} {self.asked.path}"


class Refusals:
    """For an operation on a row, a request for each way in which it can be refused."""

    def __init__(self, stock: Stock, operation: Operation) -> None:
        self._stock = stock
        self._operation = operation
        self._asking = Asking(stock, dry=False)
        name = operation.kind
        self._word = name if name in ("link", "unlink", "restore") else operation.word

    def cases(self) -> Iterator[Case]:
        """All of them."""
        yield self._no_rule()
        found = self._open()
        if found is None:
            return
        caller, row = found
        yield self._case(caller, None, 404)
        yield self._case(caller, row, 422, params={"nothing": "1"})
        yield from self.hidden()
        yield from self._barred()
        yield from self._not_now()
        if self._operation.kind not in ("restore",):
            yield self._case(caller, row, 412, headers={"If-Match": '"99999"'})
        if self._operation.resource.if_match_required and self._operation.kind in (
            "update",
            "delete",
        ):
            yield self._case(caller, row, 428, headers={})

    def _case(self, caller: Caller, row: Row | None, status: int, **rest: Any) -> Case:
        asked = self._asking.row(caller, self._operation, row)
        headers = {"If-Match": "*"} if row is None or self._operation.action else asked.headers
        given = {"params": asked.params, "headers": headers, **rest}
        asked = Asked(asked.method, asked.path, asked.json, **given)
        key = row.id if row else ABSENT
        return Case(caller, asked, status, self._word, self._operation.resource.name, key)

    def _no_rule(self) -> Case:
        """Somebody without any role."""
        caller = self._stock.caller("nobody")
        row = self._stock.rows[self._operation.resource.name][0]
        asked = self._asking.row(caller, self._operation, row)
        name = self._operation.resource.name
        return Case(caller, asked, 403, self._operation.word, name, row.id)

    def _open(self) -> tuple[Caller, Row] | None:
        """Somebody, and a row with which nothing is wrong."""
        return next(self._found(0, ""), None)

    def hidden(self) -> Iterator[Case]:
        """A row that is there, and not for the caller."""
        for caller, row in self._found(404, "NOT_FOUND"):
            if not row.deleted:
                yield self._case(caller, row, 404)
                yield self._case(caller, None, 404)
                return

    def _barred(self) -> Iterator[Case]:
        """A row that the caller sees and may not so touch; and one of their own."""
        for code in ("FORBIDDEN", "FOUR_EYES"):
            for caller, row in self._found(403, code):
                yield self._case(caller, row, 403)
                break

    def _not_now(self) -> Iterator[Case]:
        """A row that is frozen, or in another state."""
        for code in ("FROZEN", "INVALID_TRANSITION"):
            for caller, row in self._found(409, code):
                yield self._case(caller, row, 409)
                break

    def _found(self, status: int, code: str) -> Iterator[tuple[Caller, Row]]:
        operation = self._operation
        for caller in self._stock.callers:
            if not caller.name or verdict(caller, operation.resource, operation.word).refused:
                continue
            for row in self._stock.rows[operation.resource.name]:
                wanted = expected(caller, operation, row)
                if (wanted.status, wanted.code) == (status, code) and self._ends(caller):
                    yield caller, row
                    break

    def _ends(self, caller: Caller) -> bool:
        """Whether the caller may read what the operation links to."""
        relation = self._operation.relation
        return relation is None or not verdict(caller, REGISTRY[relation.target], "read").refused


async def check(api: World, case: Case, seen: set[int]) -> None:
    """One refusal: its answer, and its one event."""
    answer = await send(api, case.caller, case.asked)
    assert answer.status_code == case.status, (str(case), answer.text)
    [event] = api.sql(
        "select * from audit_events where request_id = %s", answer.headers["X-Request-ID"]
    )
    assert event["outcome"] == ("denied" if case.status in (403, 404) else "failed"), str(case)
    told = (event["actor_id"], event["actor_email"], event["actor_roles"])
    email = f"{case.caller.name}@example.com"
    assert told == (api.ids[case.caller.name], email, sorted(set(case.caller.roles))), str(case)
    about = (event["action"], event["entity_type"], event["entity_id"] and str(event["entity_id"]))
    assert about == (case.action, case.entity, case.row), str(case)
    assert event["reason"].startswith(answer.json()["code"]), str(case)
    assert LINE.fullmatch(event["rule"] or ""), (str(case), event["rule"])
    assert (event["client_ip"], event["source"]) == ("192.0.2.7", "api")
    assert event["changes"] == {}
    seen.add(case.status)


ABLE = {
    "update": {403, 404, 412, 422},
    "delete": {403, 404, 412, 422},
    "restore": {403, 404, 409, 422},
    "link": {403, 404, 412, 422},
    "unlink": {403, 404, 412, 422},
    "action": {403, 404, 412, 422},
}
"""What each kind of operation on a row answers, whatever the entity."""


@pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda each: each.name)
async def test_each_refusal_of_a_write_leaves_one_event(
    api: World, stock: Stock, resource: Resource
) -> None:
    """Of every write to a row of the resource, each refusal that it can answer."""
    api.ids.update(stock.ids)
    before, cases = count(api), 0
    for operation in (each for each in WRITES if each.resource is resource):
        seen = set[int]()
        for case in Refusals(stock, operation).cases():
            await check(api, case, seen)
            cases += 1
        needed = set(ABLE[operation.kind])
        if resource.frozen and operation.kind in FROZEN:
            needed.add(409)
        if operation.action and operation.action.from_states:
            needed.add(409)
        if resource.if_match_required and operation.kind in ("update", "delete"):
            needed.add(428)
        assert needed <= seen, str(operation)
    assert count(api) == before + cases


def count(api: World) -> int:
    """The number of all events."""
    [row] = api.sql("select count(*) as count from audit_events")
    return int(row["count"])


def creator(stock: Stock, resource: Resource, action: Action | None = None) -> Caller | None:
    """Somebody who may add any row."""
    word = action.name if action else "create"
    found = (c for c in stock.callers if c.name and verdict(c, resource, word).open)
    return next(found, None)


@pytest.mark.parametrize("resource", CREATES, ids=lambda each: each.name)
async def test_each_refusal_of_a_create_leaves_one_event(
    api: World, stock: Stock, resource: Resource
) -> None:
    api.ids.update(stock.ids)
    asking, seen = Asking(stock, dry=False), set[int]()
    nobody, some = stock.caller("nobody"), creator(stock, resource)
    asked = Asked("POST", resource.path, {})
    await check(api, Case(nobody, asked, 403, "create", resource.name, None), seen)
    for caller in (some, *stock.callers):
        if caller is None or not caller.name or verdict(caller, resource, "create").refused:
            continue
        wrong: tuple[Any, ...] = ({"nothing": 1}, [], {"id": ABSENT})
        for body in wrong:
            asked = Asked("POST", resource.path, body)
            await check(api, Case(caller, asked, 422, "create", resource.name, None), seen)
        body = asking.new(caller, resource, theirs=False)
        dangling = {each.column: ABSENT for each in resource.to_one if each.column in body}
        if dangling and some is caller:
            asked = Asked("POST", resource.path, {**body, **dangling})
            await check(api, Case(caller, asked, 409, "create", resource.name, None), seen)
        break
    assert {403, 422} <= seen


@pytest.mark.parametrize(("resource", "action"), COLLECTIVE, ids=lambda each: each.name)
async def test_each_refusal_of_an_action_at_a_collection_leaves_one_event(
    api: World, stock: Stock, resource: Resource, action: Action
) -> None:
    api.ids.update(stock.ids)
    path = f"{resource.path}/{action.path}"
    nobody, some = stock.caller("nobody"), creator(stock, resource, action)
    assert some is not None, "somebody may do it"
    for caller, body, status in ((nobody, {}, 403), (some, {"nothing": 1}, 422), (some, [], 422)):
        asked = Asked("POST", path, body)
        case = Case(caller, asked, status, action.name, resource.name, None)
        await check(api, case, set())


async def test_a_duplicate_leaves_one_event_without_the_other_row(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    caller = stock.caller("compliance-manager")
    law = await api.add("compliance-manager", "regulations", **LAW)
    asked = Asked("POST", "regulations", LAW)
    case = Case(caller, asked, 409, "create", "regulation", None)
    await check(api, case, set())
    assert law["id"] not in str(api.events()[-1])


LAW = {
    "code": "TWICE",
    "edition": "1",
    "name": "law",
    "kind": "standard",
    "topic": "security",
    "jurisdiction": "EU",
}


async def test_hidden_and_absent_leave_the_same_event(api: World, stock: Stock) -> None:
    """But for the id that was asked for."""
    api.ids.update(stock.ids)
    compared = 0
    own = {"id", "occurred_at", "created_at", "updated_at", "request_id", "entity_id"}
    own.add("transaction_id")
    for operation in WRITES:
        pair = list(Refusals(stock, operation).hidden())
        told = []
        for case in pair:
            answer = await send(api, case.caller, case.asked)
            [event] = api.sql(
                "select * from audit_events where request_id = %s", answer.headers["X-Request-ID"]
            )
            told.append({name: value for name, value in event.items() if name not in own})
        assert told[:1] == told[1:], str(operation)
        compared += bool(pair)
    assert compared > 10


async def test_what_leaves_no_event_is_counted_and_logged(
    api: World, stock: Stock, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.ids.update(stock.ids)
    hidden = f"risks/{ABSENT}"
    for who, method, path, status in (
        ("", "POST", "risks", 401),
        ("", "PATCH", hidden, 401),
        ("", "DELETE", hidden, 401),
        ("viewer", "PUT", "risks", 405),
        ("viewer", "POST", hidden, 405),
        ("nobody", "GET", "risks", 403),
        ("viewer", "GET", hidden, 404),
        ("viewer", "GET", "risks?nothing=1", 422),
        ("viewer", "GET", "risks/not-an-id", 422),
        ("viewer", "GET", "no-such-path", 404),
    ):
        before, events = await counted(api, method, status), api.events()
        lines: list[Access] = []
        monkeypatch.setattr(api.app, "_write", lines.append)
        answer = await api.ask(who, method, path)
        assert answer.status_code == status, (method, path, answer.text)
        assert len(api.events()) == len(events), (method, path)
        assert await counted(api, method, status) == before + 1, (method, path)
        [line] = [each for each in lines if each.path != "/metrics"]
        assert (line.status, line.method) == (status, method)
        assert (line.path, line.client) == (f"/api/v1/{path.split('?')[0]}", "192.0.2.7")


async def counted(api: World, method: str, status: int) -> int:
    """How many requests of that kind the metrics tell."""
    text = (await api.http.get("/metrics")).text
    lines = re.findall(r"^charter_http_requests_total\{(.*)\} ([0-9.]+)$", text, re.MULTILINE)
    wanted = (f'method="{method}"', f'status="{status}"')
    return sum(int(float(n)) for labels, n in lines if all(each in labels for each in wanted))
