"""The scopes of risks, for a row in memory. Generated from model/risk.yaml."""

from uuid import UUID

from generated.risk.models.risk import Risk
from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows


def own(row: Risk, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)


def project_of(row: Risk, rows: Rows) -> UUID | None:
    """The project that the row lies in: project."""
    return row.project_id


def business_unit_of(row: Risk, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: business_unit."""
    return row.business_unit_id
