"""The table role_assignments. Generated from model/identity.yaml."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Date, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlmodel import Field, SQLModel

from generated.identity.enums import Role
from runtime.database.columns import Words


class RoleAssignment(SQLModel, table=True):
    """Grants one role to one user, everywhere or in one project or business unit."""

    __tablename__ = "role_assignments"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    role: Role = Field(sa_column=Column("role", Words(Role), nullable=False))
    valid_from: date | None = Field(default=None, sa_column=Column("valid_from", Date()))
    valid_until: date | None = Field(default=None, sa_column=Column("valid_until", Date()))
    reason: str | None = Field(default=None, sa_column=Column("reason", Text(collation="C")))
    user_id: UUID = Field(
        sa_column=Column(
            "user_id",
            Uuid(),
            ForeignKey("users.id", name="fk_role_assignments_user_id", ondelete="CASCADE"),
            nullable=False,
        )
    )
    scope_type: str | None = Field(
        default=None, sa_column=Column("scope_type", Text(collation="C"))
    )
    scope_id: UUID | None = Field(default=None, sa_column=Column("scope_id", Uuid()))
    granted_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "granted_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_role_assignments_granted_by_id", ondelete="SET NULL"),
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
            ForeignKey("users.id", name="fk_role_assignments_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_role_assignments_updated_by_id", ondelete="SET NULL"),
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
