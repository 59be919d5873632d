"""The scopes of controls, for a row in memory. Generated from model/control.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.control.models.control import Control


def own(row: Control, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)


def business_unit_of(row: Control, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: business_unit."""
    return row.business_unit_id
