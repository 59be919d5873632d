"""The routes of control mappings. Generated from model/control.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control_mapping import (
    ControlMappingHistoryQuery,
    ControlMappingListQuery,
    ControlMappingRowQuery,
)
from generated.control.groups.control_mapping import (
    ControlMappingAggregate,
    ControlMappingAggregateQuery,
)
from generated.control.inputs.control_mapping import (
    ControlMappingConfirmInput,
    ControlMappingRejectInput,
    ControlMappingWithdrawInput,
)
from generated.control.resources.control_mapping import CONTROL_MAPPING
from generated.control.schemas.control_mapping import (
    ControlMappingCreate,
    ControlMappingPage,
    ControlMappingRead,
    ControlMappingUpdate,
)
from generated.identity.schemas.audit_event import AuditEventPage
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(CONTROL_MAPPING, tag="control")


@router.list_rows(ControlMappingPage)
async def list_control_mappings(parameters: Annotated[ControlMappingListQuery, Query()]) -> None:
    """List control mappings, a page at a time."""


@router.create_row(ControlMappingRead)
async def create_control_mapping(body: ControlMappingCreate) -> None:
    """Add a control mapping."""


@router.aggregate_rows(ControlMappingAggregate)
async def aggregate_control_mappings(
    parameters: Annotated[ControlMappingAggregateQuery, Query()],
) -> None:
    """Count and measure control mappings in groups."""


@router.get_row(ControlMappingRead)
async def get_control_mapping(
    id: RowId, parameters: Annotated[ControlMappingRowQuery, Query()]
) -> None:
    """Read a control mapping."""


@router.update_row(ControlMappingRead)
async def update_control_mapping(id: RowId, body: ControlMappingUpdate) -> None:
    """Change a control mapping."""


@router.delete_row()
async def delete_control_mapping(id: RowId) -> None:
    """Delete a control mapping."""


@router.history_of_row(AuditEventPage)
async def list_history_of_control_mapping(
    id: RowId, parameters: Annotated[ControlMappingHistoryQuery, Query()]
) -> None:
    """List what happened to a control mapping, newest first."""


@router.action("confirm", ControlMappingRead)
async def confirm_control_mapping(
    id: RowId,
    body: Annotated[ControlMappingConfirmInput, Body(default_factory=ControlMappingConfirmInput)],
) -> None:
    """Confirm a control mapping: from proposed to confirmed."""


@router.action("reject", ControlMappingRead)
async def reject_control_mapping(
    id: RowId,
    body: Annotated[ControlMappingRejectInput, Body(default_factory=ControlMappingRejectInput)],
) -> None:
    """Reject a control mapping: from proposed to rejected."""


@router.action("withdraw", ControlMappingRead)
async def withdraw_control_mapping(id: RowId, body: ControlMappingWithdrawInput) -> None:
    """Withdraw a control mapping: from confirmed to proposed."""
