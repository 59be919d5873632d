"""The matrix as a list of cells, and the answers of a server to all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generated.registry import REGISTRY
from tests.api.support_operations import (
    ABSENT,
    Asked,
    Asking,
    Expected,
    Operation,
    expected,
    refused,
    row_operations,
)
from tests.api.support_policy import Caller
from tests.api.support_rows import Row, Stock, lies_within, permitted
from tests.runtime.support.world import World

AT_ONCE = 6
"""Requests in flight."""

OPERATIONS = [each for resource in REGISTRY.resources for each in row_operations(resource)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A caller, an operation, and which row: a scope that holds, `other`, `absent`, `deleted`."""

    caller: Caller
    operation: Operation
    which: str
    row: Row | None

    @property
    def refused(self) -> bool:
        """Whether the caller's roles hold no rule for it."""
        return refused(self.caller, self.operation)


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer to a cell; `plain` is all of it without what names the request."""

    cell: Cell
    request: str
    expected: Expected
    status: int
    code: str
    plain: tuple[Any, ...]

    def __str__(self) -> str:
        who, wanted = self.cell.caller.name or "nobody", self.expected
        return (
            f"{who} {self.cell.operation} {self.cell.which}: "
            f"{wanted.status or 'open'} {wanted.code} expected, not {self.plain[:2]}"
        )


@dataclass(slots=True)
class Run:
    """All answers, and the events that they left, by request."""

    seen: list[Seen] = field(default_factory=list)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def groups(self) -> Iterator[list[Seen]]:
        """The answers to one caller about one operation, together."""
        found: dict[tuple[str, str], list[Seen]] = {}
        for each in self.seen:
            key = (each.cell.caller.name, str(each.cell.operation))
            found.setdefault(key, []).append(each)
        yield from found.values()


FREEZES = ("update", "delete", "link", "unlink")


def kinds(caller: Caller, operation: Operation) -> list[str]:
    """The rows that the policy can tell apart: one a scope (nobody signed in is in none).

    Where no rule is held, one scope stands for all. Besides: `deleted` of what is softly deleted,
    and, where the caller may, `four_eyes` and `frozen` of what knows them.
    """
    resource = operation.resource
    known = "own" in resource.scopes and bool(caller.name)
    found = ["other", "absent", *(["own"] if known else [])]
    if refused(caller, operation):
        return found
    found += [scope for scope in resource.scopes if scope != "own" and known]
    if resource.soft:
        found.append("deleted")
    if operation.action and operation.action.four_eyes:
        found.append("four_eyes")
    if resource.frozen and operation.kind in FREEZES:
        found.append("frozen")
    return found


def cells(stock: Stock) -> list[Cell]:
    """The whole space."""
    return [
        Cell(caller, operation, which, row)
        for caller in stock.callers
        for operation in OPERATIONS
        for which in kinds(caller, operation)
        for row in [None if which == "absent" else pick(stock, caller, operation, which)]
    ]


def pick(stock: Stock, caller: Caller, operation: Operation, which: str) -> Row:
    """The row for a cell: one from which the operation can start, and not frozen.

    For a scope it is one for which as few others as possible hold, and within the caller's
    limits; for `other` one for which none holds, and outside of them.
    """
    states = operation.action.from_states if operation.action else ()

    def rank(row: Row) -> tuple[Any, ...]:
        astray = operation.action is not None and operation.action.name not in row.ready
        astray |= bool(states) and row.state not in states
        limited = any(limit for _, limit in caller.assignments)
        misplaced = limited and lies_within(caller, row) == (which == "other")
        barred = bool(operation.action and operation.action.name in row.eyes[caller.name])
        frozen = row.frozen and operation.kind in FREEZES and which != "frozen"
        useless = which in ("four_eyes", "frozen") and not permitted(caller, row, operation.word)
        held = len(row.held[caller.name])
        return misplaced, useless, frozen, astray, held, barred, row.id

    rows = [
        row for row in stock.rows[operation.resource.name] if _is(row, caller, operation, which)
    ]
    assert rows, f"no row for {caller.name or 'nobody'}, {operation}, {which}"
    return min(rows, key=rank)


def _is(row: Row, caller: Caller, operation: Operation, which: str) -> bool:
    held = row.held[caller.name]
    if which == "deleted" or row.deleted:
        return row.deleted and which == "deleted"
    if which == "frozen":
        return row.frozen
    if which == "four_eyes":
        return operation.action is not None and operation.action.name in row.eyes[caller.name]
    if which == "other":
        return not held or not caller.name
    return which in held


def plain(answer: Any, *keys: str) -> tuple[Any, ...]:
    """Status, body and headers, without the request's id and the row's."""
    text = answer.text.replace(answer.headers["X-Request-ID"], "REQUEST")
    for key in keys:
        text = text.replace(key, "KEY")
    heads = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}
    if answer.headers["X-Request-ID"] in answer.text:
        del heads["content-length"]  # ids of requests differ in length; the text is compared
    return answer.status_code, text, heads


async def send(
    api: World, caller: Caller, asked: Asked, headers: Mapping[str, str] | None = None
) -> Any:
    """The answer to a request."""
    return await api.ask(
        caller.name,
        asked.method,
        asked.path,
        json=asked.json,
        params=asked.params,
        headers={**(asked.headers or {}), **(headers or {})},
    )


def code_of(answer: Any) -> str:
    """The code of a problem; empty for another answer."""
    problem = answer.headers.get("content-type") == "application/problem+json"
    return str(answer.json()["code"]) if problem else ""


async def walk(api: World, stock: Stock, space: list[Cell]) -> Run:
    """Asks every cell, some at a time."""
    api.ids.update(stock.ids)
    run, asking, gate = Run(), Asking(stock), asyncio.Semaphore(AT_ONCE)

    async def one(number: int, cell: Cell) -> None:
        request = f"cell-{number}"
        async with gate:
            asked = asking.row(cell.caller, cell.operation, cell.row)
            answer = await send(api, cell.caller, asked, {"X-Request-ID": request})
        key = cell.row.id if cell.row else ABSENT
        wanted = expected(cell.caller, cell.operation, cell.row)
        shown = plain(answer, key)
        run.seen.append(Seen(cell, request, wanted, answer.status_code, code_of(answer), shown))

    await asyncio.gather(*(one(number, cell) for number, cell in enumerate(space)))
    for event in api.sql("select * from audit_events where request_id like 'cell-%%' order by id"):
        run.events.setdefault(event["request_id"], []).append(event)
    return run
