"""The routes of users. Generated from model/identity.yaml."""

from typing import Annotated

from fastapi import Query

from generated.identity.filters.refresh_token import RefreshTokenFilters
from generated.identity.filters.role_assignment import RoleAssignmentFilters
from generated.identity.filters.user import (
    UserFilters,
    UserHistoryQuery,
    UserListQuery,
    UserRowQuery,
)
from generated.identity.groups.user import UserAggregate, UserAggregateQuery
from generated.identity.inputs.user import (
    UserDeactivateInput,
    UserInviteInput,
    UserReactivateInput,
    UserTransferOwnershipInput,
    UserTransferOwnershipOutput,
    UserWorkOutput,
)
from generated.identity.resources.user import USER
from generated.identity.schemas.audit_event import AuditEventPage
from generated.identity.schemas.refresh_token import RefreshTokenPage
from generated.identity.schemas.role_assignment import RoleAssignmentPage
from generated.identity.schemas.user import UserCreate, UserPage, UserRead, UserUpdate
from generated.organisation.filters.business_unit import BusinessUnitFilters
from generated.organisation.filters.project import ProjectFilters
from generated.organisation.schemas.business_unit import BusinessUnitPage
from generated.organisation.schemas.project import ProjectPage
from generated.task.filters.task import TaskFilters
from generated.task.schemas.task import TaskPage
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(USER, tag="identity")


@router.list_rows(UserPage)
async def list_users(parameters: Annotated[UserListQuery, Query()]) -> None:
    """List users, a page at a time."""


@router.create_row(UserRead)
async def create_user(body: UserCreate) -> None:
    """Add a user."""


@router.aggregate_rows(UserAggregate)
async def aggregate_users(parameters: Annotated[UserAggregateQuery, Query()]) -> None:
    """Count and measure users in groups."""


@router.action("invite", UserRead)
async def invite_users(body: UserInviteInput) -> None:
    """Opens an account together with its first role; it has no password yet."""


@router.get_row(UserRead)
async def get_user(id: RowId, parameters: Annotated[UserRowQuery, Query()]) -> None:
    """Read a user."""


@router.update_row(UserRead)
async def update_user(id: RowId, body: UserUpdate) -> None:
    """Change a user."""


@router.history_of_row(AuditEventPage)
async def list_history_of_user(id: RowId, parameters: Annotated[UserHistoryQuery, Query()]) -> None:
    """List what happened to a user, newest first."""


@router.action("deactivate", UserRead)
async def deactivate_user(id: RowId, body: UserDeactivateInput) -> None:
    """Ends the account's access; what the person owned or decided stays theirs."""


@router.action("reactivate", UserRead)
async def reactivate_user(id: RowId, body: UserReactivateInput) -> None:
    """Gives a deactivated account its access back."""


@router.action("transfer_ownership", UserTransferOwnershipOutput)
async def transfer_ownership_user(id: RowId, body: UserTransferOwnershipInput) -> None:
    """Hands every open row of this person to a successor."""


@router.action("work", UserWorkOutput)
async def work_user(id: RowId) -> None:
    """Counts what waits for this person."""


@router.related("headed_units", BusinessUnitPage)
async def list_headed_units_of_user(
    id: RowId, parameters: Annotated[BusinessUnitFilters, Query()]
) -> None:
    """List the headed units of a user."""


@router.related("led_projects", ProjectPage)
async def list_led_projects_of_user(
    id: RowId, parameters: Annotated[ProjectFilters, Query()]
) -> None:
    """List the led projects of a user."""


@router.related("projects", ProjectPage)
async def list_projects_of_user(id: RowId, parameters: Annotated[ProjectFilters, Query()]) -> None:
    """List the projects of a user."""


@router.related("refresh_tokens", RefreshTokenPage)
async def list_refresh_tokens_of_user(
    id: RowId, parameters: Annotated[RefreshTokenFilters, Query()]
) -> None:
    """List the refresh tokens of a user."""


@router.related("reports", UserPage)
async def list_reports_of_user(id: RowId, parameters: Annotated[UserFilters, Query()]) -> None:
    """List the reports of a user."""


@router.related("role_assignments", RoleAssignmentPage)
async def list_role_assignments_of_user(
    id: RowId, parameters: Annotated[RoleAssignmentFilters, Query()]
) -> None:
    """List the role assignments of a user."""


@router.related("tasks", TaskPage)
async def list_tasks_of_user(id: RowId, parameters: Annotated[TaskFilters, Query()]) -> None:
    """List the tasks of a user."""
