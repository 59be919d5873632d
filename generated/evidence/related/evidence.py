"""What lists ask of evidence that rows refer to. Generated from model/evidence.yaml."""

from __future__ import annotations

from generated.evidence.enums import Confidentiality, EvidenceKind, EvidenceSource, EvidenceStatus
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, absent


class EvidenceRelated(Parameters):
    """What is asked of the evidence that a row refers to."""

    ref: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__contains: TextParameter = absent()
    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    kind: EvidenceKind = absent()
    kind__ne: EvidenceKind = absent()
    kind__in: Several[EvidenceKind] = absent()
    source: EvidenceSource = absent()
    source__ne: EvidenceSource = absent()
    source__in: Several[EvidenceSource] = absent()
    confidentiality: Confidentiality = absent()
    confidentiality__ne: Confidentiality = absent()
    confidentiality__in: Several[Confidentiality] = absent()
    period_start__gte: Day = absent()
    period_start__lte: Day = absent()
    period_end__gte: Day = absent()
    period_end__lte: Day = absent()
    collected_on__gte: Day = absent()
    collected_on__lte: Day = absent()
    valid_until__gte: Day = absent()
    valid_until__lte: Day = absent()
    status: EvidenceStatus = absent()
    status__ne: EvidenceStatus = absent()
    status__in: Several[EvidenceStatus] = absent()
