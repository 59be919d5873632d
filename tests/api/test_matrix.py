"""The whole matrix over HTTP: role x operation x {each scope's row, another's, absent}.

The expectation comes from the text of policies/policy.csv and from the model's SQL, run by the
superuser; rows stay, because every write is only tried (`dry_run`).
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
import pytest_asyncio

from generated.registry import REGISTRY
from tests.api.conftest import Core
from tests.api.support_matrix import OPERATIONS, Run, Seen, cells, walk
from tests.api.support_operations import ABSENT, Operation, refused
from tests.api.support_policy import TEXT, Line, verdict
from tests.api.support_rows import Stock, build
from tests.runtime.support.world import World
from tests.support.database import Urls

NAMED = re.compile(r"policies/policy\.csv:([0-9]+)@[0-9a-f]{12}")
WHOLE = re.compile(r"policies/policy\.csv@[0-9a-f]{12}")
"""What stands in the event of a denial for which no line is to blame."""
_RUNS: dict[str, Run] = {}


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


@pytest_asyncio.fixture
async def run(api: World, stock: Stock) -> Run:
    """The answers to the whole matrix; asked once."""
    if api.urls.name not in _RUNS:
        _RUNS[api.urls.name] = await walk(api, stock, cells(stock))
    return _RUNS[api.urls.name]


def fail(wrong: list[Seen], of: Run) -> None:
    """Fails with the first of what is wrong."""
    first = "\n".join(map(str, wrong[:20]))
    assert not wrong, f"{len(wrong)} of {len(of.seen)} cells:\n{first}"


async def test_every_cell_answers_what_the_file_says(run: Run) -> None:
    fail([each for each in run.seen if not each.expected.met(each.status, each.code)], run)


async def test_no_cell_is_left_out(run: Run, stock: Stock) -> None:
    """What was asked, against the space as roles, operations and scopes span it."""
    asked = {(s.cell.caller.name, str(s.cell.operation), s.cell.which) for s in run.seen}
    assert len(run.seen) == len(asked), "no cell twice"
    assert {role for caller in stock.callers for role in caller.roles} == set(REGISTRY.roles)
    for resource in REGISTRY.resources:
        of_row = {w for w in ("update", "delete") if w in resource.routes} | {"read"}
        of_row |= {each.name for each in resource.actions if each.at_row and not each.system}
        operations = [each for each in OPERATIONS if each.resource is resource]
        assert {each.word for each in operations} == of_row
        for caller in stock.callers:
            for which in ("absent", "other", *(resource.scopes if caller.name else ())):
                held = [
                    o
                    for o in operations
                    if which in ("absent", "other", "own") or not refused(caller, o)
                ]
                missing = [str(o) for o in held if (caller.name, str(o), which) not in asked]
                assert not missing, (caller.name, which)


async def test_another_s_and_absent_are_the_same_bytes(run: Run) -> None:
    """So are deleted ones; and where no rule is held, every row."""
    wrong, compared = [], 0
    for group in run.groups():
        [absent] = [each for each in group if each.cell.which == "absent"]
        for each in group:
            if each.cell.refused or each.expected.status == 404:
                compared += each is not absent
                if each.plain != absent.plain:
                    wrong.append(each)
    fail(wrong, run)
    assert compared > len(run.seen) / 3
    assert sum(each.status == 404 and each.cell.which == "other" for each in run.seen) > 300
    assert sum(each.status == 404 and each.cell.which == "deleted" for each in run.seen) > 100


def speaks(line: Line, seen: Seen) -> bool:
    """Whether the line applies to the row of that cell."""
    row, operation = seen.cell.row, seen.cell.operation
    if row is None:
        return False
    found = verdict(seen.cell.caller, operation.resource, operation.word)
    held = row.held[seen.cell.caller.name]
    claims = found.allows if line.allow else found.denies
    return any(claim.line == line and claim.holds(held, row.within) for claim in claims)


async def test_every_line_is_seen_to_decide(run: Run) -> None:
    """Each allow line lets something through, each deny line keeps something out."""
    by_word: dict[tuple[str, str], list[Seen]] = {}
    for each in run.seen:
        operation = each.cell.operation
        if each.cell.row and (each.expected.status == 0 or each.status == 403):
            by_word.setdefault((operation.resource.name, operation.word), []).append(each)
    idle = []
    for line in TEXT.lines:
        resources = REGISTRY.resources if line.resource == "*" else [REGISTRY[line.resource]]
        for resource in resources:
            near = by_word.get((resource.name, line.action), ())
            right = [s for s in near if speaks(line, s) and (s.status == 403) is not line.allow]
            if (resource.name, line.action) in by_word and not right:
                idle.append((line.number, resource.name))
    assert not idle


async def test_what_is_permitted_succeeds(run: Run) -> None:
    """A right that no request could use would pass every other test."""
    done, open_to_some = Counter[str](), set()
    for each in run.seen:
        if each.expected.open:
            open_to_some.add(str(each.cell.operation))
            done[str(each.cell.operation)] += each.status < 300
    assert open_to_some == {str(each) for each in OPERATIONS}, "some role may do it to some row"
    assert {name for name in open_to_some if not done[name]} == set()
    assert sum(done.values()) > 0.9 * sum(each.expected.open for each in run.seen)


async def test_four_eyes_hold_whatever_the_policy(run: Run) -> None:
    """Each action that demands them refuses somebody whom the policy would let."""
    eyes = {str(o) for o in OPERATIONS if o.action and o.action.four_eyes}
    held = {str(s.cell.operation) for s in run.seen if s.code == "FOUR_EYES"}
    assert held == eyes


async def test_frozen_rows_are_held_whatever_the_policy(run: Run) -> None:
    """Of each entity that knows them, against everything but transitions and actions."""
    kinds = ("update", "delete", "link", "unlink")
    wanted = {str(o) for o in OPERATIONS if o.resource.frozen and o.kind in kinds}
    held = {str(s.cell.operation) for s in run.seen if s.code == "FROZEN"}
    assert held == wanted


async def test_hidden_and_absent_leave_the_same_event(run: Run) -> None:
    own = ("id", "occurred_at", "created_at", "updated_at", "entity_id", "request_id")
    own += ("transaction_id",)
    compared = 0
    for group in run.groups():
        [absent] = [each for each in group if each.cell.which == "absent"]
        for each in group:
            if (
                each.status in (403, 404)
                and each.status == absent.status
                and each.request in run.events
            ):
                [one], [other] = run.events[each.request], run.events[absent.request]
                plain = [{k: v for k, v in e.items() if k not in own} for e in (one, other)]
                assert plain[0] == plain[1], str(each)
                compared += each is not absent
    assert compared > 3000


async def test_every_refused_write_leaves_one_event(run: Run) -> None:
    """Denied or failed, of that actor, action and row; what was only tried leaves none."""
    expected, found = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for each in run.seen:
        caller, operation = each.cell.caller, each.cell.operation
        if caller.name and operation.writes and each.status >= 400:
            outcome = "denied" if each.status in (403, 404) else "failed"
            barred = verdict(caller, operation.resource, operation.word).refused
            word = operation.word if barred else event_word(operation)
            row = each.cell.row.id if each.cell.row else ABSENT
            key = (each.request, outcome, str(caller.id), word, operation.resource.name, row)
            expected[key] += 1
    for event in (one for events in run.events.values() for one in events):
        names = ("request_id", "outcome", "actor_id", "action", "entity_type", "entity_id")
        found[tuple(str(event[name]) for name in names)] += 1
    assert expected.total() > 5000
    assert list((expected - found).items())[:5] == []
    assert list((found - expected).items())[:5] == []


def event_word(operation: Operation) -> str:
    """The action of an event: the policy's word, or what it stands for."""
    named = ("link", "unlink", "restore")
    return operation.kind if operation.kind in named else operation.word


async def test_a_denial_names_the_line_that_denied(run: Run) -> None:
    """And none where nothing granted it, nor for a row that is not there for the caller."""
    wrong, by_line = [], 0
    for each in run.seen:
        operation, row = each.cell.operation, each.cell.row
        if not each.cell.caller.name or not operation.writes or each.status not in (403, 404):
            continue
        [event] = run.events[each.request]
        held, within = (row.held[each.cell.caller.name], row.within) if row else ((), {})
        found = verdict(each.cell.caller, operation.resource, operation.word)
        deciding = {
            claim.line.number
            for claim in found.denies
            if (row and claim.holds(held, within))
            or (claim.line.scope == "any" and not claim.limit)
        }
        if each.code == "FOUR_EYES":
            continue
        line = NAMED.fullmatch(event["rule"] or "")
        named = int(line[1]) if line else None
        by_line += each.status == 403 and named in deciding
        if each.status == 404 or not deciding:
            good = WHOLE.fullmatch(event["rule"] or "") is not None
        else:
            good = named in deciding
        if not good:
            wrong.append((str(each), event["rule"]))
    assert wrong[:5] == []
    assert by_line > 10
