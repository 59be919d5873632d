"""The table refresh_tokens. Generated from model/identity.yaml."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, FetchedValue, ForeignKey, Integer, Text, Uuid, text
from sqlmodel import Field, SQLModel

from generated.identity.enums import RefreshTokenRevokeReason
from runtime.database.columns import Words


class RefreshToken(SQLModel, table=True):
    """What the server knows of one refresh token; the token itself is never stored."""

    __tablename__ = "refresh_tokens"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    family_id: UUID = Field(sa_column=Column("family_id", Uuid(), nullable=False))
    expires_at: datetime = Field(
        sa_column=Column("expires_at", DateTime(timezone=True), nullable=False)
    )
    rotated_at: datetime | None = Field(
        default=None, sa_column=Column("rotated_at", DateTime(timezone=True))
    )
    revoked_at: datetime | None = Field(
        default=None, sa_column=Column("revoked_at", DateTime(timezone=True))
    )
    revoke_reason: RefreshTokenRevokeReason | None = Field(
        default=None, sa_column=Column("revoke_reason", Words(RefreshTokenRevokeReason))
    )
    client_ip: str | None = Field(default=None, sa_column=Column("client_ip", Text(collation="C")))
    user_agent: str | None = Field(
        default=None, sa_column=Column("user_agent", Text(collation="C"))
    )
    user_id: UUID = Field(
        sa_column=Column(
            "user_id",
            Uuid(),
            ForeignKey("users.id", name="fk_refresh_tokens_user_id", ondelete="CASCADE"),
            nullable=False,
        )
    )
    replaced_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "replaced_by_id",
            Uuid(),
            ForeignKey(
                "refresh_tokens.id", name="fk_refresh_tokens_replaced_by_id", ondelete="SET NULL"
            ),
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
            ForeignKey("users.id", name="fk_refresh_tokens_created_by_id", ondelete="SET NULL"),
            server_default=FetchedValue(),
            server_onupdate=FetchedValue(),
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id",
            Uuid(),
            ForeignKey("users.id", name="fk_refresh_tokens_updated_by_id", ondelete="SET NULL"),
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
