"""Transitions and actions: judged and written in one statement, then the domain's function."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from runtime.call import Answer, Call
from runtime.operations.binding import Operation
from runtime.operations.body import parse_query, read_body, sent
from runtime.operations.context import DomainContext, opened
from runtime.operations.gate import demanded_versions, dry_run, enter, etag, row_id
from runtime.operations.outcome import Outcome, judge
from runtime.operations.pages import page_of_ids
from runtime.operations.references import present
from runtime.operations.services import Services
from runtime.operations.swift_writes import SwiftWrites
from runtime.operations.writes import (
    changed,
    lock,
    look_up_references,
    prejudge,
    read_back,
    run_change,
    settle,
)
from runtime.problems import Conflict, Forbidden, Invalid, Violation
from runtime.query.write import Change
from runtime.resource import BOOKKEEPING, Action, Check, Field, Resource


class NoInput(BaseModel, extra="forbid"):
    """The body of an action that takes none."""

    reason: str | None = None


def action_operation(services: Services, resource: Resource, name: str) -> Operation:
    """The operation of a transition or action by name."""
    action = resource.action(name)
    if action is None:
        raise KeyError(name)
    if action.at_row:
        return _row_operation(services, resource, action)
    return _collection_operation(services, resource, action)


def _row_operation(services: Services, resource: Resource, action: Action) -> Operation:
    reads = action.method == "GET"
    swift = SwiftWrites(services, resource) if _is_plain(resource, action) else None

    async def run(call: Call) -> Answer:
        reach = enter(call, services, resource, action.name)
        data = await _input(call, action)
        key = row_id(call)
        dry = False if reads else dry_run(call)
        # The state guards a transition: If-Match holds where it is sent, and is never demanded.
        versions = None if reads else demanded_versions(call)
        change = _change(resource, action, key, columns_in(action, sent(data)))
        change = replace(change, versions=versions)
        if swift is not None and not dry:
            answer = await swift.change(call, reach, change)
            if answer is not None:
                return answer
        async with opened(services, call, reach, session=action.call is not None) as context:
            if action.call is not None and not reads:
                await lock(context, change)
            await _check_inputs(context, change, action, data)
            outcome, result = await _carry_out(context, change, action, data)
            return settle(await _finish(context, resource, action, outcome, result), dry=dry)

    return run


def _is_plain(resource: Resource, action: Action) -> bool:
    """Whether the change of the row is all there is to it, and the row the answer."""
    own_row = action.output == "row" and action.output_resource == resource.name
    columns = {relation.column for relation in resource.to_one}
    return (
        action.call is None
        and action.method != "GET"
        and (action.is_transition or own_row)
        and all(name in columns for name, _ in action.references)
    )


def _collection_operation(services: Services, resource: Resource, action: Action) -> Operation:
    assert action.call is not None, "an action at a collection has a function"
    function = action.call

    async def run(call: Call) -> Answer:
        reach = enter(call, services, resource, action.name)
        if not any(
            grant.scope == "any" and grant.limit is None
            for grant in reach.decide(resource, action.name).grants
        ):
            raise Forbidden(f"Your roles are limited: {action.name} is not of one row.")
        data = await _input(call, action)
        dry = False if action.method == "GET" else dry_run(call)
        async with opened(services, call, reach, session=True) as context:
            await _check_input_rows(context, action, data)
            result = await function(context, data)
            await context.flush()
            return settle(await _answer(context, action, result, None), dry=dry)

    return run


async def _input(call: Call, action: Action) -> BaseModel:
    """The action's input: the body, or the query of a GET; notes the reason on the call."""
    schema = action.input or NoInput
    if action.method == "GET":
        return parse_query(schema, call.query)
    data = await read_body(call, schema, optional=True)
    reason = getattr(data, "reason", None)
    if action.reason_required and not (reason or "").strip():
        raise Invalid(
            "A reason is required.",
            errors=[Violation("/reason", "REQUIRED", "Say why.")],
        )
    call.reason = reason
    return data


