"""What the model expects of functions of domain/. Generated from model/evidence.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable

import domain.evidence
from generated.evidence.inputs.evidence import EvidenceExpiringInput, EvidenceRequestInput
from generated.evidence.models.evidence import Evidence
from runtime.domain_api import Context

evidence_expire: Callable[[Context, Evidence, None], Awaitable[object]] = (
    domain.evidence.open_renewal
)
evidence_request: Callable[[Context, EvidenceRequestInput], Awaitable[object]] = (
    domain.evidence.request
)
evidence_expiring: Callable[[Context, EvidenceExpiringInput], Awaitable[object]] = (
    domain.evidence.expiring
)
