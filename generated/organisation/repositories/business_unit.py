"""The repository of business units. Generated from model/organisation.yaml."""

from typing import Self

from generated.organisation.models.business_unit import BusinessUnit
from generated.organisation.resources.business_unit import BUSINESS_UNIT
from runtime.policy.reach import Reach
from runtime.repository import Repository


class BusinessUnitRepository(Repository[BusinessUnit]):
    """FastCRUD over business units, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(BUSINESS_UNIT, reach, BusinessUnit, action)
