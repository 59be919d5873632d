"""What the runtime knows of audit events. Generated from model/identity.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.identity.actions.audit_event import ACTIONS
from generated.identity.fields.audit_event import FIELDS
from generated.identity.scopes import audit_event as scopes
from runtime.resource import Resource, ToOne


def _model() -> type[SQLModel]:
    from generated.identity.models.audit_event import AuditEvent

    return AuditEvent


def _filters() -> type[BaseModel]:
    from generated.identity.filters.audit_event import AuditEventFilters

    return AuditEventFilters


AUDIT_EVENT = Resource(
    name="audit_event",
    path="audit-events",
    table="audit_events",
    title="Audit event",
    label="action",
    load_model=_model,
    load_filters=_filters,
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
    search=(("action", "A"), ("entity_type", "A"), ("reason", "B")),
)
