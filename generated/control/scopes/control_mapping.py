"""The scopes of control mappings, for a row in memory. Generated from model/control.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.control.models.control_mapping import ControlMapping


def own(row: ControlMapping, actor: Actor, rows: Rows) -> bool:
    """Where created_by == actor or control.owner == actor."""
    return logic.eq(row.created_by_id, actor.id) or logic.eq(
        rows.key("control", row.control_id, "owner_id"), actor.id
    )


def business_unit_of(row: ControlMapping, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: control.business_unit."""
    return rows.key("control", row.control_id, "business_unit_id")
