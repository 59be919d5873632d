"""The table risk_matrices. Generated from model/risk.yaml."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from generated.risk.enums import RiskMatrixStatus
from runtime.database.columns import Words


class RiskMatrix(SQLModel, table=True):
    """Labels of the scale, bands of the levels and the appetite for each category of risk."""

    __tablename__ = "risk_matrices"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    name: str = Field(sa_column=Column("name", Text(collation="C"), nullable=False))
    size: int = Field(
        default=None, sa_column=Column("size", Integer(), nullable=False, server_default=text("5"))
    )
    likelihood_labels: Any = Field(sa_column=Column("likelihood_labels", JSONB(), nullable=False))
    impact_labels: Any = Field(sa_column=Column("impact_labels", JSONB(), nullable=False))
    level_bands: Any = Field(sa_column=Column("level_bands", JSONB(), nullable=False))
    appetite_by_category: Any = Field(
        default=None, sa_column=Column("appetite_by_category", JSONB())
    )
    approved_on: date | None = Field(default=None, sa_column=Column("approved_on", Date()))
    status: RiskMatrixStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(RiskMatrixStatus), nullable=False, server_default=text("'draft'::text")
        ),
    )
    owner_id: UUID = Field(
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_matrices_owner_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    approved_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "approved_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_matrices_approved_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_risk_matrices_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_matrices_updated_by_id", ondelete="SET NULL"),
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
