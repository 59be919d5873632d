"""Query strings of company profiles. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.organisation.enums import (
    CompanyProfileBusinessModel,
    CompanyProfileIndustry,
    HeadcountBand,
    RevenueBand,
)
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    PageParameters,
    Parameters,
    PastParameters,
    SearchParameter,
    Several,
    TextParameter,
    name_of,
    names_of,
    order_by,
    over,
    paths,
    relations_of,
)
from runtime.types import Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "legal_name",
    "legal_form",
    "registration_number",
    "vat_id",
    "industry",
    "business_model",
    "employee_band",
    "annual_revenue_band",
    "country",
    "operating_countries",
    "target_markets",
    "website",
    "processes_special_categories",
    "uses_ai",
    "is_critical_infrastructure",
    "transfers_outside_eea",
    "dpo_required",
    "dpo_name",
    "dpo_email",
    "supervisory_authority",
    "completeness",
    "compliance_contact_id",
    "dpo_user_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "legal_name",
    "legal_form",
    "registration_number",
    "vat_id",
    "industry",
    "business_model",
    "employee_band",
    "annual_revenue_band",
    "country",
    "website",
    "processes_special_categories",
    "uses_ai",
    "is_critical_infrastructure",
    "transfers_outside_eea",
    "dpo_required",
    "dpo_name",
    "dpo_email",
    "supervisory_authority",
    "completeness",
    "compliance_contact_id",
    "dpo_user_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("compliance_contact", "dpo_user", "created_by", "updated_by", "business_units")

RELATED: dict[str, type[Parameters]] = {
    "compliance_contact": UserRelated,
    "dpo_user": UserRelated,
}


class CompanyProfileSelection(Parameters):
    """What an answer carries of a company profile."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class CompanyProfileConditions(FilterParameters):
    """Which company profiles are asked for."""

    q: Annotated[
        SearchParameter,
        Field(description="Words to be found, the best fit first; as in web search engines."),
    ] = absent()
    id: Id = absent()
    id__ne: Id = absent()
    id__in: Several[Id] = absent()
    id__not_in: Several[Id] = absent()
    id__is_null: bool = absent()
    created_at: Instant = absent()
    created_at__ne: Instant = absent()
    created_at__in: Several[Instant] = absent()
    created_at__not_in: Several[Instant] = absent()
    created_at__gt: Instant = absent()
    created_at__gte: Instant = absent()
    created_at__lt: Instant = absent()
    created_at__lte: Instant = absent()
    created_at__is_null: bool = absent()
    updated_at: Instant = absent()
    updated_at__ne: Instant = absent()
    updated_at__in: Several[Instant] = absent()
    updated_at__not_in: Several[Instant] = absent()
    updated_at__gt: Instant = absent()
    updated_at__gte: Instant = absent()
    updated_at__lt: Instant = absent()
    updated_at__lte: Instant = absent()
    updated_at__is_null: bool = absent()
    version: Int32 = absent()
    version__ne: Int32 = absent()
    version__in: Several[Int32] = absent()
    version__not_in: Several[Int32] = absent()
    version__gt: Int32 = absent()
    version__gte: Int32 = absent()
    version__lt: Int32 = absent()
    version__lte: Int32 = absent()
    version__is_null: bool = absent()
    legal_name: TextParameter = absent()
    legal_name__ne: TextParameter = absent()
    legal_name__in: Several[TextParameter] = absent()
    legal_name__not_in: Several[TextParameter] = absent()
    legal_name__gt: TextParameter = absent()
    legal_name__gte: TextParameter = absent()
    legal_name__lt: TextParameter = absent()
    legal_name__lte: TextParameter = absent()
    legal_name__contains: TextParameter = absent()
    legal_name__starts_with: TextParameter = absent()
    legal_name__is_null: bool = absent()
    legal_form: TextParameter = absent()
    legal_form__ne: TextParameter = absent()
    legal_form__in: Several[TextParameter] = absent()
    legal_form__not_in: Several[TextParameter] = absent()
    legal_form__gt: TextParameter = absent()
    legal_form__gte: TextParameter = absent()
    legal_form__lt: TextParameter = absent()
    legal_form__lte: TextParameter = absent()
    legal_form__contains: TextParameter = absent()
    legal_form__starts_with: TextParameter = absent()
    legal_form__is_null: bool = absent()
    registration_number: TextParameter = absent()
    registration_number__ne: TextParameter = absent()
    registration_number__in: Several[TextParameter] = absent()
    registration_number__not_in: Several[TextParameter] = absent()
    registration_number__gt: TextParameter = absent()
    registration_number__gte: TextParameter = absent()
    registration_number__lt: TextParameter = absent()
    registration_number__lte: TextParameter = absent()
    registration_number__contains: TextParameter = absent()
    registration_number__starts_with: TextParameter = absent()
    registration_number__is_null: bool = absent()
    vat_id: TextParameter = absent()
    vat_id__ne: TextParameter = absent()
    vat_id__in: Several[TextParameter] = absent()
    vat_id__not_in: Several[TextParameter] = absent()
    vat_id__gt: TextParameter = absent()
    vat_id__gte: TextParameter = absent()
    vat_id__lt: TextParameter = absent()
    vat_id__lte: TextParameter = absent()
    vat_id__contains: TextParameter = absent()
    vat_id__starts_with: TextParameter = absent()
    vat_id__is_null: bool = absent()
    industry: CompanyProfileIndustry = absent()
    industry__ne: CompanyProfileIndustry = absent()
    industry__in: Several[CompanyProfileIndustry] = absent()
    industry__not_in: Several[CompanyProfileIndustry] = absent()
    industry__is_null: bool = absent()
    business_model: CompanyProfileBusinessModel = absent()
    business_model__ne: CompanyProfileBusinessModel = absent()
    business_model__in: Several[CompanyProfileBusinessModel] = absent()
    business_model__not_in: Several[CompanyProfileBusinessModel] = absent()
    business_model__is_null: bool = absent()
    employee_band: HeadcountBand = absent()
    employee_band__ne: HeadcountBand = absent()
    employee_band__in: Several[HeadcountBand] = absent()
    employee_band__not_in: Several[HeadcountBand] = absent()
    employee_band__gt: HeadcountBand = absent()
    employee_band__gte: HeadcountBand = absent()
    employee_band__lt: HeadcountBand = absent()
    employee_band__lte: HeadcountBand = absent()
    employee_band__is_null: bool = absent()
    annual_revenue_band: RevenueBand = absent()
    annual_revenue_band__ne: RevenueBand = absent()
    annual_revenue_band__in: Several[RevenueBand] = absent()
    annual_revenue_band__not_in: Several[RevenueBand] = absent()
    annual_revenue_band__gt: RevenueBand = absent()
    annual_revenue_band__gte: RevenueBand = absent()
    annual_revenue_band__lt: RevenueBand = absent()
    annual_revenue_band__lte: RevenueBand = absent()
    annual_revenue_band__is_null: bool = absent()
    country: TextParameter = absent()
    country__ne: TextParameter = absent()
    country__in: Several[TextParameter] = absent()
    country__not_in: Several[TextParameter] = absent()
    country__gt: TextParameter = absent()
    country__gte: TextParameter = absent()
    country__lt: TextParameter = absent()
    country__lte: TextParameter = absent()
    country__is_null: bool = absent()
    operating_countries__is_null: bool = absent()
    target_markets__is_null: bool = absent()
    website: TextParameter = absent()
    website__ne: TextParameter = absent()
    website__in: Several[TextParameter] = absent()
    website__not_in: Several[TextParameter] = absent()
    website__gt: TextParameter = absent()
    website__gte: TextParameter = absent()
    website__lt: TextParameter = absent()
    website__lte: TextParameter = absent()
    website__contains: TextParameter = absent()
    website__starts_with: TextParameter = absent()
    website__is_null: bool = absent()
    processes_special_categories: bool = absent()
    processes_special_categories__ne: bool = absent()
    processes_special_categories__is_null: bool = absent()
    uses_ai: bool = absent()
    uses_ai__ne: bool = absent()
    uses_ai__is_null: bool = absent()
    is_critical_infrastructure: bool = absent()
    is_critical_infrastructure__ne: bool = absent()
    is_critical_infrastructure__is_null: bool = absent()
    transfers_outside_eea: bool = absent()
    transfers_outside_eea__ne: bool = absent()
    transfers_outside_eea__is_null: bool = absent()
    dpo_required: bool = absent()
    dpo_required__ne: bool = absent()
    dpo_required__is_null: bool = absent()
    dpo_name: TextParameter = absent()
    dpo_name__ne: TextParameter = absent()
    dpo_name__in: Several[TextParameter] = absent()
    dpo_name__not_in: Several[TextParameter] = absent()
    dpo_name__gt: TextParameter = absent()
    dpo_name__gte: TextParameter = absent()
    dpo_name__lt: TextParameter = absent()
    dpo_name__lte: TextParameter = absent()
    dpo_name__contains: TextParameter = absent()
    dpo_name__starts_with: TextParameter = absent()
    dpo_name__is_null: bool = absent()
    dpo_email: TextParameter = absent()
    dpo_email__ne: TextParameter = absent()
    dpo_email__in: Several[TextParameter] = absent()
    dpo_email__not_in: Several[TextParameter] = absent()
    dpo_email__gt: TextParameter = absent()
    dpo_email__gte: TextParameter = absent()
    dpo_email__lt: TextParameter = absent()
    dpo_email__lte: TextParameter = absent()
    dpo_email__contains: TextParameter = absent()
    dpo_email__starts_with: TextParameter = absent()
    dpo_email__is_null: bool = absent()
    supervisory_authority: TextParameter = absent()
    supervisory_authority__ne: TextParameter = absent()
    supervisory_authority__in: Several[TextParameter] = absent()
    supervisory_authority__not_in: Several[TextParameter] = absent()
    supervisory_authority__gt: TextParameter = absent()
    supervisory_authority__gte: TextParameter = absent()
    supervisory_authority__lt: TextParameter = absent()
    supervisory_authority__lte: TextParameter = absent()
    supervisory_authority__contains: TextParameter = absent()
    supervisory_authority__starts_with: TextParameter = absent()
    supervisory_authority__is_null: bool = absent()
    completeness: Int32 = absent()
    completeness__ne: Int32 = absent()
    completeness__in: Several[Int32] = absent()
    completeness__not_in: Several[Int32] = absent()
    completeness__gt: Int32 = absent()
    completeness__gte: Int32 = absent()
    completeness__lt: Int32 = absent()
    completeness__lte: Int32 = absent()
    completeness__is_null: bool = absent()
    compliance_contact_id: Id = absent()
    compliance_contact_id__ne: Id = absent()
    compliance_contact_id__in: Several[Id] = absent()
    compliance_contact_id__not_in: Several[Id] = absent()
    compliance_contact_id__is_null: bool = absent()
    dpo_user_id: Id = absent()
    dpo_user_id__ne: Id = absent()
    dpo_user_id__in: Several[Id] = absent()
    dpo_user_id__not_in: Several[Id] = absent()
    dpo_user_id__is_null: bool = absent()
    created_by_id: Id = absent()
    created_by_id__ne: Id = absent()
    created_by_id__in: Several[Id] = absent()
    created_by_id__not_in: Several[Id] = absent()
    created_by_id__is_null: bool = absent()
    updated_by_id: Id = absent()
    updated_by_id__ne: Id = absent()
    updated_by_id__in: Several[Id] = absent()
    updated_by_id__not_in: Several[Id] = absent()
    updated_by_id__is_null: bool = absent()


class CompanyProfileFilters(CompanyProfileConditions, CompanyProfileSelection, ListParameters):
    """What a list of company profiles takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class CompanyProfileRowQuery(CompanyProfileSelection, PastParameters):
    """What reading a company profile takes."""


class CompanyProfileListQuery(CompanyProfileFilters, PastParameters):
    """What listing company profiles takes."""


class CompanyProfileHistoryQuery(PageParameters):
    """What the history of a company profile takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
