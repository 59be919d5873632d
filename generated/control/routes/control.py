"""The routes of controls. Generated from model/control.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control import (
    ControlFilters,
    ControlHistoryQuery,
    ControlListQuery,
    ControlRowQuery,
)
from generated.control.filters.control_mapping import ControlMappingFilters
from generated.control.groups.control import ControlAggregate, ControlAggregateQuery
from generated.control.inputs.control import (
    ControlCoverageOutput,
    ControlHeatmapOutput,
    ControlImplementInput,
    ControlMarkEffectiveInput,
    ControlMarkIneffectiveInput,
    ControlRetireInput,
    ControlReworkInput,
    ControlScheduleReviewInput,
    ControlStartInput,
)
from generated.control.resources.control import CONTROL
from generated.control.schemas.control import ControlCreate, ControlPage, ControlRead, ControlUpdate
from generated.control.schemas.control_mapping import ControlMappingPage
from generated.evidence.filters.evidence import EvidenceFilters
from generated.evidence.schemas.evidence import EvidencePage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.organisation.filters.project import ProjectFilters
from generated.organisation.schemas.project import ProjectPage
from generated.risk.filters.risk import RiskFilters
from generated.risk.schemas.risk import RiskPage
from generated.task.filters.task import TaskFilters
from generated.task.schemas.task import TaskPage, TaskRead
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(CONTROL, tag="control")


@router.list_rows(ControlPage)
async def list_controls(parameters: Annotated[ControlListQuery, Query()]) -> None:
    """List controls, a page at a time."""


@router.create_row(ControlRead)
async def create_control(body: ControlCreate) -> None:
    """Add a control."""


@router.aggregate_rows(ControlAggregate)
async def aggregate_controls(parameters: Annotated[ControlAggregateQuery, Query()]) -> None:
    """Count and measure controls in groups."""


@router.action("heatmap", ControlHeatmapOutput)
async def heatmap_controls() -> None:
    """How many controls there are for each domain and status."""


@router.action("stale", ControlPage)
async def stale_controls() -> None:
    """Controls in operation whose newest evidence has lapsed or is too old."""


@router.get_row(ControlRead)
async def get_control(id: RowId, parameters: Annotated[ControlRowQuery, Query()]) -> None:
    """Read a control."""


@router.update_row(ControlRead)
async def update_control(id: RowId, body: ControlUpdate) -> None:
    """Change a control."""


@router.delete_row()
async def delete_control(id: RowId) -> None:
    """Delete a control."""


@router.history_of_row(AuditEventPage)
async def list_history_of_control(
    id: RowId, parameters: Annotated[ControlHistoryQuery, Query()]
) -> None:
    """List what happened to a control, newest first."""


@router.action("start", ControlRead)
async def start_control(
    id: RowId, body: Annotated[ControlStartInput, Body(default_factory=ControlStartInput)]
) -> None:
    """Start a control: from planned to in_progress."""


@router.action("implement", ControlRead)
async def implement_control(
    id: RowId, body: Annotated[ControlImplementInput, Body(default_factory=ControlImplementInput)]
) -> None:
    """Implement a control: from in_progress to implemented."""


@router.action("mark_effective", ControlRead)
async def mark_effective_control(
    id: RowId,
    body: Annotated[ControlMarkEffectiveInput, Body(default_factory=ControlMarkEffectiveInput)],
) -> None:
    """Mark effective a control: from implemented or ineffective to effective."""


@router.action("mark_ineffective", ControlRead)
async def mark_ineffective_control(id: RowId, body: ControlMarkIneffectiveInput) -> None:
    """Mark ineffective a control: from implemented or effective to ineffective."""


@router.action("rework", ControlRead)
async def rework_control(
    id: RowId, body: Annotated[ControlReworkInput, Body(default_factory=ControlReworkInput)]
) -> None:
    """Rework a control: from ineffective to in_progress."""


@router.action("retire", ControlRead)
async def retire_control(id: RowId, body: ControlRetireInput) -> None:
    """Retire a control: from planned, in_progress, implemented, effective or ineffective to retired."""


@router.action("schedule_review", TaskRead)
async def schedule_review_control(
    id: RowId,
    body: Annotated[ControlScheduleReviewInput, Body(default_factory=ControlScheduleReviewInput)],
) -> None:
    """Sets the next review by the control's frequency and opens a task for its owner."""


@router.action("coverage", ControlCoverageOutput)
async def coverage_control(id: RowId) -> None:
    """The requirements that this control is mapped to, by regulation."""


@router.related("evidence", EvidencePage)
async def list_evidence_of_control(
    id: RowId, parameters: Annotated[EvidenceFilters, Query()]
) -> None:
    """List the evidence of a control."""


@router.related("mappings", ControlMappingPage)
async def list_mappings_of_control(
    id: RowId, parameters: Annotated[ControlMappingFilters, Query()]
) -> None:
    """List the mappings of a control."""


@router.related("projects", ProjectPage)
async def list_projects_of_control(
    id: RowId, parameters: Annotated[ProjectFilters, Query()]
) -> None:
    """List the projects of a control."""


@router.related("replaces", ControlPage)
async def list_replaces_of_control(
    id: RowId, parameters: Annotated[ControlFilters, Query()]
) -> None:
    """List the replaces of a control."""


@router.related("risks", RiskPage)
async def list_risks_of_control(id: RowId, parameters: Annotated[RiskFilters, Query()]) -> None:
    """List the risks of a control."""


@router.related("tasks", TaskPage)
async def list_tasks_of_control(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the tasks of a control."""
