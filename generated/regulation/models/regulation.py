"""The table regulations. Generated from model/regulation.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlmodel import Field, SQLModel

from generated.regulation.enums import (
    RegulationContentLicence,
    RegulationKind,
    RegulationStatus,
    RegulationTopic,
)
from runtime.database.columns import Words


class Regulation(SQLModel, table=True):
    """A law, standard or framework in one edition."""

    __tablename__ = "regulations"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    code: str = Field(sa_column=Column("code", Text(collation="C"), nullable=False))
    edition: str = Field(sa_column=Column("edition", Text(collation="C"), nullable=False))
    name: str = Field(sa_column=Column("name", Text(collation="C"), nullable=False))
    kind: RegulationKind = Field(sa_column=Column("kind", Words(RegulationKind), nullable=False))
    topic: RegulationTopic = Field(
        sa_column=Column("topic", Words(RegulationTopic), nullable=False)
    )
    jurisdiction: str = Field(sa_column=Column("jurisdiction", Text(collation="C"), nullable=False))
    issuer: str | None = Field(default=None, sa_column=Column("issuer", Text(collation="C")))
    celex_id: str | None = Field(default=None, sa_column=Column("celex_id", Text(collation="C")))
    source_url: str | None = Field(
        default=None, sa_column=Column("source_url", Text(collation="C"))
    )
    effective_from: date | None = Field(default=None, sa_column=Column("effective_from", Date()))
    effective_until: date | None = Field(default=None, sa_column=Column("effective_until", Date()))
    content_licence: RegulationContentLicence = Field(
        default=None,
        sa_column=Column(
            "content_licence",
            Words(RegulationContentLicence),
            nullable=False,
            server_default=text("'own_text'::text"),
        ),
    )
    description: str | None = Field(
        default=None, sa_column=Column("description", Text(collation="C"))
    )
    status: RegulationStatus = Field(
        default=None,
        sa_column=Column(
            "status", Words(RegulationStatus), nullable=False, server_default=text("'draft'::text")
        ),
    )
    owner_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "owner_id",
            Uuid(),
            ForeignKey("users.id", name="fk_regulations_owner_id", ondelete="SET NULL"),
        ),
    )
    replaced_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "replaced_by_id",
            Uuid(),
            ForeignKey("regulations.id", name="fk_regulations_replaced_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_regulations_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_regulations_updated_by_id", ondelete="SET NULL"),
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
