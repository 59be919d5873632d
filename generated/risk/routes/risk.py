"""The routes of risks. Generated from model/risk.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control import ControlFilters
from generated.control.schemas.control import ControlPage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.risk.filters.risk import RiskFilters, RiskHistoryQuery, RiskListQuery, RiskRowQuery
from generated.risk.filters.risk_acceptance import RiskAcceptanceFilters
from generated.risk.filters.risk_treatment_plan import RiskTreatmentPlanFilters
from generated.risk.groups.risk import RiskAggregate, RiskAggregateQuery
from generated.risk.inputs.risk import (
    RiskAssessInput,
    RiskCloseInput,
    RiskCompleteTreatmentInput,
    RiskMatrixCountsOutput,
    RiskMonitorInput,
    RiskReopenInput,
    RiskScoreInput,
    RiskTopInput,
    RiskTreatInput,
)
from generated.risk.resources.risk import RISK
from generated.risk.schemas.risk import RiskCreate, RiskPage, RiskRead, RiskUpdate
from generated.risk.schemas.risk_acceptance import RiskAcceptancePage
from generated.risk.schemas.risk_treatment_plan import RiskTreatmentPlanPage
from generated.task.filters.task import TaskFilters
from generated.task.schemas.task import TaskPage
from runtime.http.routes import OtherId, ResourceRouter, RowId

router = ResourceRouter(RISK, tag="risk")


@router.list_rows(RiskPage)
async def list_risks(parameters: Annotated[RiskListQuery, Query()]) -> None:
    """List risks, a page at a time."""


@router.create_row(RiskRead)
async def create_risk(body: RiskCreate) -> None:
    """Add a risk."""


@router.aggregate_rows(RiskAggregate)
async def aggregate_risks(parameters: Annotated[RiskAggregateQuery, Query()]) -> None:
    """Count and measure risks in groups."""


@router.action("matrix_counts", RiskMatrixCountsOutput)
async def matrix_counts_risks() -> None:
    """How many open risks lie in each cell of likelihood and impact, inherent and residual."""


@router.action("top", RiskPage)
async def top_risks(parameters: Annotated[RiskTopInput, Query()]) -> None:
    """The open risks with the highest current score."""


@router.get_row(RiskRead)
async def get_risk(id: RowId, parameters: Annotated[RiskRowQuery, Query()]) -> None:
    """Read a risk."""


@router.update_row(RiskRead)
async def update_risk(id: RowId, body: RiskUpdate) -> None:
    """Change a risk."""


@router.delete_row()
async def delete_risk(id: RowId) -> None:
    """Delete a risk; it can be restored."""


@router.history_of_row(AuditEventPage)
async def list_history_of_risk(id: RowId, parameters: Annotated[RiskHistoryQuery, Query()]) -> None:
    """List what happened to a risk, newest first."""


@router.restore_row(RiskRead)
async def restore_risk(id: RowId) -> None:
    """Bring back a risk that was deleted."""


@router.action("assess", RiskRead)
async def assess_risk(
    id: RowId, body: Annotated[RiskAssessInput, Body(default_factory=RiskAssessInput)]
) -> None:
    """Assess a risk: from identified to assessed."""


@router.action("treat", RiskRead)
async def treat_risk(
    id: RowId, body: Annotated[RiskTreatInput, Body(default_factory=RiskTreatInput)]
) -> None:
    """Treat a risk: from assessed to in_treatment."""


@router.action("complete_treatment", RiskRead)
async def complete_treatment_risk(
    id: RowId,
    body: Annotated[RiskCompleteTreatmentInput, Body(default_factory=RiskCompleteTreatmentInput)],
) -> None:
    """Complete treatment a risk: from in_treatment to treated."""


@router.action("monitor", RiskRead)
async def monitor_risk(
    id: RowId, body: Annotated[RiskMonitorInput, Body(default_factory=RiskMonitorInput)]
) -> None:
    """Monitor a risk: from treated or accepted to monitored."""


@router.action("reopen", RiskRead)
async def reopen_risk(id: RowId, body: RiskReopenInput) -> None:
    """Reopen a risk: from accepted, monitored or closed to assessed."""


@router.action("close", RiskRead)
async def close_risk(id: RowId, body: RiskCloseInput) -> None:
    """Close a risk: from monitored to closed."""


@router.action("score", RiskRead)
async def score_risk(id: RowId, body: RiskScoreInput) -> None:
    """Writes a new assessment of likelihood and impact and answers with scores and levels."""


@router.related("controls", ControlPage)
async def list_controls_of_risk(id: RowId, parameters: Annotated[ControlFilters, Query()]) -> None:
    """List the controls of a risk."""


@router.link("controls")
async def link_controls_of_risk(id: RowId, other_id: OtherId) -> None:
    """Link a control to a risk (controls)."""


@router.unlink("controls")
async def unlink_controls_of_risk(id: RowId, other_id: OtherId) -> None:
    """Unlink a control from a risk (controls)."""


@router.related("acceptances", RiskAcceptancePage)
async def list_acceptances_of_risk(
    id: RowId, parameters: Annotated[RiskAcceptanceFilters, Query()]
) -> None:
    """List the acceptances of a risk."""


@router.related("parts", RiskPage)
async def list_parts_of_risk(id: RowId, parameters: Annotated[RiskFilters, Query()]) -> None:
    """List the parts of a risk."""


@router.related("plans", RiskTreatmentPlanPage)
async def list_plans_of_risk(
    id: RowId, parameters: Annotated[RiskTreatmentPlanFilters, Query()]
) -> None:
    """List the plans of a risk."""


@router.related("tasks", TaskPage)
async def list_tasks_of_risk(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the tasks of a risk."""
