"""The scopes of risk matrices, for a row in memory. Generated from model/risk.yaml."""

from generated.risk.models.risk_matrix import RiskMatrix
from runtime import logic
from runtime.actor import Actor


def own(row: RiskMatrix, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)
