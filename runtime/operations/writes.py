"""Create, update, delete and restore."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import TupleRow
from pydantic import BaseModel

from runtime.call import Answer, Call
from runtime.domain_api import concerns_of
from runtime.operations.ahead import AFTER, BEFORE, AheadWrites
from runtime.operations.binding import Operation
from runtime.operations.body import defaults, read_body, sent
from runtime.operations.context import DomainContext, opened, run_hooks
from runtime.operations.errors import beyond_reach
from runtime.operations.gate import demanded_versions, dry_run, enter, etag, row_id
from runtime.operations.outcome import Outcome, check_rules, judge, read_outcome
from runtime.operations.references import check_references
from runtime.operations.services import Services
from runtime.operations.swift_writes import SwiftWrites
from runtime.problems import Conflict, Forbidden
from runtime.query.projection import row_projection
from runtime.query.statement import Parameters, Statement
from runtime.query.write import (
    Change,
    change_statement,
    insert_statement,
    lock_statement,
    read_back_statement,
)
from runtime.resource import Resource


class DryRun(Exception):
    """Carries the answer of a write that was only tried."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("dry run")
        self.answer = answer


def settle(answer: Answer, *, dry: bool) -> Answer:
    """The answer, once the block ends and commits; raises DryRun where nothing is to be kept."""
    if dry:
        raise DryRun(answer)
    return answer


def hooked(resource: Resource, *events: str) -> bool:
    """Whether any function of the domain runs around the write."""
    return any(resource.hooks.get(event) for event in events)


def concerned(resource: Resource, values: Mapping[str, Any], *events: str) -> bool:
    """Whether any of these hooks has something to do for an update of these columns."""
    hooks = (hook for event in events for hook in resource.hooks.get(event, ()))
    return any(concerns_of(hook, values) for hook in hooks)


def create_operation(services: Services, resource: Resource) -> Operation:
    """`POST /{c}`: 201 with Location and ETag."""
    schema = _schema(resource.create)
    rich = hooked(resource, *BEFORE, *AFTER)
    swift = SwiftWrites(services, resource)
    first = AheadWrites(services, resource, swift) if rich else swift

    async def create(call: Call) -> Answer:
        reach = enter(call, services, resource, "create")
        values = sent(await read_body(call, schema, mask=reach.mask(resource)))
        dry = dry_run(call)
        if not dry:
            answer = await first.create(call, reach, values)
            if answer is not None:
                return answer
        async with opened(services, call, reach, session=rich) as context:
            key, version, text = await insert_row(context, resource, values)
            location = f"{services.registry.prefix}/{resource.path}/{key}"
            headers = (("Location", location), etag(version))
            return settle(Answer(201, text.encode(), headers=headers), dry=dry)

    return create


async def insert_row(
    context: DomainContext, resource: Resource, values: dict[str, Any], *, trusted: bool = False
) -> tuple[UUID, int, str]:
    """Adds a row with its hooks and rules; gives id, version and the JSON of the row.

    `trusted` writes as the platform, without policy. Raises Forbidden where the new row is
    outside the policy's `create`, Invalid for rules.
    """
    if not trusted:
        await _check_references(context, resource, values)
    if hooked(resource, *BEFORE):
        values = {**defaults(resource), **values}
        await run_hooks(context, resource, BEFORE, values, None)
    parameters = Parameters()
    projection = project(context, resource, "n", parameters)
    statement = insert_statement(
        resource, context.reach, values, projection, parameters, trusted=trusted
    )
    row = await _insert(context, resource, statement)
    assert row is not None, "INSERT … RETURNING gives one row"
    key, version, permitted, line, rules, text = row
    if not permitted:
        raise Forbidden("Your roles do not let you add this row.", rule=line or None)
    check_rules(resource.rules, rules)
    if hooked(resource, *AFTER):
        await run_after(context, resource, AFTER, key)
        version, text = await read_back(context, resource, key)
    return key, version, text


