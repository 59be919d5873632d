"""Query strings of requirements. Generated from model/regulation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.regulation.enums import (
    RequirementApplicability,
    RequirementImportance,
    RequirementLevel,
    RequirementStatus,
)
from generated.regulation.related.regulation import RegulationRelated
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
from runtime.types import Day, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "ref",
    "title",
    "body",
    "level",
    "position",
    "is_assessable",
    "importance",
    "weight",
    "applicability",
    "applicability_reason",
    "due_on",
    "typical_evidence",
    "has_control",
    "is_covered",
    "overdue",
    "status",
    "regulation_id",
    "parent_id",
    "owner_id",
    "implemented_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "ref",
    "title",
    "body",
    "level",
    "position",
    "is_assessable",
    "importance",
    "weight",
    "applicability",
    "applicability_reason",
    "due_on",
    "typical_evidence",
    "has_control",
    "is_covered",
    "overdue",
    "status",
    "regulation_id",
    "parent_id",
    "owner_id",
    "implemented_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "regulation",
    "parent",
    "owner",
    "implemented_by",
    "created_by",
    "updated_by",
    "children",
    "evidence",
    "mappings",
)

RELATED: dict[str, type[Parameters]] = {
    "regulation": RegulationRelated,
    "parent": RequirementRelated,
    "owner": UserRelated,
    "implemented_by": UserRelated,
}


class RequirementSelection(Parameters):
    """What an answer carries of a requirement."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RequirementConditions(FilterParameters):
    """Which requirements are asked for."""

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
    body: TextParameter = absent()
    body__ne: TextParameter = absent()
    body__in: Several[TextParameter] = absent()
    body__not_in: Several[TextParameter] = absent()
    body__gt: TextParameter = absent()
    body__gte: TextParameter = absent()
    body__lt: TextParameter = absent()
    body__lte: TextParameter = absent()
    body__contains: TextParameter = absent()
    body__starts_with: TextParameter = absent()
    body__is_null: bool = absent()
    level: RequirementLevel = absent()
    level__ne: RequirementLevel = absent()
    level__in: Several[RequirementLevel] = absent()
    level__not_in: Several[RequirementLevel] = absent()
    level__is_null: bool = absent()
    position: Int32 = absent()
    position__ne: Int32 = absent()
    position__in: Several[Int32] = absent()
    position__not_in: Several[Int32] = absent()
    position__gt: Int32 = absent()
    position__gte: Int32 = absent()
    position__lt: Int32 = absent()
    position__lte: Int32 = absent()
    position__is_null: bool = absent()
    is_assessable: bool = absent()
    is_assessable__ne: bool = absent()
    is_assessable__is_null: bool = absent()
    importance: RequirementImportance = absent()
    importance__ne: RequirementImportance = absent()
    importance__in: Several[RequirementImportance] = absent()
    importance__not_in: Several[RequirementImportance] = absent()
    importance__is_null: bool = absent()
    weight: Int32 = absent()
    weight__ne: Int32 = absent()
    weight__in: Several[Int32] = absent()
    weight__not_in: Several[Int32] = absent()
    weight__gt: Int32 = absent()
    weight__gte: Int32 = absent()
    weight__lt: Int32 = absent()
    weight__lte: Int32 = absent()
    weight__is_null: bool = absent()
    applicability: RequirementApplicability = absent()
    applicability__ne: RequirementApplicability = absent()
    applicability__in: Several[RequirementApplicability] = absent()
    applicability__not_in: Several[RequirementApplicability] = absent()
    applicability__is_null: bool = absent()
    applicability_reason: TextParameter = absent()
    applicability_reason__ne: TextParameter = absent()
    applicability_reason__in: Several[TextParameter] = absent()
    applicability_reason__not_in: Several[TextParameter] = absent()
    applicability_reason__gt: TextParameter = absent()
    applicability_reason__gte: TextParameter = absent()
    applicability_reason__lt: TextParameter = absent()
    applicability_reason__lte: TextParameter = absent()
    applicability_reason__contains: TextParameter = absent()
    applicability_reason__starts_with: TextParameter = absent()
    applicability_reason__is_null: bool = absent()
    due_on: Day = absent()
    due_on__ne: Day = absent()
    due_on__in: Several[Day] = absent()
    due_on__not_in: Several[Day] = absent()
    due_on__gt: Day = absent()
    due_on__gte: Day = absent()
    due_on__lt: Day = absent()
    due_on__lte: Day = absent()
    due_on__is_null: bool = absent()
    typical_evidence: TextParameter = absent()
    typical_evidence__ne: TextParameter = absent()
    typical_evidence__in: Several[TextParameter] = absent()
    typical_evidence__not_in: Several[TextParameter] = absent()
    typical_evidence__gt: TextParameter = absent()
    typical_evidence__gte: TextParameter = absent()
    typical_evidence__lt: TextParameter = absent()
    typical_evidence__lte: TextParameter = absent()
    typical_evidence__contains: TextParameter = absent()
    typical_evidence__starts_with: TextParameter = absent()
    typical_evidence__is_null: bool = absent()
    has_control: bool = absent()
    has_control__ne: bool = absent()
    has_control__is_null: bool = absent()
    is_covered: bool = absent()
    is_covered__ne: bool = absent()
    is_covered__is_null: bool = absent()
    overdue: bool = absent()
    overdue__ne: bool = absent()
    overdue__is_null: bool = absent()
    status: RequirementStatus = absent()
    status__ne: RequirementStatus = absent()
    status__in: Several[RequirementStatus] = absent()
    status__not_in: Several[RequirementStatus] = absent()
    status__is_null: bool = absent()
    regulation_id: Id = absent()
    regulation_id__ne: Id = absent()
    regulation_id__in: Several[Id] = absent()
    regulation_id__not_in: Several[Id] = absent()
    regulation_id__is_null: bool = absent()
    parent_id: Id = absent()
    parent_id__ne: Id = absent()
    parent_id__in: Several[Id] = absent()
    parent_id__not_in: Several[Id] = absent()
    parent_id__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    implemented_by_id: Id = absent()
    implemented_by_id__ne: Id = absent()
    implemented_by_id__in: Several[Id] = absent()
    implemented_by_id__not_in: Several[Id] = absent()
    implemented_by_id__is_null: bool = absent()
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


class RequirementFilters(RequirementConditions, RequirementSelection, ListParameters):
    """What a list of requirements takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RequirementRowQuery(RequirementSelection, PastParameters):
    """What reading a requirement takes."""


class RequirementListQuery(RequirementFilters, PastParameters):
    """What listing requirements takes."""


class RequirementHistoryQuery(PageParameters):
    """What the history of a requirement takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
