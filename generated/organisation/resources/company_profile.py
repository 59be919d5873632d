"""What the runtime knows of company profiles. Generated from model/organisation.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.organisation.actions.company_profile import ACTIONS
from generated.organisation.fields.company_profile import FIELDS
from generated.organisation.scopes import company_profile as scopes
from runtime.resource import Constraint, Personal, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.organisation.models.company_profile import CompanyProfile

    return CompanyProfile


def _create() -> type[BaseModel]:
    from generated.organisation.schemas.company_profile import CompanyProfileCreate

    return CompanyProfileCreate


def _update() -> type[BaseModel]:
    from generated.organisation.schemas.company_profile import CompanyProfileUpdate

    return CompanyProfileUpdate


def _filters() -> type[BaseModel]:
    from generated.organisation.filters.company_profile import CompanyProfileFilters

    return CompanyProfileFilters


COMPANY_PROFILE = Resource(
    name="company_profile",
    path="company-profiles",
    table="company_profiles",
    title="Company profile",
    label="legal_name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("compliance_contact", "compliance_contact_id", ("user",)),
        ToOne("dpo_user", "dpo_user_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("business_units", "business-units", "business_unit", column="company_profile_id"),
    ),
    scopes={"own": "{row}.compliance_contact_id = {actor} or {row}.dpo_user_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    constraints={
        "uq_company_profiles_legal_name_country": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("legal_name", "country")
        ),
        "fk_company_profiles_compliance_contact_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("compliance_contact_id",)
        ),
        "fk_company_profiles_dpo_user_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("dpo_user_id",)
        ),
        "ck_company_profiles_legal_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 250 characters.", fields=("legal_name",)
        ),
        "ck_company_profiles_legal_form_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("legal_form",)
        ),
        "ck_company_profiles_registration_number_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("registration_number",)
        ),
        "ck_company_profiles_vat_id_max": Constraint(
            "check", "TOO_LONG", "Give at most 30 characters.", fields=("vat_id",)
        ),
        "ck_company_profiles_industry_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("industry",)
        ),
        "ck_company_profiles_business_model_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("business_model",)
        ),
        "ck_company_profiles_country_pattern": Constraint(
            "check", "PATTERN", "This is not of the form that is asked for.", fields=("country",)
        ),
        "ck_company_profiles_operating_countries_pattern": Constraint(
            "check",
            "PATTERN",
            "This is not of the form that is asked for.",
            fields=("operating_countries",),
        ),
        "ck_company_profiles_operating_countries_filled": Constraint(
            "check", "INVALID_VALUE", "A list holds no nulls.", fields=("operating_countries",)
        ),
        "ck_company_profiles_operating_countries_items": Constraint(
            "check", "TOO_LONG", "This list is too long.", fields=("operating_countries",)
        ),
        "ck_company_profiles_target_markets_filled": Constraint(
            "check", "INVALID_VALUE", "A list holds no nulls.", fields=("target_markets",)
        ),
        "ck_company_profiles_target_markets_items": Constraint(
            "check", "TOO_LONG", "This list is too long.", fields=("target_markets",)
        ),
        "ck_company_profiles_target_markets_max": Constraint(
            "check", "TOO_LONG", "Give at most 80 characters.", fields=("target_markets",)
        ),
        "ck_company_profiles_website_max": Constraint(
            "check", "TOO_LONG", "Give at most 500 characters.", fields=("website",)
        ),
        "ck_company_profiles_dpo_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("dpo_name",)
        ),
        "ck_company_profiles_dpo_email_max": Constraint(
            "check", "TOO_LONG", "Give at most 254 characters.", fields=("dpo_email",)
        ),
        "ck_company_profiles_supervisory_authority_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("supervisory_authority",)
        ),
    },
    unique_keys=(("legal_name", "country"),),
    past="charter_past_company_profile",
    last="charter_last_company_profile",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("legal_name", "A"),),
    finder="charter_find_company_profile",
    seeker="charter_seek_company_profile",
    sought=("legal_name",),
    personal=(
        Personal("dpo_name", "coalesce({row}.dpo_user_id, {row}.id)", "NULL"),
        Personal("dpo_email", "coalesce({row}.dpo_user_id, {row}.id)", "NULL"),
    ),
)
