"""The scopes of refresh tokens, for a row in memory. Generated from model/identity.yaml."""

from generated.identity.models.refresh_token import RefreshToken
from runtime import logic
from runtime.actor import Actor


def own(row: RefreshToken, actor: Actor) -> bool:
    """Where user == actor."""
    return logic.eq(row.user_id, actor.id)
