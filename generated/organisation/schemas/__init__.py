"""Bodies and answers. Generated from model/organisation.yaml."""

from generated.organisation.inputs.business_unit import BusinessUnitTreeOutput
from generated.organisation.inputs.project import (
    ProjectCancelInput,
    ProjectCompleteInput,
    ProjectDashboardOutput,
    ProjectPauseInput,
    ProjectPlanInput,
    ProjectResumeInput,
    ProjectStartInput,
)
from generated.organisation.schemas.business_unit import (
    BusinessUnitCreate,
    BusinessUnitPage,
    BusinessUnitRead,
    BusinessUnitUpdate,
)
from generated.organisation.schemas.company_profile import (
    CompanyProfileCreate,
    CompanyProfilePage,
    CompanyProfileRead,
    CompanyProfileUpdate,
)
from generated.organisation.schemas.project import (
    ProjectCreate,
    ProjectPage,
    ProjectRead,
    ProjectUpdate,
)

__all__ = [
    "BusinessUnitCreate",
    "BusinessUnitPage",
    "BusinessUnitRead",
    "BusinessUnitTreeOutput",
    "BusinessUnitUpdate",
    "CompanyProfileCreate",
    "CompanyProfilePage",
    "CompanyProfileRead",
    "CompanyProfileUpdate",
    "ProjectCancelInput",
    "ProjectCompleteInput",
    "ProjectCreate",
    "ProjectDashboardOutput",
    "ProjectPage",
    "ProjectPauseInput",
    "ProjectPlanInput",
    "ProjectRead",
    "ProjectResumeInput",
    "ProjectStartInput",
    "ProjectUpdate",
]
