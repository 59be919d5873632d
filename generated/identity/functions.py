"""What the model expects of functions of domain/. Generated from model/identity.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import domain.identity
from generated.identity.inputs.user import (
    UserDeactivateInput,
    UserInviteInput,
    UserTransferOwnershipInput,
)
from generated.identity.models.role_assignment import RoleAssignment
from generated.identity.models.user import User
from runtime.domain_api import Context

user_invite: Callable[[Context, UserInviteInput], Awaitable[object]] = domain.identity.invite
user_deactivate: Callable[[Context, User, UserDeactivateInput], Awaitable[object]] = (
    domain.identity.deactivate
)
user_transfer_ownership: Callable[
    [Context, User, UserTransferOwnershipInput], Awaitable[object]
] = domain.identity.transfer_ownership
user_work: Callable[[Context, User, None], Awaitable[object]] = domain.identity.work
role_assignment_before_update: Callable[
    [Context, dict[str, Any], RoleAssignment | None], Awaitable[object]
] = domain.identity.keep_last_admin
role_assignment_before_delete: Callable[
    [Context, dict[str, Any], RoleAssignment | None], Awaitable[object]
] = domain.identity.keep_last_admin
