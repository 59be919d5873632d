"""The tables. Generated from model/task.yaml."""

from generated.task.models.task import Task

__all__ = [
    "Task",
]
