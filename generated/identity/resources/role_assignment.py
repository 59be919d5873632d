"""What the runtime knows of role assignments. Generated from model/identity.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

import domain.identity
from generated.identity.actions.role_assignment import ACTIONS
from generated.identity.fields.role_assignment import FIELDS
from generated.identity.scopes import role_assignment as scopes
from runtime.resource import Assign, Constraint, Resource, ToOne


def _model() -> type[SQLModel]:
    from generated.identity.models.role_assignment import RoleAssignment

    return RoleAssignment


def _create() -> type[BaseModel]:
    from generated.identity.schemas.role_assignment import RoleAssignmentCreate

    return RoleAssignmentCreate


def _update() -> type[BaseModel]:
    from generated.identity.schemas.role_assignment import RoleAssignmentUpdate

    return RoleAssignmentUpdate


def _filters() -> type[BaseModel]:
    from generated.identity.filters.role_assignment import RoleAssignmentFilters

    return RoleAssignmentFilters


ROLE_ASSIGNMENT = Resource(
    name="role_assignment",
    path="role-assignments",
    table="role_assignments",
    title="Role assignment",
    label="role",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("user", "user_id", ("user",)),
        ToOne("scope", "scope_id", ("project", "business_unit"), type_column="scope_type"),
        ToOne("granted_by", "granted_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    scopes={"own": "{row}.user_id = {actor}"},
    predicates={"own": scopes.own},
    actions=ACTIONS,
    constraints={
        "uq_role_assignments_user_id_role_scope_type_scope_id": Constraint(
            "unique",
            "DUPLICATE",
            "Another row has this already.",
            fields=("user_id", "role", "scope_type", "scope_id"),
        ),
        "fk_role_assignments_user_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("user_id",)
        ),
        "fk_role_assignments_granted_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("granted_by_id",)
        ),
        "fk_role_assignments_scope_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("scope_id",)
        ),
        "ck_role_assignments_role_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("role",)
        ),
        "ck_role_assignments_valid_until_min": Constraint(
            "check", "TOO_SMALL", "This must be at least valid_from.", fields=("valid_until",)
        ),
        "ck_role_assignments_reason_max": Constraint(
            "check", "TOO_LONG", "Give at most 1000 characters.", fields=("reason",)
        ),
        "ck_role_assignments_scope_pair": Constraint(
            "check",
            "INVALID_VALUE",
            "The kind and the id come together.",
            fields=("scope_type", "scope_id"),
        ),
        "ck_role_assignments_scope_type_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("scope_type",)
        ),
        "ck_role_assignments_role_of_nobody": Constraint(
            "check",
            "ROLE_OF_NOBODY",
            "The role public belongs to callers without an account and cannot be granted.",
            fields=("role",),
        ),
    },
    unique_keys=(("user_id", "role", "scope_type", "scope_id"),),
    defaults=(Assign("granted_by_id", "{actor}"),),
    hooks={
        "before_update": (domain.identity.keep_last_admin,),
        "before_delete": (domain.identity.keep_last_admin,),
    },
    past="charter_past_role_assignment",
    last="charter_last_role_assignment",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
)
