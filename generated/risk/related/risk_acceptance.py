"""What lists ask of risk acceptances that rows refer to. Generated from model/risk.yaml."""

from __future__ import annotations

from generated.risk.enums import RiskAcceptanceStatus
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, absent


class RiskAcceptanceRelated(Parameters):
    """What is asked of the risk acceptance that a row refers to."""

    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    valid_until__gte: Day = absent()
    valid_until__lte: Day = absent()
    status: RiskAcceptanceStatus = absent()
    status__ne: RiskAcceptanceStatus = absent()
    status__in: Several[RiskAcceptanceStatus] = absent()
