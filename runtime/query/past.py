"""Rows as they stood at a moment: what a statement reads instead of the table."""

from __future__ import annotations

from datetime import datetime

from runtime.policy.reach import Reach
from runtime.query.expression import TRUE, quoted
from runtime.query.statement import Parameters, Source, Statement
from runtime.resource import Resource


def rows_of(
    resource: Resource, moment: datetime | None, parameters: Parameters, key: str | None = None
) -> str:
    """What stands in FROM, before an alias: the table, or its rows as they stood.

    Those come from a function of the database, which shows the past of the rows alone that
    `charter.reach` covers as they are now, or were when they were deleted for good. `key` is SQL
    of type uuid: of the past, that row alone.
    """
    if moment is None:
        return quoted(resource.table)
    at = parameters.add(moment, "timestamptz", Source("query:as_of"))
    return _read(resource, f"{resource.past}({at}, {key or 'null::uuid'})")


def known_row(resource: Resource, reach: Reach, key: str, row: str, parameters: Parameters) -> str:
    """FROM and WHERE over the row of that id as it is, or was at last, if the actor may read it.

    Softly deleted or not; `key` is SQL of type uuid. Both the policy's own condition and what
    stands behind it in the database have to hold.
    """
    within = reach.condition(resource, "read", row, parameters)
    where = "" if within == TRUE else f" where {within}"
    return f"from {_read(resource, f'{resource.last}({key})')} {row}{where}"


def known_statement(resource: Resource, reach: Reach, key: object) -> Statement:
    """One row (the policy line that lets the actor read it) where there is or was such a row."""
    parameters = Parameters()
    found = known_row(resource, reach, parameters.add(key, "uuid"), "n", parameters)
    line = reach.line(resource, "read", "n", parameters)
    return parameters.statement(f"select {line} {found}")


def _read(resource: Resource, call: str) -> str:
    """The rows that a function gives as JSON, as rows of the table."""
    row = f"jsonb_populate_record(null::{quoted(resource.table)}, j)"
    return f"(select p.* from {call} j cross join lateral {row} p)"
