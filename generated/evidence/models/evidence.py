"""The table evidence. Generated from model/evidence.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlmodel import Field, SQLModel

from generated.evidence.enums import Confidentiality, EvidenceKind, EvidenceSource, EvidenceStatus
from runtime.database.columns import Words, ordered_words


class Evidence(SQLModel, table=True):
    """Proof that a control operated in a stated period."""

    __tablename__ = "evidence"
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
            server_default=text("charter_number('sq_evidence_ref', 'E-{number}', 4)"),
        ),
    )
    title: str = Field(sa_column=Column("title", Text(collation="C"), nullable=False))
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    kind: EvidenceKind = Field(sa_column=Column("kind", Words(EvidenceKind), nullable=False))
    source: EvidenceSource = Field(
        default=None,
        sa_column=Column(
            "source", Words(EvidenceSource), nullable=False, server_default=text("'manual'::text")
        ),
    )
    confidentiality: Confidentiality = Field(
        default=None,
        sa_column=Column(
            "confidentiality",
            ordered_words(Confidentiality, "confidentiality"),
            nullable=False,
            server_default=text("'internal'::confidentiality"),
        ),
    )
    external_url: str | None = Field(
        default=None, sa_column=Column("external_url", Text(collation="C"))
    )
    period_start: date | None = Field(default=None, sa_column=Column("period_start", Date()))
    period_end: date | None = Field(default=None, sa_column=Column("period_end", Date()))
    collected_on: date | None = Field(default=None, sa_column=Column("collected_on", Date()))
    valid_until: date | None = Field(default=None, sa_column=Column("valid_until", Date()))
    rejection_reason: str | None = Field(
        default=None, sa_column=Column("rejection_reason", Text(collation="C"))
    )
    status: EvidenceStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(EvidenceStatus), nullable=False, server_default=text("'draft'::text")
        ),
    )
    owner_id: UUID = Field(
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_evidence_owner_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    control_id: UUID = Field(
        sa_column=Column(
            "control_id",
            Uuid(),
            ForeignKey("controls.id", name="fk_evidence_control_id", ondelete="RESTRICT"),
            nullable=False,
        )
    )
    task_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "task_id",
            Uuid(),
            ForeignKey("tasks.id", name="fk_evidence_task_id", ondelete="SET NULL"),
        ),
    )
    submitted_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "submitted_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_evidence_submitted_by_id", ondelete="SET NULL"),
        ),
    )
    reviewed_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "reviewed_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_evidence_reviewed_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_evidence_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_evidence_updated_by_id", ondelete="SET NULL"),
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
