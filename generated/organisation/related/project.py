"""What lists ask of projects that rows refer to. Generated from model/organisation.yaml."""

from __future__ import annotations

from generated.organisation.enums import ProjectHealth, ProjectKind, ProjectStatus
from generated.task.enums import TaskPriority
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, DecimalText, absent


class ProjectRelated(Parameters):
    """What is asked of the project that a row refers to."""

    key: TextParameter = absent()
    key__in: Several[TextParameter] = absent()
    key__contains: TextParameter = absent()
    name: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__contains: TextParameter = absent()
    kind: ProjectKind = absent()
    kind__ne: ProjectKind = absent()
    kind__in: Several[ProjectKind] = absent()
    health: ProjectHealth = absent()
    health__ne: ProjectHealth = absent()
    health__in: Several[ProjectHealth] = absent()
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    start_date__gte: Day = absent()
    start_date__lte: Day = absent()
    target_date__gte: Day = absent()
    target_date__lte: Day = absent()
    closed_on__gte: Day = absent()
    closed_on__lte: Day = absent()
    budget__gte: DecimalText = absent()
    budget__lte: DecimalText = absent()
    status: ProjectStatus = absent()
    status__ne: ProjectStatus = absent()
    status__in: Several[ProjectStatus] = absent()
