"""What of the model a query makes use of, member by member, as its plan shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from runtime.query.aggregate import AggregatePlan
from runtime.query.plan import (
    Condition,
    Include,
    Junction,
    ListPlan,
    Member,
    Negation,
    RowPlan,
    SortKey,
    Test,
    Through,
)
from runtime.resource import Resource


@dataclass(frozen=True, slots=True)
class Use:
    """A member of a resource that a request names: a field, a relation, or a word (`kind.paper`).

    `kind` is the part of the request: filter, sort, fields, include, group_by, measure and, where
    no query is, history, body or route.
    """

    resource: Resource
    member: str
    kind: str


def uses_of_list(plan: ListPlan, *, chosen: bool) -> Iterator[Use]:
    """Of a page or a stream; `chosen` says that the members of the answer were asked for."""
    for test in plan.conditions:
        yield from _of_test(plan.resource, test)
    yield from _of_order(plan.resource, plan.order)
    yield from uses_of_row(RowPlan(plan.resource, plan.selection), chosen=chosen)


def uses_of_row(plan: RowPlan, *, chosen: bool) -> Iterator[Use]:
    """Of a single row."""
    if chosen:
        for field in plan.selection.fields:
            yield Use(plan.resource, field.name, "fields")
    yield from _of_includes(plan.resource, plan.selection.includes)


def uses_of_groups(plan: AggregatePlan) -> Iterator[Use]:
    """Of groups of rows."""
    resource = plan.rows.resource
    for test in plan.rows.conditions:
        yield from _of_test(resource, test)
    for key in plan.keys:
        yield Use(resource, key.field.name, "group_by")
    for measure in plan.measures:
        if measure.field is not None:
            yield Use(resource, measure.field.name, "measure")


def _of_test(resource: Resource, test: Test) -> Iterator[Use]:
    match test:
        case Condition():
            yield Use(resource, test.field.name, "filter")
            values = test.value if isinstance(test.value, tuple | list) else (test.value,)
            for value in values if test.field.values else ():
                yield Use(resource, f"{test.field.name}.{value}", "filter")
        case Member():
            yield Use(resource, test.field.name, "filter")
        case Through():
            yield Use(test.resource, test.relation.name, "filter")
            yield from _of_test(test.target, test.test)
        case Negation():
            yield from _of_test(resource, test.test)
        case Junction():
            for each in test.tests:
                yield from _of_test(resource, each)


def _of_order(resource: Resource, keys: Iterable[SortKey]) -> Iterator[Use]:
    for key in keys:
        if key.over is not None:
            yield Use(resource, key.over.name, "sort")
        yield Use(key.target or resource, key.field.name, "sort")


def _of_includes(resource: Resource, includes: Iterable[Include]) -> Iterator[Use]:
    for include in includes:
        yield Use(resource, include.relation.name, "include")
        for target, beneath in zip(include.targets, include.beneath, strict=False):
            yield from _of_includes(target, beneath)
        for target in include.targets:
            yield from _of_order(target, include.order)
