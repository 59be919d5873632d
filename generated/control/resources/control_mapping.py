"""What the runtime knows of control mappings. Generated from model/control.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.control.actions.control_mapping import ACTIONS
from generated.control.fields.control_mapping import FIELDS
from generated.control.scopes import control_mapping as scopes
from runtime.resource import Constraint, Resource, ToOne


def _model() -> type[SQLModel]:
    from generated.control.models.control_mapping import ControlMapping

    return ControlMapping


def _create() -> type[BaseModel]:
    from generated.control.schemas.control_mapping import ControlMappingCreate

    return ControlMappingCreate


def _update() -> type[BaseModel]:
    from generated.control.schemas.control_mapping import ControlMappingUpdate

    return ControlMappingUpdate


def _filters() -> type[BaseModel]:
    from generated.control.filters.control_mapping import ControlMappingFilters

    return ControlMappingFilters


CONTROL_MAPPING = Resource(
    name="control_mapping",
    path="control-mappings",
    table="control_mappings",
    title="Control mapping",
    label="rationale",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("control", "control_id", ("control",)),
        ToOne("requirement", "requirement_id", ("requirement",)),
        ToOne("confirmed_by", "confirmed_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    scopes={
        "own": "({row}.created_by_id = {actor}) or ({row}.control_id in (select charter_keys_control_mapping_scope_own_2({actor})))"
    },
    within={"business_unit": "charter_look_control_mapping_within_business_unit({row}.control_id)"},
    lies_in={
        "business_unit": "{row}.control_id in (select charter_keys_control_mapping_within_business_unit({limits}))"
    },
    looking={"own": scopes.own},
    limits={"business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status = 'confirmed'",
    constraints={
        "uq_control_mappings_control_id_requirement_id": Constraint(
            "unique",
            "DUPLICATE",
            "Another row has this already.",
            fields=("control_id", "requirement_id"),
        ),
        "fk_control_mappings_control_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("control_id",)
        ),
        "fk_control_mappings_requirement_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("requirement_id",)
        ),
        "fk_control_mappings_confirmed_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("confirmed_by_id",)
        ),
        "ck_control_mappings_coverage_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("coverage",)
        ),
        "ck_control_mappings_coverage_percent_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("coverage_percent",)
        ),
        "ck_control_mappings_coverage_percent_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 100.", fields=("coverage_percent",)
        ),
        "ck_control_mappings_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
    },
    unique_keys=(("control_id", "requirement_id"),),
    past="charter_past_control_mapping",
    last="charter_last_control_mapping",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("rationale", "A"),),
    finder="charter_find_control_mapping",
    seeker="charter_seek_control_mapping",
    sought=("rationale",),
)
