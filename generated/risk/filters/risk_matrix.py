"""Query strings of risk matrices. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.risk.enums import RiskMatrixStatus
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
    "name",
    "size",
    "likelihood_labels",
    "impact_labels",
    "level_bands",
    "appetite_by_category",
    "approved_on",
    "status",
    "owner_id",
    "approved_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "name",
    "size",
    "approved_on",
    "status",
    "owner_id",
    "approved_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("owner", "approved_by", "created_by", "updated_by", "risks")

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "approved_by": UserRelated,
}


class RiskMatrixSelection(Parameters):
    """What an answer carries of a risk matrix."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RiskMatrixConditions(FilterParameters):
    """Which risk matrices are asked for."""

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
    name: TextParameter = absent()
    name__ne: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__not_in: Several[TextParameter] = absent()
    name__gt: TextParameter = absent()
    name__gte: TextParameter = absent()
    name__lt: TextParameter = absent()
    name__lte: TextParameter = absent()
    name__contains: TextParameter = absent()
    name__starts_with: TextParameter = absent()
    name__is_null: bool = absent()
    size: Int32 = absent()
    size__ne: Int32 = absent()
    size__in: Several[Int32] = absent()
    size__not_in: Several[Int32] = absent()
    size__gt: Int32 = absent()
    size__gte: Int32 = absent()
    size__lt: Int32 = absent()
    size__lte: Int32 = absent()
    size__is_null: bool = absent()
    likelihood_labels__is_null: bool = absent()
    impact_labels__is_null: bool = absent()
    level_bands__is_null: bool = absent()
    appetite_by_category__is_null: bool = absent()
    approved_on: Day = absent()
    approved_on__ne: Day = absent()
    approved_on__in: Several[Day] = absent()
    approved_on__not_in: Several[Day] = absent()
    approved_on__gt: Day = absent()
    approved_on__gte: Day = absent()
    approved_on__lt: Day = absent()
    approved_on__lte: Day = absent()
    approved_on__is_null: bool = absent()
    status: RiskMatrixStatus = absent()
    status__ne: RiskMatrixStatus = absent()
    status__in: Several[RiskMatrixStatus] = absent()
    status__not_in: Several[RiskMatrixStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    approved_by_id: Id = absent()
    approved_by_id__ne: Id = absent()
    approved_by_id__in: Several[Id] = absent()
    approved_by_id__not_in: Several[Id] = absent()
    approved_by_id__is_null: bool = absent()
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


class RiskMatrixFilters(RiskMatrixConditions, RiskMatrixSelection, ListParameters):
    """What a list of risk matrices takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RiskMatrixRowQuery(RiskMatrixSelection, PastParameters):
    """What reading a risk matrix takes."""


class RiskMatrixListQuery(RiskMatrixFilters, PastParameters):
    """What listing risk matrices takes."""


class RiskMatrixHistoryQuery(PageParameters):
    """What the history of a risk matrix takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
