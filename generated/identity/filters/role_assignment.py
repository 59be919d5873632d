"""Query strings of role assignments. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from generated.identity.enums import Role
from generated.identity.related.user import UserRelated
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    PageParameters,
    Parameters,
    PastParameters,
    Several,
    TextParameter,
    name_of,
    names_of,
    order_by,
    over,
    paths,
    relations_of,
)
from runtime.types import Day, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "role",
    "valid_from",
    "valid_until",
    "reason",
    "in_force",
    "user_id",
    "scope_type",
    "scope_id",
    "granted_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "role",
    "valid_from",
    "valid_until",
    "reason",
    "in_force",
    "user_id",
    "scope_type",
    "scope_id",
    "granted_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = ("user", "scope", "granted_by", "created_by", "updated_by")

RELATED: dict[str, type[Parameters]] = {
    "user": UserRelated,
    "granted_by": UserRelated,
}


class RoleAssignmentSelection(Parameters):
    """What an answer carries of a role assignment."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RoleAssignmentConditions(FilterParameters):
    """Which role assignments are asked for."""

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
    role: Role = absent()
    role__ne: Role = absent()
    role__in: Several[Role] = absent()
    role__not_in: Several[Role] = absent()
    role__is_null: bool = absent()
    valid_from: Day = absent()
    valid_from__ne: Day = absent()
    valid_from__in: Several[Day] = absent()
    valid_from__not_in: Several[Day] = absent()
    valid_from__gt: Day = absent()
    valid_from__gte: Day = absent()
    valid_from__lt: Day = absent()
    valid_from__lte: Day = absent()
    valid_from__is_null: bool = absent()
    valid_until: Day = absent()
    valid_until__ne: Day = absent()
    valid_until__in: Several[Day] = absent()
    valid_until__not_in: Several[Day] = absent()
    valid_until__gt: Day = absent()
    valid_until__gte: Day = absent()
    valid_until__lt: Day = absent()
    valid_until__lte: Day = absent()
    valid_until__is_null: bool = absent()
    reason: TextParameter = absent()
    reason__ne: TextParameter = absent()
    reason__in: Several[TextParameter] = absent()
    reason__not_in: Several[TextParameter] = absent()
    reason__gt: TextParameter = absent()
    reason__gte: TextParameter = absent()
    reason__lt: TextParameter = absent()
    reason__lte: TextParameter = absent()
    reason__contains: TextParameter = absent()
    reason__starts_with: TextParameter = absent()
    reason__is_null: bool = absent()
    in_force: bool = absent()
    in_force__ne: bool = absent()
    in_force__is_null: bool = absent()
    user_id: Id = absent()
    user_id__ne: Id = absent()
    user_id__in: Several[Id] = absent()
    user_id__not_in: Several[Id] = absent()
    user_id__is_null: bool = absent()
    scope_type: Literal["project", "business_unit"] = absent()
    scope_type__ne: Literal["project", "business_unit"] = absent()
    scope_type__in: Several[Literal["project", "business_unit"]] = absent()
    scope_type__not_in: Several[Literal["project", "business_unit"]] = absent()
    scope_type__is_null: bool = absent()
    scope_id: Id = absent()
    scope_id__ne: Id = absent()
    scope_id__in: Several[Id] = absent()
    scope_id__not_in: Several[Id] = absent()
    scope_id__is_null: bool = absent()
    granted_by_id: Id = absent()
    granted_by_id__ne: Id = absent()
    granted_by_id__in: Several[Id] = absent()
    granted_by_id__not_in: Several[Id] = absent()
    granted_by_id__is_null: bool = absent()
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


class RoleAssignmentFilters(RoleAssignmentConditions, RoleAssignmentSelection, ListParameters):
    """What a list of role assignments takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RoleAssignmentRowQuery(RoleAssignmentSelection, PastParameters):
    """What reading a role assignment takes."""


class RoleAssignmentListQuery(RoleAssignmentFilters, PastParameters):
    """What listing role assignments takes."""


class RoleAssignmentHistoryQuery(PageParameters):
    """What the history of a role assignment takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