async def _check_references(
    context: DomainContext, resource: Resource, values: dict[str, Any]
) -> None:
    """Raises Conflict where the new row leads to no row that the caller may see.

    Whether the caller may add such a row at all comes first, and is asked of the database: a
    row that leads nowhere can be tried, and undone.
    """
    try:
        await check_references(context, resource, values)
    except Conflict:
        statement = insert_statement(resource, context.reach, values, "null", Parameters())
        with suppress(psycopg.Error, _Undone):
            async with context.transaction.savepoint():
                await _insert(context, resource, statement)
                raise _Undone from None
        raise


class _Undone(Exception):
    """Ends a savepoint in which something was only tried."""


async def _insert(
    context: DomainContext, resource: Resource, statement: Statement
) -> TupleRow | None:
    """Runs it. Raises Forbidden, with the line, where row-level security refuses the new row."""
    transaction = context.transaction
    contested = bool(context.reach.decide(resource, "create").refusals)
    try:
        async with transaction.savepoint() if contested else nullcontext():
            return await transaction.fetch(statement)
    except InsufficientPrivilege as error:
        if not beyond_reach(error):
            raise
    line = None
    if contested:
        # Which line denies it depends on the row as the database would have completed it.
        trial = await transaction.fetch(replace(statement, platform=True))
        line = trial[3] if trial else None
    raise Forbidden("Your roles do not let you add this row.", rule=line or None)


def update_operation(services: Services, resource: Resource) -> Operation:
    """`PATCH /{c}/{id}`: a JSON merge patch (RFC 7396)."""
    schema = _schema(resource.update)
    events = ("before_update", "before_save", "after_update", "after_save")
    rich = hooked(resource, *events)
    swift = SwiftWrites(services, resource)

    async def update(call: Call) -> Answer:
        reach = enter(call, services, resource, "update")
        values = sent(await read_body(call, schema, mask=reach.mask(resource)))
        key = row_id(call)
        dry = dry_run(call)
        versions, missing = precondition(call, resource)
        change = Change(
            resource, key, "update", values=values, versions=versions, ready=not missing
        )
        if not dry and not (rich and concerned(resource, values, *events)):
            answer = await swift.change(call, reach, change)
            if answer is not None:
                return answer
        async with opened(services, call, reach, session=rich) as context:
            return settle(changed(await update_row(context, change)), dry=dry)

    return update


async def update_row(context: DomainContext, change: Change) -> Outcome:
    """Writes a patch with its hooks. Raises as `judge` does."""
    resource = change.resource
    values = dict(change.values)
    await look_up_references(context, change)
    if hooked(resource, "before_update", "before_save"):
        await lock(context, change)
        await prejudge(context, change)
        row = await context.get(resource.model, change.key)
        await run_hooks(context, resource, ("before_update", "before_save"), values, row)
    final = replace(change, values=values)
    outcome = await run_change(context, final)
    judge(final, outcome, missing_precondition=not change.ready)
    if not hooked(resource, "after_update", "after_save"):
        return outcome
    await run_after(context, resource, ("after_update", "after_save"), change.key)
    version, text = await read_back(context, resource, change.key)
    return replace(outcome, new_version=version, body=text)


def changed(outcome: Outcome) -> Answer:
    """200 with the row as it now is, and its ETag."""
    assert outcome.body is not None, "a change that is done answers the row"
    assert outcome.new_version is not None, "a change that is done has a version"
    return Answer(200, outcome.body.encode(), headers=(etag(outcome.new_version),))


def delete_operation(services: Services, resource: Resource) -> Operation:
    """`DELETE /{c}/{id}`: 204; a soft-deleted entity only hides the row."""
    rich = hooked(resource, "before_delete", "after_delete")
    swift = SwiftWrites(services, resource)

    async def delete(call: Call) -> Answer:
        reach = enter(call, services, resource, "delete")
        key = row_id(call)
        dry = dry_run(call)
        versions, missing = precondition(call, resource)
        change = Change(
            resource, key, "delete", kind="delete", versions=versions, ready=not missing
        )
        if not (rich or dry):
            answer = await swift.change(call, reach, change)
            if answer is not None:
                return answer
        async with opened(services, call, reach, session=rich) as context:
            await delete_row(context, change)
            return settle(Answer(204), dry=dry)

    return delete


