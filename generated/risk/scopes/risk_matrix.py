"""The scopes of risk matrices, for a row in memory. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import logic
from runtime.actor import Actor

if TYPE_CHECKING:
    from generated.risk.models.risk_matrix import RiskMatrix


def own(row: RiskMatrix, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)
