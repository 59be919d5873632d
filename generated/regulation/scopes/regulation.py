"""The scopes of regulations, for a row in memory. Generated from model/regulation.yaml."""

from generated.regulation.models.regulation import Regulation
from runtime import logic
from runtime.actor import Actor


def own(row: Regulation, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)
