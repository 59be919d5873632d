"""Runs an operation: retries what may pass, undoes what was only tried, records refusals."""

from __future__ import annotations

from collections.abc import Callable

from runtime.audit.record import record_refusal
from runtime.call import Answer, Call
from runtime.operations.actions import action_operation
from runtime.operations.aggregate import aggregate_operation
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
    "aggregate": lambda services, bound: aggregate_operation(services, bound.resource),
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
            while True:
                try:
                    return await operation(call)
                except DryRun as trial:
                    return trial.answer
                except Problem:
                    raise
                except Exception as error:
                    _demand_another_attempt(services, call, error)
                call.attempt += 1
        except Problem as problem:
            if _is_recorded(call, problem):
                await record_refusal(services.database, call, problem)
            raise

    return run


def _is_recorded(call: Call, problem: Problem) -> bool:
    authenticated_write = call.actor.id is not None and call.method != "GET"
    return authenticated_write and problem.status in _RECORDED


def _demand_another_attempt(services: Services, call: Call, error: Exception) -> None:
    """Raises what the error means, unless trying the transaction again may succeed."""
    last = call.attempt >= ATTEMPTS
    if isinstance(error, Overtaken):
        if last:
            raise Conflict("Others are changing this row right now.", code="OVERTAKEN") from None
    elif last or not passing(error):
        deleting = call.action == "delete"
        meant = translate(error, services.registry, call.submitted, deleting=deleting)
        raise meant from error
