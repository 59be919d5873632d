"""Query strings of projects. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.organisation.enums import ProjectHealth, ProjectKind, ProjectStatus
from generated.organisation.related.project import ProjectRelated
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
    "key",
    "name",
    "kind",
    "health",
    "priority",
    "objective",
    "start_date",
    "target_date",
    "closed_on",
    "budget",
    "currency",
    "progress",
    "overdue",
    "status",
    "lead_id",
    "sponsor_id",
    "parent_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "key",
    "name",
    "kind",
    "health",
    "priority",
    "objective",
    "start_date",
    "target_date",
    "closed_on",
    "budget",
    "currency",
    "progress",
    "overdue",
    "status",
    "lead_id",
    "sponsor_id",
    "parent_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "lead",
    "sponsor",
    "parent",
    "created_by",
    "updated_by",
    "regulations",
    "controls",
    "members",
    "risks",
    "subprojects",
    "tasks",
)

RELATED: dict[str, type[Parameters]] = {
    "lead": UserRelated,
    "sponsor": UserRelated,
    "parent": ProjectRelated,
}


class ProjectSelection(Parameters):
    """What an answer carries of a project."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class ProjectConditions(FilterParameters):
    """Which projects are asked for."""

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
    key: TextParameter = absent()
    key__ne: TextParameter = absent()
    key__in: Several[TextParameter] = absent()
    key__not_in: Several[TextParameter] = absent()
    key__gt: TextParameter = absent()
    key__gte: TextParameter = absent()
    key__lt: TextParameter = absent()
    key__lte: TextParameter = absent()
    key__contains: TextParameter = absent()
    key__starts_with: TextParameter = absent()
    key__is_null: bool = absent()
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
    kind: ProjectKind = absent()
    kind__ne: ProjectKind = absent()
    kind__in: Several[ProjectKind] = absent()
    kind__not_in: Several[ProjectKind] = absent()
    kind__is_null: bool = absent()
    health: ProjectHealth = absent()
    health__ne: ProjectHealth = absent()
    health__in: Several[ProjectHealth] = absent()
    health__not_in: Several[ProjectHealth] = absent()
    health__is_null: bool = absent()
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    priority__not_in: Several[TaskPriority] = absent()
    priority__gt: TaskPriority = absent()
    priority__gte: TaskPriority = absent()
    priority__lt: TaskPriority = absent()
    priority__lte: TaskPriority = absent()
    priority__is_null: bool = absent()
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
    closed_on: Day = absent()
    closed_on__ne: Day = absent()
    closed_on__in: Several[Day] = absent()
    closed_on__not_in: Several[Day] = absent()
    closed_on__gt: Day = absent()
    closed_on__gte: Day = absent()
    closed_on__lt: Day = absent()
    closed_on__lte: Day = absent()
    closed_on__is_null: bool = absent()
    budget: DecimalText = absent()
    budget__ne: DecimalText = absent()
    budget__in: Several[DecimalText] = absent()
    budget__not_in: Several[DecimalText] = absent()
    budget__gt: DecimalText = absent()
    budget__gte: DecimalText = absent()
    budget__lt: DecimalText = absent()
    budget__lte: DecimalText = absent()
    budget__is_null: bool = absent()
    currency: TextParameter = absent()
    currency__ne: TextParameter = absent()
    currency__in: Several[TextParameter] = absent()
    currency__not_in: Several[TextParameter] = absent()
    currency__gt: TextParameter = absent()
    currency__gte: TextParameter = absent()
    currency__lt: TextParameter = absent()
    currency__lte: TextParameter = absent()
    currency__is_null: bool = absent()
    progress: DecimalText = absent()
    progress__ne: DecimalText = absent()
    progress__in: Several[DecimalText] = absent()
    progress__not_in: Several[DecimalText] = absent()
    progress__gt: DecimalText = absent()
    progress__gte: DecimalText = absent()
    progress__lt: DecimalText = absent()
    progress__lte: DecimalText = absent()
    progress__is_null: bool = absent()
    overdue: bool = absent()
    overdue__ne: bool = absent()
    overdue__is_null: bool = absent()
    status: ProjectStatus = absent()
    status__ne: ProjectStatus = absent()
    status__in: Several[ProjectStatus] = absent()
    status__not_in: Several[ProjectStatus] = absent()
    status__is_null: bool = absent()
    lead_id: Id = absent()
    lead_id__ne: Id = absent()
    lead_id__in: Several[Id] = absent()
    lead_id__not_in: Several[Id] = absent()
    lead_id__is_null: bool = absent()
    sponsor_id: Id = absent()
    sponsor_id__ne: Id = absent()
    sponsor_id__in: Several[Id] = absent()
    sponsor_id__not_in: Several[Id] = absent()
    sponsor_id__is_null: bool = absent()
    parent_id: Id = absent()
    parent_id__ne: Id = absent()
    parent_id__in: Several[Id] = absent()
    parent_id__not_in: Several[Id] = absent()
    parent_id__is_null: bool = absent()
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


class ProjectFilters(ProjectConditions, ProjectSelection, ListParameters):
    """What a list of projects takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class ProjectRowQuery(ProjectSelection, PastParameters):
    """What reading a project takes."""


class ProjectListQuery(ProjectFilters, PastParameters):
    """What listing projects takes."""


class ProjectHistoryQuery(PageParameters):
    """What the history of a project takes."""

    field: Annotated[
        str,
        name_of(*FIELDS, "regulations", "controls", "members"),
        Field(description="Only what changed this field, or these links."),
    ] = absent()
