"""The table risk_treatment_plans. Generated from model/risk.yaml."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    Column,
    Computed,
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

from generated.risk.enums import RiskLevel, RiskTreatmentPlanStatus, RiskTreatmentPlanStrategy
from runtime.database.columns import Words, ordered_words


class RiskTreatmentPlan(SQLModel, table=True):
    """The measures, budget and target that bring a risk down."""

    __tablename__ = "risk_treatment_plans"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    strategy: RiskTreatmentPlanStrategy = Field(
        sa_column=Column("strategy", Words(RiskTreatmentPlanStrategy), nullable=False)
    )
    priority: RiskLevel = Field(
        default=None,
        sa_column=Column(
            "priority",
            ordered_words(RiskLevel, "risk_level"),
            nullable=False,
            server_default=text("'medium'::risk_level"),
        ),
    )
    start_date: date | None = Field(default=None, sa_column=Column("start_date", Date()))
    target_date: date = Field(sa_column=Column("target_date", Date(), nullable=False))
    completed_on: date | None = Field(default=None, sa_column=Column("completed_on", Date()))
    budget: Decimal | None = Field(default=None, sa_column=Column("budget", Numeric(12, 2)))
    progress: int = Field(
        default=None,
        sa_column=Column("progress", Integer(), nullable=False, server_default=text("0")),
    )
    expected_likelihood: int | None = Field(
        default=None, sa_column=Column("expected_likelihood", Integer())
    )
    expected_impact: int | None = Field(
        default=None, sa_column=Column("expected_impact", Integer())
    )
    expected_score: int | None = Field(
        default=None,
        sa_column=Column(
            "expected_score",
            Integer(),
            Computed("expected_likelihood * expected_impact", persisted=True),
        ),
    )
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    status: RiskTreatmentPlanStatus = Field(
        default=None,
        sa_column=Column(
            "status",
            Words(RiskTreatmentPlanStatus),
            nullable=False,
            server_default=text("'planned'::text"),
        ),
    )
    owner_id: UUID = Field(
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risk_treatment_plans_owner_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    risk_id: UUID = Field(
        sa_column=Column(
            "risk_id",
            Uuid(),
            ForeignKey("risks.id", name="fk_risk_treatment_plans_risk_id", ondelete="CASCADE"),
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
            ForeignKey(
                "users.id", name="fk_risk_treatment_plans_created_by_id", ondelete="SET NULL"
            ),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey(
                "users.id", name="fk_risk_treatment_plans_updated_by_id", ondelete="SET NULL"
            ),
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
