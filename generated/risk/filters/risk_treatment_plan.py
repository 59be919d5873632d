"""Query strings of risk treatment plans. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.risk.enums import RiskLevel, RiskTreatmentPlanStatus, RiskTreatmentPlanStrategy
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
from runtime.types import Day, DecimalText, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "deleted_at",
    "title",
    "strategy",
    "priority",
    "start_date",
    "target_date",
    "completed_on",
    "budget",
    "progress",
    "expected_likelihood",
    "expected_impact",
    "expected_score",
    "description",
    "overdue",
    "status",
    "owner_id",
    "risk_id",
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
    "strategy",
    "priority",
    "start_date",
    "target_date",
    "completed_on",
    "budget",
    "progress",
    "expected_likelihood",
    "expected_impact",
    "expected_score",
    "description",
    "overdue",
    "status",
    "owner_id",
    "risk_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("owner", "risk", "created_by", "updated_by", "controls", "tasks")

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "risk": RiskRelated,
}


class RiskTreatmentPlanSelection(Parameters):
    """What an answer carries of a risk treatment plan."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RiskTreatmentPlanConditions(FilterParameters):
    """Which risk treatment plans are asked for."""

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
    strategy: RiskTreatmentPlanStrategy = absent()
    strategy__ne: RiskTreatmentPlanStrategy = absent()
    strategy__in: Several[RiskTreatmentPlanStrategy] = absent()
    strategy__not_in: Several[RiskTreatmentPlanStrategy] = absent()
    strategy__is_null: bool = absent()
    priority: RiskLevel = absent()
    priority__ne: RiskLevel = absent()
    priority__in: Several[RiskLevel] = absent()
    priority__not_in: Several[RiskLevel] = absent()
    priority__gt: RiskLevel = absent()
    priority__gte: RiskLevel = absent()
    priority__lt: RiskLevel = absent()
    priority__lte: RiskLevel = absent()
    priority__is_null: bool = absent()
    start_date: Day = absent()
    start_date__ne: Day = absent()
    start_date__in: Several[Day] = absent()
    start_date__not_in: Several[Day] = absent()
    start_date__gt: Day = absent()
    start_date__gte: Day = absent()
    start_date__lt: Day = absent()
    start_date__lte: Day = absent()
    start_date__is_null: bool = absent()
    target_date: Day = absent()
    target_date__ne: Day = absent()
    target_date__in: Several[Day] = absent()
    target_date__not_in: Several[Day] = absent()
    target_date__gt: Day = absent()
    target_date__gte: Day = absent()
    target_date__lt: Day = absent()
    target_date__lte: Day = absent()
    target_date__is_null: bool = absent()
    completed_on: Day = absent()
    completed_on__ne: Day = absent()
    completed_on__in: Several[Day] = absent()
    completed_on__not_in: Several[Day] = absent()
    completed_on__gt: Day = absent()
    completed_on__gte: Day = absent()
    completed_on__lt: Day = absent()
    completed_on__lte: Day = absent()
    completed_on__is_null: bool = absent()
    budget: DecimalText = absent()
    budget__ne: DecimalText = absent()
    budget__in: Several[DecimalText] = absent()
    budget__not_in: Several[DecimalText] = absent()
    budget__gt: DecimalText = absent()
    budget__gte: DecimalText = absent()
    budget__lt: DecimalText = absent()
    budget__lte: DecimalText = absent()
    budget__is_null: bool = absent()
    progress: Int32 = absent()
    progress__ne: Int32 = absent()
    progress__in: Several[Int32] = absent()
    progress__not_in: Several[Int32] = absent()
    progress__gt: Int32 = absent()
    progress__gte: Int32 = absent()
    progress__lt: Int32 = absent()
    progress__lte: Int32 = absent()
    progress__is_null: bool = absent()
    expected_likelihood: Int32 = absent()
    expected_likelihood__ne: Int32 = absent()
    expected_likelihood__in: Several[Int32] = absent()
    expected_likelihood__not_in: Several[Int32] = absent()
    expected_likelihood__gt: Int32 = absent()
    expected_likelihood__gte: Int32 = absent()
    expected_likelihood__lt: Int32 = absent()
    expected_likelihood__lte: Int32 = absent()
    expected_likelihood__is_null: bool = absent()
    expected_impact: Int32 = absent()
    expected_impact__ne: Int32 = absent()
    expected_impact__in: Several[Int32] = absent()
    expected_impact__not_in: Several[Int32] = absent()
    expected_impact__gt: Int32 = absent()
    expected_impact__gte: Int32 = absent()
    expected_impact__lt: Int32 = absent()
    expected_impact__lte: Int32 = absent()
    expected_impact__is_null: bool = absent()
    expected_score: Int32 = absent()
    expected_score__ne: Int32 = absent()
    expected_score__in: Several[Int32] = absent()
    expected_score__not_in: Several[Int32] = absent()
    expected_score__gt: Int32 = absent()
    expected_score__gte: Int32 = absent()
    expected_score__lt: Int32 = absent()
    expected_score__lte: Int32 = absent()
    expected_score__is_null: bool = absent()
    description: TextParameter = absent()
    description__ne: TextParameter = absent()
    description__in: Several[TextParameter] = absent()
    description__not_in: Several[TextParameter] = absent()
    description__gt: TextParameter = absent()
    description__gte: TextParameter = absent()
    description__lt: TextParameter = absent()
    description__lte: TextParameter = absent()
    description__contains: TextParameter = absent()
    description__starts_with: TextParameter = absent()
    description__is_null: bool = absent()
    overdue: bool = absent()
    overdue__ne: bool = absent()
    overdue__is_null: bool = absent()
    status: RiskTreatmentPlanStatus = absent()
    status__ne: RiskTreatmentPlanStatus = absent()
    status__in: Several[RiskTreatmentPlanStatus] = absent()
    status__not_in: Several[RiskTreatmentPlanStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    risk_id: Id = absent()
    risk_id__ne: Id = absent()
    risk_id__in: Several[Id] = absent()
    risk_id__not_in: Several[Id] = absent()
    risk_id__is_null: bool = absent()
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


class RiskTreatmentPlanFilters(
    RiskTreatmentPlanConditions, RiskTreatmentPlanSelection, ListParameters
):
    """What a list of risk treatment plans takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RiskTreatmentPlanRowQuery(RiskTreatmentPlanSelection, PastParameters):
    """What reading a risk treatment plan takes."""


class RiskTreatmentPlanListQuery(RiskTreatmentPlanFilters, PastParameters):
    """What listing risk treatment plans takes."""


class RiskTreatmentPlanHistoryQuery(PageParameters):
    """What the history of a risk treatment plan takes."""

    field: Annotated[
        str,
        name_of(*FIELDS, "controls"),
        Field(description="Only what changed this field, or these links."),
    ] = absent()
