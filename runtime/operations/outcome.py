"""What a judged change means to the caller: which problem, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from runtime.problems import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Violation,
)
from runtime.query.write import JUDGEMENTS, OUTCOMES, Change
from runtime.resource import Check


class Overtaken(Exception):
    """Another transaction changed the row between judging and writing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The row that a change statement gave, by name."""

    id: UUID
    version: int
    permitted: bool
    line: str | None
    eyes: list[bool]
    current: bool
    thawed: bool
    in_state: bool
    guards: list[bool]
    needs: list[bool]
    done: bool
    new_version: int | None
    kept: bool
    rules: list[bool]
    body: str | None


def read_outcome(row: Sequence[Any] | None) -> Outcome:
    """The outcome; raises NotFound where the caller sees no such row."""
    if row is None:
        raise NotFound
    return Outcome(**cast("Any", dict(zip((*JUDGEMENTS, *OUTCOMES), row, strict=True))))


def judge(change: Change, outcome: Outcome, *, missing_precondition: bool = False) -> None:
    """Raises the first problem in the order of the contract, or Overtaken.

    403, 428, 412, 409 (frozen, state, guards), 422 (needs), then what the new row showed: 403
    where it left the caller's reach, 422 for rules.
    """
    if not outcome.permitted:
        raise Forbidden("You may see this row, but not do this to it.", rule=outcome.line)
    if not all(outcome.eyes):
        raise Forbidden("Nobody does this to a row of their own.", code="FOUR_EYES")
    if missing_precondition:
        raise PreconditionRequired("Send If-Match with the ETag of the row.")
    if not outcome.current:
        raise PreconditionFailed("The row has changed since that ETag.")
    if not outcome.thawed:
        raise Conflict("The row is frozen in its present state.", code="FROZEN")
    if not outcome.in_state:
        action = "restore" if change.kind == "restore" else change.action
        raise Conflict(f"{action} is not possible in the present state.", code="INVALID_TRANSITION")
    _check_guards(change.guard, outcome.guards)
    _check_needs(change.needs, outcome.needs)
    if not outcome.done:
        raise Overtaken
    if not outcome.kept:
        raise Forbidden("The row would leave your reach.")
    check_rules(change.resource.rules, outcome.rules)


def _check_guards(guards: tuple[Check, ...], held: list[bool]) -> None:
    for guard, holds in zip(guards, held, strict=True):
        if not holds:
            raise Conflict(guard.message, code=guard.code)


def _check_needs(needs: tuple[str, ...], held: list[bool]) -> None:
    missing = [name for name, holds in zip(needs, held, strict=True) if not holds]
    if missing:
        raise Invalid(
            "Something is missing.",
            errors=[Violation(f"/{name}", "REQUIRED", "This must be set.") for name in missing],
        )


def check_rules(rules: tuple[Check, ...], held: list[bool]) -> None:
    """Raises Invalid with a violation for every broken rule."""
    broken = [
        Violation(f"/{rule.field}" if rule.field else "", rule.code, rule.message)
        for rule, holds in zip(rules, held, strict=bool(held))
        if not holds
    ]
    if broken:
        raise Invalid("The row would break a rule.", errors=broken)
