"""The table controls. Generated from model/control.yaml."""

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

from generated.control.enums import (
    ControlAutomation,
    ControlDomain,
    ControlEffort,
    ControlFrequency,
    ControlKind,
    ControlNature,
    ControlStatus,
    Maturity,
)
from generated.task.enums import TaskPriority
from runtime.database.columns import Words, ordered_words


class Control(SQLModel, table=True):
    """A safeguard that the organisation operates."""

    __tablename__ = "controls"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    ref: str = Field(sa_column=Column("ref", Text(collation="C"), nullable=False))
    name: str = Field(sa_column=Column("name", Text(collation="C"), nullable=False))
    objective: str | None = Field(default=None, sa_column=Column("objective", Text(collation="C")))
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    domain: ControlDomain = Field(sa_column=Column("domain", Words(ControlDomain), nullable=False))
    kind: ControlKind = Field(
        default=None,
        sa_column=Column(
            "kind", Words(ControlKind), nullable=False, server_default=text("'preventive'::text")
        ),
    )
    nature: ControlNature = Field(
        default=None,
        sa_column=Column(
            "nature", Words(ControlNature), nullable=False, server_default=text("'process'::text")
        ),
    )
    maturity: Maturity = Field(
        default=None,
        sa_column=Column(
            "maturity",
            ordered_words(Maturity, "maturity"),
            nullable=False,
            server_default=text("'none'::maturity"),
        ),
    )
    automation: ControlAutomation = Field(
        default=None,
        sa_column=Column(
            "automation",
            Words(ControlAutomation),
            nullable=False,
            server_default=text("'manual'::text"),
        ),
    )
    frequency: ControlFrequency = Field(
        default=None,
        sa_column=Column(
            "frequency",
            Words(ControlFrequency),
            nullable=False,
            server_default=text("'yearly'::text"),
        ),
    )
    effort: ControlEffort | None = Field(
        default=None, sa_column=Column("effort", Words(ControlEffort))
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
    annual_cost: Decimal | None = Field(
        default=None, sa_column=Column("annual_cost", Numeric(12, 2))
    )
    target_date: date | None = Field(default=None, sa_column=Column("target_date", Date()))
    next_review_on: date | None = Field(default=None, sa_column=Column("next_review_on", Date()))
    code_reference: str | None = Field(
        default=None, sa_column=Column("code_reference", Text(collation="C"))
    )
    status: ControlStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(ControlStatus), nullable=False, server_default=text("'planned'::text")
        ),
    )
    owner_id: UUID = Field(
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_controls_owner_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    business_unit_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "business_unit_id",
            Uuid(),
            ForeignKey(
                "business_units.id", name="fk_controls_business_unit_id", ondelete="SET NULL"
            ),
        ),
    )
    replaced_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "replaced_by_id",
            Uuid(),
            ForeignKey("controls.id", name="fk_controls_replaced_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_controls_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_controls_updated_by_id", ondelete="SET NULL"),
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
