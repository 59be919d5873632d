"""Query strings of risk acceptances. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.risk.enums import RiskAcceptanceStatus
from generated.risk.related.risk import RiskRelated
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    PageParameters,
    Parameters,
    PastParameters,
    SearchParameter,
    Several,
    TextParameter,
    name_of,
    names_of,
    order_by,
    over,
    paths,
    relations_of,
)
from runtime.types import Day, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "deleted_at",
    "title",
    "justification",
    "conditions",
    "valid_until",
    "score_snapshot",
    "decided_at",
    "decision_note",
    "days_left",
    "status",
    "risk_id",
    "requester_id",
    "approver_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "deleted_at",
    "title",
    "justification",
    "conditions",
    "valid_until",
    "decided_at",
    "decision_note",
    "days_left",
    "status",
    "risk_id",
    "requester_id",
    "approver_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("risk", "requester", "approver", "created_by", "updated_by", "compensating_controls")

RELATED: dict[str, type[Parameters]] = {
    "risk": RiskRelated,
    "requester": UserRelated,
    "approver": UserRelated,
}


class RiskAcceptanceSelection(Parameters):
    """What an answer carries of a risk acceptance."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RiskAcceptanceConditions(FilterParameters):
    """Which risk acceptances are asked for."""

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
    deleted_at: Instant = absent()
    deleted_at__ne: Instant = absent()
    deleted_at__in: Several[Instant] = absent()
    deleted_at__not_in: Several[Instant] = absent()
    deleted_at__gt: Instant = absent()
    deleted_at__gte: Instant = absent()
    deleted_at__lt: Instant = absent()
    deleted_at__lte: Instant = absent()
    deleted_at__is_null: bool = absent()
    title: TextParameter = absent()
    title__ne: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__not_in: Several[TextParameter] = absent()
    title__gt: TextParameter = absent()
    title__gte: TextParameter = absent()
    title__lt: TextParameter = absent()
    title__lte: TextParameter = absent()
    title__contains: TextParameter = absent()
    title__starts_with: TextParameter = absent()
    title__is_null: bool = absent()
    justification: TextParameter = absent()
    justification__ne: TextParameter = absent()
    justification__in: Several[TextParameter] = absent()
    justification__not_in: Several[TextParameter] = absent()
    justification__gt: TextParameter = absent()
    justification__gte: TextParameter = absent()
    justification__lt: TextParameter = absent()
    justification__lte: TextParameter = absent()
    justification__contains: TextParameter = absent()
    justification__starts_with: TextParameter = absent()
    justification__is_null: bool = absent()
    conditions: TextParameter = absent()
    conditions__ne: TextParameter = absent()
    conditions__in: Several[TextParameter] = absent()
    conditions__not_in: Several[TextParameter] = absent()
    conditions__gt: TextParameter = absent()
    conditions__gte: TextParameter = absent()
    conditions__lt: TextParameter = absent()
    conditions__lte: TextParameter = absent()
    conditions__contains: TextParameter = absent()
    conditions__starts_with: TextParameter = absent()
    conditions__is_null: bool = absent()
    valid_until: Day = absent()
    valid_until__ne: Day = absent()
    valid_until__in: Several[Day] = absent()
    valid_until__not_in: Several[Day] = absent()
    valid_until__gt: Day = absent()
    valid_until__gte: Day = absent()
    valid_until__lt: Day = absent()
    valid_until__lte: Day = absent()
    valid_until__is_null: bool = absent()
    score_snapshot__is_null: bool = absent()
    decided_at: Instant = absent()
    decided_at__ne: Instant = absent()
    decided_at__in: Several[Instant] = absent()
    decided_at__not_in: Several[Instant] = absent()
    decided_at__gt: Instant = absent()
    decided_at__gte: Instant = absent()
    decided_at__lt: Instant = absent()
    decided_at__lte: Instant = absent()
    decided_at__is_null: bool = absent()
    decision_note: TextParameter = absent()
    decision_note__ne: TextParameter = absent()
    decision_note__in: Several[TextParameter] = absent()
    decision_note__not_in: Several[TextParameter] = absent()
    decision_note__gt: TextParameter = absent()
    decision_note__gte: TextParameter = absent()
    decision_note__lt: TextParameter = absent()
    decision_note__lte: TextParameter = absent()
    decision_note__contains: TextParameter = absent()
    decision_note__starts_with: TextParameter = absent()
    decision_note__is_null: bool = absent()
    days_left: Int32 = absent()
    days_left__ne: Int32 = absent()
    days_left__in: Several[Int32] = absent()
    days_left__not_in: Several[Int32] = absent()
    days_left__gt: Int32 = absent()
    days_left__gte: Int32 = absent()
    days_left__lt: Int32 = absent()
    days_left__lte: Int32 = absent()
    days_left__is_null: bool = absent()
    status: RiskAcceptanceStatus = absent()
    status__ne: RiskAcceptanceStatus = absent()
    status__in: Several[RiskAcceptanceStatus] = absent()
    status__not_in: Several[RiskAcceptanceStatus] = absent()
    status__is_null: bool = absent()
    risk_id: Id = absent()
    risk_id__ne: Id = absent()
    risk_id__in: Several[Id] = absent()
    risk_id__not_in: Several[Id] = absent()
    risk_id__is_null: bool = absent()
    requester_id: Id = absent()
    requester_id__ne: Id = absent()
    requester_id__in: Several[Id] = absent()
    requester_id__not_in: Several[Id] = absent()
    requester_id__is_null: bool = absent()
    approver_id: Id = absent()
    approver_id__ne: Id = absent()
    approver_id__in: Several[Id] = absent()
    approver_id__not_in: Several[Id] = absent()
    approver_id__is_null: bool = absent()
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


class RiskAcceptanceFilters(RiskAcceptanceConditions, RiskAcceptanceSelection, ListParameters):
    """What a list of risk acceptances takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RiskAcceptanceRowQuery(RiskAcceptanceSelection, PastParameters):
    """What reading a risk acceptance takes."""


class RiskAcceptanceListQuery(RiskAcceptanceFilters, PastParameters):
    """What listing risk acceptances takes."""


class RiskAcceptanceHistoryQuery(PageParameters):
    """What the history of a risk acceptance takes."""

    field: Annotated[
        str,
        name_of(*FIELDS, "compensating_controls"),
        Field(description="Only what changed this field, or these links."),
    ] = absent()
