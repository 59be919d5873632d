"""The scopes of regulations, for a row in memory. Generated from model/regulation.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import logic
from runtime.actor import Actor

if TYPE_CHECKING:
    from generated.regulation.models.regulation import Regulation


def own(row: Regulation, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)
