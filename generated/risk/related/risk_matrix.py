"""What lists ask of risk matrices that rows refer to. Generated from model/risk.yaml."""

from __future__ import annotations

from generated.risk.enums import RiskMatrixStatus
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, Int32, absent


class RiskMatrixRelated(Parameters):
    """What is asked of the risk matrix that a row refers to."""

    name: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__contains: TextParameter = absent()
    size__gte: Int32 = absent()
    size__lte: Int32 = absent()
    approved_on__gte: Day = absent()
    approved_on__lte: Day = absent()
    status: RiskMatrixStatus = absent()
    status__ne: RiskMatrixStatus = absent()
    status__in: Several[RiskMatrixStatus] = absent()
