"""List, get, and the lists of a row's relations."""

from __future__ import annotations

from runtime.call import Answer, Call
from runtime.operations.binding import Operation
from runtime.operations.gate import enter, etag, no_rule, row_id, stream_type
from runtime.operations.history import leave_event
from runtime.operations.services import Services
from runtime.operations.streams import stream_rows
from runtime.operations.swift_reads import SwiftReads
from runtime.problems import NotFound
from runtime.query.page import page, row_json
from runtime.query.parse import parse_list, parse_row
from runtime.query.plan import Related
from runtime.query.statement import Parameters
from runtime.query.view import visible_relation
from runtime.query.write import exists_statement
from runtime.resource import Resource, ToMany


def list_operation(services: Services, resource: Resource) -> Operation:
    """`GET /{c}`: a page of the rows within the caller's reach."""
    swift = SwiftReads(services, resource)

    async def list_rows(call: Call) -> Answer:
        reach = enter(call, services, resource, "read", streams=True)
        media_type = stream_type(call)
        if media_type is not None:
            return await stream_rows(services, call, resource, reach, media_type)
        answer = await swift.page(call, reach)
        if answer is not None:
            return answer
        plan = parse_list(resource, services.registry, reach, call.query, cursors=services.cursors)
        async with services.database.transaction(call.audit()) as transaction:
            return Answer(200, await page(transaction, plan, reach, services.cursors))

    return list_rows


def get_operation(services: Services, resource: Resource) -> Operation:
    """`GET /{c}/{id}`: the row with its ETag, or 404 where the caller sees none.

    With `as_of` the row as it stood, without a tag.
    """
    swift = SwiftReads(services, resource)

    async def get_row(call: Call) -> Answer:
        reach = enter(call, services, resource, "read")
        key = row_id(call)
        answer = await swift.get(call, reach, key)
        if answer is not None:
            return answer
        plan = parse_row(resource, services.registry, reach, call.query)
        async with services.database.transaction(call.audit()) as transaction:
            found = await row_json(transaction, plan, key, reach, services.cursors)
            if found is None:
                raise NotFound
            await leave_event(transaction, call, resource, reach, key)
        body, version = found
        # A tag names the row as it is, to be sent with the next write; the past is not written.
        return Answer(200, body, headers=(etag(version),) if plan.as_of is None else ())

    return get_row


def related_operation(services: Services, resource: Resource, name: str) -> Operation:
    """`GET /{c}/{id}/{relation}`: a page of the rows that a to-many relation leads to."""
    relation = next(found for found in resource.to_many if found.name == name)
    target = services.registry[relation.target]

    swift = SwiftReads(services, target)

    async def list_related(call: Call) -> Answer:
        reach = enter(call, services, resource, "read")
        _enter_target(call, services, resource, relation)
        key = row_id(call)
        within = Related(resource, relation, key)
        answer = await swift.page(call, reach, within)
        if answer is not None:
            return answer
        plan = parse_list(
            target,
            services.registry,
            reach,
            call.query,
            cursors=services.cursors,
            within=within,
        )
        async with services.database.transaction(call.audit()) as transaction:
            parent = exists_statement(resource, reach, key, Parameters())
            if await transaction.fetch(parent) is None:
                raise NotFound
            return Answer(200, await page(transaction, plan, reach, services.cursors))

    return list_related


def _enter_target(call: Call, services: Services, resource: Resource, relation: ToMany) -> None:
    """Raises as `enter` does where the caller may read nothing that the relation leads to."""
    reach = services.policy.reach(call.actor)
    if visible_relation(resource, relation, services.registry, reach) is None:
        raise no_rule(call, services.registry[relation.target], "read")
