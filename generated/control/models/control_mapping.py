"""The table control_mappings. Generated from model/control.yaml."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlmodel import Field, SQLModel

from generated.control.enums import ControlMappingCoverage, ControlMappingStatus
from runtime.database.columns import Words


class ControlMapping(SQLModel, table=True):
    """Says how far a control satisfies a requirement."""

    __tablename__ = "control_mappings"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    coverage: ControlMappingCoverage = Field(
        default=None,
        sa_column=Column(
            "coverage",
            Words(ControlMappingCoverage),
            nullable=False,
            server_default=text("'partial'::text"),
        ),
    )
    coverage_percent: int | None = Field(
        default=None, sa_column=Column("coverage_percent", Integer())
    )
    rationale: str | None = Field(default=None, sa_column=Column("rationale", Text(collation="C")))
    status: ControlMappingStatus = Field(
        default=None,
        sa_column=Column(
            "status",
            Words(ControlMappingStatus),
            nullable=False,
            server_default=text("'proposed'::text"),
        ),
    )
    control_id: UUID = Field(
        sa_column=Column(
            "control_id",
            Uuid(),
            ForeignKey("controls.id", name="fk_control_mappings_control_id", ondelete="CASCADE"),
            nullable=False,
        )
    )
    requirement_id: UUID = Field(
        sa_column=Column(
            "requirement_id",
            Uuid(),
            ForeignKey(
                "requirements.id", name="fk_control_mappings_requirement_id", ondelete="CASCADE"
            ),
            nullable=False,
        )
    )
    confirmed_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "confirmed_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_control_mappings_confirmed_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_control_mappings_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_control_mappings_updated_by_id", ondelete="SET NULL"),
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
