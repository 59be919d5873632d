"""What has no row yet or many: lists and their counts, creation, and actions of a collection."""

from __future__ import annotations

from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.resource import Resource
from tests.api.conftest import Core
from tests.api.support_matrix import code_of, send
from tests.api.support_operations import OPEN, Asked, Asking, Expected
from tests.api.support_policy import TEXT, Caller, verdict
from tests.api.support_rows import Stock, build, permitted, visible
from tests.runtime.support.world import World
from tests.support.database import Urls


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


async def whole(api: World, caller: Caller, path: str) -> tuple[list[str], set[Any]]:
    """The ids of all pages of a list, and every total that they gave."""
    ids: list[str] = []
    totals, cursor = set(), ""
    while True:
        page = await api.ask(caller.name, "GET", f"{path}&fields=id&limit=200{cursor}")
        assert page.status_code == 200, page.text
        ids += [each["id"] for each in page.json()["items"]]
        totals.add(page.json()["total"])
        if page.json()["next_cursor"] is None:
            return ids, totals
        cursor = f"&cursor={page.json()['next_cursor']}"


async def test_lists_and_counts_show_what_the_file_says(api: World, stock: Stock) -> None:
    api.ids.update(stock.ids)
    narrow = 0
    for resource in REGISTRY.resources:
        rows = stock.look(resource)
        for caller in stock.callers:
            found = verdict(caller, resource, "read")
            if found.refused:
                answer = await api.ask(caller.name, "GET", resource.path)
                assert answer.status_code == caller.refusal, (caller.name, resource.name)
                continue
            seen = {row.id for row in rows if visible(caller, row)}
            ids, totals = await whole(api, caller, f"{resource.path}?count=exact")
            assert (len(ids), set(ids)) == (len(seen), seen), (caller.name, resource.name)
            assert totals == {len(seen)}
            if not found.everything:
                narrow += 1
                estimated = await api.ask(
                    caller.name, "GET", f"{resource.path}?count=estimated&limit=1"
                )
                total = len(seen) if len(seen) <= 1000 else None
                assert estimated.json()["total"] == total, (caller.name, resource.name)
    assert narrow > 40


def wanted(asking: Asking, caller: Caller, resource: Resource, body: dict[str, Any]) -> Expected:
    """What the file says of a new row."""
    if verdict(caller, resource, "create").refused:
        return Expected(caller.refusal, "FORBIDDEN" if caller.name else "UNAUTHENTICATED")
    row = asking.stock.judged(caller, resource, body)
    if not permitted(caller, row, "create"):
        return Expected(403, "FORBIDDEN")
    return Expected(409, "REFERENCE") if asking.dangling(caller, resource, body) else OPEN


async def test_only_what_the_file_says_is_created(api: World, stock: Stock) -> None:
    """One's own and another's row of everything, tried by everybody."""
    api.ids.update(stock.ids)
    asking, wrong, lines, denied = Asking(stock), [], set(), 0
    before = {resource.name: len(stock.rows[resource.name]) for resource in REGISTRY.resources}
    for resource in REGISTRY.resources:
        for caller in stock.callers if "create" in resource.routes else ():
            for theirs in (True, False):
                body = asking.new(caller, resource, theirs=theirs)
                asked = Asked("POST", resource.path, body, {"dry_run": "true"})
                answer = await send(api, caller, asked)
                expected = wanted(asking, caller, resource, body)
                who = (caller.name, resource.name, theirs, answer.text)
                if not expected.met(answer.status_code, code_of(answer)):
                    wrong.append(who)
                row = stock.judged(caller, resource, body)
                found = verdict(caller, resource, "create")
                if answer.status_code == 201:
                    lines |= {
                        c.line for c in found.allows if c.holds(row.held[caller.name], row.within)
                    }
                elif answer.status_code == 403 and not found.refused:
                    denied += 1
                    lines |= {
                        c.line for c in found.denies if c.holds(row.held[caller.name], row.within)
                    }
    assert not wrong, "\n".join(map(str, wrong))
    assert denied > 10
    idle = {line for line in TEXT.lines if line.action == "create"} - lines
    assert idle == set(), "every line on create is seen to decide"
    after = {r.name: len(stock.look(r)) for r in REGISTRY.resources if r.name != "audit_event"}
    assert after == {name: before[name] for name in after}, "trying keeps nothing"


async def test_actions_of_a_collection(api: World, stock: Stock) -> None:
    """They are of no row: a limited role has them as little as one without a rule."""
    api.ids.update(stock.ids)
    asking, done = Asking(stock), set()
    actions = [(r, a) for r in REGISTRY.resources for a in r.actions if not a.at_row]
    for resource, action in actions:
        for caller in stock.callers:
            values = asking.values(caller, action.input, action) if action.input else {}
            path = f"{resource.path}/{action.path}"
            asked = Asked("GET", path, params=values)
            if action.method != "GET":
                asked = Asked(action.method, path, values, {"dry_run": "true"})
            answer = await send(api, caller, asked)
            who = (caller.name, resource.name, action.name, answer.text)
            if verdict(caller, resource, action.name).open:
                assert answer.status_code not in (401, 403, 404), who
                done |= {(resource.name, action.name)} if answer.status_code < 300 else set()
            else:
                assert answer.status_code == caller.refusal, who
    missing = {(r.name, a.name) for r, a in actions} - done
    assert missing <= {("regulation", "import_catalogue")}, "its body is a catalogue of its own"
