"""The scopes of audit events, for a row in memory. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import logic
from runtime.actor import Actor

if TYPE_CHECKING:
    from generated.identity.models.audit_event import AuditEvent


def own(row: AuditEvent, actor: Actor) -> bool:
    """Where row.actor == actor."""
    return logic.eq(row.actor_id, actor.id)
