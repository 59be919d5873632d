"""The table business_units. Generated from model/organisation.yaml."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    FetchedValue,
    ForeignKey,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlmodel import Field, SQLModel

from generated.organisation.enums import BusinessUnitKind
from runtime.database.columns import Words


class BusinessUnit(SQLModel, table=True):
    """A department, location or subsidiary, to which rows belong and roles can be limited."""

    __tablename__ = "business_units"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    code: str = Field(sa_column=Column("code", Text(collation="C"), nullable=False))
    name: str = Field(sa_column=Column("name", Text(collation="C"), nullable=False))
    kind: BusinessUnitKind = Field(
        default=None,
        sa_column=Column(
            "kind",
            Words(BusinessUnitKind),
            nullable=False,
            server_default=text("'department'::text"),
        ),
    )
    country: str | None = Field(default=None, sa_column=Column("country", Text(collation="C")))
    is_active: bool = Field(
        default=None,
        sa_column=Column("is_active", Boolean(), nullable=False, server_default=text("true")),
    )
    parent_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "parent_id",
            Uuid(),
            ForeignKey(
                "business_units.id", name="fk_business_units_parent_id", ondelete="RESTRICT"
            ),
        ),
    )
    head_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "head_id",
            Uuid(),
            ForeignKey("users.id", name="fk_business_units_head_id", ondelete="SET NULL"),
        ),
    )
    company_profile_id: UUID = Field(
        sa_column=Column(
            "company_profile_id",
            Uuid(),
            ForeignKey(
                "company_profiles.id",
                name="fk_business_units_company_profile_id",
                ondelete="CASCADE",
            ),
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
            ForeignKey("users.id", name="fk_business_units_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_business_units_updated_by_id", ondelete="SET NULL"),
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
