"""What the runtime knows of audit events. Generated from model/identity.yaml."""

from generated.identity.actions.audit_event import ACTIONS
from generated.identity.fields.audit_event import FIELDS
from generated.identity.filters.audit_event import AuditEventFilters
from generated.identity.models.audit_event import AuditEvent
from generated.identity.schemas.audit_event import AuditEventRead
from generated.identity.scopes import audit_event as scopes
from runtime.resource import Resource, ToOne

AUDIT_EVENT = Resource(
    name="audit_event",
    path="audit-events",
    table="audit_events",
    title="Audit event",
    label="action",
    model=AuditEvent,
    create=None,
    update=None,
    read=AuditEventRead,
    filters=AuditEventFilters,
    fields=FIELDS,
    to_one=(
        ToOne("actor", "actor_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    scopes={"own": "{row}.actor_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    routes=frozenset({"get", "list"}),
    write_once=True,
)