def columns_in(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """What of an input is written to the row's columns."""
    return {k: v for k, v in values.items() if k in (*action.needs, *action.takes)}


def _change(resource: Resource, action: Action, key: UUID, values: Mapping[str, Any]) -> Change:
    return Change(
        resource,
        key,
        action.name,
        values=values,
        assign=action.set,
        state=action.to_state,
        from_states=action.from_states,
        four_eyes=action.four_eyes,
        guard=action.guard,
        needs=action.needs,
        mends=True,
    )


async def _check_inputs(
    context: DomainContext, change: Change, action: Action, data: BaseModel
) -> None:
    """Every relation in the input leads to a row that the caller may see.

    What the row itself refuses comes first.
    """
    await look_up_references(context, change)
    try:
        await _check_input_rows(context, action, data)
    except Conflict:
        await prejudge(context, change)
        raise


async def _check_input_rows(context: DomainContext, action: Action, data: BaseModel) -> None:
    values = sent(data)
    for name, target in action.references:
        keys = values.get(name)
        for key in keys if isinstance(keys, list) else [keys]:
            if key is not None and not await present(
                context, context.services.registry[target], key
            ):
                raise Conflict(f"{name} leads to no row.", code="REFERENCE")


async def _carry_out(
    context: DomainContext,
    change: Change,
    action: Action,
    data: BaseModel | None,
    *,
    trusted: bool = False,
) -> tuple[Outcome, Any]:
    """Writes the change and runs the function, if there is one; gives what the function gives.

    Raises as `judge` does. Where both write the row it is one change, with one event: the function
    gets the row as it will be, and what it assigns is written with the rest.
    """
    both = action.call is not None and bool(action.writes) and change.writes
    result = None
    if both:
        with suppress(_Tried):
            async with context.transaction.savepoint():
                outcome = await run_change(context, change, trusted=trusted)
                judge(change, outcome)
                row = await context.get(change.resource.model, change.key)
                raise _Tried
        context.transaction.decided_by(outcome.line)
        result, assigned = await _run_function(context, change.resource, action, row, data)
        for name, value in assigned.items():
            set_committed_value(row, name, value)  # else the session would write it by itself
        change = replace(change, values={**change.values, **assigned})
    outcome = await run_change(context, change, trusted=trusted)
    judge(change, outcome)
    if action.call is not None and not both:
        row = await context.get(change.resource.model, outcome.id)
        result, _ = await _run_function(context, change.resource, action, row, data)
        await context.flush()
    return outcome, result


class _Tried(Exception):
    """Ends a savepoint in which a change was made to see what the row becomes."""


async def _finish(
    context: DomainContext, resource: Resource, action: Action, outcome: Outcome, result: Any
) -> Answer:
    """Makes the answer."""
    own_row = action.output == "row" and action.output_resource == resource.name
    if action.call is None:
        if action.is_transition or own_row:
            return changed(outcome)
        return await _answer(context, action, None, outcome.id)
    if action.is_transition and action.output == "none":
        version, text = await read_back(context, resource, outcome.id)
        return Answer(200, text.encode(), headers=(etag(version),))
    return await _answer(context, action, result, outcome.id if own_row else None)


async def _run_function(
    context: DomainContext, resource: Resource, action: Action, row: Any, data: BaseModel | None
) -> tuple[Any, dict[str, Any]]:
    """What the domain's function gives, and what it assigned to the row, which is not written yet.

    Raises RuntimeError for an assigned column that the action's `writes` does not name.
    """
    assert action.call is not None, "only actions with a function come here"
    names = [k.name for k in resource.fields if _is_held(k) and hasattr(row, k.name)]
    before = {name: getattr(row, name) for name in names}
    result = await action.call(context, row, data)
    assigned = {
        name: getattr(row, name) for name, value in before.items() if getattr(row, name) != value
    }
    for name in assigned:
        if name not in action.writes:
            raise RuntimeError(
                f"{resource.name}.{action.name} assigned {name}, which its `writes` does not name"
            )
    return result, assigned


def _is_held(known: Field) -> bool:
    """Whether only an assignment changes it: the database works out the others by itself."""
    return known.stored and not known.computed and known.name not in BOOKKEEPING


async def _answer(context: DomainContext, action: Action, result: Any, own: UUID | None) -> Answer:
    if action.output == "none":
        return Answer(204)
    if action.output == "object":
        assert action.output_schema is not None, "an object has a schema"
        document = action.output_schema.model_validate(result or {})
        return Answer(200, document.model_dump_json(by_alias=True).encode())
    target = context.services.registry[action.output_resource or ""]
    if action.output == "row":
        key = own if result is None else _id(result)
        assert key is not None, "an action that answers a row gives it"
        version, text = await read_back(context, target, key)
        return Answer(200, text.encode(), headers=(etag(version),))
    keys = [_id(item) for item in result or ()]
    return Answer(200, await page_of_ids(context, target, keys))


def _id(result: Any) -> UUID:
    key = result.id if isinstance(result, SQLModel) else result  # type: ignore[attr-defined]
    assert isinstance(key, UUID), "functions answer rows or ids"
    return key


async def move_row(
    context: DomainContext,
    resource: Resource,
    transition: str,
    key: UUID,
    values: Mapping[str, Any],
    *,
    only_when: bool = False,
) -> None:
    """Makes a transition as the platform: no policy, all the rest.

    Raises Conflict where state or guard forbid it. `only_when` adds the transition's own `when`.
    """
    action = resource.action(transition)
    if action is None or not action.is_transition:
        raise KeyError(transition)
    change = _change(resource, action, key, values)
    if only_when and action.when:
        due = Check(action.when, "NOT_DUE", "This is not due.")
        change = replace(change, guard=(due, *change.guard))
    async with context.transaction.acting(resource.name, action.name):
        await lock(context, change, trusted=True)
        await _carry_out(context, change, action, None, trusted=True)
