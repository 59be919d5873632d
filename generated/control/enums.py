"""The words of Controls and mappings. Generated from model/control.yaml."""

from enum import StrEnum


class Maturity(StrEnum):
    """Maturity."""

    NONE = "none"
    INITIAL = "initial"
    MANAGED = "managed"
    DEFINED = "defined"
    MEASURED = "measured"
    OPTIMISING = "optimising"


class ControlDomain(StrEnum):
    """Control domain."""

    GOVERNANCE = "governance"
    PRIVACY = "privacy"
    IDENTITY_ACCESS = "identity_access"
    CRYPTOGRAPHY = "cryptography"
    DEVELOPMENT = "development"
    OPERATIONS = "operations"
    AI = "ai"
    SUPPLIER = "supplier"
    CONTINUITY = "continuity"
    PHYSICAL = "physical"
    PEOPLE = "people"
    AUDIT_LOGGING = "audit_logging"


class ControlKind(StrEnum):
    """Control kind."""

    PREVENTIVE = "preventive"
    DETECTIVE = "detective"
    CORRECTIVE = "corrective"
    COMPENSATING = "compensating"
    DETERRENT = "deterrent"
    RECOVERY = "recovery"


class ControlNature(StrEnum):
    """Control nature."""

    POLICY = "policy"
    PROCESS = "process"
    TECHNICAL = "technical"
    PHYSICAL = "physical"


class ControlAutomation(StrEnum):
    """Control automation."""

    MANUAL = "manual"
    SEMI_AUTOMATED = "semi_automated"
    AUTOMATED = "automated"


class ControlFrequency(StrEnum):
    """Control frequency."""

    CONTINUOUS = "continuous"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ON_EVENT = "on_event"


class ControlEffort(StrEnum):
    """Control effort."""

    XS = "xs"
    S = "s"
    M = "m"
    L = "l"
    XL = "xl"


class ControlStatus(StrEnum):
    """Control status."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    IMPLEMENTED = "implemented"
    EFFECTIVE = "effective"
    INEFFECTIVE = "ineffective"
    RETIRED = "retired"


class ControlMappingCoverage(StrEnum):
    """Control mapping coverage."""

    FULL = "full"
    PARTIAL = "partial"
    SUPPORTING = "supporting"


class ControlMappingStatus(StrEnum):
    """Control mapping status."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
