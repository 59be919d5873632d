"""The words of Tasks. Generated from model/task.yaml."""

from enum import StrEnum


class TaskPriority(StrEnum):
    """Task priority."""

    P4 = "p4"
    P3 = "p3"
    P2 = "p2"
    P1 = "p1"


class TaskRecurrence(StrEnum):
    """Task recurrence."""

    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class TaskStatus(StrEnum):
    """Task status."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    IN_REVIEW = "in_review"
    DONE = "done"
    CANCELLED = "cancelled"
