"""The routes of company profiles. Generated from model/organisation.yaml."""

from typing import Annotated

from fastapi import Query

from generated.identity.schemas.audit_event import AuditEventPage
from generated.organisation.filters.business_unit import BusinessUnitFilters
from generated.organisation.filters.company_profile import (
    CompanyProfileHistoryQuery,
    CompanyProfileListQuery,
    CompanyProfileRowQuery,
)
from generated.organisation.groups.company_profile import (
    CompanyProfileAggregate,
    CompanyProfileAggregateQuery,
)
from generated.organisation.resources.company_profile import COMPANY_PROFILE
from generated.organisation.schemas.business_unit import BusinessUnitPage
from generated.organisation.schemas.company_profile import (
    CompanyProfileCreate,
    CompanyProfilePage,
    CompanyProfileRead,
    CompanyProfileUpdate,
)
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(COMPANY_PROFILE, tag="organisation")


@router.list_rows(CompanyProfilePage)
async def list_company_profiles(parameters: Annotated[CompanyProfileListQuery, Query()]) -> None:
    """List company profiles, a page at a time."""


@router.create_row(CompanyProfileRead)
async def create_company_profile(body: CompanyProfileCreate) -> None:
    """Add a company profile."""


@router.aggregate_rows(CompanyProfileAggregate)
async def aggregate_company_profiles(
    parameters: Annotated[CompanyProfileAggregateQuery, Query()],
) -> None:
    """Count and measure company profiles in groups."""


@router.get_row(CompanyProfileRead)
async def get_company_profile(
    id: RowId, parameters: Annotated[CompanyProfileRowQuery, Query()]
) -> None:
    """Read a company profile."""


@router.update_row(CompanyProfileRead)
async def update_company_profile(id: RowId, body: CompanyProfileUpdate) -> None:
    """Change a company profile."""


@router.delete_row()
async def delete_company_profile(id: RowId) -> None:
    """Delete a company profile."""


@router.history_of_row(AuditEventPage)
async def list_history_of_company_profile(
    id: RowId, parameters: Annotated[CompanyProfileHistoryQuery, Query()]
) -> None:
    """List what happened to a company profile, newest first."""


@router.related("business_units", BusinessUnitPage)
async def list_business_units_of_company_profile(
    id: RowId, parameters: Annotated[BusinessUnitFilters, Query()]
) -> None:
    """List the business units of a company profile."""
