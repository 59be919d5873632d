"""What the database refuses, as problems: by SQLSTATE and the name of the constraint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg_pool import PoolTimeout, TooManyRequests
from sqlalchemy.exc import DBAPIError

from runtime.problems import (
    Conflict,
    Forbidden,
    Invalid,
    Problem,
    Unavailable,
    Unrecorded,
    Violation,
)
from runtime.resource import Constraint, Registry

FROZEN = "CH001"
"""Raised by the trigger behind `frozen`."""
IMMUTABLE = frozenset({"CH002", "CH003", "CH004"})
"""Raised by the triggers behind `write: once`, `delete: never` and columns written once."""
_WRITERS = re.compile(r"\bcharter_(audit|write_event|record_event|commitment)")
"""The functions that write events, and what they call: they stand in the context of an error that
arose in them. The words around the names depend on the server's language."""
_TRAIL = "audit_events"
"""The table of the trail; the names of its partitions begin with it."""
_FIXED = "CH002"
"""Raised for a link that is changed, by the function of its events: about the change itself."""

NOTHING: Mapping[str, Any] = {}

_RETRY = (pg.SerializationFailure, pg.DeadlockDetected)
_BUSY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    PoolTimeout,
    TooManyRequests,
    OSError,
)


def original(error: BaseException) -> BaseException:
    """The driver's error behind one that SQLAlchemy wrapped."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return error.orig
    return error


def passing(error: BaseException) -> bool:
    """Whether trying the same transaction again may succeed."""
    return isinstance(original(error), _RETRY)


def beyond_reach(error: BaseException) -> bool:
    """Whether row-level security refused a row that was to be written.

    By the place in PostgreSQL that says so: the code is that of every missing right, and the
    sentence depends on the server's language.
    """
    cause = original(error)
    return (
        isinstance(cause, pg.InsufficientPrivilege)
        and cause.diag.source_function == "ExecWithCheckOptions"
        and not in_trail(cause)
    )


def in_trail(error: BaseException) -> bool:
    """Whether it arose while an event was written, whatever kind of error it is."""
    cause = original(error)
    if not isinstance(cause, psycopg.Error):
        return False
    table = cause.diag.table_name or ""
    if table.startswith(_TRAIL):
        return True
    of_a_link = cause.sqlstate == _FIXED and table
    return not of_a_link and bool(_WRITERS.search(cause.diag.context or ""))


def translate(
    error: BaseException,
    registry: Registry,
    submitted: Mapping[str, Any] = NOTHING,
    *,
    deleting: bool = False,
) -> Problem:
    """The problem that an error of the database or its pool means; re-raises any other error.

    A conflict names only what was `submitted`.
    """
    cause = original(error)
    if in_trail(cause):
        return Unrecorded()
    if isinstance(cause, pg.IntegrityError):
        return _integrity(cause, registry, submitted, deleting=deleting)
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        special = _by_state(cause, cause.sqlstate)
        if special is not None:
            return special
    if isinstance(cause, pg.DataError):
        return Invalid(
            "A value cannot be stored.",
            errors=[Violation("", "INVALID_VALUE", "A value is out of range or malformed.")],
        )
    if isinstance(cause, _BUSY):
        return Unavailable("The database did not answer in time.")
    raise error


def _by_state(error: psycopg.Error, state: str) -> Problem | None:
    if state == FROZEN:
        return Conflict("The row is frozen in its present state.", code="FROZEN")
    if state in IMMUTABLE:
        return Conflict("This cannot be changed any more.", code="IMMUTABLE")
    if state == "42501":
        return Forbidden("The database refuses this to your roles.")
    if state in ("57014", "55P03"):
        return Unavailable("The database took too long.")
    return None


def _integrity(
    error: pg.IntegrityError, registry: Registry, submitted: Mapping[str, Any], *, deleting: bool
) -> Problem:
    name = error.diag.constraint_name or ""
    known = _constraint(name, registry)
    if isinstance(error, pg.UniqueViolation):
        return _duplicate(known, submitted)
    if isinstance(error, pg.NotNullViolation):
        column = error.diag.column_name or ""
        return _invalid(Constraint("required", "REQUIRED", "This must be set.", (column,)))
    if isinstance(error, pg.CheckViolation):
        return _invalid(known or Constraint("check", "INVALID_VALUE", "A value is not allowed."))
    if deleting or known is None:
        return Conflict("Other rows still refer to this one.", code="REFERENCED")
    return _dangling(known.fields)


def _constraint(name: str, registry: Registry) -> Constraint | None:
    for resource in registry.resources:
        if name in resource.constraints:
            return resource.constraints[name]
    return None


def _duplicate(known: Constraint | None, submitted: Mapping[str, Any]) -> Conflict:
    code = known.code if known else "DUPLICATE"
    names = ", ".join(name for name in (known.fields if known else ()) if name in submitted)
    if not names:
        return Conflict("A row of this kind is already there.", code=code)
    return Conflict(f"Another row has this {names} already.", code=code)


def _dangling(names: tuple[str, ...]) -> Conflict:
    what = ", ".join(name for name in names if name) or "A relation"
    return Conflict(f"{what} leads to no row.", code="REFERENCE")


def _invalid(known: Constraint) -> Invalid:
    pointers = known.fields or ("",)
    return Invalid(
        "The row would not be valid.",
        errors=[
            Violation(f"/{name}" if name else "", known.code, known.message) for name in pointers
        ],
    )


def dangling(names: tuple[str, ...]) -> Conflict:
    """The answer to a relation that leads to no row, or to one the caller may not see."""
    return _dangling(names)
