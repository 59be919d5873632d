"""Runs an operation: retries what may pass, undoes what was only tried, records refusals."""

from __future__ import annotations

from collections.abc import Callable

from runtime.audit.record import record_refusal
from runtime.call import Answer, Call
from runtime.operations.actions import action_operation
from runtime.operations.binding import Binding, Operation
from runtime.operations.errors import passing, translate
from runtime.operations.history import history_operation
from runtime.operations.links import link_operation
from runtime.operations.outcome import Overtaken
from runtime.operations.reads import get_operation, list_operation, related_operation
from runtime.operations.services import Services
from runtime.operations.writes import (
    DryRun,
    create_operation,
    delete_operation,
    restore_operation,
    update_operation,
)
from runtime.problems import Conflict, Problem

ATTEMPTS = 3
"""How often a transaction that another one overtook is tried in all."""

_RECORDED = frozenset({403, 404, 409, 412, 422, 428})

_MAKERS: dict[str, Callable[[Services, Binding], Operation]] = {
    "list": lambda services, bound: list_operation(services, bound.resource),
    "get": lambda services, bound: get_operation(services, bound.resource),
    "history": lambda services, bound: history_operation(services, bound.resource),
    "create": lambda services, bound: create_operation(services, bound.resource),
    "update": lambda services, bound: update_operation(services, bound.resource),
    "delete": lambda services, bound: delete_operation(services, bound.resource),
    "restore": lambda services, bound: restore_operation(services, bound.resource),
    "action": lambda services, bound: action_operation(services, bound.resource, bound.name),
    "related": lambda services, bound: related_operation(services, bound.resource, bound.name),
    "link": lambda services, bound: link_operation(services, bound.resource, bound.name),
    "unlink": lambda services, bound: link_operation(
        services, bound.resource, bound.name, remove=True
    ),
}


def bind(services: Services, binding: Binding) -> Operation:
    """The operation that a route stands for, ready to be awaited with a Call."""
    operation = _MAKERS[binding.kind](services, binding)

    async def run(call: Call) -> Answer:
        try:
            if call.method != "GET":
                await services.trail.demand()
            return await _attempt(services, operation, call)
        except Problem as problem:
            if _is_recorded(call, problem):
                await record_refusal(services.database, call, problem)
            raise

    return run


def _is_recorded(call: Call, problem: Problem) -> bool:
    authenticated_write = call.actor.id is not None and call.method != "GET"
    return authenticated_write and problem.status in _RECORDED


async def _attempt(services: Services, operation: Operation, call: Call) -> Answer:
    for attempt in range(1, ATTEMPTS + 1):
        call.attempt = attempt
        try:
            return await operation(call)
        except DryRun as trial:
            return trial.answer
        except Problem:
            raise
        except Overtaken:
            if attempt == ATTEMPTS:
                raise Conflict(
                    "Others are changing this row right now.", code="OVERTAKEN"
                ) from None
        except Exception as error:
            if not passing(error) or attempt == ATTEMPTS:
                raise translate(
                    error, services.registry, call.submitted, deleting=call.action == "delete"
                ) from error
    raise AssertionError("the last attempt answers or raises")
