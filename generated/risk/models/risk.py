"""The table risks. Generated from model/risk.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
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

from generated.risk.enums import RiskCategory, RiskLevel, RiskSource, RiskStatus, RiskTreatment
from runtime.database.columns import Words, ordered_words


class Risk(SQLModel, table=True):
    """An uncertain event with its inherent and residual scores."""

    __tablename__ = "risks"
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
            server_default=text("charter_number('sq_risks_ref', 'R-{number}', 4)"),
        ),
    )
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    category: RiskCategory = Field(
        sa_column=Column("category", Words(RiskCategory), nullable=False)
    )
    source: RiskSource = Field(
        default=None,
        sa_column=Column(
            "source", Words(RiskSource), nullable=False, server_default=text("'assessment'::text")
        ),
    )
    threat: str | None = Field(default=None, sa_column=Column("threat", Text(collation="C")))
    vulnerability: str | None = Field(
        default=None, sa_column=Column("vulnerability", Text(collation="C"))
    )
    inherent_likelihood: int = Field(
        sa_column=Column("inherent_likelihood", Integer(), nullable=False)
    )
    inherent_impact: int = Field(sa_column=Column("inherent_impact", Integer(), nullable=False))
    inherent_score: int | None = Field(
        default=None,
        sa_column=Column(
            "inherent_score",
            Integer(),
            Computed("inherent_likelihood * inherent_impact", persisted=True),
        ),
    )
    inherent_level: RiskLevel | None = Field(
        default=None, sa_column=Column("inherent_level", ordered_words(RiskLevel, "risk_level"))
    )
    residual_likelihood: int | None = Field(
        default=None, sa_column=Column("residual_likelihood", Integer())
    )
    residual_impact: int | None = Field(
        default=None, sa_column=Column("residual_impact", Integer())
    )
    residual_score: int | None = Field(
        default=None,
        sa_column=Column(
            "residual_score",
            Integer(),
            Computed("residual_likelihood * residual_impact", persisted=True),
        ),
    )
    residual_level: RiskLevel | None = Field(
        default=None, sa_column=Column("residual_level", ordered_words(RiskLevel, "risk_level"))
    )
    current_score: int | None = Field(
        default=None,
        sa_column=Column(
            "current_score",
            Integer(),
            Computed(
                "coalesce(residual_likelihood * residual_impact, inherent_likelihood * inherent_impact)",
                persisted=True,
            ),
        ),
    )
    treatment: RiskTreatment = Field(
        default=None,
        sa_column=Column(
            "treatment",
            Words(RiskTreatment),
            nullable=False,
            server_default=text("'undecided'::text"),
        ),
    )
    above_appetite: bool = Field(
        default=None,
        sa_column=Column("above_appetite", Boolean(), nullable=False, server_default=text("false")),
    )
    affects_confidentiality: bool = Field(
        default=None,
        sa_column=Column(
            "affects_confidentiality", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    affects_integrity: bool = Field(
        default=None,
        sa_column=Column(
            "affects_integrity", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    affects_availability: bool = Field(
        default=None,
        sa_column=Column(
            "affects_availability", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    involves_personal_data: bool = Field(
        default=None,
        sa_column=Column(
            "involves_personal_data", Boolean(), nullable=False, server_default=text("false")
        ),
    )
    review_interval_days: int = Field(
        default=None,
        sa_column=Column(
            "review_interval_days", Integer(), nullable=False, server_default=text("365")
        ),
    )
    next_review_on: date | None = Field(default=None, sa_column=Column("next_review_on", Date()))
    closed_on: date | None = Field(default=None, sa_column=Column("closed_on", Date()))
    status: RiskStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(RiskStatus), nullable=False, server_default=text("'identified'::text")
        ),
    )
    owner_id: UUID = Field(
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risks_owner_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    matrix_id: UUID = Field(
        sa_column=Column(
            "matrix_id",
            Uuid(),
            ForeignKey("risk_matrices.id", name="fk_risks_matrix_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    business_unit_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "business_unit_id",
            Uuid(),
            ForeignKey("business_units.id", name="fk_risks_business_unit_id", ondelete="SET NULL"),
        ),
    )
    project_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "project_id",
            Uuid(),
            ForeignKey("projects.id", name="fk_risks_project_id", ondelete="SET NULL"),
        ),
    )
    parent_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "parent_id",
            Uuid(),
            ForeignKey("risks.id", name="fk_risks_parent_id", ondelete="SET NULL"),
        ),
    )
    monitored_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "monitored_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risks_monitored_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_risks_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_risks_updated_by_id", ondelete="SET NULL"),
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
