"""The repository of requirements. Generated from model/regulation.yaml."""

from typing import Self

from generated.regulation.models.requirement import Requirement
from generated.regulation.resources.requirement import REQUIREMENT
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RequirementRepository(Repository[Requirement]):
    """FastCRUD over requirements, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(REQUIREMENT, reach, Requirement, action)
