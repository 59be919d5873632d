"""The scopes of risks, for a row in memory. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.risk.models.risk import Risk


def own(row: Risk, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)


def project_of(row: Risk, rows: Rows) -> UUID | None:
    """The project that the row lies in: project."""
    return row.project_id


def business_unit_of(row: Risk, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: business_unit."""
    return row.business_unit_id
