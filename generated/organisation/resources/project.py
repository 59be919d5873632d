"""What the runtime knows of projects. Generated from model/organisation.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.organisation.actions.project import ACTIONS
from generated.organisation.fields.project import FIELDS
from generated.organisation.scopes import project as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.organisation.models.project import Project

    return Project


def _create() -> type[BaseModel]:
    from generated.organisation.schemas.project import ProjectCreate

    return ProjectCreate


def _update() -> type[BaseModel]:
    from generated.organisation.schemas.project import ProjectUpdate

    return ProjectUpdate


def _filters() -> type[BaseModel]:
    from generated.organisation.filters.project import ProjectFilters

    return ProjectFilters


PROJECT = Resource(
    name="project",
    path="projects",
    table="projects",
    title="Project",
    label="name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("lead", "lead_id", ("user",)),
        ToOne("sponsor", "sponsor_id", ("user",)),
        ToOne("parent", "parent_id", ("project",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "regulations",
            "regulations",
            "regulation",
            link_table="projects_regulations",
            near_column="project_id",
            far_column="regulation_id",
            linkable=True,
        ),
        ToMany(
            "controls",
            "controls",
            "control",
            link_table="projects_controls",
            near_column="project_id",
            far_column="control_id",
            linkable=True,
        ),
        ToMany(
            "members",
            "members",
            "user",
            link_table="projects_members",
            near_column="project_id",
            far_column="user_id",
            linkable=True,
        ),
        ToMany("risks", "risks", "risk", column="project_id"),
        ToMany("subprojects", "subprojects", "project", column="parent_id"),
        ToMany("tasks", "tasks", "task", column="project_id"),
    ),
    scopes={"own": "{row}.lead_id = {actor}"},
    within={"project": "{row}.id"},
    lies_in={"project": "({row}.id) = any({limits})"},
    predicates={"own": scopes.own},
    limits={"project": scopes.project_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status in ('completed', 'cancelled')",
    constraints={
        "uq_projects_key": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("key",)
        ),
        "fk_projects_lead_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("lead_id",)
        ),
        "fk_projects_sponsor_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("sponsor_id",)
        ),
        "fk_projects_parent_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("parent_id",)
        ),
        "ck_projects_key_pattern": Constraint(
            "check", "PATTERN", "This is not of the form that is asked for.", fields=("key",)
        ),
        "ck_projects_key_max": Constraint(
            "check", "TOO_LONG", "Give at most 20 characters.", fields=("key",)
        ),
        "ck_projects_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("name",)
        ),
        "ck_projects_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_projects_health_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("health",)
        ),
        "ck_projects_target_date_min": Constraint(
            "check", "TOO_SMALL", "This must be at least start_date.", fields=("target_date",)
        ),
        "ck_projects_budget_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("budget",)
        ),
        "ck_projects_currency_pattern": Constraint(
            "check", "PATTERN", "This is not of the form that is asked for.", fields=("currency",)
        ),
        "ck_projects_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_projects_own_parent": Constraint(
            "check", "OWN_PARENT", "A project cannot be part of itself.", fields=("parent_id",)
        ),
    },
    unique_keys=(("key",), ("key",)),
    defaults=(Assign("lead_id", "{actor}"),),
    past="charter_past_project",
    last="charter_last_project",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("key", "A"), ("name", "A"), ("objective", "B")),
    finder="charter_find_project",
    seeker="charter_seek_project",
    sought=("key", "name", "objective"),
)
