"""Bodies and answers of refresh tokens. Generated from model/identity.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from generated.identity.enums import RefreshTokenRevokeReason
from runtime.types import ResponseBody, absent


class RefreshTokenRead(ResponseBody):
    """What the server knows of one refresh token; the token itself is never stored."""

    id: UUID = absent()
    created_at: datetime = absent()
    updated_at: datetime = absent()
    version: int = absent()
    family_id: UUID = absent()
    expires_at: datetime = absent()
    rotated_at: datetime | None = absent()
    revoked_at: datetime | None = absent()
    revoke_reason: RefreshTokenRevokeReason | None = absent()
    client_ip: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    user_agent: Annotated[str | None, Field(json_schema_extra={"x-personal": True})] = absent()
    is_usable: bool | None = absent()
    user_id: UUID = absent()
    replaced_by_id: UUID | None = absent()
    created_by_id: UUID | None = absent()
    updated_by_id: UUID | None = absent()
    user: UserRead | None = absent()
    replaced_by: RefreshTokenRead | None = absent()
    created_by: UserRead | None = absent()
    updated_by: UserRead | None = absent()


class RefreshTokenPage(ResponseBody):
    """A page of refresh tokens."""

    items: list[RefreshTokenRead]
    next_cursor: str | None
    total: int | None


from generated.identity.schemas.user import UserRead  # noqa: E402 - they embed one another
