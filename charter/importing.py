"""Rows into a project: each through the create or update operation, found again by its key."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from charter.cells import Line
from runtime.client import Client, Row
from runtime.problems import Conflict, Problem
from runtime.resource import Field, Kind, Resource

Outcome = Literal["created", "updated", "unchanged", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "failed")

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TYPES: dict[Kind, TypeAdapter[Any]] = {
    Kind.DATE: TypeAdapter(date),
    Kind.DATETIME: TypeAdapter(datetime),
    Kind.TIME: TypeAdapter(time),
    Kind.DURATION: TypeAdapter(timedelta),
    Kind.DECIMAL: TypeAdapter(Decimal),
    Kind.UUID: TypeAdapter(UUID),
    Kind.FLOAT: TypeAdapter(float),
}
"""Types of which one value is written in several ways."""


@dataclass(slots=True)
class Summary:
    """What became of the rows; `problems` names every bad one by its line."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def document(self, *, dry_run: bool) -> dict[str, Any]:
        """The summary as JSON has it."""
        counts: dict[str, Any] = {name: self.counts[name] for name in OUTCOMES}
        return {**counts, "dry_run": dry_run, "problems": self.problems}


async def import_lines(client: Client, resource: Resource, lines: Iterable[Line]) -> Summary:
    """Takes each row in a transaction of its own; a bad one does not stop the others."""
    summary = Summary()
    for line in lines:
        if line.fault is not None:
            summary.problems.append(_problem(line, "MALFORMED", line.fault))
            summary.counts["failed"] += 1
            continue
        try:
            summary.counts[await import_row(client, resource, line.row)] += 1
        except Problem as problem:
            summary.problems.append(_refused(line, problem))
            summary.counts["failed"] += 1
    return summary


def _problem(line: Line, code: str, message: str) -> dict[str, Any]:
    return {"line": line.number, "code": code, "message": message, "errors": []}


def _refused(line: Line, problem: Problem) -> dict[str, Any]:
    errors = [
        {"pointer": each.pointer, "code": each.code, "message": each.message}
        for each in problem.errors
    ]
    return {**_problem(line, problem.code, problem.detail), "errors": errors}


async def import_row(client: Client, resource: Resource, given: Row) -> Outcome:
    """Creates the row, or updates what differs in the one that has its id or a key of it.

    Raises Problem as the operation does; NotFound for an id that the actor cannot see.
    """
    row = {
        name: await _resolved(client, resource.field(name), value) for name, value in given.items()
    }
    known = await _existing(client, resource, row)
    if known is None:
        await client.create(resource.name, row)
        return "created"
    patch = {
        name: value
        for name, value in row.items()
        if name not in known or not same(resource.field(name), value, known[name])
    }
    if not patch:
        return "unchanged"
    if "update" not in resource.routes:
        raise Conflict("Rows of this kind are never changed.", code="IMMUTABLE")
    await client.update(resource.name, known["id"], patch, f'"{known["version"]}"')
    return "updated"


async def _existing(client: Client, resource: Resource, row: Row) -> Row | None:
    if isinstance(row.get("id"), str):
        found, _ = await client.get(resource.name, row["id"])
        return found
    for key in resource.unique_keys:
        if all(row.get(name) is not None for name in key):
            values = {name: _parameter(row[name]) for name in key}
            known = await _found(client, resource.name, values)
            if known is not None:
                return known
    return None


async def _found(client: Client, name: str, values: dict[str, str]) -> Row | None:
    """The row with these values; None too where the actor may not filter by them."""
    try:
        return await client.find(name, **values)
    except (Problem, KeyError):
        return None


def _parameter(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _resolved(client: Client, known: Field | None, value: Any) -> Any:
    """The id of the row that a relation's value names by its key (`owner_id` by an address)."""
    if known is None or known.relation is None or not isinstance(value, str):
        return value
    if _UUID.fullmatch(value):
        return value
    for target in _targets(client, known):
        for key in target.unique_keys:
            if len(key) == 1:
                row = await _found(client, target.name, {key[0]: value})
                if row is not None:
                    return row["id"]
    return value


def _targets(client: Client, known: Field) -> Iterable[Resource]:
    """Where the relation of a key leads, if it leads to one kind of row."""
    for resource in client.services.registry.resources:
        if known in resource.fields:
            for relation in resource.to_one:
                if relation.name == known.relation and relation.type_column is None:
                    return [client.resource(relation.targets[0])]
    return []


def same(known: Field | None, given: object, stored: object) -> bool:
    """Whether two JSON values of a field are the same value (`12.5` and `12.50`)."""
    if given == stored and isinstance(given, bool) == isinstance(stored, bool):
        return True
    if known is None or given is None or stored is None or known.kind not in _TYPES:
        return False
    adapter = _TYPES[known.kind]
    if known.many:
        if not isinstance(given, list) or not isinstance(stored, list):
            return False
        pairs = zip(given, stored, strict=False)
        return len(given) == len(stored) and all(_equal(adapter, *pair) for pair in pairs)
    return _equal(adapter, given, stored)


def _equal(adapter: TypeAdapter[Any], one: object, other: object) -> bool:
    try:
        found = adapter.validate_python(one) == adapter.validate_python(other)
    except (ValidationError, TypeError):
        return False
    return bool(found)
