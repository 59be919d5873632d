"""The tables."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import Column, Computed, DateTime, Integer, Numeric, and_, exists, func, or_, select
from sqlalchemy.orm import column_property
from sqlmodel import Field, Relationship, SQLModel, col


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)


class Bookkeeping(SQLModel):
    """What every table has."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    updated_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    created_by_id: UUID | None = None
    updated_by_id: UUID | None = None
    version: int = 1


class User(Bookkeeping, table=True):
    """A person with an account."""

    __tablename__ = "users"

    email: str = Field(unique=True)
    full_name: str
    is_active: bool = True


class RiskControl(SQLModel, table=True):
    """The link between a risk and a control."""

    __tablename__ = "risk_controls"

    risk_id: UUID = Field(foreign_key="risks.id", primary_key=True)
    control_id: UUID = Field(foreign_key="controls.id", primary_key=True)


class Control(Bookkeeping, table=True):
    """A safeguard that the organisation operates."""

    __tablename__ = "controls"

    ref: str
    name: str
    objective: str | None = None
    description: str | None = None
    domain: str
    kind: str = "preventive"
    nature: str = "process"
    maturity: str = "none"
    automation: str = "manual"
    frequency: str = "yearly"
    effort: str | None = None
    priority: str = "p3"
    annual_cost: Decimal | None = Field(default=None, sa_column=Column(Numeric(12, 2)))
    target_date: date | None = None
    next_review_on: date | None = None
    code_reference: str | None = None
    status: str = "planned"
    owner_id: UUID = Field(foreign_key="users.id")
    business_unit_id: UUID | None = None
    replaced_by_id: UUID | None = None

    @property
    def review_overdue(self) -> bool:
        """Whether the review is over its date."""
        due = self.next_review_on
        return due is not None and due < date.today() and self.status != "retired"


class Risk(Bookkeeping, table=True):
    """An uncertain event with its scores."""

    __tablename__ = "risks"

    deleted_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    ref: str | None = Field(default=None)
    title: str
    description: str | None = None
    category: str
    source: str = "assessment"
    threat: str | None = None
    vulnerability: str | None = None
    inherent_likelihood: int
    inherent_impact: int
    inherent_score: int | None = Field(
        default=None,
        sa_column=Column(Integer, Computed("inherent_likelihood * inherent_impact")),
    )
    inherent_level: str | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    residual_score: int | None = Field(
        default=None,
        sa_column=Column(Integer, Computed("residual_likelihood * residual_impact")),
    )
    residual_level: str | None = None
    current_score: int | None = Field(
        default=None,
        sa_column=Column(
            Integer,
            Computed(
                "coalesce(residual_likelihood * residual_impact,"
                " inherent_likelihood * inherent_impact)"
            ),
        ),
    )
    treatment: str = "undecided"
    above_appetite: bool = False
    affects_confidentiality: bool = False
    affects_integrity: bool = False
    affects_availability: bool = False
    involves_personal_data: bool = False
    review_interval_days: int = 365
    next_review_on: date | None = None
    closed_on: date | None = None
    status: str = "identified"
    owner_id: UUID = Field(foreign_key="users.id")
    matrix_id: UUID
    business_unit_id: UUID | None = None
    project_id: UUID | None = None
    parent_id: UUID | None = None
    monitored_by_id: UUID | None = None

    controls: list[Control] = Relationship(
        link_model=RiskControl, sa_relationship_kwargs={"order_by": "Control.id"}
    )

    @property
    def review_overdue(self) -> bool:
        """Whether the review is over its date."""
        due = self.next_review_on
        return due is not None and due < date.today() and self.status != "closed"


class Task(Bookkeeping, table=True):
    """A piece of work; as much of it as is counted here."""

    __tablename__ = "tasks"

    status: str
    risk_id: UUID | None = Field(default=None, foreign_key="risks.id")


class ControlMapping(Bookkeeping, table=True):
    """What a control satisfies; as much of it as is counted here."""

    __tablename__ = "control_mappings"

    status: str
    control_id: UUID = Field(foreign_key="controls.id")


class Evidence(Bookkeeping, table=True):
    """What shows that a control works; as much of it as is asked for here."""

    __tablename__ = "evidence"

    status: str
    valid_until: date | None = None
    control_id: UUID = Field(foreign_key="controls.id")


Risk.__mapper__.add_property(  # type: ignore[attr-defined]
    "open_tasks",
    column_property(
        select(func.count(col(Task.id)))
        .where(col(Task.risk_id) == col(Risk.id), col(Task.status).not_in(("done", "cancelled")))
        .correlate_except(Task)
        .scalar_subquery()
    ),
)
Control.__mapper__.add_property(  # type: ignore[attr-defined]
    "confirmed_mappings",
    column_property(
        select(func.count(col(ControlMapping.id)))
        .where(
            col(ControlMapping.control_id) == col(Control.id),
            col(ControlMapping.status) == "confirmed",
        )
        .correlate_except(ControlMapping)
        .scalar_subquery()
    ),
)
Control.__mapper__.add_property(  # type: ignore[attr-defined]
    "evidence_stale",
    column_property(
        ~exists()
        .where(
            and_(
                col(Evidence.control_id) == col(Control.id),
                col(Evidence.status) == "approved",
                or_(
                    col(Evidence.valid_until).is_(None),
                    col(Evidence.valid_until) >= func.current_date(),
                ),
            )
        )
        .correlate_except(Evidence)
    ),
)
