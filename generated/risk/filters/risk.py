"""Query strings of risks. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.organisation.related.business_unit import BusinessUnitRelated
from generated.organisation.related.project import ProjectRelated
from generated.risk.enums import RiskCategory, RiskLevel, RiskSource, RiskStatus, RiskTreatment
from generated.risk.related.risk import RiskRelated
from generated.risk.related.risk_matrix import RiskMatrixRelated
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
    "ref",
    "title",
    "description",
    "category",
    "source",
    "threat",
    "vulnerability",
    "inherent_likelihood",
    "inherent_impact",
    "inherent_score",
    "inherent_level",
    "residual_likelihood",
    "residual_impact",
    "residual_score",
    "residual_level",
    "current_score",
    "treatment",
    "above_appetite",
    "affects_confidentiality",
    "affects_integrity",
    "affects_availability",
    "involves_personal_data",
    "review_interval_days",
    "next_review_on",
    "review_overdue",
    "closed_on",
    "open_tasks",
    "status",
    "owner_id",
    "matrix_id",
    "business_unit_id",
    "project_id",
    "parent_id",
    "monitored_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "deleted_at",
    "ref",
    "title",
    "description",
    "category",
    "source",
    "threat",
    "vulnerability",
    "inherent_likelihood",
    "inherent_impact",
    "inherent_score",
    "inherent_level",
    "residual_likelihood",
    "residual_impact",
    "residual_score",
    "residual_level",
    "current_score",
    "treatment",
    "above_appetite",
    "affects_confidentiality",
    "affects_integrity",
    "affects_availability",
    "involves_personal_data",
    "review_interval_days",
    "next_review_on",
    "review_overdue",
    "closed_on",
    "open_tasks",
    "status",
    "owner_id",
    "matrix_id",
    "business_unit_id",
    "project_id",
    "parent_id",
    "monitored_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "owner",
    "matrix",
    "business_unit",
    "project",
    "parent",
    "monitored_by",
    "created_by",
    "updated_by",
    "controls",
    "acceptances",
    "parts",
    "plans",
    "tasks",
)

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "matrix": RiskMatrixRelated,
    "business_unit": BusinessUnitRelated,
    "project": ProjectRelated,
    "parent": RiskRelated,
    "monitored_by": UserRelated,
}


class RiskSelection(Parameters):
    """What an answer carries of a risk."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RiskConditions(FilterParameters):
    """Which risks are asked for."""

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
    ref: TextParameter = absent()
    ref__ne: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__not_in: Several[TextParameter] = absent()
    ref__gt: TextParameter = absent()
    ref__gte: TextParameter = absent()
    ref__lt: TextParameter = absent()
    ref__lte: TextParameter = absent()
    ref__contains: TextParameter = absent()
    ref__starts_with: TextParameter = absent()
    ref__is_null: bool = absent()
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
    category: RiskCategory = absent()
    category__ne: RiskCategory = absent()
    category__in: Several[RiskCategory] = absent()
    category__not_in: Several[RiskCategory] = absent()
    category__is_null: bool = absent()
    source: RiskSource = absent()
    source__ne: RiskSource = absent()
    source__in: Several[RiskSource] = absent()
    source__not_in: Several[RiskSource] = absent()
    source__is_null: bool = absent()
    threat: TextParameter = absent()
    threat__ne: TextParameter = absent()
    threat__in: Several[TextParameter] = absent()
    threat__not_in: Several[TextParameter] = absent()
    threat__gt: TextParameter = absent()
    threat__gte: TextParameter = absent()
    threat__lt: TextParameter = absent()
    threat__lte: TextParameter = absent()
    threat__contains: TextParameter = absent()
    threat__starts_with: TextParameter = absent()
    threat__is_null: bool = absent()
    vulnerability: TextParameter = absent()
    vulnerability__ne: TextParameter = absent()
    vulnerability__in: Several[TextParameter] = absent()
    vulnerability__not_in: Several[TextParameter] = absent()
    vulnerability__gt: TextParameter = absent()
    vulnerability__gte: TextParameter = absent()
    vulnerability__lt: TextParameter = absent()
    vulnerability__lte: TextParameter = absent()
    vulnerability__contains: TextParameter = absent()
    vulnerability__starts_with: TextParameter = absent()
    vulnerability__is_null: bool = absent()
    inherent_likelihood: Int32 = absent()
    inherent_likelihood__ne: Int32 = absent()
    inherent_likelihood__in: Several[Int32] = absent()
    inherent_likelihood__not_in: Several[Int32] = absent()
    inherent_likelihood__gt: Int32 = absent()
    inherent_likelihood__gte: Int32 = absent()
    inherent_likelihood__lt: Int32 = absent()
    inherent_likelihood__lte: Int32 = absent()
    inherent_likelihood__is_null: bool = absent()
    inherent_impact: Int32 = absent()
    inherent_impact__ne: Int32 = absent()
    inherent_impact__in: Several[Int32] = absent()
    inherent_impact__not_in: Several[Int32] = absent()
    inherent_impact__gt: Int32 = absent()
    inherent_impact__gte: Int32 = absent()
    inherent_impact__lt: Int32 = absent()
    inherent_impact__lte: Int32 = absent()
    inherent_impact__is_null: bool = absent()
    inherent_score: Int32 = absent()
    inherent_score__ne: Int32 = absent()
    inherent_score__in: Several[Int32] = absent()
    inherent_score__not_in: Several[Int32] = absent()
    inherent_score__gt: Int32 = absent()
    inherent_score__gte: Int32 = absent()
    inherent_score__lt: Int32 = absent()
    inherent_score__lte: Int32 = absent()
    inherent_score__is_null: bool = absent()
    inherent_level: RiskLevel = absent()
    inherent_level__ne: RiskLevel = absent()
    inherent_level__in: Several[RiskLevel] = absent()
    inherent_level__not_in: Several[RiskLevel] = absent()
    inherent_level__gt: RiskLevel = absent()
    inherent_level__gte: RiskLevel = absent()
    inherent_level__lt: RiskLevel = absent()
    inherent_level__lte: RiskLevel = absent()
    inherent_level__is_null: bool = absent()
    residual_likelihood: Int32 = absent()
    residual_likelihood__ne: Int32 = absent()
    residual_likelihood__in: Several[Int32] = absent()
    residual_likelihood__not_in: Several[Int32] = absent()
    residual_likelihood__gt: Int32 = absent()
    residual_likelihood__gte: Int32 = absent()
    residual_likelihood__lt: Int32 = absent()
    residual_likelihood__lte: Int32 = absent()
    residual_likelihood__is_null: bool = absent()
    residual_impact: Int32 = absent()
    residual_impact__ne: Int32 = absent()
    residual_impact__in: Several[Int32] = absent()
    residual_impact__not_in: Several[Int32] = absent()
    residual_impact__gt: Int32 = absent()
    residual_impact__gte: Int32 = absent()
    residual_impact__lt: Int32 = absent()
    residual_impact__lte: Int32 = absent()
    residual_impact__is_null: bool = absent()
    residual_score: Int32 = absent()
    residual_score__ne: Int32 = absent()
    residual_score__in: Several[Int32] = absent()
    residual_score__not_in: Several[Int32] = absent()
    residual_score__gt: Int32 = absent()
    residual_score__gte: Int32 = absent()
    residual_score__lt: Int32 = absent()
    residual_score__lte: Int32 = absent()
    residual_score__is_null: bool = absent()
    residual_level: RiskLevel = absent()
    residual_level__ne: RiskLevel = absent()
    residual_level__in: Several[RiskLevel] = absent()
    residual_level__not_in: Several[RiskLevel] = absent()
    residual_level__gt: RiskLevel = absent()
    residual_level__gte: RiskLevel = absent()
    residual_level__lt: RiskLevel = absent()
    residual_level__lte: RiskLevel = absent()
    residual_level__is_null: bool = absent()
    current_score: Int32 = absent()
    current_score__ne: Int32 = absent()
    current_score__in: Several[Int32] = absent()
    current_score__not_in: Several[Int32] = absent()
    current_score__gt: Int32 = absent()
    current_score__gte: Int32 = absent()
    current_score__lt: Int32 = absent()
    current_score__lte: Int32 = absent()
    current_score__is_null: bool = absent()
    treatment: RiskTreatment = absent()
    treatment__ne: RiskTreatment = absent()
    treatment__in: Several[RiskTreatment] = absent()
    treatment__not_in: Several[RiskTreatment] = absent()
    treatment__is_null: bool = absent()
    above_appetite: bool = absent()
    above_appetite__ne: bool = absent()
    above_appetite__is_null: bool = absent()
    affects_confidentiality: bool = absent()
    affects_confidentiality__ne: bool = absent()
    affects_confidentiality__is_null: bool = absent()
    affects_integrity: bool = absent()
    affects_integrity__ne: bool = absent()
    affects_integrity__is_null: bool = absent()
    affects_availability: bool = absent()
    affects_availability__ne: bool = absent()
    affects_availability__is_null: bool = absent()
    involves_personal_data: bool = absent()
    involves_personal_data__ne: bool = absent()
    involves_personal_data__is_null: bool = absent()
    review_interval_days: Int32 = absent()
    review_interval_days__ne: Int32 = absent()
    review_interval_days__in: Several[Int32] = absent()
    review_interval_days__not_in: Several[Int32] = absent()
    review_interval_days__gt: Int32 = absent()
    review_interval_days__gte: Int32 = absent()
    review_interval_days__lt: Int32 = absent()
    review_interval_days__lte: Int32 = absent()
    review_interval_days__is_null: bool = absent()
    next_review_on: Day = absent()
    next_review_on__ne: Day = absent()
    next_review_on__in: Several[Day] = absent()
    next_review_on__not_in: Several[Day] = absent()
    next_review_on__gt: Day = absent()
    next_review_on__gte: Day = absent()
    next_review_on__lt: Day = absent()
    next_review_on__lte: Day = absent()
    next_review_on__is_null: bool = absent()
    review_overdue: bool = absent()
    review_overdue__ne: bool = absent()
    review_overdue__is_null: bool = absent()
    closed_on: Day = absent()
    closed_on__ne: Day = absent()
    closed_on__in: Several[Day] = absent()
    closed_on__not_in: Several[Day] = absent()
    closed_on__gt: Day = absent()
    closed_on__gte: Day = absent()
    closed_on__lt: Day = absent()
    closed_on__lte: Day = absent()
    closed_on__is_null: bool = absent()
    open_tasks: Int32 = absent()
    open_tasks__ne: Int32 = absent()
    open_tasks__in: Several[Int32] = absent()
    open_tasks__not_in: Several[Int32] = absent()
    open_tasks__gt: Int32 = absent()
    open_tasks__gte: Int32 = absent()
    open_tasks__lt: Int32 = absent()
    open_tasks__lte: Int32 = absent()
    open_tasks__is_null: bool = absent()
    status: RiskStatus = absent()
    status__ne: RiskStatus = absent()
    status__in: Several[RiskStatus] = absent()
    status__not_in: Several[RiskStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    matrix_id: Id = absent()
    matrix_id__ne: Id = absent()
    matrix_id__in: Several[Id] = absent()
    matrix_id__not_in: Several[Id] = absent()
    matrix_id__is_null: bool = absent()
    business_unit_id: Id = absent()
    business_unit_id__ne: Id = absent()
    business_unit_id__in: Several[Id] = absent()
    business_unit_id__not_in: Several[Id] = absent()
    business_unit_id__is_null: bool = absent()
    project_id: Id = absent()
    project_id__ne: Id = absent()
    project_id__in: Several[Id] = absent()
    project_id__not_in: Several[Id] = absent()
    project_id__is_null: bool = absent()
    parent_id: Id = absent()
    parent_id__ne: Id = absent()
    parent_id__in: Several[Id] = absent()
    parent_id__not_in: Several[Id] = absent()
    parent_id__is_null: bool = absent()
    monitored_by_id: Id = absent()
    monitored_by_id__ne: Id = absent()
    monitored_by_id__in: Several[Id] = absent()
    monitored_by_id__not_in: Several[Id] = absent()
    monitored_by_id__is_null: bool = absent()
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


class RiskFilters(RiskConditions, RiskSelection, ListParameters):
    """What a list of risks takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RiskRowQuery(RiskSelection, PastParameters):
    """What reading a risk takes."""


class RiskListQuery(RiskFilters, PastParameters):
    """What listing risks takes."""


class RiskHistoryQuery(PageParameters):
    """What the history of a risk takes."""

    field: Annotated[
        str,
        name_of(*FIELDS, "controls"),
        Field(description="Only what changed this field, or these links."),
    ] = absent()
