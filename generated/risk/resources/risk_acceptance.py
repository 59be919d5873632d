"""What the runtime knows of risk acceptances. Generated from model/risk.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.risk.actions.risk_acceptance import ACTIONS
from generated.risk.fields.risk_acceptance import FIELDS
from generated.risk.scopes import risk_acceptance as scopes
from runtime.resource import Assign, Check, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.risk.models.risk_acceptance import RiskAcceptance

    return RiskAcceptance


def _create() -> type[BaseModel]:
    from generated.risk.schemas.risk_acceptance import RiskAcceptanceCreate

    return RiskAcceptanceCreate


def _update() -> type[BaseModel]:
    from generated.risk.schemas.risk_acceptance import RiskAcceptanceUpdate

    return RiskAcceptanceUpdate


def _filters() -> type[BaseModel]:
    from generated.risk.filters.risk_acceptance import RiskAcceptanceFilters

    return RiskAcceptanceFilters


RISK_ACCEPTANCE = Resource(
    name="risk_acceptance",
    path="risk-acceptances",
    table="risk_acceptances",
    title="Risk acceptance",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("risk", "risk_id", ("risk",)),
        ToOne("requester", "requester_id", ("user",)),
        ToOne("approver", "approver_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "compensating_controls",
            "compensating-controls",
            "control",
            link_table="risk_acceptances_compensating_controls",
            near_column="risk_acceptance_id",
            far_column="control_id",
            linkable=True,
        ),
    ),
    scopes={
        "own": "{row}.requester_id = {actor}",
        "to_decide": "{row}.approver_id = {actor}",
        "own_risk": "{row}.risk_id in (select charter_keys_risk_acceptance_scope_own_risk({actor}))",
    },
    within={
        "project": "charter_look_risk_acceptance_within_project({row}.risk_id)",
        "business_unit": "charter_look_risk_acceptance_within_business_unit({row}.risk_id)",
    },
    lies_in={
        "project": "{row}.risk_id in (select charter_keys_risk_acceptance_within_project({limits}))",
        "business_unit": "{row}.risk_id in (select charter_keys_risk_acceptance_within_business_unit({limits}))",
    },
    predicates={"own": scopes.own, "to_decide": scopes.to_decide},
    looking={"own_risk": scopes.own_risk},
    limits={"project": scopes.project_of, "business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status <> 'draft'",
    rules=(
        Check(
            "{row}.valid_until > (now() at time zone 'UTC')::date",
            "ENDS_IN_THE_PAST",
            "The acceptance must end in the future.",
            field="valid_until",
            columns=("valid_until",),
        ),
        Check(
            "charter_look_risk_acceptance_rule_3({row}.approver_id)",
            "APPROVER_UNFIT",
            "The approver must belong to top management or manage compliance.",
            field="approver_id",
            columns=("approver_id",),
        ),
    ),
    constraints={
        "uq_risk_acceptances_risk_id_b7e01bbf": Constraint(
            "unique", "ALREADY_ACCEPTED", "Another row has this already.", fields=("risk_id",)
        ),
        "fk_risk_acceptances_risk_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("risk_id",)
        ),
        "fk_risk_acceptances_requester_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("requester_id",)
        ),
        "fk_risk_acceptances_approver_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("approver_id",)
        ),
        "ck_risk_acceptances_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("title",)
        ),
        "ck_risk_acceptances_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_risk_acceptances_same_person": Constraint(
            "check",
            "SAME_PERSON",
            "Nobody decides a request of their own.",
            fields=("approver_id",),
        ),
    },
    defaults=(Assign("requester_id", "{actor}"),),
    past="charter_past_risk_acceptance",
    last="charter_last_risk_acceptance",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    soft=True,
    search=(("title", "A"), ("justification", "B")),
    finder="charter_find_risk_acceptance",
    seeker="charter_seek_risk_acceptance",
    sought=("title", "justification"),
)
