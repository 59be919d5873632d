"""What is asked for, as small frozen values: the middle of request → plan → SQL → answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from runtime.resource import Field, Resource, ToMany, ToOne

EMBEDDED_MAX = 50
"""How many rows of a to-many relation an include carries."""

EXACT_MAX = 1000
"""Up to how many rows `count=estimated` counts exactly."""

type Count = Literal["none", "exact", "estimated"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter on a field of the row itself: `value` is a list for `in` and `not_in`.

    `has` asks for a member of an object; no parameter of a list does. `parameter` names the one of
    the query that the value was read from, where there is one.
    """

    field: Field
    operator: str
    value: Any
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of the order; nulls stand last whichever way it goes."""

    field: Field
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """A relation whose rows the answer carries. `targets` are those that the actor may read."""

    relation: ToOne | ToMany
    targets: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What an answer carries of a row: members in their order, and the relations embedded."""

    fields: tuple[Field, ...]
    includes: tuple[Include, ...] = ()

    @property
    def has_lists(self) -> bool:
        """Whether an embedded relation is a list, whose rest is reached by a cursor."""
        return any(isinstance(include.relation, ToMany) for include in self.includes)


@dataclass(frozen=True, slots=True)
class Related:
    """The list is that of a parent's to-many relation (`GET /risks/{id}/controls`).

    Whether the actor may see the parent is for the caller to check.
    """

    parent: Resource
    relation: ToMany
    parent_id: UUID


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A page of a list. `order` is total; `after` are the keys of the row before the page.

    The keys are texts as PostgreSQL wrote them, None for null, one for each key of `order`. With
    `as_of` the rows are those of that moment, as they stood.
    """

    resource: Resource
    selection: Selection
    order: tuple[SortKey, ...]
    conditions: tuple[Condition, ...] = ()
    limit: int = 20
    after: tuple[str | None, ...] | None = None
    count: Count = "none"
    within: Related | None = None
    as_of: datetime | None = None

    @property
    def identity(self) -> str:
        """What a cursor belongs to: the rows and their order, not how much of them is shown."""
        return list_identity(
            self.resource, self.order, self.conditions, self.within, as_of=self.as_of
        )


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row with what is embedded in it; with `as_of` as it stood at that moment."""

    resource: Resource
    selection: Selection
    as_of: datetime | None = None


def total_order(resource: Resource, keys: tuple[SortKey, ...]) -> tuple[SortKey, ...]:
    """The keys, with the id as the last of them unless it is there."""
    key = resource.field("id")
    if key is None or any(k.field.name == "id" for k in keys):
        return keys
    return (*keys, SortKey(key))


def list_identity(
    resource: Resource,
    order: tuple[SortKey, ...],
    conditions: tuple[Condition, ...] = (),
    within: Related | None = None,
    *,
    as_of: datetime | None = None,
) -> str:
    """The same text for the same rows in the same order, whatever order the filters came in."""
    origin: Mapping[str, str] = {}
    if within is not None:
        origin = {within.parent.name: within.relation.name, "id": str(within.parent_id)}
    filters = sorted((c.field.name, c.operator, repr(c.value)) for c in conditions)
    keys = [(key.field.name, key.field.kind.value, key.descending) for key in order]
    moment = as_of and as_of.isoformat()
    return repr((resource.name, dict(origin), filters, keys, moment))
