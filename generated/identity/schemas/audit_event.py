"""Bodies and answers of audit events. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from generated.identity.enums import AuditEventOutcome, AuditEventSource
from runtime.types import ResponseBody, absent


class AuditEventRead(ResponseBody):
    """One write, log-in or refusal, as it happened; rows are only ever added."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    occurred_at: datetime = absent()
    actor_email: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    actor_roles: list[str] | None = absent()
    action: str = absent()
    entity_type: str | None = absent()
    entity_id: UUID | None = absent()
    changes: Any | None = absent()
    reason: str | None = absent()
    outcome: AuditEventOutcome = absent()
    rule: str | None = absent()
    request_id: str | None = absent()
    client_ip: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    source: AuditEventSource = absent()
    actor_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    actor: UserRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()


class AuditEventPage(ResponseBody):
    """A page of audit events."""

    items: list[AuditEventRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
