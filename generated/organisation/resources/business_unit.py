"""What the runtime knows of business units. Generated from model/organisation.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

import domain.organisation
from generated.organisation.actions.business_unit import ACTIONS
from generated.organisation.fields.business_unit import FIELDS
from generated.organisation.scopes import business_unit as scopes
from runtime.resource import Check, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.organisation.models.business_unit import BusinessUnit

    return BusinessUnit


def _create() -> type[BaseModel]:
    from generated.organisation.schemas.business_unit import BusinessUnitCreate

    return BusinessUnitCreate


def _update() -> type[BaseModel]:
    from generated.organisation.schemas.business_unit import BusinessUnitUpdate

    return BusinessUnitUpdate


def _filters() -> type[BaseModel]:
    from generated.organisation.filters.business_unit import BusinessUnitFilters

    return BusinessUnitFilters


BUSINESS_UNIT = Resource(
    name="business_unit",
    path="business-units",
    table="business_units",
    title="Business unit",
    label="name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("parent", "parent_id", ("business_unit",)),
        ToOne("head", "head_id", ("user",)),
        ToOne("company_profile", "company_profile_id", ("company_profile",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("children", "children", "business_unit", column="parent_id"),
        ToMany("controls", "controls", "control", column="business_unit_id"),
        ToMany("members", "members", "user", column="business_unit_id"),
        ToMany("risks", "risks", "risk", column="business_unit_id"),
    ),
    scopes={"own": "{row}.head_id = {actor}"},
    within={"business_unit": "{row}.id"},
    lies_in={"business_unit": "({row}.id) = any({limits})"},
    predicates={"own": scopes.own},
    limits={"business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    rules=(
        Check(
            "charter_look_business_unit_rule_1({row}.company_profile_id, {row}.parent_id)",
            "OTHER_COMPANY",
            "A unit belongs to the same company as the unit above it.",
            field="parent_id",
            columns=("company_profile_id", "parent_id"),
        ),
    ),
    constraints={
        "uq_business_units_code": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("code",)
        ),
        "fk_business_units_parent_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("parent_id",)
        ),
        "fk_business_units_head_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("head_id",)
        ),
        "fk_business_units_company_profile_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("company_profile_id",)
        ),
        "ck_business_units_code_max": Constraint(
            "check", "TOO_LONG", "Give at most 30 characters.", fields=("code",)
        ),
        "ck_business_units_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 150 characters.", fields=("name",)
        ),
        "ck_business_units_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_business_units_country_pattern": Constraint(
            "check", "PATTERN", "This is not of the form that is asked for.", fields=("country",)
        ),
    },
    unique_keys=(("code",), ("code",)),
    hooks={"before_save": (domain.organisation.keep_tree,)},
    past="charter_past_business_unit",
    last="charter_last_business_unit",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("code", "A"), ("name", "A")),
    finder="charter_find_business_unit",
    seeker="charter_seek_business_unit",
    sought=("code", "name"),
)
