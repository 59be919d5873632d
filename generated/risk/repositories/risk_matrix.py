"""The repository of risk matrices. Generated from model/risk.yaml."""

from typing import Self

from generated.risk.models.risk_matrix import RiskMatrix
from generated.risk.resources.risk_matrix import RISK_MATRIX
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RiskMatrixRepository(Repository[RiskMatrix]):
    """FastCRUD over risk matrices, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(RISK_MATRIX, reach, RiskMatrix, action)
