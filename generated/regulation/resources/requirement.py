"""What the runtime knows of requirements. Generated from model/regulation.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.regulation.actions.requirement import ACTIONS
from generated.regulation.fields.requirement import FIELDS
from generated.regulation.scopes import requirement as scopes
from runtime.resource import Check, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.regulation.models.requirement import Requirement

    return Requirement


def _create() -> type[BaseModel]:
    from generated.regulation.schemas.requirement import RequirementCreate

    return RequirementCreate


def _update() -> type[BaseModel]:
    from generated.regulation.schemas.requirement import RequirementUpdate

    return RequirementUpdate


def _filters() -> type[BaseModel]:
    from generated.regulation.filters.requirement import RequirementFilters

    return RequirementFilters


REQUIREMENT = Resource(
    name="requirement",
    path="requirements",
    table="requirements",
    title="Requirement",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("regulation", "regulation_id", ("regulation",)),
        ToOne("parent", "parent_id", ("requirement",)),
        ToOne("owner", "owner_id", ("user",)),
        ToOne("implemented_by", "implemented_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("children", "children", "requirement", column="parent_id"),
        ToMany(
            "evidence",
            "evidence",
            "evidence",
            link_table="evidence_requirements",
            near_column="requirement_id",
            far_column="evidence_id",
        ),
        ToMany("mappings", "mappings", "control_mapping", column="requirement_id"),
    ),
    scopes={"own": "{row}.owner_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    state_field="status",
    frozen="charter_look_requirement_is_frozen({row}.regulation_id)",
    rules=(
        Check(
            "charter_look_requirement_rule_2({row}.parent_id, {row}.regulation_id)",
            "OTHER_REGULATION",
            "A requirement belongs to the same regulation as the one above it.",
            field="parent_id",
            columns=("parent_id", "regulation_id"),
        ),
    ),
    constraints={
        "uq_requirements_regulation_id_ref": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("regulation_id", "ref")
        ),
        "fk_requirements_regulation_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("regulation_id",)
        ),
        "fk_requirements_parent_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("parent_id",)
        ),
        "fk_requirements_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_requirements_implemented_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("implemented_by_id",)
        ),
        "ck_requirements_ref_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("ref",)
        ),
        "ck_requirements_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 300 characters.", fields=("title",)
        ),
        "ck_requirements_level_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("level",)
        ),
        "ck_requirements_position_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("position",)
        ),
        "ck_requirements_importance_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("importance",)
        ),
        "ck_requirements_weight_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 1.", fields=("weight",)
        ),
        "ck_requirements_weight_max": Constraint(
            "check", "TOO_LARGE", "This must be at most 10.", fields=("weight",)
        ),
        "ck_requirements_applicability_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("applicability",)
        ),
        "ck_requirements_applicability_reason_required": Constraint(
            "required", "REQUIRED", "This must be set.", fields=("applicability_reason",)
        ),
        "ck_requirements_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_requirements_own_parent": Constraint(
            "check", "OWN_PARENT", "A requirement cannot lie below itself.", fields=("parent_id",)
        ),
    },
    unique_keys=(("regulation_id", "ref"),),
    past="charter_past_requirement",
    last="charter_last_requirement",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("ref", "A"), ("title", "A"), ("body", "C")),
    finder="charter_find_requirement",
    seeker="charter_seek_requirement",
    sought=("ref", "title", "body"),
)
