"""The routes of risk acceptances. Generated from model/risk.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control import ControlFilters
from generated.control.schemas.control import ControlPage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.risk.filters.risk_acceptance import (
    RiskAcceptanceHistoryQuery,
    RiskAcceptanceListQuery,
    RiskAcceptanceRowQuery,
)
from generated.risk.groups.risk_acceptance import (
    RiskAcceptanceAggregate,
    RiskAcceptanceAggregateQuery,
)
from generated.risk.inputs.risk_acceptance import (
    RiskAcceptanceApproveInput,
    RiskAcceptanceExtendInput,
    RiskAcceptanceRejectInput,
    RiskAcceptanceRevokeInput,
    RiskAcceptanceSubmitInput,
)
from generated.risk.resources.risk_acceptance import RISK_ACCEPTANCE
from generated.risk.schemas.risk_acceptance import (
    RiskAcceptanceCreate,
    RiskAcceptancePage,
    RiskAcceptanceRead,
    RiskAcceptanceUpdate,
)
from runtime.http.routes import OtherId, ResourceRouter, RowId

router = ResourceRouter(RISK_ACCEPTANCE, tag="risk")


@router.list_rows(RiskAcceptancePage)
async def list_risk_acceptances(parameters: Annotated[RiskAcceptanceListQuery, Query()]) -> None:
    """List risk acceptances, a page at a time."""


@router.create_row(RiskAcceptanceRead)
async def create_risk_acceptance(body: RiskAcceptanceCreate) -> None:
    """Add a risk acceptance."""


@router.aggregate_rows(RiskAcceptanceAggregate)
async def aggregate_risk_acceptances(
    parameters: Annotated[RiskAcceptanceAggregateQuery, Query()],
) -> None:
    """Count and measure risk acceptances in groups."""


@router.get_row(RiskAcceptanceRead)
async def get_risk_acceptance(
    id: RowId, parameters: Annotated[RiskAcceptanceRowQuery, Query()]
) -> None:
    """Read a risk acceptance."""


@router.update_row(RiskAcceptanceRead)
async def update_risk_acceptance(id: RowId, body: RiskAcceptanceUpdate) -> None:
    """Change a risk acceptance."""


@router.delete_row()
async def delete_risk_acceptance(id: RowId) -> None:
    """Delete a risk acceptance; it can be restored."""


@router.history_of_row(AuditEventPage)
async def list_history_of_risk_acceptance(
    id: RowId, parameters: Annotated[RiskAcceptanceHistoryQuery, Query()]
) -> None:
    """List what happened to a risk acceptance, newest first."""


@router.restore_row(RiskAcceptanceRead)
async def restore_risk_acceptance(id: RowId) -> None:
    """Bring back a risk acceptance that was deleted."""


@router.action("submit", RiskAcceptanceRead)
async def submit_risk_acceptance(
    id: RowId,
    body: Annotated[RiskAcceptanceSubmitInput, Body(default_factory=RiskAcceptanceSubmitInput)],
) -> None:
    """Submit a risk acceptance: from draft to submitted."""


@router.action("approve", RiskAcceptanceRead)
async def approve_risk_acceptance(
    id: RowId,
    body: Annotated[RiskAcceptanceApproveInput, Body(default_factory=RiskAcceptanceApproveInput)],
) -> None:
    """Approve a risk acceptance: from submitted to approved."""


@router.action("reject", RiskAcceptanceRead)
async def reject_risk_acceptance(
    id: RowId,
    body: Annotated[RiskAcceptanceRejectInput, Body(default_factory=RiskAcceptanceRejectInput)],
) -> None:
    """Reject a risk acceptance: from submitted to rejected."""


@router.action("revoke", RiskAcceptanceRead)
async def revoke_risk_acceptance(
    id: RowId,
    body: Annotated[RiskAcceptanceRevokeInput, Body(default_factory=RiskAcceptanceRevokeInput)],
) -> None:
    """Revoke a risk acceptance: from approved to revoked."""


@router.action("extend", RiskAcceptanceRead)
async def extend_risk_acceptance(
    id: RowId,
    body: Annotated[RiskAcceptanceExtendInput, Body(default_factory=RiskAcceptanceExtendInput)],
) -> None:
    """Extend a risk acceptance: from approved or expired to submitted."""


@router.related("compensating_controls", ControlPage)
async def list_compensating_controls_of_risk_acceptance(
    id: RowId, parameters: Annotated[ControlFilters, Query()]
) -> None:
    """List the compensating controls of a risk acceptance."""


@router.link("compensating_controls")
async def link_compensating_controls_of_risk_acceptance(id: RowId, other_id: OtherId) -> None:
    """Link a control to a risk acceptance (compensating controls)."""


@router.unlink("compensating_controls")
async def unlink_compensating_controls_of_risk_acceptance(id: RowId, other_id: OtherId) -> None:
    """Unlink a control from a risk acceptance (compensating controls)."""
