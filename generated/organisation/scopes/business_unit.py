"""The scopes of business units, for a row in memory. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.organisation.models.business_unit import BusinessUnit


def own(row: BusinessUnit, actor: Actor) -> bool:
    """Where head == actor."""
    return logic.eq(row.head_id, actor.id)


def business_unit_of(row: BusinessUnit, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: row."""
    return row.id
