"""What the runtime knows of risks. Generated from model/risk.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

import domain.risk
from generated.risk.actions.risk import ACTIONS
from generated.risk.fields.risk import FIELDS
from generated.risk.scopes import risk as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.risk.models.risk import Risk

    return Risk


def _create() -> type[BaseModel]:
    from generated.risk.schemas.risk import RiskCreate

    return RiskCreate


def _update() -> type[BaseModel]:
    from generated.risk.schemas.risk import RiskUpdate

    return RiskUpdate


def _filters() -> type[BaseModel]:
    from generated.risk.filters.risk import RiskFilters

    return RiskFilters


RISK = Resource(
    name="risk",
    path="risks",
    table="risks",
    title="Risk",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("matrix", "matrix_id", ("risk_matrix",)),
        ToOne("business_unit", "business_unit_id", ("business_unit",)),
        ToOne("project", "project_id", ("project",)),
        ToOne("parent", "parent_id", ("risk",)),
        ToOne("monitored_by", "monitored_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "controls",
            "controls",
            "control",
            link_table="risk_controls",
            near_column="risk_id",
            far_column="control_id",
            linkable=True,
        ),
        ToMany("acceptances", "acceptances", "risk_acceptance", column="risk_id"),
        ToMany("parts", "parts", "risk", column="parent_id"),
        ToMany("plans", "plans", "risk_treatment_plan", column="risk_id"),
        ToMany("tasks", "tasks", "task", column="risk_id"),
    ),
    scopes={"own": "{row}.owner_id = {actor}"},
    within={"project": "{row}.project_id", "business_unit": "{row}.business_unit_id"},
    lies_in={
        "project": "({row}.project_id) = any({limits})",
        "business_unit": "({row}.business_unit_id) = any({limits})",
    },
    predicates={"own": scopes.own},
    limits={"project": scopes.project_of, "business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status = 'closed'",
    constraints={
        "uq_risks_ref": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("ref",)
        ),
        "fk_risks_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_risks_matrix_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("matrix_id",)
        ),
        "fk_risks_business_unit_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("business_unit_id",)
        ),
        "fk_risks_project_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("project_id",)
        ),
        "fk_risks_parent_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("parent_id",)
        ),
        "fk_risks_monitored_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("monitored_by_id",)
        ),
        "ck_risks_ref_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("ref",)
        ),
        "ck_risks_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("title",)
        ),
        "ck_risks_category_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("category",)
        ),
        "ck_risks_source_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("source",)
        ),
        "ck_risks_inherent_likelihood_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("inherent_likelihood",)
        ),
        "ck_risks_inherent_likelihood_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("inherent_likelihood",)
        ),
        "ck_risks_inherent_impact_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("inherent_impact",)
        ),
        "ck_risks_inherent_impact_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("inherent_impact",)
        ),
        "ck_risks_residual_likelihood_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("residual_likelihood",)
        ),
        "ck_risks_residual_likelihood_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("residual_likelihood",)
        ),
        "ck_risks_residual_impact_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("residual_impact",)
        ),
        "ck_risks_residual_impact_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("residual_impact",)
        ),
        "ck_risks_treatment_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("treatment",)
        ),
        "ck_risks_review_interval_days_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("review_interval_days",)
        ),
        "ck_risks_review_interval_days_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 3650.", fields=("review_interval_days",)
        ),
        "ck_risks_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_risks_residual_above_inherent": Constraint(
            "check",
            "RESIDUAL_ABOVE_INHERENT",
            "The residual score cannot exceed the inherent one.",
            fields=("residual_likelihood",),
        ),
        "ck_risks_own_parent": Constraint(
            "check", "OWN_PARENT", "A risk cannot be part of itself.", fields=("parent_id",)
        ),
    },
    unique_keys=(("ref",), ("ref",)),
    defaults=(Assign("owner_id", "{actor}"),),
    hooks={"before_save": (domain.risk.levels,)},
    past="charter_past_risk",
    last="charter_last_risk",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    soft=True,
    if_match_required=True,
    search=(("ref", "A"), ("title", "A"), ("description", "B")),
    finder="charter_find_risk",
    seeker="charter_seek_risk",
    sought=("ref", "title", "description"),
)
