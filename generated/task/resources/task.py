"""What the runtime knows of tasks. Generated from model/task.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.task.actions.task import ACTIONS
from generated.task.fields.task import FIELDS
from generated.task.scopes import task as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.task.models.task import Task

    return Task


def _create() -> type[BaseModel]:
    from generated.task.schemas.task import TaskCreate

    return TaskCreate


def _update() -> type[BaseModel]:
    from generated.task.schemas.task import TaskUpdate

    return TaskUpdate


def _filters() -> type[BaseModel]:
    from generated.task.filters.task import TaskFilters

    return TaskFilters


TASK = Resource(
    name="task",
    path="tasks",
    table="tasks",
    title="Task",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("assignee", "assignee_id", ("user",)),
        ToOne("reporter", "reporter_id", ("user",)),
        ToOne(
            "subject",
            "subject_id",
            (
                "audit_event",
                "business_unit",
                "company_profile",
                "control",
                "control_mapping",
                "evidence",
                "project",
                "refresh_token",
                "regulation",
                "requirement",
                "risk",
                "risk_acceptance",
                "risk_matrix",
                "risk_treatment_plan",
                "role_assignment",
                "task",
                "user",
            ),
            type_column="subject_type",
        ),
        ToOne("risk", "risk_id", ("risk",)),
        ToOne("control", "control_id", ("control",)),
        ToOne("plan", "plan_id", ("risk_treatment_plan",)),
        ToOne("project", "project_id", ("project",)),
        ToOne("parent", "parent_id", ("task",)),
        ToOne("previous", "previous_id", ("task",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany("evidence", "evidence", "evidence", column="task_id"),
        ToMany("parts", "parts", "task", column="parent_id"),
        ToMany("successors", "successors", "task", column="previous_id"),
    ),
    scopes={
        "own": "{row}.assignee_id = {actor} or {row}.reporter_id = {actor}",
        "assigned": "{row}.assignee_id = {actor}",
        "assigned_plain": "{row}.assignee_id = {actor} and not {row}.requires_evidence",
        "reported": "{row}.reporter_id = {actor}",
    },
    within={
        "project": "{row}.project_id",
        "business_unit": "charter_look_task_within_business_unit({row}.assignee_id)",
    },
    lies_in={
        "project": "({row}.project_id) = any({limits})",
        "business_unit": "{row}.assignee_id in (select charter_keys_task_within_business_unit({limits}))",
    },
    predicates={
        "own": scopes.own,
        "assigned": scopes.assigned,
        "assigned_plain": scopes.assigned_plain,
        "reported": scopes.reported,
    },
    limits={"project": scopes.project_of, "business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    constraints={
        "uq_tasks_ref": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("ref",)
        ),
        "fk_tasks_assignee_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("assignee_id",)
        ),
        "fk_tasks_reporter_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("reporter_id",)
        ),
        "fk_tasks_risk_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("risk_id",)
        ),
        "fk_tasks_control_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("control_id",)
        ),
        "fk_tasks_plan_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("plan_id",)
        ),
        "fk_tasks_project_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("project_id",)
        ),
        "fk_tasks_parent_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("parent_id",)
        ),
        "fk_tasks_previous_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("previous_id",)
        ),
        "fk_tasks_subject_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("subject_id",)
        ),
        "ck_tasks_ref_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("ref",)
        ),
        "ck_tasks_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 250 characters.", fields=("title",)
        ),
        "ck_tasks_recurrence_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("recurrence",)
        ),
        "ck_tasks_effort_hours_min": Constraint(
            "check", "TOO_SMALL", "This must be at least 0.", fields=("effort_hours",)
        ),
        "ck_tasks_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
        "ck_tasks_subject_pair": Constraint(
            "check",
            "INVALID_VALUE",
            "The kind and the id come together.",
            fields=("subject_type", "subject_id"),
        ),
        "ck_tasks_subject_type_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("subject_type",)
        ),
        "ck_tasks_own_parent": Constraint(
            "check", "OWN_PARENT", "A task cannot be part of itself.", fields=("parent_id",)
        ),
    },
    unique_keys=(("ref",), ("ref",)),
    defaults=(Assign("reporter_id", "{actor}"),),
    past="charter_past_task",
    last="charter_last_task",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("ref", "A"), ("title", "A"), ("description", "B")),
    finder="charter_find_task",
    seeker="charter_seek_task",
    sought=("ref", "title", "description"),
)
