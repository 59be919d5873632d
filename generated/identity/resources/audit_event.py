"""What the runtime knows of audit events. Generated from model/identity.yaml."""

from generated.identity.actions.audit_event import ACTIONS
from generated.identity.fields.audit_event import FIELDS
from generated.identity.filters.audit_event import AuditEventFilters
from generated.identity.models.audit_event import AuditEvent
from generated.identity.schemas.audit_event import AuditEventRead
from generated.identity.scopes import audit_event as scopes
from runtime.resource import Constraint, Resource, ToOne

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
    constraints={
        "ck_audit_events_actor_email_max": Constraint(
            "check", "TOO_LONG", "Give at most 254 characters.", fields=("actor_email",)
        ),
        "ck_audit_events_actor_roles_filled": Constraint(
            "check", "INVALID_VALUE", "A list holds no nulls.", fields=("actor_roles",)
        ),
        "ck_audit_events_actor_roles_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("actor_roles",)
        ),
        "ck_audit_events_action_max": Constraint(
            "check", "TOO_LONG", "Give at most 80 characters.", fields=("action",)
        ),
        "ck_audit_events_entity_type_max": Constraint(
            "check", "TOO_LONG", "Give at most 80 characters.", fields=("entity_type",)
        ),
        "ck_audit_events_outcome_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("outcome",)
        ),
        "ck_audit_events_rule_max": Constraint(
            "check", "TOO_LONG", "Give at most 300 characters.", fields=("rule",)
        ),
        "ck_audit_events_request_id_max": Constraint(
            "check", "TOO_LONG", "Give at most 128 characters.", fields=("request_id",)
        ),
        "ck_audit_events_client_ip_max": Constraint(
            "check", "TOO_LONG", "Give at most 45 characters.", fields=("client_ip",)
        ),
        "ck_audit_events_source_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("source",)
        ),
    },
    routes=frozenset({"get", "list"}),
    write_once=True,
)
