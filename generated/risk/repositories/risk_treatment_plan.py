"""The repository of risk treatment plans. Generated from model/risk.yaml."""

from typing import Self

from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan
from generated.risk.resources.risk_treatment_plan import RISK_TREATMENT_PLAN
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RiskTreatmentPlanRepository(Repository[RiskTreatmentPlan]):
    """FastCRUD over risk treatment plans, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(RISK_TREATMENT_PLAN, reach, RiskTreatmentPlan, action)
