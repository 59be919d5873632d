"""The table projects. Generated from model/organisation.yaml."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    FetchedValue,
    ForeignKey,
    Integer,
    Numeric,
    Text,
    Uuid,
    text,
)
from sqlmodel import Field, SQLModel

from generated.organisation.enums import ProjectHealth, ProjectKind, ProjectStatus
from generated.task.enums import TaskPriority
from runtime.database.columns import Words, ordered_words


class Project(SQLModel, table=True):
    """An undertaking, such as a certification, that groups rows and has a team."""

    __tablename__ = "projects"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    key: str = Field(sa_column=Column("key", Text(collation="C"), nullable=False))
    name: str = Field(sa_column=Column("name", Text(collation="C"), nullable=False))
    kind: ProjectKind = Field(
        default=None,
        sa_column=Column(
            "kind",
            Words(ProjectKind),
            nullable=False,
            server_default=text("'implementation'::text"),
        ),
    )
    health: ProjectHealth = Field(
        default=None,
        sa_column=Column(
            "health", Words(ProjectHealth), nullable=False, server_default=text("'on_track'::text")
        ),
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
    objective: str | None = Field(default=None, sa_column=Column("objective", Text(collation="C")))
    start_date: date | None = Field(default=None, sa_column=Column("start_date", Date()))
    target_date: date | None = Field(default=None, sa_column=Column("target_date", Date()))
    closed_on: date | None = Field(default=None, sa_column=Column("closed_on", Date()))
    budget: Decimal | None = Field(default=None, sa_column=Column("budget", Numeric(12, 2)))
    currency: str = Field(
        default=None,
        sa_column=Column(
            "currency", Text(collation="C"), nullable=False, server_default=text("'EUR'::text")
        ),
    )
    status: ProjectStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(ProjectStatus), nullable=False, server_default=text("'draft'::text")
        ),
    )
    lead_id: UUID = Field(
        sa_column=Column(
            "lead_id",
            Uuid(),
            ForeignKey("users.id", name="fk_projects_lead_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    sponsor_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "sponsor_id",
            Uuid(),
            ForeignKey("users.id", name="fk_projects_sponsor_id", ondelete="SET NULL"),
        ),
    )
    parent_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "parent_id",
            Uuid(),
            ForeignKey("projects.id", name="fk_projects_parent_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_projects_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_projects_updated_by_id", ondelete="SET NULL"),
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
