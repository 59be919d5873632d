"""The repository of company profiles. Generated from model/organisation.yaml."""

from typing import Self

from generated.organisation.models.company_profile import CompanyProfile
from generated.organisation.resources.company_profile import COMPANY_PROFILE
from runtime.policy.reach import Reach
from runtime.repository import Repository


class CompanyProfileRepository(Repository[CompanyProfile]):
    """FastCRUD over company profiles, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(COMPANY_PROFILE, reach, CompanyProfile, action)
