"""The table tasks. Generated from model/task.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    FetchedValue,
    ForeignKey,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlmodel import Field, SQLModel

from generated.task.enums import TaskPriority, TaskRecurrence, TaskStatus
from runtime.database.columns import Words, ordered_words


class Task(SQLModel, table=True):
    """An assigned piece of work, one-off or recurring."""

    __tablename__ = "tasks"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    ref: str = Field(
        default=None,
        sa_column=Column(
            "ref",
            Text(collation="C"),
            nullable=False,
            server_default=text("charter_number('sq_tasks_ref', 'T-{number}', 4)"),
        ),
    )
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    priority: TaskPriority = Field(
        default=None,
        sa_column=Column(
            "priority",
            ordered_words(TaskPriority, "task_priority"),
            nullable=False,
            server_default=text("'p3'::task_priority"),
        ),
    )
    due_on: date | None = Field(default=None, sa_column=Column("due_on", Date()))
    started_at: datetime | None = Field(
        default=None, sa_column=Column("started_at", DateTime(timezone=True))
    )
    completed_at: datetime | None = Field(
        default=None, sa_column=Column("completed_at", DateTime(timezone=True))
    )
    recurrence: TaskRecurrence = Field(
        default=None,
        sa_column=Column(
            "recurrence", Words(TaskRecurrence), nullable=False, server_default=text("'none'::text")
        ),
    )
    effort_hours: float | None = Field(default=None, sa_column=Column("effort_hours", Double()))
    requires_evidence: bool = Field(
        default=None,
        sa_column=Column(
            "requires_evidence", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    resolution_note: str | None = Field(
        default=None, sa_column=Column("resolution_note", Text(collation="C"))
    )
    status: TaskStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(TaskStatus), nullable=False, server_default=text("'to_do'::text")
        ),
    )
    assignee_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "assignee_id",
            Uuid(),
            ForeignKey("users.id", name="fk_tasks_assignee_id", ondelete="SET NULL"),
        ),
    )
    reporter_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "reporter_id",
            Uuid(),
            ForeignKey("users.id", name="fk_tasks_reporter_id", ondelete="SET NULL"),
        ),
    )
    subject_type: str | None = Field(
        default=None, sa_column=Column("subject_type", Text(collation="C"))
    )
    subject_id: UUID | None = Field(default=None, sa_column=Column("subject_id", Uuid()))
    risk_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "risk_id", Uuid(), ForeignKey("risks.id", name="fk_tasks_risk_id", ondelete="SET NULL")
        ),
    )
    control_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "control_id",
            Uuid(),
            ForeignKey("controls.id", name="fk_tasks_control_id", ondelete="SET NULL"),
        ),
    )
    plan_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "plan_id",
            Uuid(),
            ForeignKey("risk_treatment_plans.id", name="fk_tasks_plan_id", ondelete="SET NULL"),
        ),
    )
    project_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "project_id",
            Uuid(),
            ForeignKey("projects.id", name="fk_tasks_project_id", ondelete="SET NULL"),
        ),
    )
    parent_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "parent_id",
            Uuid(),
            ForeignKey("tasks.id", name="fk_tasks_parent_id", ondelete="CASCADE"),
        ),
    )
    previous_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "previous_id",
            Uuid(),
            ForeignKey("tasks.id", name="fk_tasks_previous_id", ondelete="SET NULL"),
        ),
    )
    created_at: datetime = Field(
        default=None,
        sa_column=Column(
            "created_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_at: datetime = Field(
        default=None,
        sa_column=Column(
            "updated_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    created_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "created_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_tasks_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_tasks_updated_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    version: int = Field(
        default=None,
        sa_column=Column(
            "version",
            Integer(),
            nullable=False,
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
