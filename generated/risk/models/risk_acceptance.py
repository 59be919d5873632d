"""The table risk_acceptances. Generated from model/risk.yaml."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from generated.risk.enums import RiskAcceptanceStatus
from runtime.database.columns import Words


class RiskAcceptance(SQLModel, table=True):
    """A time-limited decision to live with a risk."""

    __tablename__ = "risk_acceptances"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    justification: str = Field(
        sa_column=Column("justification", Text(collation="C"), nullable=False)
    )
    conditions: str | None = Field(
        default=None, sa_column=Column("conditions", Text(collation="C"))
    )
    valid_until: date = Field(sa_column=Column("valid_until", Date(), nullable=False))
    score_snapshot: Any = Field(default=None, sa_column=Column("score_snapshot", JSONB()))
    decided_at: datetime | None = Field(
        default=None, sa_column=Column("decided_at", DateTime(timezone=True))
    )
    decision_note: str | None = Field(
        default=None, sa_column=Column("decision_note", Text(collation="C"))
    )
    status: RiskAcceptanceStatus = Field(
        default=None,
        sa_column=Column(
            "status",
            Words(RiskAcceptanceStatus),
            nullable=False,
            server_default=text("'draft'::text"),
        ),
    )
    risk_id: UUID = Field(
        sa_column=Column(
            "risk_id",
            Uuid(),
            ForeignKey("risks.id", name="fk_risk_acceptances_risk_id", ondelete="CASCADE"),
            nullable=False,
        )
    )
    requester_id: UUID = Field(
        sa_column=Column(
            "requester_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_acceptances_requester_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    approver_id: UUID = Field(
        sa_column=Column(
            "approver_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_acceptances_approver_id", ondelete="RESTRICT"),
            nullable=False,
        )
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
            ForeignKey("users.id", name="fk_risk_acceptances_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_acceptances_updated_by_id", ondelete="SET NULL"),
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
    deleted_at: datetime | None = Field(
        default=None, sa_column=Column("deleted_at", DateTime(timezone=True))
    )
