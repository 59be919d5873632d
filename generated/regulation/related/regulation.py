"""What lists ask of regulations that rows refer to. Generated from model/regulation.yaml."""

from __future__ import annotations

from generated.regulation.enums import (
    RegulationContentLicence,
    RegulationKind,
    RegulationStatus,
    RegulationTopic,
)
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, absent


class RegulationRelated(Parameters):
    """What is asked of the regulation that a row refers to."""

    code: TextParameter = absent()
    code__in: Several[TextParameter] = absent()
    code__contains: TextParameter = absent()
    edition: TextParameter = absent()
    edition__in: Several[TextParameter] = absent()
    edition__contains: TextParameter = absent()
    name: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__contains: TextParameter = absent()
    kind: RegulationKind = absent()
    kind__ne: RegulationKind = absent()
    kind__in: Several[RegulationKind] = absent()
    topic: RegulationTopic = absent()
    topic__ne: RegulationTopic = absent()
    topic__in: Several[RegulationTopic] = absent()
    jurisdiction: TextParameter = absent()
    jurisdiction__in: Several[TextParameter] = absent()
    jurisdiction__contains: TextParameter = absent()
    issuer: TextParameter = absent()
    issuer__in: Several[TextParameter] = absent()
    issuer__contains: TextParameter = absent()
    celex_id: TextParameter = absent()
    celex_id__in: Several[TextParameter] = absent()
    celex_id__contains: TextParameter = absent()
    effective_from__gte: Day = absent()
    effective_from__lte: Day = absent()
    effective_until__gte: Day = absent()
    effective_until__lte: Day = absent()
    content_licence: RegulationContentLicence = absent()
    content_licence__ne: RegulationContentLicence = absent()
    content_licence__in: Several[RegulationContentLicence] = absent()
    status: RegulationStatus = absent()
    status__ne: RegulationStatus = absent()
    status__in: Several[RegulationStatus] = absent()
