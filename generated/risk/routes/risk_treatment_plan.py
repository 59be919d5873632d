"""The routes of risk treatment plans. Generated from model/risk.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control import ControlFilters
from generated.control.schemas.control import ControlPage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.risk.filters.risk_treatment_plan import (
    RiskTreatmentPlanHistoryQuery,
    RiskTreatmentPlanListQuery,
    RiskTreatmentPlanRowQuery,
)
from generated.risk.groups.risk_treatment_plan import (
    RiskTreatmentPlanAggregate,
    RiskTreatmentPlanAggregateQuery,
)
from generated.risk.inputs.risk_treatment_plan import (
    RiskTreatmentPlanCancelInput,
    RiskTreatmentPlanCompleteInput,
    RiskTreatmentPlanGenerateTasksInput,
    RiskTreatmentPlanGenerateTasksOutput,
    RiskTreatmentPlanPauseInput,
    RiskTreatmentPlanResumeInput,
    RiskTreatmentPlanStartInput,
)
from generated.risk.resources.risk_treatment_plan import RISK_TREATMENT_PLAN
from generated.risk.schemas.risk_treatment_plan import (
    RiskTreatmentPlanCreate,
    RiskTreatmentPlanPage,
    RiskTreatmentPlanRead,
    RiskTreatmentPlanUpdate,
)
from generated.task.filters.task import TaskFilters
from generated.task.schemas.task import TaskPage
from runtime.http.routes import OtherId, ResourceRouter, RowId

router = ResourceRouter(RISK_TREATMENT_PLAN, tag="risk")


@router.list_rows(RiskTreatmentPlanPage)
async def list_risk_treatment_plans(
    parameters: Annotated[RiskTreatmentPlanListQuery, Query()],
) -> None:
    """List risk treatment plans, a page at a time."""


@router.create_row(RiskTreatmentPlanRead)
async def create_risk_treatment_plan(body: RiskTreatmentPlanCreate) -> None:
    """Add a risk treatment plan."""


@router.aggregate_rows(RiskTreatmentPlanAggregate)
async def aggregate_risk_treatment_plans(
    parameters: Annotated[RiskTreatmentPlanAggregateQuery, Query()],
) -> None:
    """Count and measure risk treatment plans in groups."""


@router.get_row(RiskTreatmentPlanRead)
async def get_risk_treatment_plan(
    id: RowId, parameters: Annotated[RiskTreatmentPlanRowQuery, Query()]
) -> None:
    """Read a risk treatment plan."""


@router.update_row(RiskTreatmentPlanRead)
async def update_risk_treatment_plan(id: RowId, body: RiskTreatmentPlanUpdate) -> None:
    """Change a risk treatment plan."""


@router.delete_row()
async def delete_risk_treatment_plan(id: RowId) -> None:
    """Delete a risk treatment plan; it can be restored."""


@router.history_of_row(AuditEventPage)
async def list_history_of_risk_treatment_plan(
    id: RowId, parameters: Annotated[RiskTreatmentPlanHistoryQuery, Query()]
) -> None:
    """List what happened to a risk treatment plan, newest first."""


@router.restore_row(RiskTreatmentPlanRead)
async def restore_risk_treatment_plan(id: RowId) -> None:
    """Bring back a risk treatment plan that was deleted."""


@router.action("start", RiskTreatmentPlanRead)
async def start_risk_treatment_plan(
    id: RowId,
    body: Annotated[RiskTreatmentPlanStartInput, Body(default_factory=RiskTreatmentPlanStartInput)],
) -> None:
    """Start a risk treatment plan: from planned to in_progress."""


@router.action("pause", RiskTreatmentPlanRead)
async def pause_risk_treatment_plan(id: RowId, body: RiskTreatmentPlanPauseInput) -> None:
    """Pause a risk treatment plan: from in_progress to on_hold."""


@router.action("resume", RiskTreatmentPlanRead)
async def resume_risk_treatment_plan(
    id: RowId,
    body: Annotated[
        RiskTreatmentPlanResumeInput, Body(default_factory=RiskTreatmentPlanResumeInput)
    ],
) -> None:
    """Resume a risk treatment plan: from on_hold to in_progress."""


@router.action("complete", RiskTreatmentPlanRead)
async def complete_risk_treatment_plan(
    id: RowId,
    body: Annotated[
        RiskTreatmentPlanCompleteInput, Body(default_factory=RiskTreatmentPlanCompleteInput)
    ],
) -> None:
    """Complete a risk treatment plan: from in_progress to completed."""


@router.action("cancel", RiskTreatmentPlanRead)
async def cancel_risk_treatment_plan(id: RowId, body: RiskTreatmentPlanCancelInput) -> None:
    """Cancel a risk treatment plan: from planned, in_progress or on_hold to cancelled."""


@router.action("generate_tasks", RiskTreatmentPlanGenerateTasksOutput)
async def generate_tasks_risk_treatment_plan(
    id: RowId,
    body: Annotated[
        RiskTreatmentPlanGenerateTasksInput,
        Body(default_factory=RiskTreatmentPlanGenerateTasksInput),
    ],
) -> None:
    """Opens one task for each control of the plan that has none yet."""


@router.related("controls", ControlPage)
async def list_controls_of_risk_treatment_plan(
    id: RowId, parameters: Annotated[ControlFilters, Query()]
) -> None:
    """List the controls of a risk treatment plan."""


@router.link("controls")
async def link_controls_of_risk_treatment_plan(id: RowId, other_id: OtherId) -> None:
    """Link a control to a risk treatment plan (controls)."""


@router.unlink("controls")
async def unlink_controls_of_risk_treatment_plan(id: RowId, other_id: OtherId) -> None:
    """Unlink a control from a risk treatment plan (controls)."""


@router.related("tasks", TaskPage)
async def list_tasks_of_risk_treatment_plan(
    id: RowId, parameters: Annotated[TaskFilters, Query()]
) -> None:
    """List the tasks of a risk treatment plan."""
