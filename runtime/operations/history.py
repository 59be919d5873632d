"""The history of a row, and the events of rows that are read."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from runtime.audit.record import record_event
from runtime.call import Answer, Call
from runtime.database.transaction import Transaction
from runtime.operations.binding import Operation
from runtime.operations.gate import enter, row_id
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.problems import NotFound
from runtime.query.history import HistoryReach
from runtime.query.page import page
from runtime.query.parse import parse_history
from runtime.query.past import known_statement
from runtime.resource import Resource


def history_operation(services: Services, resource: Resource) -> Operation:
    """`GET /{c}/{id}/history`: the events of a row, newest first, whether it is still there or not.

    404 where the caller may not read the row as it is now, or was when it was deleted.
    """

    async def list_events(call: Call) -> Answer:
        reach = enter(call, services, resource, "read")
        key = row_id(call)
        plan = parse_history(
            resource, services.registry, reach, call.query, key, cursors=services.cursors
        )
        open_reach = HistoryReach(reach, services.registry.trail)
        async with services.database.transaction(call.audit()) as transaction:
            if await transaction.fetch(known_statement(resource, reach, key)) is None:
                raise NotFound
            body = await page(transaction, plan, open_reach, services.cursors)
            await leave_event(transaction, call, resource, reach, key)
        return Answer(200, body)

    return list_events


async def leave_event(
    transaction: Transaction, call: Call, resource: Resource, reach: Reach, key: UUID
) -> None:
    """Leaves an event of a row that was read, where its entity asks for it.

    It stands in the transaction of the read, whose commit precedes the answer. Raises Unavailable
    where the trail cannot be written.
    """
    if not resource.audit_reads:
        return
    found = await transaction.fetch(known_statement(resource, reach, key))
    transaction.set_context(replace(call.audit(), rule=found[0] if found else call.rule))
    await record_event(transaction, action="read", entity_type=resource.name, entity_id=key)
