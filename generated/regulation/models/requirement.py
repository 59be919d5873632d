"""The table requirements. Generated from model/regulation.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    FetchedValue,
    ForeignKey,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlmodel import Field, SQLModel

from generated.regulation.enums import (
    RequirementApplicability,
    RequirementImportance,
    RequirementLevel,
    RequirementStatus,
)
from runtime.database.columns import Words


class Requirement(SQLModel, table=True):
    """One article, clause or outcome; the requirements of a regulation form a tree."""

    __tablename__ = "requirements"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    ref: str = Field(sa_column=Column("ref", Text(collation="C"), nullable=False))
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    body: str | None = Field(default=None, sa_column=Column("body", Text(collation="C")))
    level: RequirementLevel = Field(
        default=None,
        sa_column=Column(
            "level", Words(RequirementLevel), nullable=False, server_default=text("'article'::text")
        ),
    )
    position: int = Field(
        default=None,
        sa_column=Column("position", Integer(), nullable=False, server_default=text("0")),
    )
    is_assessable: bool = Field(
        default=None,
        sa_column=Column("is_assessable", Boolean(), nullable=False, server_default=text("true")),
    )
    importance: RequirementImportance = Field(
        default=None,
        sa_column=Column(
            "importance",
            Words(RequirementImportance),
            nullable=False,
            server_default=text("'mandatory'::text"),
        ),
    )
    weight: int = Field(
        default=None,
        sa_column=Column("weight", Integer(), nullable=False, server_default=text("1")),
    )
    applicability: RequirementApplicability = Field(
        default=None,
        sa_column=Column(
            "applicability",
            Words(RequirementApplicability),
            nullable=False,
            server_default=text("'undecided'::text"),
        ),
    )
    applicability_reason: str | None = Field(
        default=None, sa_column=Column("applicability_reason", Text(collation="C"))
    )
    due_on: date | None = Field(default=None, sa_column=Column("due_on", Date()))
    typical_evidence: str | None = Field(
        default=None, sa_column=Column("typical_evidence", Text(collation="C"))
    )
    status: RequirementStatus = Field(
        default=None,
        sa_column=Column(
            "status",
            Words(RequirementStatus),
            nullable=False,
            server_default=text("'not_started'::text"),
        ),
    )
    regulation_id: UUID = Field(
        sa_column=Column(
            "regulation_id",
            Uuid(),
            ForeignKey("regulations.id", name="fk_requirements_regulation_id", ondelete="CASCADE"),
            nullable=False,
        )
    )
    parent_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "parent_id",
            Uuid(),
            ForeignKey("requirements.id", name="fk_requirements_parent_id", ondelete="CASCADE"),
        ),
    )
    owner_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_requirements_owner_id", ondelete="SET NULL"),
        ),
    )
    implemented_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "implemented_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_requirements_implemented_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_requirements_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_requirements_updated_by_id", ondelete="SET NULL"),
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
