"""Query strings of regulations. Generated from model/regulation.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generated.identity.related.user import UserRelated
from generated.regulation.enums import (
    RegulationContentLicence,
    RegulationKind,
    RegulationStatus,
    RegulationTopic,
)
from generated.regulation.related.regulation import RegulationRelated
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
from runtime.types import Day, Id, Instant, Int32, absent

FIELDS = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "code",
    "edition",
    "name",
    "kind",
    "topic",
    "jurisdiction",
    "issuer",
    "celex_id",
    "source_url",
    "effective_from",
    "effective_until",
    "content_licence",
    "description",
    "requirement_count",
    "status",
    "owner_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

SORTABLE = (
    "id",
    "created_at",
    "updated_at",
    "version",
    "code",
    "edition",
    "name",
    "kind",
    "topic",
    "jurisdiction",
    "issuer",
    "celex_id",
    "source_url",
    "effective_from",
    "effective_until",
    "content_licence",
    "description",
    "requirement_count",
    "status",
    "owner_id",
    "replaced_by_id",
    "created_by_id",
    "updated_by_id",
)

RELATIONS = (
    "owner",
    "replaced_by",
    "created_by",
    "updated_by",
    "projects",
    "replaces",
    "requirements",
)

RELATED: dict[str, type[Parameters]] = {
    "owner": UserRelated,
    "replaced_by": RegulationRelated,
}


class RegulationSelection(Parameters):
    """What an answer carries of a regulation."""

    fields: Annotated[str, names_of(*FIELDS)] = absent()
    include: Annotated[str, relations_of(*RELATIONS)] = absent()


@over(RELATED)
class RegulationConditions(FilterParameters):
    """Which regulations are asked for."""

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
    code: TextParameter = absent()
    code__ne: TextParameter = absent()
    code__in: Several[TextParameter] = absent()
    code__not_in: Several[TextParameter] = absent()
    code__gt: TextParameter = absent()
    code__gte: TextParameter = absent()
    code__lt: TextParameter = absent()
    code__lte: TextParameter = absent()
    code__contains: TextParameter = absent()
    code__starts_with: TextParameter = absent()
    code__is_null: bool = absent()
    edition: TextParameter = absent()
    edition__ne: TextParameter = absent()
    edition__in: Several[TextParameter] = absent()
    edition__not_in: Several[TextParameter] = absent()
    edition__gt: TextParameter = absent()
    edition__gte: TextParameter = absent()
    edition__lt: TextParameter = absent()
    edition__lte: TextParameter = absent()
    edition__contains: TextParameter = absent()
    edition__starts_with: TextParameter = absent()
    edition__is_null: bool = absent()
    name: TextParameter = absent()
    name__ne: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__not_in: Several[TextParameter] = absent()
    name__gt: TextParameter = absent()
    name__gte: TextParameter = absent()
    name__lt: TextParameter = absent()
    name__lte: TextParameter = absent()
    name__contains: TextParameter = absent()
    name__starts_with: TextParameter = absent()
    name__is_null: bool = absent()
    kind: RegulationKind = absent()
    kind__ne: RegulationKind = absent()
    kind__in: Several[RegulationKind] = absent()
    kind__not_in: Several[RegulationKind] = absent()
    kind__is_null: bool = absent()
    topic: RegulationTopic = absent()
    topic__ne: RegulationTopic = absent()
    topic__in: Several[RegulationTopic] = absent()
    topic__not_in: Several[RegulationTopic] = absent()
    topic__is_null: bool = absent()
    jurisdiction: TextParameter = absent()
    jurisdiction__ne: TextParameter = absent()
    jurisdiction__in: Several[TextParameter] = absent()
    jurisdiction__not_in: Several[TextParameter] = absent()
    jurisdiction__gt: TextParameter = absent()
    jurisdiction__gte: TextParameter = absent()
    jurisdiction__lt: TextParameter = absent()
    jurisdiction__lte: TextParameter = absent()
    jurisdiction__contains: TextParameter = absent()
    jurisdiction__starts_with: TextParameter = absent()
    jurisdiction__is_null: bool = absent()
    issuer: TextParameter = absent()
    issuer__ne: TextParameter = absent()
    issuer__in: Several[TextParameter] = absent()
    issuer__not_in: Several[TextParameter] = absent()
    issuer__gt: TextParameter = absent()
    issuer__gte: TextParameter = absent()
    issuer__lt: TextParameter = absent()
    issuer__lte: TextParameter = absent()
    issuer__contains: TextParameter = absent()
    issuer__starts_with: TextParameter = absent()
    issuer__is_null: bool = absent()
    celex_id: TextParameter = absent()
    celex_id__ne: TextParameter = absent()
    celex_id__in: Several[TextParameter] = absent()
    celex_id__not_in: Several[TextParameter] = absent()
    celex_id__gt: TextParameter = absent()
    celex_id__gte: TextParameter = absent()
    celex_id__lt: TextParameter = absent()
    celex_id__lte: TextParameter = absent()
    celex_id__contains: TextParameter = absent()
    celex_id__starts_with: TextParameter = absent()
    celex_id__is_null: bool = absent()
    source_url: TextParameter = absent()
    source_url__ne: TextParameter = absent()
    source_url__in: Several[TextParameter] = absent()
    source_url__not_in: Several[TextParameter] = absent()
    source_url__gt: TextParameter = absent()
    source_url__gte: TextParameter = absent()
    source_url__lt: TextParameter = absent()
    source_url__lte: TextParameter = absent()
    source_url__contains: TextParameter = absent()
    source_url__starts_with: TextParameter = absent()
    source_url__is_null: bool = absent()
    effective_from: Day = absent()
    effective_from__ne: Day = absent()
    effective_from__in: Several[Day] = absent()
    effective_from__not_in: Several[Day] = absent()
    effective_from__gt: Day = absent()
    effective_from__gte: Day = absent()
    effective_from__lt: Day = absent()
    effective_from__lte: Day = absent()
    effective_from__is_null: bool = absent()
    effective_until: Day = absent()
    effective_until__ne: Day = absent()
    effective_until__in: Several[Day] = absent()
    effective_until__not_in: Several[Day] = absent()
    effective_until__gt: Day = absent()
    effective_until__gte: Day = absent()
    effective_until__lt: Day = absent()
    effective_until__lte: Day = absent()
    effective_until__is_null: bool = absent()
    content_licence: RegulationContentLicence = absent()
    content_licence__ne: RegulationContentLicence = absent()
    content_licence__in: Several[RegulationContentLicence] = absent()
    content_licence__not_in: Several[RegulationContentLicence] = absent()
    content_licence__is_null: bool = absent()
    description: TextParameter = absent()
    description__ne: TextParameter = absent()
    description__in: Several[TextParameter] = absent()
    description__not_in: Several[TextParameter] = absent()
    description__gt: TextParameter = absent()
    description__gte: TextParameter = absent()
    description__lt: TextParameter = absent()
    description__lte: TextParameter = absent()
    description__contains: TextParameter = absent()
    description__starts_with: TextParameter = absent()
    description__is_null: bool = absent()
    requirement_count: Int32 = absent()
    requirement_count__ne: Int32 = absent()
    requirement_count__in: Several[Int32] = absent()
    requirement_count__not_in: Several[Int32] = absent()
    requirement_count__gt: Int32 = absent()
    requirement_count__gte: Int32 = absent()
    requirement_count__lt: Int32 = absent()
    requirement_count__lte: Int32 = absent()
    requirement_count__is_null: bool = absent()
    status: RegulationStatus = absent()
    status__ne: RegulationStatus = absent()
    status__in: Several[RegulationStatus] = absent()
    status__not_in: Several[RegulationStatus] = absent()
    status__is_null: bool = absent()
    owner_id: Id = absent()
    owner_id__ne: Id = absent()
    owner_id__in: Several[Id] = absent()
    owner_id__not_in: Several[Id] = absent()
    owner_id__is_null: bool = absent()
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


class RegulationFilters(RegulationConditions, RegulationSelection, ListParameters):
    """What a list of regulations takes."""

    sort: Annotated[str, order_by(*SORTABLE, *paths(RELATED))] = absent()


class RegulationRowQuery(RegulationSelection, PastParameters):
    """What reading a regulation takes."""


class RegulationListQuery(RegulationFilters, PastParameters):
    """What listing regulations takes."""


class RegulationHistoryQuery(PageParameters):
    """What the history of a regulation takes."""

    field: Annotated[
        str, name_of(*FIELDS), Field(description="Only what changed this field, or these links.")
    ] = absent()
