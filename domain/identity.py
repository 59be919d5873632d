"""Accounts and roles."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from domain.handover import hand_over
from domain.queries import fetch
from generated.evidence.models import Evidence
from generated.identity.enums import RefreshTokenRevokeReason
from generated.identity.models import RefreshToken, RoleAssignment, User
from generated.identity.schemas import UserInviteInput, UserTransferOwnershipInput
from generated.risk.models import RiskAcceptance
from generated.task.models import Task
from runtime.domain_api import Context
from runtime.problems import Conflict, Forbidden

ADMIN = "admin"
CLOSED_TASKS = ("done", "cancelled")
EVIDENCE_DUE = ("requested", "rejected", "expired")


async def invite(context: Context, data: UserInviteInput) -> User:
    """Opens an account together with its first role.

    The new role reaches everything, so whoever acts through limited assignments alone is refused
    (Forbidden).
    """
    if all(assignment.limit is not None for assignment in context.actor.assignments):
        raise Forbidden("A role that is limited to a part cannot hand out one that is not.")
    user = await context.create(
        User,
        email=data.email,
        full_name=data.full_name,
        business_unit_id=data.business_unit_id,
    )
    await context.create(
        RoleAssignment, user_id=user.id, role=data.role, granted_by_id=context.actor.id
    )
    return user


async def deactivate(context: Context, row: User, _data: object = None) -> User:
    """Ends the sessions of an account that was just closed.

    Raises Conflict (`LAST_ADMIN`) where nobody would be left to administer the system.
    """
    async with context.platform():
        held = await fetch(
            context.session,
            select(col(RoleAssignment.id)).where(
                *_admin_in_force(context.today), col(RoleAssignment.user_id) == row.id
            ),
        )
    if held:
        await _demand_other_admin(context, col(RoleAssignment.user_id) != row.id)
    await _revoke_tokens(context, row.id)
    return row


async def keep_last_admin(
    context: Context, values: dict[str, Any], row: RoleAssignment | None
) -> None:
    """Refuses to end the last unlimited, active grant of the role admin (Conflict, LAST_ADMIN).

    Runs before an assignment is changed or deleted; a deletion brings no values.
    """
    if row is None or row.role != ADMIN or row.scope_id is not None:
        return
    starts = values.get("valid_from", row.valid_from)
    ends = values.get("valid_until", row.valid_until)
    today = context.today
    stays = bool(values) and (starts is None or starts <= today) and (ends is None or ends >= today)
    if not stays:
        await _demand_other_admin(context, col(RoleAssignment.id) != row.id)


async def transfer_ownership(
    context: Context, row: User, data: UserTransferOwnershipInput
) -> dict[str, int]:
    """Hands every open row of a person to a successor; says how many rows that were.

    Raises NotFound for a successor the actor may not see, and Conflict (`SUCCESSOR_UNFIT`) for
    one who is inactive or the person themselves.
    """
    successor = await context.visible(User, data.successor_id)
    if successor.id == row.id or not successor.is_active:
        raise Conflict("The successor must be another, active user.", code="SUCCESSOR_UNFIT")
    return {"moved": await hand_over(context, row.id, successor.id)}


async def work(context: Context, row: User, _data: object = None) -> dict[str, int]:
    """What waits for a person, as far as the actor may see it."""
    mine = (col(Task.assignee_id) == row.id, col(Task.status).not_in(CLOSED_TASKS))
    tasks = await context.visible_ids(Task, *mine)
    overdue = await context.visible_ids(Task, *mine, col(Task.due_on) < context.today)
    evidence = await context.visible_ids(
        Evidence, col(Evidence.owner_id) == row.id, col(Evidence.status).in_(EVIDENCE_DUE)
    )
    approvals = await context.visible_ids(
        RiskAcceptance,
        col(RiskAcceptance.approver_id) == row.id,
        col(RiskAcceptance.status) == "submitted",
    )
    return {
        "tasks": len(tasks),
        "tasks_overdue": len(overdue),
        "evidence_due": len(evidence),
        "approvals": len(approvals),
    }


def _admin_in_force(today: date) -> tuple[Any, ...]:
    """Conditions of an unlimited assignment of the role admin that holds today."""
    grant = RoleAssignment
    return (
        col(grant.role) == ADMIN,
        col(grant.scope_id).is_(None),
        or_(col(grant.valid_from).is_(None), col(grant.valid_from) <= today),
        or_(col(grant.valid_until).is_(None), col(grant.valid_until) >= today),
    )


async def _demand_other_admin(context: Context, other: Any) -> None:
    """Raises Conflict (`LAST_ADMIN`) unless a grant that meets `other` is left.

    All grants are locked first, in one order: of two administrators who end each other at once,
    the second waits for the first and then finds nobody left. Whoever may see them, all count.
    """
    grants = select(col(RoleAssignment.id)).where(*_admin_in_force(context.today))
    active = select(col(User.id)).where(col(User.is_active).is_(True))
    async with context.platform():
        await context.session.execute(grants.order_by(col(RoleAssignment.id)).with_for_update())
        left = await fetch(
            context.session, grants.where(other, col(RoleAssignment.user_id).in_(active))
        )
    if not left:
        raise Conflict("Nobody would be left to administer the system.", code="LAST_ADMIN")


async def _revoke_tokens(context: Context, user: UUID) -> None:
    open_tokens = select(col(RefreshToken.id)).where(
        col(RefreshToken.user_id) == user, col(RefreshToken.revoked_at).is_(None)
    )
    async with context.platform():
        tokens = [one.id for one in await fetch(context.session, open_tokens)]
    for key in tokens:
        token = await context.get(RefreshToken, key)
        if token is not None:
            token.revoked_at = context.now
            token.revoke_reason = RefreshTokenRevokeReason.ADMIN
    await context.flush()
