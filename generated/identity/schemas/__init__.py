"""Bodies and answers. Generated from model/identity.yaml."""

from generated.identity.inputs.user import (
    UserDeactivateInput,
    UserInviteInput,
    UserReactivateInput,
    UserTransferOwnershipInput,
    UserTransferOwnershipOutput,
    UserWorkOutput,
)
from generated.identity.schemas.audit_event import AuditEventPage, AuditEventRead
from generated.identity.schemas.refresh_token import RefreshTokenPage, RefreshTokenRead
from generated.identity.schemas.role_assignment import (
    RoleAssignmentCreate,
    RoleAssignmentPage,
    RoleAssignmentRead,
    RoleAssignmentUpdate,
)
from generated.identity.schemas.user import UserCreate, UserPage, UserRead, UserUpdate

__all__ = [
    "AuditEventPage",
    "AuditEventRead",
    "RefreshTokenPage",
    "RefreshTokenRead",
    "RoleAssignmentCreate",
    "RoleAssignmentPage",
    "RoleAssignmentRead",
    "RoleAssignmentUpdate",
    "UserCreate",
    "UserDeactivateInput",
    "UserInviteInput",
    "UserPage",
    "UserReactivateInput",
    "UserRead",
    "UserTransferOwnershipInput",
    "UserTransferOwnershipOutput",
    "UserUpdate",
    "UserWorkOutput",
]
