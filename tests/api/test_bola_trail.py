"""Writes that are kept: each succeeds as the file says, and its event names the line."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generated.registry import REGISTRY
from tests.api.conftest import Core
from tests.api.support_matrix import OPERATIONS, send
from tests.api.support_operations import Asked, Asking, Operation, expected
from tests.api.support_policy import Caller, verdict
from tests.api.support_rows import Row, Stock, build
from tests.runtime.support.world import World
from tests.support.database import Urls

NAMED = re.compile(r"policies/policy\.csv:([0-9]+)@[0-9a-f]{12}")


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


def granting(caller: Caller, operation: Operation, row: Row) -> set[int]:
    """The lines that let the caller do it to the row."""
    found = verdict(caller, operation.resource, operation.word)
    held = row.held[caller.name]
    return {claim.line.number for claim in found.allows if claim.holds(held, row.within)}


def about(events: list[dict[str, Any]], row: Row) -> list[dict[str, Any]]:
    """Those of the row itself; a write may change others as well."""
    return [each for each in events if str(each["entity_id"]) == row.id]


async def test_what_is_kept_names_its_line(api: World, stock: Stock) -> None:
    """For every operation and line on one, a real write by somebody whom the line lets."""
    api.ids.update(stock.ids)
    asking, touched, lines = Asking(stock, dry=False), set[str](), set[int]()
    kept, undone = 0, []
    writes = [each for each in OPERATIONS if each.writes and each.kind != "unlink"]
    people = ("user", "role_assignment")  # changing these would change who the callers are
    for operation in sorted(writes, key=lambda each: each.kind == "delete"):
        if operation.resource.name in people and operation.kind != "update":
            continue
        for caller in stock.callers if operation.resource.name not in people else ():
            row = _row(stock, caller, operation, touched, lines)
            if row is None:
                continue
            touched.add(row.id)
            request = f"kept-{len(touched)}"
            asked = asking.row(caller, operation, row)
            answer = await send(api, caller, asked, {"X-Request-ID": request, "If-Match": "*"})
            events = api.sql("select * from audit_events where request_id = %s", request)
            if answer.status_code >= 300:
                undone.append((str(operation), answer.status_code))
                assert answer.status_code in (409, 422), answer.text
                assert [each["outcome"] for each in events] == ["failed"], answer.text
                continue
            kept += 1
            own = about(events, row)
            assert own or operation.action, (str(operation), caller.name)
            # An action that is no transition may leave the row as it is.
            if operation.action is None or operation.action.to_state:
                assert len(own) == 1, (str(operation), caller.name, own)
            for event in own:
                named = NAMED.fullmatch(event["rule"] or "")
                assert named, (str(operation), caller.name, event["rule"])
                assert int(named[1]) in granting(caller, operation, row)
                lines.add(int(named[1]))
                assert event["outcome"] == "success"
                assert str(event["actor_id"]) == caller.id
    assert kept > 150, undone
    assert len(undone) < kept / 5, undone


def _row(
    stock: Stock, caller: Caller, operation: Operation, touched: set[str], lines: set[int]
) -> Row | None:
    """An untouched row to which a line that was not seen yet lets the caller do it."""
    for row in stock.rows[operation.resource.name]:
        action = operation.action
        if row.id in touched or (action and action.name not in row.ready):
            continue
        if not caller.name or not expected(caller, operation, row).open:
            continue
        if not granting(caller, operation, row) <= lines:
            return row
    return None


async def test_what_is_created_names_its_line(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    asking, made = Asking(stock), 0
    for resource in REGISTRY.resources:
        if "create" not in resource.routes or resource.name == "role_assignment":
            continue
        for caller in stock.callers:
            found = verdict(caller, resource, "create")
            if found.refused:
                continue
            body = asking.new(caller, resource, theirs=True)
            row = stock.judged(caller, resource, body)
            allows = {
                claim.line.number
                for claim in found.allows
                if claim.holds(row.held[caller.name], row.within)
            }
            request = f"made-{resource.name}-{caller.name}"
            asked = Asked("POST", resource.path, body)
            answer = await send(api, caller, asked, {"X-Request-ID": request})
            [event] = api.sql("select * from audit_events where request_id = %s", request)
            if answer.status_code == 201:
                made += 1
                named = NAMED.fullmatch(event["rule"] or "")
                assert named, (caller.name, resource.name, event["rule"])
                assert int(named[1]) in allows, (caller.name, resource.name, event["rule"])
                assert (event["action"], event["outcome"]) == ("create", "success")
                assert str(event["entity_id"]) == answer.json()["id"]
            else:
                outcome = "denied" if answer.status_code == 403 else "failed"
                assert event["outcome"] == outcome, answer.text
    assert made > 30
