"""Query strings of controls. Generated from model/control.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.control.enums import (
    ControlAutomation,
    ControlDomain,
    ControlEffort,
    ControlFrequency,
    ControlKind,
    ControlNature,
    ControlStatus,
    Maturity,
)
from generated.control.related.control import ControlRelated
from generated.identity.related.user import UserRelated
from generated.organisation.related.business_unit import BusinessUnitRelated
from generated.task.enums import TaskPriority
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
    "ref",
    "name",
    "objective",
    "description",
    "domain",
    "kind",
    "nature",
    "maturity",
    "automation",
    "frequency",
    "effort",
    "priority",
    "annual_cost",
    "target_date",
    "next_review_on",
    "code_reference",
    "confirmed_mappings",
    "evidence_stale",
    "review_overdue",
    "status",
    "owner_id",
    "business_unit_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "ref",
    "name",
    "objective",
    "description",
    "domain",
    "kind",
    "nature",
    "maturity",
    "automation",
    "frequency",
    "effort",
    "priority",
    "annual_cost",
    "target_date",
    "next_review_on",
    "code_reference",
    "confirmed_mappings",
    "evidence_stale",
    "review_overdue",
    "status",
    "owner_id",
    "business_unit_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "owner",
    "business_unit",
    "replaced_by",
    "created_by",
    "updated_by",
    "evidence",
    "mappings",
    "projects",
    "replaces",
    "risks",
    "tasks",
)

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "business_unit": BusinessUnitRelated,
    "replaced_by": ControlRelated,
}


class ControlSelection(Parameters):
    """What an answer carries of a control."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class ControlConditions(FilterParameters):
    """Which controls are asked for."""

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
    objective: TextParameter = absent()
    objective__ne: TextParameter = absent()
    objective__in: Several[TextParameter] = absent()
    objective__not_in: Several[TextParameter] = absent()
    objective__gt: TextParameter = absent()
    objective__gte: TextParameter = absent()
    objective__lt: TextParameter = absent()
    objective__lte: TextParameter = absent()
    objective__contains: TextParameter = absent()
    objective__starts_with: TextParameter = absent()
    objective__is_null: bool = absent()
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
    domain: ControlDomain = absent()
    domain__ne: ControlDomain = absent()
    domain__in: Several[ControlDomain] = absent()
    domain__not_in: Several[ControlDomain] = absent()
    domain__is_null: bool = absent()
    kind: ControlKind = absent()
    kind__ne: ControlKind = absent()
    kind__in: Several[ControlKind] = absent()
    kind__not_in: Several[ControlKind] = absent()
    kind__is_null: bool = absent()
    nature: ControlNature = absent()
    nature__ne: ControlNature = absent()
    nature__in: Several[ControlNature] = absent()
    nature__not_in: Several[ControlNature] = absent()
    nature__is_null: bool = absent()
    maturity: Maturity = absent()
    maturity__ne: Maturity = absent()
    maturity__in: Several[Maturity] = absent()
    maturity__not_in: Several[Maturity] = absent()
    maturity__gt: Maturity = absent()
    maturity__gte: Maturity = absent()
    maturity__lt: Maturity = absent()
    maturity__lte: Maturity = absent()
    maturity__is_null: bool = absent()
    automation: ControlAutomation = absent()
    automation__ne: ControlAutomation = absent()
    automation__in: Several[ControlAutomation] = absent()
    automation__not_in: Several[ControlAutomation] = absent()
    automation__is_null: bool = absent()
    frequency: ControlFrequency = absent()
    frequency__ne: ControlFrequency = absent()
    frequency__in: Several[ControlFrequency] = absent()
    frequency__not_in: Several[ControlFrequency] = absent()
    frequency__is_null: bool = absent()
    effort: ControlEffort = absent()
    effort__ne: ControlEffort = absent()
    effort__in: Several[ControlEffort] = absent()
    effort__not_in: Several[ControlEffort] = absent()
    effort__is_null: bool = absent()
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    priority__not_in: Several[TaskPriority] = absent()
    priority__gt: TaskPriority = absent()
    priority__gte: TaskPriority = absent()
    priority__lt: TaskPriority = absent()
    priority__lte: TaskPriority = absent()
    priority__is_null: bool = absent()
    annual_cost: DecimalText = absent()
    annual_cost__ne: DecimalText = absent()
    annual_cost__in: Several[DecimalText] = absent()
    annual_cost__not_in: Several[DecimalText] = absent()
    annual_cost__gt: DecimalText = absent()
    annual_cost__gte: DecimalText = absent()
    annual_cost__lt: DecimalText = absent()
    annual_cost__lte: DecimalText = absent()
    annual_cost__is_null: bool = absent()
    target_date: Day = absent()
    target_date__ne: Day = absent()
    target_date__in: Several[Day] = absent()
    target_date__not_in: Several[Day] = absent()
    target_date__gt: Day = absent()
    target_date__gte: Day = absent()
    target_date__lt: Day = absent()
    target_date__lte: Day = absent()
    target_date__is_null: bool = absent()
    next_review_on: Day = absent()
    next_review_on__ne: Day = absent()
    next_review_on__in: Several[Day] = absent()
    next_review_on__not_in: Several[Day] = absent()
    next_review_on__gt: Day = absent()
    next_review_on__gte: Day = absent()
    next_review_on__lt: Day = absent()
    next_review_on__lte: Day = absent()
    next_review_on__is_null: bool = absent()
    code_reference: TextParameter = absent()
    code_reference__ne: TextParameter = absent()
    code_reference__in: Several[TextParameter] = absent()
    code_reference__not_in: Several[TextParameter] = absent()
    code_reference__gt: TextParameter = absent()
    code_reference__gte: TextParameter = absent()
    code_reference__lt: TextParameter = absent()
    code_reference__lte: TextParameter = absent()
    code_reference__contains: TextParameter = absent()
    code_reference__starts_with: TextParameter = absent()
    code_reference__is_null: bool = absent()
    confirmed_mappings: Int32 = absent()
    confirmed_mappings__ne: Int32 = absent()
    confirmed_mappings__in: Several[Int32] = absent()
    confirmed_mappings__not_in: Several[Int32] = absent()
    confirmed_mappings__gt: Int32 = absent()
    confirmed_mappings__gte: Int32 = absent()
    confirmed_mappings__lt: Int32 = absent()
    confirmed_mappings__lte: Int32 = absent()
    confirmed_mappings__is_null: bool = absent()
    evidence_stale: bool = absent()
    evidence_stale__ne: bool = absent()
    evidence_stale__is_null: bool = absent()
    review_overdue: bool = absent()
    review_overdue__ne: bool = absent()
    review_overdue__is_null: bool = absent()
    status: ControlStatus = absent()
    status__ne: ControlStatus = absent()
    status__in: Several[ControlStatus] = absent()
    status__not_in: Several[ControlStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    business_unit_id: Id = absent()
    business_unit_id__ne: Id = absent()
    business_unit_id__in: Several[Id] = absent()
    business_unit_id__not_in: Several[Id] = absent()
    business_unit_id__is_null: bool = absent()
    replaced_by_id: Id = absent()
    replaced_by_id__ne: Id = absent()
    replaced_by_id__in: Several[Id] = absent()
    replaced_by_id__not_in: Several[Id] = absent()
    replaced_by_id__is_null: bool = absent()
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


class ControlFilters(ControlConditions, ControlSelection, ListParameters):
    """What a list of controls takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class ControlRowQuery(ControlSelection, PastParameters):
    """What reading a control takes."""


class ControlListQuery(ControlFilters, PastParameters):
    """What listing controls takes."""


class ControlHistoryQuery(PageParameters):
    """What the history of a control takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
