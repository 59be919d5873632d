"""Query strings of business units. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.organisation.enums import BusinessUnitKind
from generated.organisation.related.business_unit import BusinessUnitRelated
from generated.organisation.related.company_profile import CompanyProfileRelated
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
from runtime.types import Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "code",
    "name",
    "kind",
    "country",
    "is_active",
    "open_risks",
    "parent_id",
    "head_id",
    "company_profile_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "code",
    "name",
    "kind",
    "country",
    "is_active",
    "open_risks",
    "parent_id",
    "head_id",
    "company_profile_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "parent",
    "head",
    "company_profile",
    "created_by",
    "updated_by",
    "children",
    "controls",
    "members",
    "risks",
)

RELATED: dict[str, type[Parameters]] = {
    "parent": BusinessUnitRelated,
    "head": UserRelated,
    "company_profile": CompanyProfileRelated,
}


class BusinessUnitSelection(Parameters):
    """What an answer carries of a business unit."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class BusinessUnitConditions(FilterParameters):
    """Which business units are asked for."""

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
    code: TextParameter = absent()
    code__ne: TextParameter = absent()
    code__in: Several[TextParameter] = absent()
    code__not_in: Several[TextParameter] = absent()
    code__gt: TextParameter = absent()
    code__gte: TextParameter = absent()
    code__lt: TextParameter = absent()
    code__lte: TextParameter = absent()
    code__contains: TextParameter = absent()
    code__starts_with: TextParameter = absent()
    code__is_null: bool = absent()
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
    kind: BusinessUnitKind = absent()
    kind__ne: BusinessUnitKind = absent()
    kind__in: Several[BusinessUnitKind] = absent()
    kind__not_in: Several[BusinessUnitKind] = absent()
    kind__is_null: bool = absent()
    country: TextParameter = absent()
    country__ne: TextParameter = absent()
    country__in: Several[TextParameter] = absent()
    country__not_in: Several[TextParameter] = absent()
    country__gt: TextParameter = absent()
    country__gte: TextParameter = absent()
    country__lt: TextParameter = absent()
    country__lte: TextParameter = absent()
    country__is_null: bool = absent()
    is_active: bool = absent()
    is_active__ne: bool = absent()
    is_active__is_null: bool = absent()
    open_risks: Int32 = absent()
    open_risks__ne: Int32 = absent()
    open_risks__in: Several[Int32] = absent()
    open_risks__not_in: Several[Int32] = absent()
    open_risks__gt: Int32 = absent()
    open_risks__gte: Int32 = absent()
    open_risks__lt: Int32 = absent()
    open_risks__lte: Int32 = absent()
    open_risks__is_null: bool = absent()
    parent_id: Id = absent()
    parent_id__ne: Id = absent()
    parent_id__in: Several[Id] = absent()
    parent_id__not_in: Several[Id] = absent()
    parent_id__is_null: bool = absent()
    head_id: Id = absent()
    head_id__ne: Id = absent()
    head_id__in: Several[Id] = absent()
    head_id__not_in: Several[Id] = absent()
    head_id__is_null: bool = absent()
    company_profile_id: Id = absent()
    company_profile_id__ne: Id = absent()
    company_profile_id__in: Several[Id] = absent()
    company_profile_id__not_in: Several[Id] = absent()
    company_profile_id__is_null: bool = absent()
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


class BusinessUnitFilters(BusinessUnitConditions, BusinessUnitSelection, ListParameters):
    """What a list of business units takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class BusinessUnitRowQuery(BusinessUnitSelection, PastParameters):
    """What reading a business unit takes."""


class BusinessUnitListQuery(BusinessUnitFilters, PastParameters):
    """What listing business units takes."""


class BusinessUnitHistoryQuery(PageParameters):
    """What the history of a business unit takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
