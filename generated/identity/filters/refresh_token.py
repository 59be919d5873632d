"""Query strings of refresh tokens. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import Annotated

from generated.identity.enums import RefreshTokenRevokeReason
from generated.identity.related.refresh_token import RefreshTokenRelated
from generated.identity.related.user import UserRelated
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    Parameters,
    PastParameters,
    Several,
    TextParameter,
    names_of,
    order_by,
    over,
    paths,
    relations_of,
)
from runtime.types import Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "family_id",
    "expires_at",
    "rotated_at",
    "revoked_at",
    "revoke_reason",
    "client_ip",
    "user_agent",
    "is_usable",
    "user_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "family_id",
    "expires_at",
    "rotated_at",
    "revoked_at",
    "revoke_reason",
    "client_ip",
    "user_agent",
    "is_usable",
    "user_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("user", "replaced_by", "created_by", "updated_by")

RELATED: dict[str, type[Parameters]] = {
    "user": UserRelated,
    "replaced_by": RefreshTokenRelated,
}


class RefreshTokenSelection(Parameters):
    """What an answer carries of a refresh token."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RefreshTokenConditions(FilterParameters):
    """Which refresh tokens are asked for."""

    id: Id = absent()
    id__ne: Id = absent()
    id__in: Several[Id] = absent()
    id__not_in: Several[Id] = absent()
    id__is_null: bool = absent()
    created_at: Instant = absent()
    created_at__ne: Instant = absent()
    created_at__in: Several[Instant] = absent()
    created_at__not_in: Several[Instant] = absent()
    created_at__gt: Instant = absent()
    created_at__gte: Instant = absent()
    created_at__lt: Instant = absent()
    created_at__lte: Instant = absent()
    created_at__is_null: bool = absent()
    updated_at: Instant = absent()
    updated_at__ne: Instant = absent()
    updated_at__in: Several[Instant] = absent()
    updated_at__not_in: Several[Instant] = absent()
    updated_at__gt: Instant = absent()
    updated_at__gte: Instant = absent()
    updated_at__lt: Instant = absent()
    updated_at__lte: Instant = absent()
    updated_at__is_null: bool = absent()
    version: Int32 = absent()
    version__ne: Int32 = absent()
    version__in: Several[Int32] = absent()
    version__not_in: Several[Int32] = absent()
    version__gt: Int32 = absent()
    version__gte: Int32 = absent()
    version__lt: Int32 = absent()
    version__lte: Int32 = absent()
    version__is_null: bool = absent()
    family_id: Id = absent()
    family_id__ne: Id = absent()
    family_id__in: Several[Id] = absent()
    family_id__not_in: Several[Id] = absent()
    family_id__is_null: bool = absent()
    expires_at: Instant = absent()
    expires_at__ne: Instant = absent()
    expires_at__in: Several[Instant] = absent()
    expires_at__not_in: Several[Instant] = absent()
    expires_at__gt: Instant = absent()
    expires_at__gte: Instant = absent()
    expires_at__lt: Instant = absent()
    expires_at__lte: Instant = absent()
    expires_at__is_null: bool = absent()
    rotated_at: Instant = absent()
    rotated_at__ne: Instant = absent()
    rotated_at__in: Several[Instant] = absent()
    rotated_at__not_in: Several[Instant] = absent()
    rotated_at__gt: Instant = absent()
    rotated_at__gte: Instant = absent()
    rotated_at__lt: Instant = absent()
    rotated_at__lte: Instant = absent()
    rotated_at__is_null: bool = absent()
    revoked_at: Instant = absent()
    revoked_at__ne: Instant = absent()
    revoked_at__in: Several[Instant] = absent()
    revoked_at__not_in: Several[Instant] = absent()
    revoked_at__gt: Instant = absent()
    revoked_at__gte: Instant = absent()
    revoked_at__lt: Instant = absent()
    revoked_at__lte: Instant = absent()
    revoked_at__is_null: bool = absent()
    revoke_reason: RefreshTokenRevokeReason = absent()
    revoke_reason__ne: RefreshTokenRevokeReason = absent()
    revoke_reason__in: Several[RefreshTokenRevokeReason] = absent()
    revoke_reason__not_in: Several[RefreshTokenRevokeReason] = absent()
    revoke_reason__is_null: bool = absent()
    client_ip: TextParameter = absent()
    client_ip__ne: TextParameter = absent()
    client_ip__in: Several[TextParameter] = absent()
    client_ip__not_in: Several[TextParameter] = absent()
    client_ip__gt: TextParameter = absent()
    client_ip__gte: TextParameter = absent()
    client_ip__lt: TextParameter = absent()
    client_ip__lte: TextParameter = absent()
    client_ip__contains: TextParameter = absent()
    client_ip__starts_with: TextParameter = absent()
    client_ip__is_null: bool = absent()
    user_agent: TextParameter = absent()
    user_agent__ne: TextParameter = absent()
    user_agent__in: Several[TextParameter] = absent()
    user_agent__not_in: Several[TextParameter] = absent()
    user_agent__gt: TextParameter = absent()
    user_agent__gte: TextParameter = absent()
    user_agent__lt: TextParameter = absent()
    user_agent__lte: TextParameter = absent()
    user_agent__contains: TextParameter = absent()
    user_agent__starts_with: TextParameter = absent()
    user_agent__is_null: bool = absent()
    is_usable: bool = absent()
    is_usable__ne: bool = absent()
    is_usable__is_null: bool = absent()
    user_id: Id = absent()
    user_id__ne: Id = absent()
    user_id__in: Several[Id] = absent()
    user_id__not_in: Several[Id] = absent()
    user_id__is_null: bool = absent()
    replaced_by_id: Id = absent()
    replaced_by_id__ne: Id = absent()
    replaced_by_id__in: Several[Id] = absent()
    replaced_by_id__not_in: Several[Id] = absent()
    replaced_by_id__is_null: bool = absent()
    created_by_id: Id = absent()
    created_by_id__ne: Id = absent()
    created_by_id__in: Several[Id] = absent()
    created_by_id__not_in: Several[Id] = absent()
    created_by_id__is_null: bool = absent()
    updated_by_id: Id = absent()
    updated_by_id__ne: Id = absent()
    updated_by_id__in: Several[Id] = absent()
    updated_by_id__not_in: Several[Id] = absent()
    updated_by_id__is_null: bool = absent()


class RefreshTokenFilters(RefreshTokenConditions, RefreshTokenSelection, ListParameters):
    """What a list of refresh tokens takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RefreshTokenRowQuery(RefreshTokenSelection, PastParameters):
    """What reading a refresh token takes."""


class RefreshTokenListQuery(RefreshTokenFilters, PastParameters):
    """What listing refresh tokens takes."""
