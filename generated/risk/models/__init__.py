"""The tables. Generated from model/risk.yaml."""

from generated.risk.models.risk import Risk
from generated.risk.models.risk_acceptance import RiskAcceptance
from generated.risk.models.risk_matrix import RiskMatrix
from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan

__all__ = [
    "Risk",
    "RiskAcceptance",
    "RiskMatrix",
    "RiskTreatmentPlan",
]
