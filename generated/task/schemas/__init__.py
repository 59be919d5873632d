"""Bodies and answers. Generated from model/task.yaml."""

from generated.task.inputs.task import (
    TaskBlockInput,
    TaskCancelInput,
    TaskCompleteInput,
    TaskReopenInput,
    TaskSendBackInput,
    TaskStartInput,
    TaskSubmitInput,
    TaskUnblockInput,
)
from generated.task.schemas.task import TaskCreate, TaskPage, TaskRead, TaskUpdate

__all__ = [
    "TaskBlockInput",
    "TaskCancelInput",
    "TaskCompleteInput",
    "TaskCreate",
    "TaskPage",
    "TaskRead",
    "TaskReopenInput",
    "TaskSendBackInput",
    "TaskStartInput",
    "TaskSubmitInput",
    "TaskUnblockInput",
    "TaskUpdate",
]