async def delete_row(context: DomainContext, change: Change) -> None:
    """Deletes a row with its hooks. Raises as `judge` does."""
    resource = change.resource
    row = None
    if hooked(resource, "before_delete", "after_delete"):
        await lock(context, change)
        await prejudge(context, change)
        row = await context.get(resource.model, change.key)
        await run_hooks(context, resource, ("before_delete",), {}, row)
    judge(change, await run_change(context, change), missing_precondition=not change.ready)
    for hook in resource.hooks.get("after_delete", ()):
        await hook(context, row)


def restore_operation(services: Services, resource: Resource) -> Operation:
    """`POST /{c}/{id}/restore`: needs the policy's `delete`, on a row that is deleted."""
    swift = SwiftWrites(services, resource)

    async def restore(call: Call) -> Answer:
        reach = enter(call, services, resource, "delete")
        key = row_id(call)
        call.action = "restore"
        dry = dry_run(call)
        change = Change(resource, key, "delete", kind="restore", mends=True)
        answer = None if dry else await swift.change(call, reach, change)
        if answer is not None:
            return answer
        async with opened(services, call, reach, session=False) as context:
            outcome = await run_change(context, change)
            judge(change, outcome)
            return settle(changed(outcome), dry=dry)

    return restore


async def prejudge(context: DomainContext, change: Change) -> None:
    """Raises what the row itself refuses, before any function of the domain gets to see it."""
    trial = replace(change, trial=True)
    outcome = await run_change(context, trial)
    judge(trial, outcome, missing_precondition=not change.ready)


async def look_up_references(context: DomainContext, change: Change) -> None:
    """Raises Conflict where the change leads to no row that the caller may see.

    What the changed row itself refuses comes first. A key that no row has is thus told apart
    from the rules that the new row would break as little as one that is hidden.
    """
    try:
        await check_references(context, change.resource, change.values)
    except Conflict:
        await prejudge(context, change)
        raise


async def lock(context: DomainContext, change: Change, *, trusted: bool = False) -> None:
    """Waits for whoever is changing the row; from here on nobody overtakes this transaction.

    For writes of several statements, and for one that was overtaken before. Whether there is
    such a row, and who may see it, is for the statement of the change to say.
    """
    statement = lock_statement(change, context.reach, trusted=trusted)
    await context.transaction.fetch_all(statement)


async def run_change(context: DomainContext, change: Change, *, trusted: bool = False) -> Outcome:
    """Runs the statement of a change; raises NotFound where the caller sees no such row."""
    if context.call is not None and context.call.attempt > 1 and change.writes:
        await lock(context, change, trusted=trusted)
    parameters = Parameters()
    projection = project(context, change.resource, "c", parameters)
    statement = change_statement(change, context.reach, projection, parameters, trusted=trusted)
    try:
        return read_outcome(await context.transaction.fetch(statement))
    except InsufficientPrivilege as error:
        if not beyond_reach(error):
            raise
        raise Forbidden("The row would leave your reach.") from None


def project(context: DomainContext, resource: Resource, row: str, parameters: Parameters) -> str:
    """SQL for the JSON that GET would answer the caller for a row."""
    return row_projection(resource, context.services.registry, context.reach, row, parameters)


def precondition(call: Call, resource: Resource) -> tuple[tuple[int, ...] | None, bool]:
    """The versions that If-Match allows, and whether the entity demands one and none came."""
    missing = resource.if_match_required and call.header("if-match") is None
    return demanded_versions(call), missing


async def run_after(
    context: DomainContext, resource: Resource, events: tuple[str, ...], key: UUID
) -> None:
    """Runs the after-hooks on the row as it now is, and writes what they assigned."""
    row = await context.get(resource.model, key)
    for event in events:
        for hook in resource.hooks.get(event, ()):
            await hook(context, row)
    await context.flush()


async def read_back(context: DomainContext, resource: Resource, key: UUID) -> tuple[int, str]:
    """Version and JSON of a row just written; `{"id"}` alone where the writer may not read it."""
    parameters = Parameters()
    projection = project(context, resource, "r", parameters)
    statement = read_back_statement(resource, context.reach, key, projection, parameters)
    row = await context.transaction.fetch(statement)
    assert row is not None, "the row was written in this transaction"
    return row[0], row[1]


def _schema(schema: type[BaseModel] | None) -> type[BaseModel]:
    if schema is None:
        raise ValueError("this resource has no such route")
    return schema
