"""The scopes of requirements, for a row in memory. Generated from model/regulation.yaml."""

from generated.regulation.models.requirement import Requirement
from runtime import logic
from runtime.actor import Actor


def own(row: Requirement, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)
