"""The tables. Generated from model/identity.yaml."""

from generated.identity.models.audit_event import AuditEvent
from generated.identity.models.refresh_token import RefreshToken
from generated.identity.models.role_assignment import RoleAssignment
from generated.identity.models.user import User

__all__ = [
    "AuditEvent",
    "RefreshToken",
    "RoleAssignment",
    "User",
]
