"""What the runtime knows of regulations. Generated from model/regulation.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.regulation.actions.regulation import ACTIONS
from generated.regulation.fields.regulation import FIELDS
from generated.regulation.scopes import regulation as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.regulation.models.regulation import Regulation

    return Regulation


def _create() -> type[BaseModel]:
    from generated.regulation.schemas.regulation import RegulationCreate

    return RegulationCreate


def _update() -> type[BaseModel]:
    from generated.regulation.schemas.regulation import RegulationUpdate

    return RegulationUpdate


def _filters() -> type[BaseModel]:
    from generated.regulation.filters.regulation import RegulationFilters

    return RegulationFilters


REGULATION = Resource(
    name="regulation",
    path="regulations",
    table="regulations",
    title="Regulation",
    label="name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("replaced_by", "replaced_by_id", ("regulation",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "projects",
            "projects",
            "project",
            link_table="projects_regulations",
            near_column="regulation_id",
            far_column="project_id",
        ),
        ToMany("replaces", "replaces", "regulation", column="replaced_by_id"),
        ToMany("requirements", "requirements", "requirement", column="regulation_id"),
    ),
    scopes={"own": "{row}.owner_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status in ('superseded', 'retired')",
    constraints={
        "uq_regulations_code_edition": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("code", "edition")
        ),
        "fk_regulations_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_regulations_replaced_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("replaced_by_id",)
        ),
        "ck_regulations_code_max": Constraint(
            "check", "TOO_LONG", "Give at most 40 characters.", fields=("code",)
        ),
        "ck_regulations_edition_max": Constraint(
            "check", "TOO_LONG", "Give at most 40 characters.", fields=("edition",)
        ),
        "ck_regulations_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 250 characters.", fields=("name",)
        ),
        "ck_regulations_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_regulations_topic_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("topic",)
        ),
        "ck_regulations_jurisdiction_max": Constraint(
            "check", "TOO_LONG", "Give at most 80 characters.", fields=("jurisdiction",)
        ),
        "ck_regulations_issuer_max": Constraint(
            "check", "TOO_LONG", "Give at most 150 characters.", fields=("issuer",)
        ),
        "ck_regulations_celex_id_max": Constraint(
            "check", "TOO_LONG", "Give at most 30 characters.", fields=("celex_id",)
        ),
        "ck_regulations_source_url_max": Constraint(
            "check", "TOO_LONG", "Give at most 500 characters.", fields=("source_url",)
        ),
        "ck_regulations_effective_until_min": Constraint(
            "check",
            "TOO_SMALL",
            "This must be at least effective_from.",
            fields=("effective_until",),
        ),
        "ck_regulations_content_licence_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("content_licence",)
        ),
        "ck_regulations_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_regulations_own_successor": Constraint(
            "check",
            "OWN_SUCCESSOR",
            "A regulation cannot be replaced by itself.",
            fields=("replaced_by_id",),
        ),
    },
    unique_keys=(("code", "edition"),),
    defaults=(Assign("owner_id", "{actor}"),),
    past="charter_past_regulation",
    last="charter_last_regulation",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("code", "A"), ("name", "A"), ("description", "C")),
    finder="charter_find_regulation",
    seeker="charter_seek_regulation",
    sought=("code", "name", "description"),
)
