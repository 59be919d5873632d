"""What the caller may do, and what a change of somebody's roles would do to them.

Both are reads: they answer from the compiled policy, write nothing and leave no event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from runtime.actor import Actor, Assignment
from runtime.call import Answer, Call
from runtime.client import Client, Row
from runtime.operations.binding import Operation
from runtime.operations.body import read_body
from runtime.operations.gate import accept, no_rule
from runtime.operations.services import Services
from runtime.policy.permissions import (
    ChangedMask,
    ChangedRight,
    Limit,
    Permitted,
    Right,
    Rows,
    added_masks,
    changed_rights,
    permissions,
)
from runtime.policy.reach import Reach
from runtime.problems import Conflict, Forbidden, Invalid, NotFound, Unauthenticated, Violation
from runtime.resource import Registry, ToOne
from runtime.types import Id

ASSIGNMENT = "role_assignment"
SIMULATE = "simulate"
"""The segment below the role assignments' path; `charter check` keeps it free (E024)."""

NOBODY = "public"
"""The role of callers without an account, which no person can hold."""

GRANTS_MAX = 50
REVOKED_MAX = 500
_CACHED = 1_000
"""Answers kept at most, one a policy and set of assignments; the cache starts anew beyond."""

type Json = dict[str, Any]


class RoleGrant(BaseModel, extra="forbid"):
    """A role to grant, everywhere or within one row."""

    role: str
    scope_type: str | None = None
    scope_id: Id | None = None


class RoleSimulationRequest(BaseModel, extra="forbid"):
    """Whose roles to change, and how: assignments to add, and ids of assignments to end."""

    user_id: Id
    grant: Annotated[
        list[RoleGrant], Field(max_length=GRANTS_MAX, description="Assignments to add.")
    ] = []
    revoke: Annotated[
        list[Id], Field(max_length=REVOKED_MAX, description="Ids of assignments to end.")
    ] = []


def permissions_operation(services: Services) -> Operation:
    """`GET /me/permissions`: everything that the roles in force permit the caller."""
    known: dict[tuple[str, tuple[Assignment, ...]], bytes] = {}

    async def me_permissions(call: Call) -> Answer:
        if call.actor.id is None:
            raise Unauthenticated
        accept(call)
        _no_parameters(call)
        reach = services.policy.reach(call.actor)
        key = (reach.policy_hash, call.actor.assignments)
        body = known.get(key)
        if body is None:
            if len(known) >= _CACHED:
                known.clear()
            body = known[key] = _bytes(_permissions(reach, services.registry))
        return _private(body)

    return me_permissions


def simulate_operation(services: Services) -> Operation:
    """`POST /role-assignments/simulate`: what a person could do before and after a change.

    404 for a user, or an assignment of that user, that the caller does not see; 409 for a limit
    that leads to no row in sight, as the grant itself would be answered.
    """

    async def simulate(call: Call) -> Answer:
        _admit(call, services)
        body = await read_body(call, RoleSimulationRequest)
        _check_grants(services.registry, body.grant)
        client = Client(services, call.actor, source=call.source)
        user, _ = await client.get("user", body.user_id)
        held = await _held(client, body.user_id)
        if not set(body.revoke) <= held.keys():
            raise NotFound
        await _check_limits(client, body.grant)
        before, after = (
            services.policy.reach(Actor(body.user_id, None, assignments))
            for assignments in _assignments(services.registry, user, held, body)
        )
        active = _is_active(user)
        answer = {"user_id": body.user_id, "active": active}
        return _private(_bytes(answer | _difference((before, after), services.registry)))

    return simulate


def _admit(call: Call, services: Services) -> None:
    """Raises where the caller may not simulate: it tells what is behind any assignment.

    So it takes what an administrator of roles has: to create any assignment (an exception for
    one's own does not matter), to read all of all of them, and to read users.
    """
    reach = services.policy.reach(call.actor)
    held, user = services.registry[ASSIGNMENT], services.registry["user"]
    create, read = reach.decide(held, "create"), reach.decide(held, "read")
    call.entity_type, call.action, call.rule = held.name, SIMULATE, create.line
    for resource, action in ((held, "create"), (held, "read"), (user, "read")):
        if reach.decide(resource, action).denied:
            raise no_rule(call, resource, action)
    unlimited = any(g.scope == "any" and g.limit is None for g in create.grants)
    if not unlimited or not read.everything or reach.mask(held).hidden:
        raise Forbidden(
            f"To simulate takes a rule to create any {held.name}, and one to read all of them."
        )
    accept(call)
    _no_parameters(call)


def _no_parameters(call: Call) -> None:
    """Raises Invalid for any query string."""
    names = [name[:100].encode("utf-8", "replace").decode() for name, _ in call.query]
    errors = [Violation(f"?{name}", "UNKNOWN_PARAMETER", "No such parameter.") for name in names]
    if call.unreadable:
        errors = [Violation("?", "MALFORMED", "The query is not UTF-8 in percent-encoding.")]
    if errors:
        raise Invalid("The query is not valid.", errors=errors)


def _check_grants(registry: Registry, grants: Iterable[RoleGrant]) -> None:
    errors = [found for n, grant in enumerate(grants) for found in _wrong(registry, n, grant)]
    if errors:
        raise Invalid("The body is not valid.", errors=errors)


