"""Bodies and answers of company profiles. Generated from model/organisation.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.organisation.enums import (
    CompanyProfileBusinessModel,
    CompanyProfileIndustry,
    HeadcountBand,
    RevenueBand,
)
from runtime.types import Country, Email, Id, RequestBody, ResponseBody, Text, Url, absent


class CompanyProfileCreate(RequestBody):
    """A new company profile."""

    legal_name: Annotated[Text, Field(max_length=250)]
    legal_form: Annotated[Text, Field(max_length=60)] | None = None
    registration_number: Annotated[Text, Field(max_length=60)] | None = None
    vat_id: Annotated[Text, Field(max_length=30)] | None = None
    industry: CompanyProfileIndustry
    business_model: CompanyProfileBusinessModel
    employee_band: HeadcountBand
    annual_revenue_band: RevenueBand | None = None
    country: Country
    operating_countries: Annotated[list[Country], Field(max_length=250)] | None = None
    target_markets: (
        Annotated[list[Annotated[Text, Field(max_length=80)]], Field(max_length=50)] | None
    ) = None
    website: Annotated[Url, Field(max_length=500)] | None = None
    processes_special_categories: bool = False
    uses_ai: bool = False
    is_critical_infrastructure: bool = False
    transfers_outside_eea: bool = False
    dpo_name: Annotated[
        Annotated[Text, Field(max_length=200)] | None, Field(json_schema_extra={"x-personal": True})
    ] = None
    dpo_email: Annotated[
        Annotated[Email, Field(max_length=254)] | None,
        Field(json_schema_extra={"x-personal": True}),
    ] = None
    supervisory_authority: Annotated[Text, Field(max_length=200)] | None = None
    compliance_contact_id: Id | None = None
    dpo_user_id: Id | None = None


class CompanyProfileUpdate(RequestBody):
    """What changes of a company profile (RFC 7396)."""

    legal_name: Annotated[Text, Field(max_length=250)] = absent()
    legal_form: Annotated[Text, Field(max_length=60)] | None = absent()
    registration_number: Annotated[Text, Field(max_length=60)] | None = absent()
    vat_id: Annotated[Text, Field(max_length=30)] | None = absent()
    industry: CompanyProfileIndustry = absent()
    business_model: CompanyProfileBusinessModel = absent()
    employee_band: HeadcountBand = absent()
    annual_revenue_band: RevenueBand | None = absent()
    country: Country = absent()
    operating_countries: Annotated[list[Country], Field(max_length=250)] | None = absent()
    target_markets: (
        Annotated[list[Annotated[Text, Field(max_length=80)]], Field(max_length=50)] | None
    ) = absent()
    website: Annotated[Url, Field(max_length=500)] | None = absent()
    processes_special_categories: bool = absent()
    uses_ai: bool = absent()
    is_critical_infrastructure: bool = absent()
    transfers_outside_eea: bool = absent()
    dpo_name: Annotated[
        Annotated[Text, Field(max_length=200)] | None, Field(json_schema_extra={"x-personal": True})
    ] = absent()
    dpo_email: Annotated[
        Annotated[Email, Field(max_length=254)] | None,
        Field(json_schema_extra={"x-personal": True}),
    ] = absent()
    supervisory_authority: Annotated[Text, Field(max_length=200)] | None = absent()
    compliance_contact_id: Id | None = absent()
    dpo_user_id: Id | None = absent()


class CompanyProfileRead(ResponseBody):
    """The facts about the company that decide which rules apply to it."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    legal_name: str = absent()
    legal_form: str | None = absent()
    registration_number: str | None = absent()
    vat_id: str | None = absent()
    industry: CompanyProfileIndustry = absent()
    business_model: CompanyProfileBusinessModel = absent()
    employee_band: HeadcountBand = absent()
    annual_revenue_band: RevenueBand | None = absent()
    country: str = absent()
    operating_countries: list[str] | None = absent()
    target_markets: list[str] | None = absent()
    website: str | None = absent()
    processes_special_categories: bool = absent()
    uses_ai: bool = absent()
    is_critical_infrastructure: bool = absent()
    transfers_outside_eea: bool = absent()
    dpo_required: Annotated[
        bool | None,
        Field(
            description="A hint from size, sector and kind of data; the answer is a legal question."
        ),
    ] = absent()
    dpo_name: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    dpo_email: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    supervisory_authority: str | None = absent()
    completeness: Annotated[
        int | None,
        Field(description="Percent of the five facts that documents about the company need."),
    ] = absent()
    compliance_contact_id: UUID | None = absent()
    dpo_user_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    compliance_contact: UserRead | None = absent()
    dpo_user: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    business_units: list[BusinessUnitRead] = absent()
    business_units_next_cursor: str | None = absent()


class CompanyProfilePage(ResponseBody):
    """A page of company profiles."""

    items: list[CompanyProfileRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
