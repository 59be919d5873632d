"""The words of Organisation and projects. Generated from model/organisation.yaml."""

from enum import StrEnum


class HeadcountBand(StrEnum):
    """Headcount band."""

    UNDER_10 = "under_10"
    FROM_10_TO_49 = "from_10_to_49"
    FROM_50_TO_249 = "from_50_to_249"
    FROM_250_TO_999 = "from_250_to_999"
    FROM_1000 = "from_1000"


class RevenueBand(StrEnum):
    """Revenue band."""

    UNDER_2M = "under_2m"
    FROM_2M_TO_10M = "from_2m_to_10m"
    FROM_10M_TO_50M = "from_10m_to_50m"
    OVER_50M = "over_50m"


class CompanyProfileIndustry(StrEnum):
    """Company profile industry."""

    SOFTWARE = "software"
    FINANCE = "finance"
    HEALTH = "health"
    MANUFACTURING = "manufacturing"
    PUBLIC = "public"
    EDUCATION = "education"
    RETAIL = "retail"
    ENERGY = "energy"
    TELECOM = "telecom"
    OTHER = "other"


class CompanyProfileBusinessModel(StrEnum):
    """Company profile business model."""

    B2B = "b2b"
    B2C = "b2c"
    B2B2C = "b2b2c"
    B2G = "b2g"


class BusinessUnitKind(StrEnum):
    """Business unit kind."""

    DEPARTMENT = "department"
    SUBSIDIARY = "subsidiary"
    LOCATION = "location"
    TEAM = "team"


class ProjectKind(StrEnum):
    """Project kind."""

    CERTIFICATION = "certification"
    IMPLEMENTATION = "implementation"
    PRODUCT = "product"
    REMEDIATION = "remediation"
    ASSESSMENT = "assessment"


class ProjectHealth(StrEnum):
    """Project health."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class ProjectStatus(StrEnum):
    """Project status."""

    DRAFT = "draft"
    PLANNED = "planned"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
