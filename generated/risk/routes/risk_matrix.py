"""The routes of risk matrices. Generated from model/risk.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.identity.schemas.audit_event import AuditEventPage
from generated.risk.filters.risk import RiskFilters
from generated.risk.filters.risk_matrix import (
    RiskMatrixHistoryQuery,
    RiskMatrixListQuery,
    RiskMatrixRowQuery,
)
from generated.risk.groups.risk_matrix import RiskMatrixAggregate, RiskMatrixAggregateQuery
from generated.risk.inputs.risk_matrix import (
    RiskMatrixApproveInput,
    RiskMatrixEvaluateInput,
    RiskMatrixEvaluateOutput,
    RiskMatrixRetireInput,
)
from generated.risk.resources.risk_matrix import RISK_MATRIX
from generated.risk.schemas.risk import RiskPage
from generated.risk.schemas.risk_matrix import (
    RiskMatrixCreate,
    RiskMatrixPage,
    RiskMatrixRead,
    RiskMatrixUpdate,
)
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(RISK_MATRIX, tag="risk")


@router.list_rows(RiskMatrixPage)
async def list_risk_matrices(parameters: Annotated[RiskMatrixListQuery, Query()]) -> None:
    """List risk matrices, a page at a time."""


@router.create_row(RiskMatrixRead)
async def create_risk_matrix(body: RiskMatrixCreate) -> None:
    """Add a risk matrix."""


@router.aggregate_rows(RiskMatrixAggregate)
async def aggregate_risk_matrices(parameters: Annotated[RiskMatrixAggregateQuery, Query()]) -> None:
    """Count and measure risk matrices in groups."""


@router.get_row(RiskMatrixRead)
async def get_risk_matrix(id: RowId, parameters: Annotated[RiskMatrixRowQuery, Query()]) -> None:
    """Read a risk matrix."""


@router.update_row(RiskMatrixRead)
async def update_risk_matrix(id: RowId, body: RiskMatrixUpdate) -> None:
    """Change a risk matrix."""


@router.delete_row()
async def delete_risk_matrix(id: RowId) -> None:
    """Delete a risk matrix."""


@router.history_of_row(AuditEventPage)
async def list_history_of_risk_matrix(
    id: RowId, parameters: Annotated[RiskMatrixHistoryQuery, Query()]
) -> None:
    """List what happened to a risk matrix, newest first."""


@router.action("approve", RiskMatrixRead)
async def approve_risk_matrix(
    id: RowId, body: Annotated[RiskMatrixApproveInput, Body(default_factory=RiskMatrixApproveInput)]
) -> None:
    """Approve a risk matrix: from draft to active."""


@router.action("retire", RiskMatrixRead)
async def retire_risk_matrix(
    id: RowId, body: Annotated[RiskMatrixRetireInput, Body(default_factory=RiskMatrixRetireInput)]
) -> None:
    """Retire a risk matrix: from active to retired."""


@router.action("evaluate", RiskMatrixEvaluateOutput)
async def evaluate_risk_matrix(
    id: RowId, parameters: Annotated[RiskMatrixEvaluateInput, Query()]
) -> None:
    """Score and level of a likelihood and an impact by this matrix."""


@router.related("risks", RiskPage)
async def list_risks_of_risk_matrix(id: RowId, parameters: Annotated[RiskFilters, Query()]) -> None:
    """List the risks of a risk matrix."""
