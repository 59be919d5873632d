"""The words of Evidence. Generated from model/evidence.yaml."""

from enum import StrEnum


class Confidentiality(StrEnum):
    """Confidentiality."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"


class EvidenceKind(StrEnum):
    """Evidence kind."""

    DOCUMENT = "document"
    SCREENSHOT = "screenshot"
    LOG = "log"
    CONFIGURATION = "configuration"
    REPORT = "report"
    CERTIFICATE = "certificate"
    ATTESTATION = "attestation"
    LINK = "link"
    CI_ARTIFACT = "ci_artifact"


class EvidenceSource(StrEnum):
    """Evidence source."""

    MANUAL = "manual"
    API = "api"
    CI = "ci"
    INTEGRATION = "integration"


class EvidenceStatus(StrEnum):
    """Evidence status."""

    REQUESTED = "requested"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"
