"""What the runtime knows of risk treatment plans. Generated from model/risk.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.risk.actions.risk_treatment_plan import ACTIONS
from generated.risk.fields.risk_treatment_plan import FIELDS
from generated.risk.scopes import risk_treatment_plan as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan

    return RiskTreatmentPlan


def _create() -> type[BaseModel]:
    from generated.risk.schemas.risk_treatment_plan import RiskTreatmentPlanCreate

    return RiskTreatmentPlanCreate


def _update() -> type[BaseModel]:
    from generated.risk.schemas.risk_treatment_plan import RiskTreatmentPlanUpdate

    return RiskTreatmentPlanUpdate


def _filters() -> type[BaseModel]:
    from generated.risk.filters.risk_treatment_plan import RiskTreatmentPlanFilters

    return RiskTreatmentPlanFilters


RISK_TREATMENT_PLAN = Resource(
    name="risk_treatment_plan",
    path="risk-treatment-plans",
    table="risk_treatment_plans",
    title="Risk treatment plan",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("risk", "risk_id", ("risk",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "controls",
            "controls",
            "control",
            link_table="risk_treatment_plans_controls",
            near_column="risk_treatment_plan_id",
            far_column="control_id",
            linkable=True,
        ),
        ToMany("tasks", "tasks", "task", column="plan_id"),
    ),
    scopes={
        "own": "{row}.owner_id = {actor}",
        "own_risk": "{row}.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk({actor}))",
    },
    within={
        "project": "charter_look_risk_treatment_plan_within_project({row}.risk_id)",
        "business_unit": "charter_look_risk_treatment_plan_within_business_unit({row}.risk_id)",
    },
    lies_in={
        "project": "{row}.risk_id in (select charter_keys_risk_treatment_plan_within_project({limits}))",
        "business_unit": "{row}.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit({limits}))",
    },
    predicates={"own": scopes.own},
    looking={"own_risk": scopes.own_risk},
    limits={"project": scopes.project_of, "business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status in ('completed', 'cancelled')",
    constraints={
        "uq_risk_treatment_plans_risk_id_title": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("risk_id", "title")
        ),
        "fk_risk_treatment_plans_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_risk_treatment_plans_risk_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("risk_id",)
        ),
        "ck_risk_treatment_plans_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("title",)
        ),
        "ck_risk_treatment_plans_strategy_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("strategy",)
        ),
        "ck_risk_treatment_plans_target_date_min": Constraint(
            "check", "TOO_SMALL", "This must be at least start_date.", fields=("target_date",)
        ),
        "ck_risk_treatment_plans_budget_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("budget",)
        ),
        "ck_risk_treatment_plans_progress_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("progress",)
        ),
        "ck_risk_treatment_plans_progress_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 100.", fields=("progress",)
        ),
        "ck_risk_treatment_plans_expected_likelihood_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("expected_likelihood",)
        ),
        "ck_risk_treatment_plans_expected_likelihood_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("expected_likelihood",)
        ),
        "ck_risk_treatment_plans_expected_impact_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("expected_impact",)
        ),
        "ck_risk_treatment_plans_expected_impact_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 5.", fields=("expected_impact",)
        ),
        "ck_risk_treatment_plans_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
    },
    unique_keys=(("risk_id", "title"),),
    defaults=(Assign("owner_id", "{actor}"),),
    past="charter_past_risk_treatment_plan",
    last="charter_last_risk_treatment_plan",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    soft=True,
    search=(("title", "A"), ("description", "B")),
    finder="charter_find_risk_treatment_plan",
    seeker="charter_seek_risk_treatment_plan",
    sought=("title", "description"),
)
