"""Groups of company profiles. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from generated.organisation.enums import (
    CompanyProfileBusinessModel,
    CompanyProfileIndustry,
    HeadcountBand,
    RevenueBand,
)
from generated.organisation.filters.company_profile import SORTABLE, CompanyProfileConditions
from runtime.parameters import PastParameters, groups_of, measures_of
from runtime.types import ResponseBody, absent

TIMES = ("created_at", "updated_at")

MEASURES = (
    "count",
    "min_created_at",
    "max_created_at",
    "min_updated_at",
    "max_updated_at",
    "sum_version",
    "avg_version",
    "min_version",
    "max_version",
    "min_legal_name",
    "max_legal_name",
    "min_legal_form",
    "max_legal_form",
    "min_registration_number",
    "max_registration_number",
    "min_vat_id",
    "max_vat_id",
    "min_employee_band",
    "max_employee_band",
    "min_annual_revenue_band",
    "max_annual_revenue_band",
    "min_country",
    "max_country",
    "min_website",
    "max_website",
    "min_dpo_name",
    "max_dpo_name",
    "min_dpo_email",
    "max_dpo_email",
    "min_supervisory_authority",
    "max_supervisory_authority",
    "sum_completeness",
    "avg_completeness",
    "min_completeness",
    "max_completeness",
)


class CompanyProfileAggregateQuery(CompanyProfileConditions, PastParameters):
    """What groups of company profiles are asked for by."""

    group_by: Annotated[str, groups_of(*SORTABLE, times=TIMES)] = absent()
    measures: Annotated[str, measures_of(*MEASURES)] = "count"


class CompanyProfileAggregateGroup(ResponseBody):
    """A group of company profiles: what it is grouped by, and what was measured."""

    id: UUID | None = absent()
    created_at: datetime | None = absent()
    updated_at: datetime | None = absent()
    version: int | None = absent()
    legal_name: str | None = absent()
    legal_form: str | None = absent()
    registration_number: str | None = absent()
    vat_id: str | None = absent()
    industry: CompanyProfileIndustry | None = absent()
    business_model: CompanyProfileBusinessModel | None = absent()
    employee_band: HeadcountBand | None = absent()
    annual_revenue_band: RevenueBand | None = absent()
    country: str | None = absent()
    website: str | None = absent()
    processes_special_categories: bool | None = absent()
    uses_ai: bool | None = absent()
    is_critical_infrastructure: bool | None = absent()
    transfers_outside_eea: bool | None = absent()
    dpo_required: bool | None = absent()
    dpo_name: str | None = absent()
    dpo_email: str | None = absent()
    supervisory_authority: str | None = absent()
    completeness: int | None = absent()
    compliance_contact_id: UUID | None = absent()
    dpo_user_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    count: int = absent()
    min_created_at: datetime | None = absent()
    max_created_at: datetime | None = absent()
    min_updated_at: datetime | None = absent()
    max_updated_at: datetime | None = absent()
    sum_version: int | None = absent()
    avg_version: float | None = absent()
    min_version: int | None = absent()
    max_version: int | None = absent()
    min_legal_name: str | None = absent()
    max_legal_name: str | None = absent()
    min_legal_form: str | None = absent()
    max_legal_form: str | None = absent()
    min_registration_number: str | None = absent()
    max_registration_number: str | None = absent()
    min_vat_id: str | None = absent()
    max_vat_id: str | None = absent()
    min_employee_band: HeadcountBand | None = absent()
    max_employee_band: HeadcountBand | None = absent()
    min_annual_revenue_band: RevenueBand | None = absent()
    max_annual_revenue_band: RevenueBand | None = absent()
    min_country: str | None = absent()
    max_country: str | None = absent()
    min_website: str | None = absent()
    max_website: str | None = absent()
    min_dpo_name: str | None = absent()
    max_dpo_name: str | None = absent()
    min_dpo_email: str | None = absent()
    max_dpo_email: str | None = absent()
    min_supervisory_authority: str | None = absent()
    max_supervisory_authority: str | None = absent()
    sum_completeness: int | None = absent()
    avg_completeness: float | None = absent()
    min_completeness: int | None = absent()
    max_completeness: int | None = absent()


class CompanyProfileAggregate(ResponseBody):
    """Groups of company profiles, in the order of what they are grouped by."""

    groups: list[CompanyProfileAggregateGroup]
