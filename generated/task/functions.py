"""What the model expects of functions of domain/. Generated from model/task.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable

import domain.task
from generated.task.inputs.task import TaskCompleteInput
from generated.task.models.task import Task
from runtime.domain_api import Context

task_complete: Callable[[Context, Task, TaskCompleteInput], Awaitable[object]] = (
    domain.task.next_occurrence
)
