"""The repository of regulations. Generated from model/regulation.yaml."""

from typing import Self

from generated.regulation.models.regulation import Regulation
from generated.regulation.resources.regulation import REGULATION
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RegulationRepository(Repository[Regulation]):
    """FastCRUD over regulations, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(REGULATION, reach, Regulation, action)
