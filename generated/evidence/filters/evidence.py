"""Query strings of evidence. Generated from model/evidence.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.control.related.control import ControlRelated
from generated.evidence.enums import Confidentiality, EvidenceKind, EvidenceSource, EvidenceStatus
from generated.identity.related.user import UserRelated
from generated.task.related.task import TaskRelated
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
    "description",
    "kind",
    "source",
    "confidentiality",
    "external_url",
    "period_start",
    "period_end",
    "collected_on",
    "valid_until",
    "rejection_reason",
    "days_left",
    "status",
    "owner_id",
    "control_id",
    "task_id",
    "submitted_by_id",
    "reviewed_by_id",
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
    "description",
    "kind",
    "source",
    "confidentiality",
    "external_url",
    "period_start",
    "period_end",
    "collected_on",
    "valid_until",
    "rejection_reason",
    "days_left",
    "status",
    "owner_id",
    "control_id",
    "task_id",
    "submitted_by_id",
    "reviewed_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "owner",
    "control",
    "task",
    "submitted_by",
    "reviewed_by",
    "created_by",
    "updated_by",
    "requirements",
)

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "control": ControlRelated,
    "task": TaskRelated,
    "submitted_by": UserRelated,
    "reviewed_by": UserRelated,
}


class EvidenceSelection(Parameters):
    """What an answer carries of a evidence."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class EvidenceConditions(FilterParameters):
    """Which evidence are asked for."""

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
    kind: EvidenceKind = absent()
    kind__ne: EvidenceKind = absent()
    kind__in: Several[EvidenceKind] = absent()
    kind__not_in: Several[EvidenceKind] = absent()
    kind__is_null: bool = absent()
    source: EvidenceSource = absent()
    source__ne: EvidenceSource = absent()
    source__in: Several[EvidenceSource] = absent()
    source__not_in: Several[EvidenceSource] = absent()
    source__is_null: bool = absent()
    confidentiality: Confidentiality = absent()
    confidentiality__ne: Confidentiality = absent()
    confidentiality__in: Several[Confidentiality] = absent()
    confidentiality__not_in: Several[Confidentiality] = absent()
    confidentiality__gt: Confidentiality = absent()
    confidentiality__gte: Confidentiality = absent()
    confidentiality__lt: Confidentiality = absent()
    confidentiality__lte: Confidentiality = absent()
    confidentiality__is_null: bool = absent()
    external_url: TextParameter = absent()
    external_url__ne: TextParameter = absent()
    external_url__in: Several[TextParameter] = absent()
    external_url__not_in: Several[TextParameter] = absent()
    external_url__gt: TextParameter = absent()
    external_url__gte: TextParameter = absent()
    external_url__lt: TextParameter = absent()
    external_url__lte: TextParameter = absent()
    external_url__contains: TextParameter = absent()
    external_url__starts_with: TextParameter = absent()
    external_url__is_null: bool = absent()
    period_start: Day = absent()
    period_start__ne: Day = absent()
    period_start__in: Several[Day] = absent()
    period_start__not_in: Several[Day] = absent()
    period_start__gt: Day = absent()
    period_start__gte: Day = absent()
    period_start__lt: Day = absent()
    period_start__lte: Day = absent()
    period_start__is_null: bool = absent()
    period_end: Day = absent()
    period_end__ne: Day = absent()
    period_end__in: Several[Day] = absent()
    period_end__not_in: Several[Day] = absent()
    period_end__gt: Day = absent()
    period_end__gte: Day = absent()
    period_end__lt: Day = absent()
    period_end__lte: Day = absent()
    period_end__is_null: bool = absent()
    collected_on: Day = absent()
    collected_on__ne: Day = absent()
    collected_on__in: Several[Day] = absent()
    collected_on__not_in: Several[Day] = absent()
    collected_on__gt: Day = absent()
    collected_on__gte: Day = absent()
    collected_on__lt: Day = absent()
    collected_on__lte: Day = absent()
    collected_on__is_null: bool = absent()
    valid_until: Day = absent()
    valid_until__ne: Day = absent()
    valid_until__in: Several[Day] = absent()
    valid_until__not_in: Several[Day] = absent()
    valid_until__gt: Day = absent()
    valid_until__gte: Day = absent()
    valid_until__lt: Day = absent()
    valid_until__lte: Day = absent()
    valid_until__is_null: bool = absent()
    rejection_reason: TextParameter = absent()
    rejection_reason__ne: TextParameter = absent()
    rejection_reason__in: Several[TextParameter] = absent()
    rejection_reason__not_in: Several[TextParameter] = absent()
    rejection_reason__gt: TextParameter = absent()
    rejection_reason__gte: TextParameter = absent()
    rejection_reason__lt: TextParameter = absent()
    rejection_reason__lte: TextParameter = absent()
    rejection_reason__contains: TextParameter = absent()
    rejection_reason__starts_with: TextParameter = absent()
    rejection_reason__is_null: bool = absent()
    days_left: Int32 = absent()
    days_left__ne: Int32 = absent()
    days_left__in: Several[Int32] = absent()
    days_left__not_in: Several[Int32] = absent()
    days_left__gt: Int32 = absent()
    days_left__gte: Int32 = absent()
    days_left__lt: Int32 = absent()
    days_left__lte: Int32 = absent()
    days_left__is_null: bool = absent()
    status: EvidenceStatus = absent()
    status__ne: EvidenceStatus = absent()
    status__in: Several[EvidenceStatus] = absent()
    status__not_in: Several[EvidenceStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
    control_id: Id = absent()
    control_id__ne: Id = absent()
    control_id__in: Several[Id] = absent()
    control_id__not_in: Several[Id] = absent()
    control_id__is_null: bool = absent()
    task_id: Id = absent()
    task_id__ne: Id = absent()
    task_id__in: Several[Id] = absent()
    task_id__not_in: Several[Id] = absent()
    task_id__is_null: bool = absent()
    submitted_by_id: Id = absent()
    submitted_by_id__ne: Id = absent()
    submitted_by_id__in: Several[Id] = absent()
    submitted_by_id__not_in: Several[Id] = absent()
    submitted_by_id__is_null: bool = absent()
    reviewed_by_id: Id = absent()
    reviewed_by_id__ne: Id = absent()
    reviewed_by_id__in: Several[Id] = absent()
    reviewed_by_id__not_in: Several[Id] = absent()
    reviewed_by_id__is_null: bool = absent()
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


class EvidenceFilters(EvidenceConditions, EvidenceSelection, ListParameters):
    """What a list of evidence takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class EvidenceRowQuery(EvidenceSelection, PastParameters):
    """What reading a evidence takes."""


class EvidenceListQuery(EvidenceFilters, PastParameters):
    """What listing evidence takes."""


class EvidenceHistoryQuery(PageParameters):
    """What the history of a evidence takes."""

    field: Annotated[
        str,
        name_of(*FIELDS, "requirements"),
        Field(description="Only what changed this field, or these links."),
    ] = absent()
