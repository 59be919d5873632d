"""The repository of risks. Generated from model/risk.yaml."""

from typing import Self

from generated.risk.models.risk import Risk
from generated.risk.resources.risk import RISK
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RiskRepository(Repository[Risk]):
    """FastCRUD over risks, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(RISK, reach, Risk, action)
