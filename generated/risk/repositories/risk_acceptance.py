"""The repository of risk acceptances. Generated from model/risk.yaml."""

from typing import Self

from generated.risk.models.risk_acceptance import RiskAcceptance
from generated.risk.resources.risk_acceptance import RISK_ACCEPTANCE
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RiskAcceptanceRepository(Repository[RiskAcceptance]):
    """FastCRUD over risk acceptances, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(RISK_ACCEPTANCE, reach, RiskAcceptance, action)
