"""What the runtime knows of risk matrices. Generated from model/risk.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

import domain.risk
from generated.risk.actions.risk_matrix import ACTIONS
from generated.risk.fields.risk_matrix import FIELDS
from generated.risk.scopes import risk_matrix as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.risk.models.risk_matrix import RiskMatrix

    return RiskMatrix


def _create() -> type[BaseModel]:
    from generated.risk.schemas.risk_matrix import RiskMatrixCreate

    return RiskMatrixCreate


def _update() -> type[BaseModel]:
    from generated.risk.schemas.risk_matrix import RiskMatrixUpdate

    return RiskMatrixUpdate


def _filters() -> type[BaseModel]:
    from generated.risk.filters.risk_matrix import RiskMatrixFilters

    return RiskMatrixFilters


RISK_MATRIX = Resource(
    name="risk_matrix",
    path="risk-matrices",
    table="risk_matrices",
    title="Risk matrix",
    label="name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("approved_by", "approved_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(ToMany("risks", "risks", "risk", column="matrix_id"),),
    scopes={"own": "{row}.owner_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status <> 'draft'",
    constraints={
        "uq_risk_matrices_name": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("name",)
        ),
        "fk_risk_matrices_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_risk_matrices_approved_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("approved_by_id",)
        ),
        "ck_risk_matrices_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 120 characters.", fields=("name",)
        ),
        "ck_risk_matrices_size_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 3.", fields=("size",)
        ),
        "ck_risk_matrices_size_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 6.", fields=("size",)
        ),
        "ck_risk_matrices_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
    },
    unique_keys=(("name",), ("name",)),
    defaults=(Assign("owner_id", "{actor}"),),
    hooks={"before_save": (domain.risk.check_matrix,)},
    past="charter_past_risk_matrix",
    last="charter_last_risk_matrix",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("name", "A"),),
    finder="charter_find_risk_matrix",
    seeker="charter_seek_risk_matrix",
    sought=("name",),
)