def _wrong(registry: Registry, number: int, grant: RoleGrant) -> Iterator[Violation]:
    """What is wrong with a grant, whatever rows there are."""
    at = f"/grant/{number}"
    if grant.role == NOBODY or grant.role not in registry.roles:
        yield Violation(f"{at}/role", "NOT_A_VALUE", "Give a role that a person can hold.")
    relation = _scope(registry)
    kinds = relation.targets if relation else ()
    if grant.scope_type is not None and grant.scope_type not in kinds:
        said = f"Give one of: {', '.join(kinds)}." if kinds else "Roles cannot be limited here."
        yield Violation(f"{at}/scope_type", "NOT_A_VALUE", said)
    if (grant.scope_type is None) != (grant.scope_id is None):
        missing = "scope_type" if grant.scope_type is None else "scope_id"
        yield Violation(f"{at}/{missing}", "REQUIRED", "Give scope_type and scope_id, or neither.")


async def _check_limits(client: Client, grants: Iterable[RoleGrant]) -> None:
    """Raises Conflict for a limit that is no row in the caller's sight."""
    for kind, key in {(g.scope_type, g.scope_id) for g in grants}:
        if kind is not None and key is not None:
            try:
                await client.get(kind, key)
            except (NotFound, Forbidden):
                raise Conflict("scope_id leads to no row.", code="REFERENCE") from None


async def _held(client: Client, user: UUID) -> dict[UUID, Row]:
    """Every assignment of the user by its id, in force or not."""
    rows = client.rows(ASSIGNMENT, ("user_id", str(user)))
    return {UUID(row["id"]): row async for row in rows}


def _assignments(
    registry: Registry, user: Row, held: Mapping[UUID, Row], body: RoleSimulationRequest
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """The assignments in force before and after; none where the account is not active."""
    if not _is_active(user):
        return (), ()
    today = datetime.now(UTC).date().isoformat()
    standing = {k: _assignment(registry, row) for k, row in held.items() if _in_force(row, today)}
    kept = [each for key, each in standing.items() if key not in set(body.revoke)]
    granted = [Assignment(grant.role, _limit(grant)) for grant in body.grant]
    return tuple(dict.fromkeys(standing.values())), tuple(dict.fromkeys([*kept, *granted]))


def _is_active(user: Row) -> bool:
    """As far as the caller may see it: whether an account can sign in may be hidden."""
    return bool(user.get("is_active", True))


def _in_force(row: Row, today: str) -> bool:
    """Whether the period of an assignment covers the day; dates of ISO 8601 sort as texts."""
    begun = row["valid_from"] is None or row["valid_from"] <= today
    return begun and (row["valid_until"] is None or row["valid_until"] >= today)


def _assignment(registry: Registry, row: Row) -> Assignment:
    relation = _scope(registry)
    if relation is None or row[relation.column] is None:
        return Assignment(row["role"])
    kind = row[relation.type_column] if relation.type_column else relation.targets[0]
    return Assignment(row["role"], (kind, UUID(row[relation.column])))


def _limit(grant: RoleGrant) -> Limit:
    if grant.scope_type is None or grant.scope_id is None:
        return None
    return grant.scope_type, grant.scope_id


def _scope(registry: Registry) -> ToOne | None:
    """The relation by which assignments are limited, if they can be."""
    return next((r for r in registry[ASSIGNMENT].to_one if r.name == "scope"), None)


# --------------------------------------------------------------------------------- as JSON


def _private(body: bytes) -> Answer:
    return Answer(200, body, headers=(("Cache-Control", "no-store"),))


def _bytes(document: object) -> bytes:
    return json.dumps(document, default=str).encode()


def _permissions(reach: Reach, registry: Registry) -> Json:
    held = sorted(reach.actor.assignments, key=lambda each: (each.role, str(each.limit)))
    return {
        "policy": reach.policy_hash,
        "role_assignments": [
            {
                "role": each.role,
                "scope_type": each.limit[0] if each.limit else None,
                "scope_id": each.limit[1] if each.limit else None,
            }
            for each in held
        ],
        "resources": [_permitted(each) for each in permissions(reach, registry)],
    }


def _permitted(permitted: Permitted) -> Json:
    return {
        "resource": permitted.resource,
        "actions": [
            {
                "action": word,
                "everything": right.everything,
                "allow": [_rows(rows) for rows in right.allow],
                "deny": [_rows(rows) for rows in right.deny],
            }
            for word, right in permitted.rights.items()
        ],
        "hidden": permitted.hidden,
        "read_only": permitted.read_only,
    }


def _rows(rows: Rows) -> Json:
    limit = {"scope_type": rows.limit[0], "scope_id": rows.limit[1]} if rows.limit else None
    return {"scope": rows.scope, "limit": limit}


def _difference(reaches: tuple[Reach, Reach], registry: Registry) -> Json:
    before, after = (permissions(reach, registry) for reach in reaches)
    gained, lost = changed_rights(reaches, registry)
    return {
        "before": _permissions(reaches[0], registry),
        "after": _permissions(reaches[1], registry),
        "gained": [_changed(change) for change in gained],
        "lost": [_changed(change) for change in lost],
        "masks_gained": [_mask(change) for change in added_masks(before, after)],
        "masks_lost": [_mask(change) for change in added_masks(after, before)],
    }


def _changed(change: ChangedRight) -> Json:
    return {
        "resource": change.resource,
        "action": change.action,
        "before": _right(change.before),
        "after": _right(change.after),
    }


def _right(right: Right) -> Json:
    return {
        "everything": right.everything,
        "allow": [_rows(rows) | {"lines": rows.lines} for rows in right.allow],
        "deny": [_rows(rows) | {"lines": rows.lines} for rows in right.deny],
    }


def _mask(change: ChangedMask) -> Json:
    return {"resource": change.resource, "field": change.field, "effect": change.effect}
