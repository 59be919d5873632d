"""The words of Risk management. Generated from model/risk.yaml."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """Risk level."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class RiskCategory(StrEnum):
    """Risk category."""

    STRATEGIC = "strategic"
    OPERATIONAL = "operational"
    COMPLIANCE = "compliance"
    FINANCIAL = "financial"
    TECHNOLOGY = "technology"
    PRIVACY = "privacy"
    AI = "ai"
    SUPPLIER = "supplier"
    PEOPLE = "people"
    REPUTATION = "reputation"


class RiskSource(StrEnum):
    """Risk source."""

    ASSESSMENT = "assessment"
    INCIDENT = "incident"
    AUDIT = "audit"
    VENDOR = "vendor"
    DPIA = "dpia"
    AI_ASSESSMENT = "ai_assessment"
    OTHER = "other"


class RiskTreatment(StrEnum):
    """Risk treatment."""

    UNDECIDED = "undecided"
    MITIGATE = "mitigate"
    ACCEPT = "accept"
    TRANSFER = "transfer"
    AVOID = "avoid"


class RiskStatus(StrEnum):
    """Risk status."""

    IDENTIFIED = "identified"
    ASSESSED = "assessed"
    IN_TREATMENT = "in_treatment"
    TREATED = "treated"
    ACCEPTED = "accepted"
    MONITORED = "monitored"
    CLOSED = "closed"


class RiskMatrixStatus(StrEnum):
    """Risk matrix status."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class RiskTreatmentPlanStrategy(StrEnum):
    """Risk treatment plan strategy."""

    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    AVOID = "avoid"


class RiskTreatmentPlanStatus(StrEnum):
    """Risk treatment plan status."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class RiskAcceptanceStatus(StrEnum):
    """Risk acceptance status."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"
    EXPIRED = "expired"
