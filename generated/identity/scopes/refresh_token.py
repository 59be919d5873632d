"""The scopes of refresh tokens, for a row in memory. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import logic
from runtime.actor import Actor

if TYPE_CHECKING:
    from generated.identity.models.refresh_token import RefreshToken


def own(row: RefreshToken, actor: Actor) -> bool:
    """Where user == actor."""
    return logic.eq(row.user_id, actor.id)
