"""Bodies and answers of tasks. Generated from model/task.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from generated.task.enums import TaskPriority, TaskRecurrence, TaskStatus
from runtime.types import Day, Float, Id, RequestBody, ResponseBody, Text, absent


class TaskCreate(RequestBody):
    """A new task."""

    title: Annotated[Text, Field(max_length=250)]
    description: Text | None = None
    priority: TaskPriority = TaskPriority.P3
    due_on: Day | None = None
    recurrence: TaskRecurrence = TaskRecurrence.NONE
    effort_hours: Annotated[Float, Field(ge=0)] | None = None
    requires_evidence: bool = False
    resolution_note: Text | None = None
    assignee_id: Id | None = None
    reporter_id: Id | None = None
    subject_type: (
        Literal[
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
        ]
        | None
    ) = None
    subject_id: Id | None = None
    risk_id: Id | None = None
    control_id: Id | None = None
    plan_id: Id | None = None
    project_id: Id | None = None
    parent_id: Id | None = None


class TaskUpdate(RequestBody):
    """What changes of a task (RFC 7396)."""

    title: Annotated[Text, Field(max_length=250)] = absent()
    description: Text | None = absent()
    priority: TaskPriority = absent()
    due_on: Day | None = absent()
    recurrence: TaskRecurrence = absent()
    effort_hours: Annotated[Float, Field(ge=0)] | None = absent()
    requires_evidence: bool = absent()
    resolution_note: Text | None = absent()
    assignee_id: Id | None = absent()
    reporter_id: Id | None = absent()
    subject_type: (
        Literal[
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
        ]
        | None
    ) = absent()
    subject_id: Id | None = absent()
    risk_id: Id | None = absent()
    control_id: Id | None = absent()
    plan_id: Id | None = absent()
    project_id: Id | None = absent()
    parent_id: Id | None = absent()


class TaskRead(ResponseBody):
    """An assigned piece of work, one-off or recurring."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    ref: str = absent()
    title: str = absent()
    description: str | None = absent()
    priority: TaskPriority = absent()
    due_on: date | None = absent()
    started_at: datetime | None = absent()
    completed_at: datetime | None = absent()
    recurrence: TaskRecurrence = absent()
    effort_hours: float | None = absent()
    requires_evidence: bool = absent()
    resolution_note: str | None = absent()
    overdue: bool | None = absent()
    status: TaskStatus = absent()
    assignee_id: UUID | None = absent()
    reporter_id: UUID | None = absent()
    subject_type: (
        Literal[
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
        ]
        | None
    ) = absent()
    subject_id: UUID | None = absent()
    risk_id: UUID | None = absent()
    control_id: UUID | None = absent()
    plan_id: UUID | None = absent()
    project_id: UUID | None = absent()
    parent_id: UUID | None = absent()
    previous_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    assignee: UserRead | None = absent()
    reporter: UserRead | None = absent()
    subject: (
        AuditEventRead
        | BusinessUnitRead
        | CompanyProfileRead
        | ControlRead
        | ControlMappingRead
        | EvidenceRead
        | ProjectRead
        | RefreshTokenRead
        | RegulationRead
        | RequirementRead
        | RiskRead
        | RiskAcceptanceRead
        | RiskMatrixRead
        | RiskTreatmentPlanRead
        | RoleAssignmentRead
        | TaskRead
        | UserRead
        | None
    ) = absent()
    risk: RiskRead | None = absent()
    control: ControlRead | None = absent()
    plan: RiskTreatmentPlanRead | None = absent()
    project: ProjectRead | None = absent()
    parent: TaskRead | None = absent()
    previous: TaskRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()
    evidence: list[EvidenceRead] = absent()
    evidence_next_cursor: str | None = absent()
    parts: list[TaskRead] = absent()
    parts_next_cursor: str | None = absent()
    successors: list[TaskRead] = absent()
    successors_next_cursor: str | None = absent()


class TaskPage(ResponseBody):
    """A page of tasks."""

    items: list[TaskRead]
    next_cursor: str | None
    total: int | None


from generated.control.schemas.control import ControlRead  # noqa: E402 - they embed one another
from generated.control.schemas.control_mapping import ControlMappingRead  # noqa: E402 - they embed one another
from generated.evidence.schemas.evidence import EvidenceRead  # noqa: E402 - they embed one another
from generated.identity.schemas.audit_event import AuditEventRead  # noqa: E402 - they embed one another
from generated.identity.schemas.refresh_token import RefreshTokenRead  # noqa: E402 - they embed one another
from generated.identity.schemas.role_assignment import RoleAssignmentRead  # noqa: E402 - they embed one another
from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.business_unit import BusinessUnitRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.company_profile import CompanyProfileRead  # noqa: E402 - they embed one another
from generated.organisation.schemas.project import ProjectRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.regulation import RegulationRead  # noqa: E402 - they embed one another
from generated.regulation.schemas.requirement import RequirementRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk import RiskRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_acceptance import RiskAcceptanceRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_matrix import RiskMatrixRead  # noqa: E402 - they embed one another
from generated.risk.schemas.risk_treatment_plan import RiskTreatmentPlanRead  # noqa: E402 - they embed one another
