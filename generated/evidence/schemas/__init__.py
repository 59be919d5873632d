"""Bodies and answers. Generated from model/evidence.yaml."""

from generated.evidence.inputs.evidence import (
    EvidenceApproveInput,
    EvidenceExpiringInput,
    EvidenceFulfilInput,
    EvidenceRejectInput,
    EvidenceRenewInput,
    EvidenceRequestInput,
    EvidenceSubmitInput,
)
from generated.evidence.schemas.evidence import (
    EvidenceCreate,
    EvidencePage,
    EvidenceRead,
    EvidenceUpdate,
)

__all__ = [
    "EvidenceApproveInput",
    "EvidenceCreate",
    "EvidenceExpiringInput",
    "EvidenceFulfilInput",
    "EvidencePage",
    "EvidenceRead",
    "EvidenceRejectInput",
    "EvidenceRenewInput",
    "EvidenceRequestInput",
    "EvidenceSubmitInput",
    "EvidenceUpdate",
]
