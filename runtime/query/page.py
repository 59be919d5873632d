"""Plans run: from a plan to the bytes of an answer."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from runtime.database.transaction import Transaction
from runtime.policy.reach import Reach
from runtime.query.cursor import Cursors
from runtime.query.plan import EXACT_MAX, ListPlan, RowPlan
from runtime.query.select import estimate_statement, list_query, row_query
from runtime.query.statement import Statement


async def page(transaction: Transaction, plan: ListPlan, reach: Reach, cursors: Cursors) -> bytes:
    """The body of a page: `{"items": [...], "next_cursor": ..., "total": ...}`."""
    query = list_query(plan, reach)
    [(items, keys, total)] = await transaction.fetch_all(query.statement)
    if plan.count == "estimated" and total > EXACT_MAX:
        total = await _estimate(transaction, plan, reach)
    cursor = "null" if keys is None else f'"{cursors.seal(json.loads(keys), plan.identity)}"'
    body = query.marks.resolve(items, cursors)
    return (
        f'{{"items":{body},"next_cursor":{cursor},'
        f'"total":{"null" if total is None else total}}}'.encode()
    )


async def row_json(
    transaction: Transaction, plan: RowPlan, key: UUID, reach: Reach, cursors: Cursors
) -> tuple[bytes, int] | None:
    """The body and the version of a row, or None where the actor sees no such row."""
    query = row_query(plan, reach, key)
    row = await transaction.fetch(query.statement)
    if row is None:
        return None
    return query.marks.resolve(row[0], cursors).encode(), row[1]


async def _estimate(transaction: Transaction, plan: ListPlan, reach: Reach) -> int | None:
    """The planner's figure where the actor reaches everything, else None.

    Never less than what was counted. The table's size is that of its statistics; a table never
    analysed has none, and the planner guesses from its length. Of the past it knows nothing.
    """
    if plan.as_of is not None or not reach.decide(plan.resource, "read").everything:
        return None
    [(explained,)] = await transaction.fetch_all(estimate_statement(plan, reach))
    [(size,)] = await transaction.fetch_all(
        Statement(
            "select reltuples::bigint from pg_class where oid = to_regclass($1)",
            (f'"{plan.resource.table}"',),
        )
    )
    return max(EXACT_MAX + 1, _figure(explained, size))


def _figure(explained: Any, size: int) -> int:
    document = explained if isinstance(explained, list) else json.loads(explained)
    found, everything = (child["Plan Rows"] for child in document[0]["Plan"]["Plans"])
    return round(found * size / everything) if size > 0 and everything else int(found)
