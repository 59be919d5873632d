"""The routes of projects. Generated from model/organisation.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control import ControlFilters
from generated.control.schemas.control import ControlPage
from generated.identity.filters.user import UserFilters
from generated.identity.schemas.audit_event import AuditEventPage
from generated.identity.schemas.user import UserPage
from generated.organisation.filters.project import (
    ProjectFilters,
    ProjectHistoryQuery,
    ProjectListQuery,
    ProjectRowQuery,
)
from generated.organisation.groups.project import ProjectAggregate, ProjectAggregateQuery
from generated.organisation.inputs.project import (
    ProjectCancelInput,
    ProjectCompleteInput,
    ProjectDashboardOutput,
    ProjectPauseInput,
    ProjectPlanInput,
    ProjectResumeInput,
    ProjectStartInput,
)
from generated.organisation.resources.project import PROJECT
from generated.organisation.schemas.project import (
    ProjectCreate,
    ProjectPage,
    ProjectRead,
    ProjectUpdate,
)
from generated.regulation.filters.regulation import RegulationFilters
from generated.regulation.schemas.regulation import RegulationPage
from generated.risk.filters.risk import RiskFilters
from generated.risk.schemas.risk import RiskPage
from generated.task.filters.task import TaskFilters
from generated.task.schemas.task import TaskPage
from runtime.http.routes import OtherId, ResourceRouter, RowId

router = ResourceRouter(PROJECT, tag="organisation")


@router.list_rows(ProjectPage)
async def list_projects(parameters: Annotated[ProjectListQuery, Query()]) -> None:
    """List projects, a page at a time."""


@router.create_row(ProjectRead)
async def create_project(body: ProjectCreate) -> None:
    """Add a project."""


@router.aggregate_rows(ProjectAggregate)
async def aggregate_projects(parameters: Annotated[ProjectAggregateQuery, Query()]) -> None:
    """Count and measure projects in groups."""


@router.get_row(ProjectRead)
async def get_project(id: RowId, parameters: Annotated[ProjectRowQuery, Query()]) -> None:
    """Read a project."""


@router.update_row(ProjectRead)
async def update_project(id: RowId, body: ProjectUpdate) -> None:
    """Change a project."""


@router.delete_row()
async def delete_project(id: RowId) -> None:
    """Delete a project."""


@router.history_of_row(AuditEventPage)
async def list_history_of_project(
    id: RowId, parameters: Annotated[ProjectHistoryQuery, Query()]
) -> None:
    """List what happened to a project, newest first."""


@router.action("plan", ProjectRead)
async def plan_project(
    id: RowId, body: Annotated[ProjectPlanInput, Body(default_factory=ProjectPlanInput)]
) -> None:
    """Plan a project: from draft to planned."""


@router.action("start", ProjectRead)
async def start_project(
    id: RowId, body: Annotated[ProjectStartInput, Body(default_factory=ProjectStartInput)]
) -> None:
    """Start a project: from planned to active."""


@router.action("pause", ProjectRead)
async def pause_project(id: RowId, body: ProjectPauseInput) -> None:
    """Pause a project: from active to on_hold."""


@router.action("resume", ProjectRead)
async def resume_project(
    id: RowId, body: Annotated[ProjectResumeInput, Body(default_factory=ProjectResumeInput)]
) -> None:
    """Resume a project: from on_hold to active."""


@router.action("complete", ProjectRead)
async def complete_project(
    id: RowId, body: Annotated[ProjectCompleteInput, Body(default_factory=ProjectCompleteInput)]
) -> None:
    """Complete a project: from active to completed."""


@router.action("cancel", ProjectRead)
async def cancel_project(id: RowId, body: ProjectCancelInput) -> None:
    """Cancel a project: from draft, planned, active or on_hold to cancelled."""


@router.action("dashboard", ProjectDashboardOutput)
async def dashboard_project(id: RowId) -> None:
    """Tasks by status, risks by level and the coverage of the project's regulations."""


@router.related("regulations", RegulationPage)
async def list_regulations_of_project(
    id: RowId, parameters: Annotated[RegulationFilters, Query()]
) -> None:
    """List the regulations of a project."""


@router.link("regulations")
async def link_regulations_of_project(id: RowId, other_id: OtherId) -> None:
    """Link a regulation to a project (regulations)."""


@router.unlink("regulations")
async def unlink_regulations_of_project(id: RowId, other_id: OtherId) -> None:
    """Unlink a regulation from a project (regulations)."""


@router.related("controls", ControlPage)
async def list_controls_of_project(
    id: RowId, parameters: Annotated[ControlFilters, Query()]
) -> None:
    """List the controls of a project."""


@router.link("controls")
async def link_controls_of_project(id: RowId, other_id: OtherId) -> None:
    """Link a control to a project (controls)."""


@router.unlink("controls")
async def unlink_controls_of_project(id: RowId, other_id: OtherId) -> None:
    """Unlink a control from a project (controls)."""


@router.related("members", UserPage)
async def list_members_of_project(id: RowId, parameters: Annotated[UserFilters, Query()]) -> None:
    """List the members of a project."""


@router.link("members")
async def link_members_of_project(id: RowId, other_id: OtherId) -> None:
    """Link a user to a project (members)."""


@router.unlink("members")
async def unlink_members_of_project(id: RowId, other_id: OtherId) -> None:
    """Unlink a user from a project (members)."""


@router.related("risks", RiskPage)
async def list_risks_of_project(id: RowId, parameters: Annotated[RiskFilters, Query()]) -> None:
    """List the risks of a project."""


@router.related("subprojects", ProjectPage)
async def list_subprojects_of_project(
    id: RowId, parameters: Annotated[ProjectFilters, Query()]
) -> None:
    """List the subprojects of a project."""


@router.related("tasks", TaskPage)
async def list_tasks_of_project(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the tasks of a project."""
