"""Query strings of users. Generated from model/identity.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.enums import UserKind
from generated.identity.related.user import UserRelated
from generated.organisation.related.business_unit import BusinessUnitRelated
from runtime.parameters import (
    FilterParameters,
    ListParameters,
    PageParameters,
    Parameters,
    PastParameters,
    SearchParameter,
    Several,
    TextParameter,
    name_of,
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
    "email",
    "full_name",
    "kind",
    "department",
    "job_title",
    "locale",
    "is_active",
    "external_subject",
    "last_login_at",
    "deactivated_at",
    "open_tasks",
    "business_unit_id",
    "manager_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "email",
    "full_name",
    "kind",
    "department",
    "job_title",
    "locale",
    "is_active",
    "external_subject",
    "last_login_at",
    "deactivated_at",
    "open_tasks",
    "business_unit_id",
    "manager_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "business_unit",
    "manager",
    "created_by",
    "updated_by",
    "headed_units",
    "led_projects",
    "projects",
    "refresh_tokens",
    "reports",
    "role_assignments",
    "tasks",
)

RELATED: dict[str, type[Parameters]] = {
    "business_unit": BusinessUnitRelated,
    "manager": UserRelated,
}


class UserSelection(Parameters):
    """What an answer carries of a user."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class UserConditions(FilterParameters):
    """Which users are asked for."""

    q: Annotated[
        SearchParameter,
        Field(description="Words to be found, the best fit first; as in web search engines."),
    ] = absent()
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
    email: TextParameter = absent()
    email__ne: TextParameter = absent()
    email__in: Several[TextParameter] = absent()
    email__not_in: Several[TextParameter] = absent()
    email__gt: TextParameter = absent()
    email__gte: TextParameter = absent()
    email__lt: TextParameter = absent()
    email__lte: TextParameter = absent()
    email__contains: TextParameter = absent()
    email__starts_with: TextParameter = absent()
    email__is_null: bool = absent()
    full_name: TextParameter = absent()
    full_name__ne: TextParameter = absent()
    full_name__in: Several[TextParameter] = absent()
    full_name__not_in: Several[TextParameter] = absent()
    full_name__gt: TextParameter = absent()
    full_name__gte: TextParameter = absent()
    full_name__lt: TextParameter = absent()
    full_name__lte: TextParameter = absent()
    full_name__contains: TextParameter = absent()
    full_name__starts_with: TextParameter = absent()
    full_name__is_null: bool = absent()
    kind: UserKind = absent()
    kind__ne: UserKind = absent()
    kind__in: Several[UserKind] = absent()
    kind__not_in: Several[UserKind] = absent()
    kind__is_null: bool = absent()
    department: TextParameter = absent()
    department__ne: TextParameter = absent()
    department__in: Several[TextParameter] = absent()
    department__not_in: Several[TextParameter] = absent()
    department__gt: TextParameter = absent()
    department__gte: TextParameter = absent()
    department__lt: TextParameter = absent()
    department__lte: TextParameter = absent()
    department__contains: TextParameter = absent()
    department__starts_with: TextParameter = absent()
    department__is_null: bool = absent()
    job_title: TextParameter = absent()
    job_title__ne: TextParameter = absent()
    job_title__in: Several[TextParameter] = absent()
    job_title__not_in: Several[TextParameter] = absent()
    job_title__gt: TextParameter = absent()
    job_title__gte: TextParameter = absent()
    job_title__lt: TextParameter = absent()
    job_title__lte: TextParameter = absent()
    job_title__contains: TextParameter = absent()
    job_title__starts_with: TextParameter = absent()
    job_title__is_null: bool = absent()
    locale: TextParameter = absent()
    locale__ne: TextParameter = absent()
    locale__in: Several[TextParameter] = absent()
    locale__not_in: Several[TextParameter] = absent()
    locale__gt: TextParameter = absent()
    locale__gte: TextParameter = absent()
    locale__lt: TextParameter = absent()
    locale__lte: TextParameter = absent()
    locale__contains: TextParameter = absent()
    locale__starts_with: TextParameter = absent()
    locale__is_null: bool = absent()
    is_active: bool = absent()
    is_active__ne: bool = absent()
    is_active__is_null: bool = absent()
    external_subject: TextParameter = absent()
    external_subject__ne: TextParameter = absent()
    external_subject__in: Several[TextParameter] = absent()
    external_subject__not_in: Several[TextParameter] = absent()
    external_subject__gt: TextParameter = absent()
    external_subject__gte: TextParameter = absent()
    external_subject__lt: TextParameter = absent()
    external_subject__lte: TextParameter = absent()
    external_subject__contains: TextParameter = absent()
    external_subject__starts_with: TextParameter = absent()
    external_subject__is_null: bool = absent()
    last_login_at: Instant = absent()
    last_login_at__ne: Instant = absent()
    last_login_at__in: Several[Instant] = absent()
    last_login_at__not_in: Several[Instant] = absent()
    last_login_at__gt: Instant = absent()
    last_login_at__gte: Instant = absent()
    last_login_at__lt: Instant = absent()
    last_login_at__lte: Instant = absent()
    last_login_at__is_null: bool = absent()
    deactivated_at: Instant = absent()
    deactivated_at__ne: Instant = absent()
    deactivated_at__in: Several[Instant] = absent()
    deactivated_at__not_in: Several[Instant] = absent()
    deactivated_at__gt: Instant = absent()
    deactivated_at__gte: Instant = absent()
    deactivated_at__lt: Instant = absent()
    deactivated_at__lte: Instant = absent()
    deactivated_at__is_null: bool = absent()
    open_tasks: Int32 = absent()
    open_tasks__ne: Int32 = absent()
    open_tasks__in: Several[Int32] = absent()
    open_tasks__not_in: Several[Int32] = absent()
    open_tasks__gt: Int32 = absent()
    open_tasks__gte: Int32 = absent()
    open_tasks__lt: Int32 = absent()
    open_tasks__lte: Int32 = absent()
    open_tasks__is_null: bool = absent()
    business_unit_id: Id = absent()
    business_unit_id__ne: Id = absent()
    business_unit_id__in: Several[Id] = absent()
    business_unit_id__not_in: Several[Id] = absent()
    business_unit_id__is_null: bool = absent()
    manager_id: Id = absent()
    manager_id__ne: Id = absent()
    manager_id__in: Several[Id] = absent()
    manager_id__not_in: Several[Id] = absent()
    manager_id__is_null: bool = absent()
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


class UserFilters(UserConditions, UserSelection, ListParameters):
    """What a list of users takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class UserRowQuery(UserSelection, PastParameters):
    """What reading a user takes."""


class UserListQuery(UserFilters, PastParameters):
    """What listing users takes."""


class UserHistoryQuery(PageParameters):
    """What the history of a user takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
