"""The words of Regulations and requirements. Generated from model/regulation.yaml."""

from enum import StrEnum


class RegulationKind(StrEnum):
    """Regulation kind."""

    EU_REGULATION = "eu_regulation"
    EU_DIRECTIVE = "eu_directive"
    NATIONAL_LAW = "national_law"
    STANDARD = "standard"
    GUIDELINE = "guideline"
    CONTRACT = "contract"
    INTERNAL = "internal"


class RegulationTopic(StrEnum):
    """Regulation topic."""

    PRIVACY = "privacy"
    SECURITY = "security"
    AI = "ai"
    RESILIENCE = "resilience"
    FINANCE = "finance"
    HEALTH = "health"
    PRODUCT = "product"
    OTHER = "other"


class RegulationContentLicence(StrEnum):
    """Regulation content licence."""

    PUBLIC_DOMAIN = "public_domain"
    EU_REUSE = "eu_reuse"
    TITLES_ONLY = "titles_only"
    OWN_TEXT = "own_text"
    RESTRICTED = "restricted"


class RegulationStatus(StrEnum):
    """Regulation status."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


class RequirementLevel(StrEnum):
    """Requirement level."""

    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    CLAUSE = "clause"
    CONTROL = "control"
    ENHANCEMENT = "enhancement"
    OUTCOME = "outcome"


class RequirementImportance(StrEnum):
    """Requirement importance."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class RequirementApplicability(StrEnum):
    """Requirement applicability."""

    APPLICABLE = "applicable"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"


class RequirementStatus(StrEnum):
    """Requirement status."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
