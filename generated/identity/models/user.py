"""The table users. Generated from model/identity.yaml."""

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

from generated.identity.enums import UserKind
from runtime.database.columns import Words


class User(SQLModel, table=True):
    """A person or service account that signs in and can own rows."""

    __tablename__ = "users"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    email: str = Field(sa_column=Column("email", Text(collation="C"), nullable=False))
    full_name: str = Field(sa_column=Column("full_name", Text(collation="C"), nullable=False))
    kind: UserKind = Field(
        default=None,
        sa_column=Column(
            "kind", Words(UserKind), nullable=False, server_default=text("'human'::text")
        ),
    )
    department: str | None = Field(
        default=None, sa_column=Column("department", Text(collation="C"))
    )
    job_title: str | None = Field(default=None, sa_column=Column("job_title", Text(collation="C")))
    locale: str = Field(
        default=None,
        sa_column=Column(
            "locale", Text(collation="C"), nullable=False, server_default=text("'en'::text")
        ),
    )
    is_active: bool = Field(
        default=None,
        sa_column=Column("is_active", Boolean(), nullable=False, server_default=text("true")),
    )
    external_subject: str | None = Field(
        default=None, sa_column=Column("external_subject", Text(collation="C"))
    )
    last_login_at: datetime | None = Field(
        default=None, sa_column=Column("last_login_at", DateTime(timezone=True))
    )
    deactivated_at: datetime | None = Field(
        default=None, sa_column=Column("deactivated_at", DateTime(timezone=True))
    )
    business_unit_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "business_unit_id",
            Uuid(),
            ForeignKey("business_units.id", name="fk_users_business_unit_id", ondelete="SET NULL"),
        ),
    )
    manager_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "manager_id",
            Uuid(),
            ForeignKey("users.id", name="fk_users_manager_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_users_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_users_updated_by_id", ondelete="SET NULL"),
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
