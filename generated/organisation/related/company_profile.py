"""What lists ask of company profiles that rows refer to. Generated from model/organisation.yaml."""

from __future__ import annotations

from generated.organisation.enums import (
    CompanyProfileBusinessModel,
    CompanyProfileIndustry,
    HeadcountBand,
    RevenueBand,
)
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Int32, absent


class CompanyProfileRelated(Parameters):
    """What is asked of the company profile that a row refers to."""

    legal_name: TextParameter = absent()
    legal_name__in: Several[TextParameter] = absent()
    legal_name__contains: TextParameter = absent()
    legal_form: TextParameter = absent()
    legal_form__in: Several[TextParameter] = absent()
    legal_form__contains: TextParameter = absent()
    registration_number: TextParameter = absent()
    registration_number__in: Several[TextParameter] = absent()
    registration_number__contains: TextParameter = absent()
    vat_id: TextParameter = absent()
    vat_id__in: Several[TextParameter] = absent()
    vat_id__contains: TextParameter = absent()
    industry: CompanyProfileIndustry = absent()
    industry__ne: CompanyProfileIndustry = absent()
    industry__in: Several[CompanyProfileIndustry] = absent()
    business_model: CompanyProfileBusinessModel = absent()
    business_model__ne: CompanyProfileBusinessModel = absent()
    business_model__in: Several[CompanyProfileBusinessModel] = absent()
    employee_band: HeadcountBand = absent()
    employee_band__ne: HeadcountBand = absent()
    employee_band__in: Several[HeadcountBand] = absent()
    annual_revenue_band: RevenueBand = absent()
    annual_revenue_band__ne: RevenueBand = absent()
    annual_revenue_band__in: Several[RevenueBand] = absent()
    processes_special_categories: bool = absent()
    uses_ai: bool = absent()
    is_critical_infrastructure: bool = absent()
    transfers_outside_eea: bool = absent()
    dpo_required: bool = absent()
    dpo_name: TextParameter = absent()
    dpo_name__in: Several[TextParameter] = absent()
    dpo_name__contains: TextParameter = absent()
    dpo_email: TextParameter = absent()
    dpo_email__in: Several[TextParameter] = absent()
    dpo_email__contains: TextParameter = absent()
    supervisory_authority: TextParameter = absent()
    supervisory_authority__in: Several[TextParameter] = absent()
    supervisory_authority__contains: TextParameter = absent()
    completeness__gte: Int32 = absent()
    completeness__lte: Int32 = absent()
