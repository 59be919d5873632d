"""The routes of role assignments. Generated from model/identity.yaml."""

from typing import Annotated

from fastapi import Query

from generated.identity.filters.role_assignment import (
    RoleAssignmentHistoryQuery,
    RoleAssignmentListQuery,
    RoleAssignmentRowQuery,
)
from generated.identity.groups.role_assignment import (
    RoleAssignmentAggregate,
    RoleAssignmentAggregateQuery,
)
from generated.identity.resources.role_assignment import ROLE_ASSIGNMENT
from generated.identity.schemas.audit_event import AuditEventPage
from generated.identity.schemas.role_assignment import (
    RoleAssignmentCreate,
    RoleAssignmentPage,
    RoleAssignmentRead,
    RoleAssignmentUpdate,
)
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(ROLE_ASSIGNMENT, tag="identity")


@router.list_rows(RoleAssignmentPage)
async def list_role_assignments(parameters: Annotated[RoleAssignmentListQuery, Query()]) -> None:
    """List role assignments, a page at a time."""


@router.create_row(RoleAssignmentRead)
async def create_role_assignment(body: RoleAssignmentCreate) -> None:
    """Add a role assignment."""


@router.aggregate_rows(RoleAssignmentAggregate)
async def aggregate_role_assignments(
    parameters: Annotated[RoleAssignmentAggregateQuery, Query()],
) -> None:
    """Count and measure role assignments in groups."""


@router.get_row(RoleAssignmentRead)
async def get_role_assignment(
    id: RowId, parameters: Annotated[RoleAssignmentRowQuery, Query()]
) -> None:
    """Read a role assignment."""


@router.update_row(RoleAssignmentRead)
async def update_role_assignment(id: RowId, body: RoleAssignmentUpdate) -> None:
    """Change a role assignment."""


@router.delete_row()
async def delete_role_assignment(id: RowId) -> None:
    """Delete a role assignment."""


@router.history_of_row(AuditEventPage)
async def list_history_of_role_assignment(
    id: RowId, parameters: Annotated[RoleAssignmentHistoryQuery, Query()]
) -> None:
    """List what happened to a role assignment, newest first."""
