"""What lists ask of audit events that rows refer to. Generated from model/identity.yaml."""

from __future__ import annotations

from generated.identity.enums import AuditEventOutcome, AuditEventSource
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import absent


class AuditEventRelated(Parameters):
    """What is asked of the audit event that a row refers to."""

    actor_email: TextParameter = absent()
    actor_email__in: Several[TextParameter] = absent()
    actor_email__contains: TextParameter = absent()
    action: TextParameter = absent()
    action__in: Several[TextParameter] = absent()
    action__contains: TextParameter = absent()
    entity_type: TextParameter = absent()
    entity_type__in: Several[TextParameter] = absent()
    entity_type__contains: TextParameter = absent()
    outcome: AuditEventOutcome = absent()
    outcome__ne: AuditEventOutcome = absent()
    outcome__in: Several[AuditEventOutcome] = absent()
    rule: TextParameter = absent()
    rule__in: Several[TextParameter] = absent()
    rule__contains: TextParameter = absent()
    request_id: TextParameter = absent()
    request_id__in: Several[TextParameter] = absent()
    request_id__contains: TextParameter = absent()
    client_ip: TextParameter = absent()
    client_ip__in: Several[TextParameter] = absent()
    client_ip__contains: TextParameter = absent()
    source: AuditEventSource = absent()
    source__ne: AuditEventSource = absent()
    source__in: Several[AuditEventSource] = absent()
