"""What lists ask of risk treatment plans that rows refer to. Generated from model/risk.yaml."""

from __future__ import annotations

from generated.risk.enums import RiskLevel, RiskTreatmentPlanStatus, RiskTreatmentPlanStrategy
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, DecimalText, Int32, absent


class RiskTreatmentPlanRelated(Parameters):
    """What is asked of the risk treatment plan that a row refers to."""

    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    strategy: RiskTreatmentPlanStrategy = absent()
    strategy__ne: RiskTreatmentPlanStrategy = absent()
    strategy__in: Several[RiskTreatmentPlanStrategy] = absent()
    priority: RiskLevel = absent()
    priority__ne: RiskLevel = absent()
    priority__in: Several[RiskLevel] = absent()
    start_date__gte: Day = absent()
    start_date__lte: Day = absent()
    target_date__gte: Day = absent()
    target_date__lte: Day = absent()
    completed_on__gte: Day = absent()
    completed_on__lte: Day = absent()
    budget__gte: DecimalText = absent()
    budget__lte: DecimalText = absent()
    progress__gte: Int32 = absent()
    progress__lte: Int32 = absent()
    expected_likelihood__gte: Int32 = absent()
    expected_likelihood__lte: Int32 = absent()
    expected_impact__gte: Int32 = absent()
    expected_impact__lte: Int32 = absent()
    expected_score__gte: Int32 = absent()
    expected_score__lte: Int32 = absent()
    status: RiskTreatmentPlanStatus = absent()
    status__ne: RiskTreatmentPlanStatus = absent()
    status__in: Several[RiskTreatmentPlanStatus] = absent()
