"""The scopes of audit events, for a row in memory. Generated from model/identity.yaml."""

from generated.identity.models.audit_event import AuditEvent
from runtime import logic
from runtime.actor import Actor


def own(row: AuditEvent, actor: Actor) -> bool:
    """Where row.actor == actor."""
    return logic.eq(row.actor_id, actor.id)
