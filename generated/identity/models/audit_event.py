"""The table audit_events. Generated from model/identity.yaml."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, FetchedValue, Integer, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from generated.identity.enums import AuditEventOutcome, AuditEventSource
from runtime.database.columns import Words


class AuditEvent(SQLModel, table=True):
    """One write, log-in or refusal, as it happened; rows are only ever added."""

    __tablename__ = "audit_events"
    __mapper_args__ = {"eager_defaults": True}

    id: UUID = Field(
        default=None,
        sa_column=Column("id", Uuid(), primary_key=True, server_default=text("uuidv7()")),
    )
    occurred_at: datetime = Field(
        default=None,
        sa_column=Column(
            "occurred_at", DateTime(timezone=True), nullable=False, server_default=text("now()")
        ),
    )
    actor_email: str | None = Field(
        default=None, sa_column=Column("actor_email", Text(collation="C"))
    )
    actor_roles: list[str] | None = Field(
        default=None, sa_column=Column("actor_roles", ARRAY(Text(collation="C")))
    )
    action: str = Field(sa_column=Column("action", Text(collation="C"), nullable=False))
    entity_type: str | None = Field(
        default=None, sa_column=Column("entity_type", Text(collation="C"))
    )
    entity_id: UUID | None = Field(default=None, sa_column=Column("entity_id", Uuid()))
    changes: Any = Field(default=None, sa_column=Column("changes", JSONB()))
    reason: str | None = Field(default=None, sa_column=Column("reason", Text(collation="C")))
    outcome: AuditEventOutcome = Field(
        sa_column=Column("outcome", Words(AuditEventOutcome), nullable=False)
    )
    rule: str | None = Field(default=None, sa_column=Column("rule", Text(collation="C")))
    request_id: str | None = Field(
        default=None, sa_column=Column("request_id", Text(collation="C"))
    )
    client_ip: str | None = Field(default=None, sa_column=Column("client_ip", Text(collation="C")))
    source: AuditEventSource = Field(
        sa_column=Column("source", Words(AuditEventSource), nullable=False)
    )
    actor_id: UUID | None = Field(default=None, sa_column=Column("actor_id", Uuid()))
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
            "created_by_id", Uuid(), server_default=FetchedValue(), server_onupdate=FetchedValue()
        ),
    )
    updated_by_id: UUID | None = Field(
        default=None,
        sa_column=Column(
            "updated_by_id", Uuid(), server_default=FetchedValue(), server_onupdate=FetchedValue()
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
