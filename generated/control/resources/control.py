"""What the runtime knows of controls. Generated from model/control.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.control.actions.control import ACTIONS
from generated.control.fields.control import FIELDS
from generated.control.scopes import control as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.control.models.control import Control

    return Control


def _create() -> type[BaseModel]:
    from generated.control.schemas.control import ControlCreate

    return ControlCreate


def _update() -> type[BaseModel]:
    from generated.control.schemas.control import ControlUpdate

    return ControlUpdate


def _filters() -> type[BaseModel]:
    from generated.control.filters.control import ControlFilters

    return ControlFilters


CONTROL = Resource(
    name="control",
    path="controls",
    table="controls",
    title="Control",
    label="name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("business_unit", "business_unit_id", ("business_unit",)),
        ToOne("replaced_by", "replaced_by_id", ("control",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("evidence", "evidence", "evidence", column="control_id"),
        ToMany("mappings", "mappings", "control_mapping", column="control_id"),
        ToMany(
            "projects",
            "projects",
            "project",
            link_table="projects_controls",
            near_column="control_id",
            far_column="project_id",
        ),
        ToMany("replaces", "replaces", "control", column="replaced_by_id"),
        ToMany(
            "risks",
            "risks",
            "risk",
            link_table="risk_controls",
            near_column="control_id",
            far_column="risk_id",
        ),
        ToMany("tasks", "tasks", "task", column="control_id"),
    ),
    scopes={"own": "{row}.owner_id = {actor}"},
    within={"business_unit": "{row}.business_unit_id"},
    lies_in={"business_unit": "({row}.business_unit_id) = any({limits})"},
    predicates={"own": scopes.own},
    limits={"business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status = 'retired'",
    constraints={
        "uq_controls_ref": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("ref",)
        ),
        "fk_controls_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_controls_business_unit_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("business_unit_id",)
        ),
        "fk_controls_replaced_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("replaced_by_id",)
        ),
        "ck_controls_ref_max": Constraint(
            "check", "TOO_LONG", "Give at most 30 characters.", fields=("ref",)
        ),
        "ck_controls_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("name",)
        ),
        "ck_controls_domain_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("domain",)
        ),
        "ck_controls_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_controls_nature_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("nature",)
        ),
        "ck_controls_automation_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("automation",)
        ),
        "ck_controls_frequency_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("frequency",)
        ),
        "ck_controls_effort_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("effort",)
        ),
        "ck_controls_annual_cost_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("annual_cost",)
        ),
        "ck_controls_code_reference_max": Constraint(
            "check", "TOO_LONG", "Give at most 500 characters.", fields=("code_reference",)
        ),
        "ck_controls_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_controls_own_successor": Constraint(
            "check",
            "OWN_SUCCESSOR",
            "A control cannot be replaced by itself.",
            fields=("replaced_by_id",),
        ),
    },
    unique_keys=(("ref",), ("ref",)),
    defaults=(Assign("owner_id", "{actor}"),),
    past="charter_past_control",
    last="charter_last_control",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("ref", "A"), ("name", "A"), ("objective", "B"), ("description", "C")),
    finder="charter_find_control",
    seeker="charter_seek_control",
    sought=("ref", "name", "objective", "description"),
)
