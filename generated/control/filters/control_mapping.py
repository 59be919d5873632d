"""Query strings of control mappings. Generated from model/control.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.control.enums import ControlMappingCoverage, ControlMappingStatus
from generated.control.related.control import ControlRelated
from generated.identity.related.user import UserRelated
from generated.regulation.related.requirement import RequirementRelated
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
    "coverage",
    "coverage_percent",
    "rationale",
    "status",
    "control_id",
    "requirement_id",
    "confirmed_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "coverage",
    "coverage_percent",
    "rationale",
    "status",
    "control_id",
    "requirement_id",
    "confirmed_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("control", "requirement", "confirmed_by", "created_by", "updated_by")

RELATED: dict[str, type[Parameters]] = {
    "control": ControlRelated,
    "requirement": RequirementRelated,
    "confirmed_by": UserRelated,
}


class ControlMappingSelection(Parameters):
    """What an answer carries of a control mapping."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class ControlMappingConditions(FilterParameters):
    """Which control mappings are asked for."""

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
    coverage: ControlMappingCoverage = absent()
    coverage__ne: ControlMappingCoverage = absent()
    coverage__in: Several[ControlMappingCoverage] = absent()
    coverage__not_in: Several[ControlMappingCoverage] = absent()
    coverage__is_null: bool = absent()
    coverage_percent: Int32 = absent()
    coverage_percent__ne: Int32 = absent()
    coverage_percent__in: Several[Int32] = absent()
    coverage_percent__not_in: Several[Int32] = absent()
    coverage_percent__gt: Int32 = absent()
    coverage_percent__gte: Int32 = absent()
    coverage_percent__lt: Int32 = absent()
    coverage_percent__lte: Int32 = absent()
    coverage_percent__is_null: bool = absent()
    rationale: TextParameter = absent()
    rationale__ne: TextParameter = absent()
    rationale__in: Several[TextParameter] = absent()
    rationale__not_in: Several[TextParameter] = absent()
    rationale__gt: TextParameter = absent()
    rationale__gte: TextParameter = absent()
    rationale__lt: TextParameter = absent()
    rationale__lte: TextParameter = absent()
    rationale__contains: TextParameter = absent()
    rationale__starts_with: TextParameter = absent()
    rationale__is_null: bool = absent()
    status: ControlMappingStatus = absent()
    status__ne: ControlMappingStatus = absent()
    status__in: Several[ControlMappingStatus] = absent()
    status__not_in: Several[ControlMappingStatus] = absent()
    status__is_null: bool = absent()
    control_id: Id = absent()
    control_id__ne: Id = absent()
    control_id__in: Several[Id] = absent()
    control_id__not_in: Several[Id] = absent()
    control_id__is_null: bool = absent()
    requirement_id: Id = absent()
    requirement_id__ne: Id = absent()
    requirement_id__in: Several[Id] = absent()
    requirement_id__not_in: Several[Id] = absent()
    requirement_id__is_null: bool = absent()
    confirmed_by_id: Id = absent()
    confirmed_by_id__ne: Id = absent()
    confirmed_by_id__in: Several[Id] = absent()
    confirmed_by_id__not_in: Several[Id] = absent()
    confirmed_by_id__is_null: bool = absent()
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


class ControlMappingFilters(ControlMappingConditions, ControlMappingSelection, ListParameters):
    """What a list of control mappings takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class ControlMappingRowQuery(ControlMappingSelection, PastParameters):
    """What reading a control mapping takes."""


class ControlMappingListQuery(ControlMappingFilters, PastParameters):
    """What listing control mappings takes."""


class ControlMappingHistoryQuery(PageParameters):
    """What the history of a control mapping takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
