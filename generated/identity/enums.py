"""The words of Identity and access. Generated from model/identity.yaml."""

from enum import StrEnum


class Role(StrEnum):
    """Role."""

    PUBLIC = "public"
    ADMIN = "admin"
    COMPLIANCE_MANAGER = "compliance_manager"
    RISK_OWNER = "risk_owner"
    CONTROL_OWNER = "control_owner"
    AUDITOR = "auditor"
    DPO = "dpo"
    VENDOR_MANAGER = "vendor_manager"
    AI_OFFICER = "ai_officer"
    TOP_MANAGEMENT = "top_management"
    CONTRIBUTOR = "contributor"
    RESPONDENT = "respondent"
    VIEWER = "viewer"
    SERVICE = "service"


class UserKind(StrEnum):
    """User kind."""

    HUMAN = "human"
    SERVICE = "service"


class RefreshTokenRevokeReason(StrEnum):
    """Refresh token revoke reason."""

    LOGOUT = "logout"
    ROTATION_REUSE = "rotation_reuse"
    ADMIN = "admin"
    PASSWORD_CHANGE = "password_change"
    EXPIRED = "expired"


class AuditEventOutcome(StrEnum):
    """Audit event outcome."""

    SUCCESS = "success"
    DENIED = "denied"
    FAILED = "failed"


class AuditEventSource(StrEnum):
    """Audit event source."""

    API = "api"
    CLI = "cli"
    JOB = "job"
    SQL = "sql"
