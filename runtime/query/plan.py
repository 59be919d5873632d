"""What is asked for, as small frozen values: the middle of request → plan → SQL → answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from runtime.resource import Field, Resource, ToMany, ToOne

EMBEDDED_MAX = 50
"""How many rows of a to-many relation an include carries."""

EXACT_MAX = 1000
"""Up to how many rows `count=estimated` counts exactly."""

EXPRESSION = "filter"
"""The parameter of an expression; the values in it belong to its text."""

type Count = Literal["none", "exact", "estimated"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter on a field of the row itself: `value` is a list for `in` and `not_in`.

    `has` asks for a member of an object; no parameter of a list does. Nor are `like` and `matches`
    (a pattern of LIKE, the second whatever the case), `holds` and `filled` (a list has the value,
    has any). `parameter` names the one of the query that the value was read from, where there is
    one.
    """

    field: Field
    operator: str
    value: Any
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A condition on what stands at a path inside a field of JSON.

    `operator` is `eq`, `has`, `present` or an order. `number` is what `text` means as a number,
    where it is not to be read as text alone.
    """

    field: Field
    path: tuple[str, ...]
    operator: str
    text: str = ""
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Through:
    """Some row that the relation leads to, and that the actor may read, meets the test.

    `resource` is where the relation starts. A row beyond reach is as if it were not there.
    """

    resource: Resource
    relation: ToOne | ToMany
    target: Resource
    test: Test


@dataclass(frozen=True, slots=True)
class Junction:
    """All of the tests hold (`every`), or at least one: none of none."""

    every: bool
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The test does not hold: what is unknown for want of a value does not."""

    test: Test


@dataclass(frozen=True, slots=True)
class Search:
    """The words of a text are found in fields, each with its weight (A to D).

    `finder` is the function of the database that finds the rows, where it looks into just these.
    """

    text: str
    fields: tuple[tuple[Field, str], ...]
    finder: str = ""


type Test = Condition | Member | Through | Junction | Negation | Search
"""What a row meets or does not; a third thing there is not."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of the order; nulls stand last whichever way it goes.

    With `over` the field is one of `target`, the row that this relation leads to: null where the
    actor may not read it.
    """

    field: Field
    descending: bool = False
    over: ToOne | None = None
    target: Resource | None = None
    rank: Search | None = None
    """By how well the row fits a search, rather than by a field."""

    @property
    def name(self) -> str:
        """As it is asked for: `title`, `owner.full_name`."""
        return f"{self.over.name}.{self.field.name}" if self.over else self.field.name

    @property
    def nullable(self) -> bool:
        """Whether a row may have no value there."""
        return self.field.nullable or self.over is not None


@dataclass(frozen=True, slots=True)
class Include:
    """A relation whose rows the answer carries. `targets` are those that the actor may read.

    `beneath` are the relations embedded in the rows of each target, in the order of `targets`.
    Of a list `limit` rows at most are shown, in that `order` (total; none is that of the ids).
    """

    relation: ToOne | ToMany
    targets: tuple[Resource, ...]
    beneath: tuple[tuple[Include, ...], ...] = ()
    limit: int = EMBEDDED_MAX
    order: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What an answer carries of a row: members in their order, and the relations embedded."""

    fields: tuple[Field, ...]
    includes: tuple[Include, ...] = ()


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
    conditions: tuple[Test, ...] = ()
    limit: int = 20
    after: tuple[str | None, ...] | None = None
    count: Count = "none"
    within: Related | None = None
    as_of: datetime | None = None
    offset: int = 0
    readers: Mapping[str, Callable[[Sequence[str]], Test]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """For each filter parameter that was given, what reads its texts anew; raises ValueError."""

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
    if key is None or any(k.name == "id" for k in keys):
        return keys
    return (*keys, SortKey(key))


def list_identity(
    resource: Resource,
    order: tuple[SortKey, ...],
    conditions: tuple[Test, ...] = (),
    within: Related | None = None,
    *,
    as_of: datetime | None = None,
) -> str:
    """The same text for the same rows in the same order, whatever order the filters came in."""
    origin: Mapping[str, str] = {}
    if within is not None:
        origin = {within.parent.name: within.relation.name, "id": str(within.parent_id)}
    filters = sorted(repr(told(test)) for test in conditions)
    keys = [(key.name, key.field.kind.value, key.descending) for key in order]
    moment = as_of and as_of.isoformat()
    return repr((resource.name, dict(origin), filters, keys, moment))


def told(test: Test) -> tuple[object, ...]:
    """Plain values for a test, the same for the same: what stands in the identity of a list."""
    match test:
        case Condition():
            return (test.field.name, test.operator, test.value)
        case Member():
            return (test.field.name, test.path, test.operator, test.text, test.number)
        case Through():
            return (test.relation.name, test.target.name, told(test.test))
        case Negation():
            return ("not", told(test.test))
        case Search():
            return ("q", test.text, tuple(found.name for found, _ in test.fields))
        case Junction():
            return (test.every, *map(told, test.tests))


def follows(test: Test) -> bool:
    """Whether the test reads rows of a relation."""
    match test:
        case Negation():
            return follows(test.test)
        case Junction():
            return any(map(follows, test.tests))
    return isinstance(test, Through)


def revalued(test: Test, values: Mapping[str, Any]) -> Test:
    """The test with the values of parameters by name in place of those it was made with."""
    match test:
        case Condition():
            if test.parameter is None or test.parameter not in values:
                return test
            return replace(test, value=values[test.parameter])
        case Through() | Negation():
            return replace(test, test=revalued(test.test, values))
        case Junction():
            return replace(test, tests=tuple(revalued(each, values) for each in test.tests))
    return test
