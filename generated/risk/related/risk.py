"""What lists ask of risks that rows refer to. Generated from model/risk.yaml."""

from __future__ import annotations

from generated.risk.enums import RiskCategory, RiskLevel, RiskSource, RiskStatus, RiskTreatment
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, Int32, absent


class RiskRelated(Parameters):
    """What is asked of the risk that a row refers to."""

    ref: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__contains: TextParameter = absent()
    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    category: RiskCategory = absent()
    category__ne: RiskCategory = absent()
    category__in: Several[RiskCategory] = absent()
    source: RiskSource = absent()
    source__ne: RiskSource = absent()
    source__in: Several[RiskSource] = absent()
    inherent_likelihood__gte: Int32 = absent()
    inherent_likelihood__lte: Int32 = absent()
    inherent_impact__gte: Int32 = absent()
    inherent_impact__lte: Int32 = absent()
    inherent_score__gte: Int32 = absent()
    inherent_score__lte: Int32 = absent()
    inherent_level: RiskLevel = absent()
    inherent_level__ne: RiskLevel = absent()
    inherent_level__in: Several[RiskLevel] = absent()
    residual_likelihood__gte: Int32 = absent()
    residual_likelihood__lte: Int32 = absent()
    residual_impact__gte: Int32 = absent()
    residual_impact__lte: Int32 = absent()
    residual_score__gte: Int32 = absent()
    residual_score__lte: Int32 = absent()
    residual_level: RiskLevel = absent()
    residual_level__ne: RiskLevel = absent()
    residual_level__in: Several[RiskLevel] = absent()
    current_score__gte: Int32 = absent()
    current_score__lte: Int32 = absent()
    treatment: RiskTreatment = absent()
    treatment__ne: RiskTreatment = absent()
    treatment__in: Several[RiskTreatment] = absent()
    above_appetite: bool = absent()
    affects_confidentiality: bool = absent()
    affects_integrity: bool = absent()
    affects_availability: bool = absent()
    involves_personal_data: bool = absent()
    review_interval_days__gte: Int32 = absent()
    review_interval_days__lte: Int32 = absent()
    next_review_on__gte: Day = absent()
    next_review_on__lte: Day = absent()
    closed_on__gte: Day = absent()
    closed_on__lte: Day = absent()
    status: RiskStatus = absent()
    status__ne: RiskStatus = absent()
    status__in: Several[RiskStatus] = absent()
