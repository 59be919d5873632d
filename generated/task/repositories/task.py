"""The repository of tasks. Generated from model/task.yaml."""

from typing import Self

from generated.task.models.task import Task
from generated.task.resources.task import TASK
from runtime.policy.reach import Reach
from runtime.repository import Repository


class TaskRepository(Repository[Task]):
    """FastCRUD over tasks, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(TASK, reach, Task, action)
