"""The scopes of users, for a row in memory. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.identity.models.user import User


def own(row: User, actor: Actor) -> bool:
    """Where row == actor."""
    return logic.eq(row.id, actor.id)


def business_unit_of(row: User, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: business_unit."""
    return row.business_unit_id
