"""The scopes of role assignments, for a row in memory. Generated from model/identity.yaml."""

from generated.identity.models.role_assignment import RoleAssignment
from runtime import logic
from runtime.actor import Actor


def own(row: RoleAssignment, actor: Actor) -> bool:
    """Where user == actor."""
    return logic.eq(row.user_id, actor.id)
