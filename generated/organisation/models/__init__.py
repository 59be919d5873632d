"""The tables. Generated from model/organisation.yaml."""

from generated.organisation.models.business_unit import BusinessUnit
from generated.organisation.models.company_profile import CompanyProfile
from generated.organisation.models.project import Project

__all__ = [
    "BusinessUnit",
    "CompanyProfile",
    "Project",
]
