"""Query strings of audit events. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.enums import AuditEventOutcome, AuditEventSource
from generated.identity.related.user import UserRelated
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    Parameters,
    SearchParameter,
    Several,
    TextParameter,
    names_of,
    order_by,
    over,
    paths,
    relations_of,
)
from runtime.types import Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "occurred_at",
    "actor_email",
    "actor_roles",
    "action",
    "entity_type",
    "entity_id",
    "changes",
    "reason",
    "outcome",
    "rule",
    "request_id",
    "client_ip",
    "source",
    "actor_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "occurred_at",
    "actor_email",
    "action",
    "entity_type",
    "entity_id",
    "reason",
    "outcome",
    "rule",
    "request_id",
    "client_ip",
    "source",
    "actor_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("actor", "created_by", "updated_by")

RELATED: dict[str, type[Parameters]] = {
    "actor": UserRelated,
}


class AuditEventSelection(Parameters):
    """What an answer carries of a audit event."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class AuditEventConditions(FilterParameters):
    """Which audit events are asked for."""

    q: Annotated[
        SearchParameter,
        Field(description="Words to be found, the best fit first; as in web search engines."),
    ] = absent()
    id: Id = absent()
    id__ne: Id = absent()
    id__in: Several[Id] = absent()
    id__not_in: Several[Id] = absent()
    id__is_null: bool = absent()
    created_at: Instant = absent()
    created_at__ne: Instant = absent()
    created_at__in: Several[Instant] = absent()
    created_at__not_in: Several[Instant] = absent()
    created_at__gt: Instant = absent()
    created_at__gte: Instant = absent()
    created_at__lt: Instant = absent()
    created_at__lte: Instant = absent()
    created_at__is_null: bool = absent()
    updated_at: Instant = absent()
    updated_at__ne: Instant = absent()
    updated_at__in: Several[Instant] = absent()
    updated_at__not_in: Several[Instant] = absent()
    updated_at__gt: Instant = absent()
    updated_at__gte: Instant = absent()
    updated_at__lt: Instant = absent()
    updated_at__lte: Instant = absent()
    updated_at__is_null: bool = absent()
    version: Int32 = absent()
    version__ne: Int32 = absent()
    version__in: Several[Int32] = absent()
    version__not_in: Several[Int32] = absent()
    version__gt: Int32 = absent()
    version__gte: Int32 = absent()
    version__lt: Int32 = absent()
    version__lte: Int32 = absent()
    version__is_null: bool = absent()
    occurred_at: Instant = absent()
    occurred_at__ne: Instant = absent()
    occurred_at__in: Several[Instant] = absent()
    occurred_at__not_in: Several[Instant] = absent()
    occurred_at__gt: Instant = absent()
    occurred_at__gte: Instant = absent()
    occurred_at__lt: Instant = absent()
    occurred_at__lte: Instant = absent()
    occurred_at__is_null: bool = absent()
    actor_email: TextParameter = absent()
    actor_email__ne: TextParameter = absent()
    actor_email__in: Several[TextParameter] = absent()
    actor_email__not_in: Several[TextParameter] = absent()
    actor_email__gt: TextParameter = absent()
    actor_email__gte: TextParameter = absent()
    actor_email__lt: TextParameter = absent()
    actor_email__lte: TextParameter = absent()
    actor_email__contains: TextParameter = absent()
    actor_email__starts_with: TextParameter = absent()
    actor_email__is_null: bool = absent()
    actor_roles__is_null: bool = absent()
    action: TextParameter = absent()
    action__ne: TextParameter = absent()
    action__in: Several[TextParameter] = absent()
    action__not_in: Several[TextParameter] = absent()
    action__gt: TextParameter = absent()
    action__gte: TextParameter = absent()
    action__lt: TextParameter = absent()
    action__lte: TextParameter = absent()
    action__contains: TextParameter = absent()
    action__starts_with: TextParameter = absent()
    action__is_null: bool = absent()
    entity_type: TextParameter = absent()
    entity_type__ne: TextParameter = absent()
    entity_type__in: Several[TextParameter] = absent()
    entity_type__not_in: Several[TextParameter] = absent()
    entity_type__gt: TextParameter = absent()
    entity_type__gte: TextParameter = absent()
    entity_type__lt: TextParameter = absent()
    entity_type__lte: TextParameter = absent()
    entity_type__contains: TextParameter = absent()
    entity_type__starts_with: TextParameter = absent()
    entity_type__is_null: bool = absent()
    entity_id: Id = absent()
    entity_id__ne: Id = absent()
    entity_id__in: Several[Id] = absent()
    entity_id__not_in: Several[Id] = absent()
    entity_id__is_null: bool = absent()
    changes__is_null: bool = absent()
    reason: TextParameter = absent()
    reason__ne: TextParameter = absent()
    reason__in: Several[TextParameter] = absent()
    reason__not_in: Several[TextParameter] = absent()
    reason__gt: TextParameter = absent()
    reason__gte: TextParameter = absent()
    reason__lt: TextParameter = absent()
    reason__lte: TextParameter = absent()
    reason__contains: TextParameter = absent()
    reason__starts_with: TextParameter = absent()
    reason__is_null: bool = absent()
    outcome: AuditEventOutcome = absent()
    outcome__ne: AuditEventOutcome = absent()
    outcome__in: Several[AuditEventOutcome] = absent()
    outcome__not_in: Several[AuditEventOutcome] = absent()
    outcome__is_null: bool = absent()
    rule: TextParameter = absent()
    rule__ne: TextParameter = absent()
    rule__in: Several[TextParameter] = absent()
    rule__not_in: Several[TextParameter] = absent()
    rule__gt: TextParameter = absent()
    rule__gte: TextParameter = absent()
    rule__lt: TextParameter = absent()
    rule__lte: TextParameter = absent()
    rule__contains: TextParameter = absent()
    rule__starts_with: TextParameter = absent()
    rule__is_null: bool = absent()
    request_id: TextParameter = absent()
    request_id__ne: TextParameter = absent()
    request_id__in: Several[TextParameter] = absent()
    request_id__not_in: Several[TextParameter] = absent()
    request_id__gt: TextParameter = absent()
    request_id__gte: TextParameter = absent()
    request_id__lt: TextParameter = absent()
    request_id__lte: TextParameter = absent()
    request_id__contains: TextParameter = absent()
    request_id__starts_with: TextParameter = absent()
    request_id__is_null: bool = absent()
    client_ip: TextParameter = absent()
    client_ip__ne: TextParameter = absent()
    client_ip__in: Several[TextParameter] = absent()
    client_ip__not_in: Several[TextParameter] = absent()
    client_ip__gt: TextParameter = absent()
    client_ip__gte: TextParameter = absent()
    client_ip__lt: TextParameter = absent()
    client_ip__lte: TextParameter = absent()
    client_ip__contains: TextParameter = absent()
    client_ip__starts_with: TextParameter = absent()
    client_ip__is_null: bool = absent()
    source: AuditEventSource = absent()
    source__ne: AuditEventSource = absent()
    source__in: Several[AuditEventSource] = absent()
    source__not_in: Several[AuditEventSource] = absent()
    source__is_null: bool = absent()
    actor_id: Id = absent()
    actor_id__ne: Id = absent()
    actor_id__in: Several[Id] = absent()
    actor_id__not_in: Several[Id] = absent()
    actor_id__is_null: bool = absent()
    created_by_id: Id = absent()
    created_by_id__ne: Id = absent()
    created_by_id__in: Several[Id] = absent()
    created_by_id__not_in: Several[Id] = absent()
    created_by_id__is_null: bool = absent()
    updated_by_id: Id = absent()
    updated_by_id__ne: Id = absent()
    updated_by_id__in: Several[Id] = absent()
    updated_by_id__not_in: Several[Id] = absent()
    updated_by_id__is_null: bool = absent()


class AuditEventFilters(AuditEventConditions, AuditEventSelection, ListParameters):
    """What a list of audit events takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()
