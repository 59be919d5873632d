"""The routes of tasks. Generated from model/task.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.evidence.filters.evidence import EvidenceFilters
from generated.evidence.schemas.evidence import EvidencePage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.task.filters.task import TaskFilters, TaskHistoryQuery, TaskListQuery, TaskRowQuery
from generated.task.groups.task import TaskAggregate, TaskAggregateQuery
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
from generated.task.resources.task import TASK
from generated.task.schemas.task import TaskCreate, TaskPage, TaskRead, TaskUpdate
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(TASK, tag="task")


@router.list_rows(TaskPage)
async def list_tasks(parameters: Annotated[TaskListQuery, Query()]) -> None:
    """List tasks, a page at a time."""


@router.create_row(TaskRead)
async def create_task(body: TaskCreate) -> None:
    """Add a task."""


@router.aggregate_rows(TaskAggregate)
async def aggregate_tasks(parameters: Annotated[TaskAggregateQuery, Query()]) -> None:
    """Count and measure tasks in groups."""


@router.get_row(TaskRead)
async def get_task(id: RowId, parameters: Annotated[TaskRowQuery, Query()]) -> None:
    """Read a task."""


@router.update_row(TaskRead)
async def update_task(id: RowId, body: TaskUpdate) -> None:
    """Change a task."""


@router.delete_row()
async def delete_task(id: RowId) -> None:
    """Delete a task."""


@router.history_of_row(AuditEventPage)
async def list_history_of_task(id: RowId, parameters: Annotated[TaskHistoryQuery, Query()]) -> None:
    """List what happened to a task, newest first."""


@router.action("start", TaskRead)
async def start_task(
    id: RowId, body: Annotated[TaskStartInput, Body(default_factory=TaskStartInput)]
) -> None:
    """Start a task: from to_do to in_progress."""


@router.action("block", TaskRead)
async def block_task(id: RowId, body: TaskBlockInput) -> None:
    """Block a task: from in_progress to blocked."""


@router.action("unblock", TaskRead)
async def unblock_task(
    id: RowId, body: Annotated[TaskUnblockInput, Body(default_factory=TaskUnblockInput)]
) -> None:
    """Unblock a task: from blocked to in_progress."""


@router.action("submit", TaskRead)
async def submit_task(
    id: RowId, body: Annotated[TaskSubmitInput, Body(default_factory=TaskSubmitInput)]
) -> None:
    """Submit a task: from in_progress to in_review."""


@router.action("send_back", TaskRead)
async def send_back_task(id: RowId, body: TaskSendBackInput) -> None:
    """Send back a task: from in_review to in_progress."""


@router.action("complete", TaskRead)
async def complete_task(
    id: RowId, body: Annotated[TaskCompleteInput, Body(default_factory=TaskCompleteInput)]
) -> None:
    """Complete a task: from in_progress or in_review to done."""


@router.action("cancel", TaskRead)
async def cancel_task(id: RowId, body: TaskCancelInput) -> None:
    """Cancel a task: from to_do, in_progress, blocked or in_review to cancelled."""


@router.action("reopen", TaskRead)
async def reopen_task(id: RowId, body: TaskReopenInput) -> None:
    """Reopen a task: from done or cancelled to in_progress."""


@router.related("evidence", EvidencePage)
async def list_evidence_of_task(id: RowId, parameters: Annotated[EvidenceFilters, Query()]) -> None:
    """List the evidence of a task."""


@router.related("parts", TaskPage)
async def list_parts_of_task(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the parts of a task."""


@router.related("successors", TaskPage)
async def list_successors_of_task(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the successors of a task."""
