"""What the runtime knows of evidence. Generated from model/evidence.yaml."""

from pydantic import BaseModel
from sqlmodel import SQLModel

from generated.evidence.actions.evidence import ACTIONS
from generated.evidence.fields.evidence import FIELDS
from generated.evidence.scopes import evidence as scopes
from runtime.resource import Assign, Constraint, Resource, ToMany, ToOne


def _model() -> type[SQLModel]:
    from generated.evidence.models.evidence import Evidence

    return Evidence


def _create() -> type[BaseModel]:
    from generated.evidence.schemas.evidence import EvidenceCreate

    return EvidenceCreate


def _update() -> type[BaseModel]:
    from generated.evidence.schemas.evidence import EvidenceUpdate

    return EvidenceUpdate


def _filters() -> type[BaseModel]:
    from generated.evidence.filters.evidence import EvidenceFilters

    return EvidenceFilters


EVIDENCE = Resource(
    name="evidence",
    path="evidence",
    table="evidence",
    title="Evidence",
    label="title",
    load_model=_model,
    load_create=_create,
    load_update=_update,
    load_filters=_filters,
    fields=FIELDS,
    to_one=(
        ToOne("owner", "owner_id", ("user",)),
        ToOne("control", "control_id", ("control",)),
        ToOne("task", "task_id", ("task",)),
        ToOne("submitted_by", "submitted_by_id", ("user",)),
        ToOne("reviewed_by", "reviewed_by_id", ("user",)),
        ToOne("created_by", "created_by_id", ("user",)),
        ToOne("updated_by", "updated_by_id", ("user",)),
    ),
    to_many=(
        ToMany(
            "requirements",
            "requirements",
            "requirement",
            link_table="evidence_requirements",
            near_column="evidence_id",
            far_column="requirement_id",
            linkable=True,
        ),
    ),
    scopes={
        "own": "{row}.owner_id = {actor}",
        "own_control": "{row}.control_id in (select charter_keys_evidence_scope_own_control({actor}))",
        "own_task": "{row}.task_id in (select charter_keys_evidence_scope_own_task({actor}))",
        "shared": "{row}.confidentiality <= 'internal'::confidentiality",
    },
    within={"business_unit": "charter_look_evidence_within_business_unit({row}.control_id)"},
    lies_in={
        "business_unit": "{row}.control_id in (select charter_keys_evidence_within_business_unit({limits}))"
    },
    predicates={"own": scopes.own, "shared": scopes.shared},
    looking={"own_control": scopes.own_control, "own_task": scopes.own_task},
    limits={"business_unit": scopes.business_unit_of},
    actions=ACTIONS,
    state_field="status",
    frozen="{row}.status in ('approved', 'expired')",
    constraints={
        "uq_evidence_ref": Constraint(
            "unique", "DUPLICATE", "Another row has this already.", fields=("ref",)
        ),
        "fk_evidence_owner_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("owner_id",)
        ),
        "fk_evidence_control_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("control_id",)
        ),
        "fk_evidence_task_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("task_id",)
        ),
        "fk_evidence_submitted_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("submitted_by_id",)
        ),
        "fk_evidence_reviewed_by_id": Constraint(
            "reference", "REFERENCE", "This leads to no row.", fields=("reviewed_by_id",)
        ),
        "ck_evidence_ref_max": Constraint(
            "check", "TOO_LONG", "Give at most 60 characters.", fields=("ref",)
        ),
        "ck_evidence_title_max": Constraint(
            "check", "TOO_LONG", "Give at most 250 characters.", fields=("title",)
        ),
        "ck_evidence_kind_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("kind",)
        ),
        "ck_evidence_source_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("source",)
        ),
        "ck_evidence_external_url_max": Constraint(
            "check", "TOO_LONG", "Give at most 1000 characters.", fields=("external_url",)
        ),
        "ck_evidence_period_end_min": Constraint(
            "check", "TOO_SMALL", "This must be at least period_start.", fields=("period_end",)
        ),
        "ck_evidence_valid_until_min": Constraint(
            "check", "TOO_SMALL", "This must be at least period_end.", fields=("valid_until",)
        ),
        "ck_evidence_status_enum": Constraint(
            "check", "NOT_A_VALUE", "This is not one of the values.", fields=("status",)
        ),
    },
    unique_keys=(("ref",), ("ref",)),
    defaults=(Assign("owner_id", "{actor}"),),
    past="charter_past_evidence",
    last="charter_last_evidence",
    routes=frozenset({"aggregate", "create", "delete", "get", "history", "list", "update"}),
    search=(("ref", "A"), ("title", "A"), ("description", "B")),
    finder="charter_find_evidence",
    seeker="charter_seek_evidence",
    sought=("ref", "title", "description"),
)
