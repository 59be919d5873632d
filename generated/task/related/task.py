"""What lists ask of tasks that rows refer to. Generated from model/task.yaml."""

from __future__ import annotations

from generated.task.enums import TaskPriority, TaskRecurrence, TaskStatus
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, Float, absent


class TaskRelated(Parameters):
    """What is asked of the task that a row refers to."""

    ref: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__contains: TextParameter = absent()
    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    due_on__gte: Day = absent()
    due_on__lte: Day = absent()
    recurrence: TaskRecurrence = absent()
    recurrence__ne: TaskRecurrence = absent()
    recurrence__in: Several[TaskRecurrence] = absent()
    effort_hours__gte: Float = absent()
    effort_hours__lte: Float = absent()
    requires_evidence: bool = absent()
    status: TaskStatus = absent()
    status__ne: TaskStatus = absent()
    status__in: Several[TaskStatus] = absent()
