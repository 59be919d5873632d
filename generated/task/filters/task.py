"""Query strings of tasks. Generated from model/task.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generated.control.related.control import ControlRelated
from generated.identity.related.user import UserRelated
from generated.organisation.related.project import ProjectRelated
from generated.risk.related.risk import RiskRelated
from generated.risk.related.risk_treatment_plan import RiskTreatmentPlanRelated
from generated.task.enums import TaskPriority, TaskRecurrence, TaskStatus
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
from runtime.types import Day, Float, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "ref",
    "title",
    "description",
    "priority",
    "due_on",
    "started_at",
    "completed_at",
    "recurrence",
    "effort_hours",
    "requires_evidence",
    "resolution_note",
    "overdue",
    "status",
    "assignee_id",
    "reporter_id",
    "subject_type",
    "subject_id",
    "risk_id",
    "control_id",
    "plan_id",
    "project_id",
    "parent_id",
    "previous_id",
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
    "priority",
    "due_on",
    "started_at",
    "completed_at",
    "recurrence",
    "effort_hours",
    "requires_evidence",
    "resolution_note",
    "overdue",
    "status",
    "assignee_id",
    "reporter_id",
    "subject_type",
    "subject_id",
    "risk_id",
    "control_id",
    "plan_id",
    "project_id",
    "parent_id",
    "previous_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "assignee",
    "reporter",
    "subject",
    "risk",
    "control",
    "plan",
    "project",
    "parent",
    "previous",
    "created_by",
    "updated_by",
    "evidence",
    "parts",
    "successors",
)

RELATED: dict[str, type[Parameters]] = {
    "assignee": UserRelated,
    "reporter": UserRelated,
    "risk": RiskRelated,
    "control": ControlRelated,
    "plan": RiskTreatmentPlanRelated,
    "project": ProjectRelated,
    "parent": TaskRelated,
    "previous": TaskRelated,
}


class TaskSelection(Parameters):
    """What an answer carries of a task."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class TaskConditions(FilterParameters):
    """Which tasks are asked for."""

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
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    priority__not_in: Several[TaskPriority] = absent()
    priority__gt: TaskPriority = absent()
    priority__gte: TaskPriority = absent()
    priority__lt: TaskPriority = absent()
    priority__lte: TaskPriority = absent()
    priority__is_null: bool = absent()
    due_on: Day = absent()
    due_on__ne: Day = absent()
    due_on__in: Several[Day] = absent()
    due_on__not_in: Several[Day] = absent()
    due_on__gt: Day = absent()
    due_on__gte: Day = absent()
    due_on__lt: Day = absent()
    due_on__lte: Day = absent()
    due_on__is_null: bool = absent()
    started_at: Instant = absent()
    started_at__ne: Instant = absent()
    started_at__in: Several[Instant] = absent()
    started_at__not_in: Several[Instant] = absent()
    started_at__gt: Instant = absent()
    started_at__gte: Instant = absent()
    started_at__lt: Instant = absent()
    started_at__lte: Instant = absent()
    started_at__is_null: bool = absent()
    completed_at: Instant = absent()
    completed_at__ne: Instant = absent()
    completed_at__in: Several[Instant] = absent()
    completed_at__not_in: Several[Instant] = absent()
    completed_at__gt: Instant = absent()
    completed_at__gte: Instant = absent()
    completed_at__lt: Instant = absent()
    completed_at__lte: Instant = absent()
    completed_at__is_null: bool = absent()
    recurrence: TaskRecurrence = absent()
    recurrence__ne: TaskRecurrence = absent()
    recurrence__in: Several[TaskRecurrence] = absent()
    recurrence__not_in: Several[TaskRecurrence] = absent()
    recurrence__is_null: bool = absent()
    effort_hours: Float = absent()
    effort_hours__ne: Float = absent()
    effort_hours__in: Several[Float] = absent()
    effort_hours__not_in: Several[Float] = absent()
    effort_hours__gt: Float = absent()
    effort_hours__gte: Float = absent()
    effort_hours__lt: Float = absent()
    effort_hours__lte: Float = absent()
    effort_hours__is_null: bool = absent()
    requires_evidence: bool = absent()
    requires_evidence__ne: bool = absent()
    requires_evidence__is_null: bool = absent()
    resolution_note: TextParameter = absent()
    resolution_note__ne: TextParameter = absent()
    resolution_note__in: Several[TextParameter] = absent()
    resolution_note__not_in: Several[TextParameter] = absent()
    resolution_note__gt: TextParameter = absent()
    resolution_note__gte: TextParameter = absent()
    resolution_note__lt: TextParameter = absent()
    resolution_note__lte: TextParameter = absent()
    resolution_note__contains: TextParameter = absent()
    resolution_note__starts_with: TextParameter = absent()
    resolution_note__is_null: bool = absent()
    overdue: bool = absent()
    overdue__ne: bool = absent()
    overdue__is_null: bool = absent()
    status: TaskStatus = absent()
    status__ne: TaskStatus = absent()
    status__in: Several[TaskStatus] = absent()
    status__not_in: Several[TaskStatus] = absent()
    status__is_null: bool = absent()
    assignee_id: Id = absent()
    assignee_id__ne: Id = absent()
    assignee_id__in: Several[Id] = absent()
    assignee_id__not_in: Several[Id] = absent()
    assignee_id__is_null: bool = absent()
    reporter_id: Id = absent()
    reporter_id__ne: Id = absent()
    reporter_id__in: Several[Id] = absent()
    reporter_id__not_in: Several[Id] = absent()
    reporter_id__is_null: bool = absent()
    subject_type: Literal[
        "audit_event",
        "business_unit",
        "company_profile",
        "control",
        "control_mapping",
        "evidence",
        "project",
        "refresh_token",
        "regulation",
        "requirement",
        "risk",
        "risk_acceptance",
        "risk_matrix",
        "risk_treatment_plan",
        "role_assignment",
        "task",
        "user",
    ] = absent()
    subject_type__ne: Literal[
        "audit_event",
        "business_unit",
        "company_profile",
        "control",
        "control_mapping",
        "evidence",
        "project",
        "refresh_token",
        "regulation",
        "requirement",
        "risk",
        "risk_acceptance",
        "risk_matrix",
        "risk_treatment_plan",
        "role_assignment",
        "task",
        "user",
    ] = absent()
    subject_type__in: Several[
        Literal[
            "audit_event",
            "business_unit",
            "company_profile",
            "control",
            "control_mapping",
            "evidence",
            "project",
            "refresh_token",
            "regulation",
            "requirement",
            "risk",
            "risk_acceptance",
            "risk_matrix",
            "risk_treatment_plan",
            "role_assignment",
            "task",
            "user",
        ]
    ] = absent()
    subject_type__not_in: Several[
        Literal[
            "audit_event",
            "business_unit",
            "company_profile",
            "control",
            "control_mapping",
            "evidence",
            "project",
            "refresh_token",
            "regulation",
            "requirement",
            "risk",
            "risk_acceptance",
            "risk_matrix",
            "risk_treatment_plan",
            "role_assignment",
            "task",
            "user",
        ]
    ] = absent()
    subject_type__is_null: bool = absent()
    subject_id: Id = absent()
    subject_id__ne: Id = absent()
    subject_id__in: Several[Id] = absent()
    subject_id__not_in: Several[Id] = absent()
    subject_id__is_null: bool = absent()
    risk_id: Id = absent()
    risk_id__ne: Id = absent()
    risk_id__in: Several[Id] = absent()
    risk_id__not_in: Several[Id] = absent()
    risk_id__is_null: bool = absent()
    control_id: Id = absent()
    control_id__ne: Id = absent()
    control_id__in: Several[Id] = absent()
    control_id__not_in: Several[Id] = absent()
    control_id__is_null: bool = absent()
    plan_id: Id = absent()
    plan_id__ne: Id = absent()
    plan_id__in: Several[Id] = absent()
    plan_id__not_in: Several[Id] = absent()
    plan_id__is_null: bool = absent()
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
    previous_id: Id = absent()
    previous_id__ne: Id = absent()
    previous_id__in: Several[Id] = absent()
    previous_id__not_in: Several[Id] = absent()
    previous_id__is_null: bool = absent()
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


class TaskFilters(TaskConditions, TaskSelection, ListParameters):
    """What a list of tasks takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class TaskRowQuery(TaskSelection, PastParameters):
    """What reading a task takes."""


class TaskListQuery(TaskFilters, PastParameters):
    """What listing tasks takes."""


class TaskHistoryQuery(PageParameters):
    """What the history of a task takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
