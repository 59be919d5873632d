"""What the runtime knows of users. Generated from model/identity.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.identity.actions.user import ACTIONS
from generated.identity.fields.user import FIELDS
from generated.identity.scopes import user as scopes
from runtime.resource import Constraint, Personal, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.identity.models.user import User

    return User


def _create() -> type[BaseModel]:
    from generated.identity.schemas.user import UserCreate

    return UserCreate


def _update() -> type[BaseModel]:
    from generated.identity.schemas.user import UserUpdate

    return UserUpdate


def _filters() -> type[BaseModel]:
    from generated.identity.filters.user import UserFilters

    return UserFilters


USER = Resource(
    name="user",
    path="users",
    table="users",
    title="User",
    label="full_name",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("business_unit", "business_unit_id", ("business_unit",)),
        ToOne("manager", "manager_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("headed_units", "headed-units", "business_unit", column="head_id"),
        ToMany("led_projects", "led-projects", "project", column="lead_id"),
        ToMany(
            "projects",
            "projects",
            "project",
            link_table="projects_members",
            near_column="user_id",
            far_column="project_id",
        ),
        ToMany("refresh_tokens", "refresh-tokens", "refresh_token", column="user_id"),
        ToMany("reports", "reports", "user", column="manager_id"),
        ToMany("role_assignments", "role-assignments", "role_assignment", column="user_id"),
        ToMany("tasks", "tasks", "task", column="assignee_id"),
    ),
    scopes={"own": "{row}.id = {actor}"},
    within={"business_unit": "{row}.business_unit_id"},
    lies_in={"business_unit": "({row}.business_unit_id) = any({limits})"},
    predicates={"own": scopes.own},
    limits={"business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    constraints={
        "uq_users_email": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("email",)
        ),
        "uq_users_external_subject": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("external_subject",)
        ),
        "fk_users_business_unit_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("business_unit_id",)
        ),
        "fk_users_manager_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("manager_id",)
        ),
        "ck_users_email_max": Constraint(
            "check", "TOO_LONG", "Give at most 254 characters.", fields=("email",)
        ),
        "ck_users_full_name_max": Constraint(
            "check", "TOO_LONG", "Give at most 200 characters.", fields=("full_name",)
        ),
        "ck_users_password_hash_max": Constraint(
            "check", "TOO_LONG", "Give at most 255 characters.", fields=("password_hash",)
        ),
        "ck_users_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_users_department_max": Constraint(
            "check", "TOO_LONG", "Give at most 120 characters.", fields=("department",)
        ),
        "ck_users_job_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 120 characters.", fields=("job_title",)
        ),
        "ck_users_locale_max": Constraint(
            "check", "TOO_LONG", "Give at most 10 characters.", fields=("locale",)
        ),
        "ck_users_external_subject_max": Constraint(
            "check", "TOO_LONG", "Give at most 255 characters.", fields=("external_subject",)
        ),
        "ck_users_own_manager": Constraint(
            "check", "OWN_MANAGER", "Nobody is their own manager.", fields=("manager_id",)
        ),
    },
    unique_keys=(("email",), ("external_subject",), ("email",), ("external_subject",)),
    past="charter_past_user",
    last="charter_last_user",
    routes=frozenset({"aggregate", "create", "get", "history", "list", "update"}),
    search=(("full_name", "A"), ("department", "B"), ("job_title", "C")),
    finder="charter_find_user",
    seeker="charter_seek_user",
    sought=("full_name", "department", "job_title"),
    personal=(
        Personal("email", "{row}.id", "'erased-' || {row}.id || '@erased.invalid'"),
        Personal("full_name", "{row}.id", "'Erased'"),
        Personal("external_subject", "{row}.id", "NULL"),
    ),
)
