"""From the pairs of a query string to a plan; everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import get_args
from uuid import UUID

from runtime.policy.reach import Reach
from runtime.problems import Invalid, Violation
from runtime.query.aggregate import COUNT, AggregatePlan, parse_keys, parse_measures
from runtime.query.cursor import Cursors
from runtime.query.filter_language.meaning import parse_expression
from runtime.query.filter_language.tree import Malformed
from runtime.query.filters import Filter, filter_names, find_filter, parse_filter
from runtime.query.history import changed_fields, events_of, newest_first, shown_fields
from runtime.query.include import parse_include
from runtime.query.near import did_you_mean, printable
from runtime.query.plan import (
    EXPRESSION,
    Count,
    ListPlan,
    Related,
    RowPlan,
    Search,
    Selection,
    SortKey,
    Test,
    follows,
    list_identity,
    total_order,
)
from runtime.query.search import by_rank, parse_search, searchable
from runtime.query.sorting import Refused, known, parse_sort
from runtime.query.values import NotAValue, check_text, parse_datetime, parse_int
from runtime.query.view import View
from runtime.resource import Field, Registry, Resource

type Query = Sequence[tuple[str, str]]

LIMIT_DEFAULT = 20
OFFSET_MAX = 10_000
"""Rows that a page may skip: they are read all the same, and a cursor costs nothing."""

LIST_PARAMETERS = (
    "limit",
    "cursor",
    "offset",
    "sort",
    "count",
    "fields",
    "include",
    EXPRESSION,
)
SEARCH_PARAMETERS = ("q",)
"""Of lists whose rows have fields to be searched that the actor sees."""
ROW_PARAMETERS = ("fields", "include")
PAST_PARAMETERS = ("as_of",)
"""Of lists and rows that have a past; the lists of a row's relations show the present alone."""
AGGREGATE_PARAMETERS = ("group_by", "measures", EXPRESSION)
HISTORY_PARAMETERS = ("limit", "cursor", "count", "field")


@dataclass(slots=True)
class _Problems:
    """Gathers violations, so that all are reported together."""

    found: list[Violation] = field(default_factory=list)

    def add(self, name: str, code: str, message: str) -> None:
        self.found.append(Violation(f"?{printable(name)}", code, message))

    def attempt[T](self, name: str, parse: Callable[[], T], otherwise: T) -> T:
        """The result, or `otherwise` with the reason noted."""
        try:
            return parse()
        except (Refused, Malformed) as refusal:
            self.add(name, refusal.code, str(refusal))
        except NotAValue as refusal:
            self.add(name, "INVALID_VALUE", str(refusal))
        return otherwise

    def check(self) -> None:
        if self.found:
            raise Invalid("The query is not valid.", errors=self.found)


def parse_list(
    resource: Resource,
    registry: Registry,
    reach: Reach,
    query: Query,
    *,
    cursors: Cursors,
    within: Related | None = None,
) -> ListPlan:
    """The plan of a page; raises Invalid with a violation for everything wrong."""
    problems = _Problems()
    seen = View(resource, registry, reach)
    filters = _filters(query, seen)
    past = PAST_PARAMETERS if resource.past and within is None else ()
    words = SEARCH_PARAMETERS if searchable(seen) else ()
    given = _gather(query, (*LIST_PARAMETERS, *words, *past), filters, problems, seen)
    selection = _selection(seen, given, problems)
    as_of = _moment(given, problems)
    order = _get(given, "sort", lambda text: parse_sort(seen, text.split(",")), problems)
    conditions, search = _restricted(seen, filters, given, as_of, problems)
    offset = _get(given, "offset", lambda text: parse_int(text, (0, OFFSET_MAX)), problems)
    if offset is not None and "cursor" in given:
        problems.add("offset", "INVALID_VALUE", "Give a cursor or an offset, not both.")
    if as_of is not None and (any(map(follows, conditions)) or any(k.over for k in order or ())):
        problems.add("as_of", "INVALID_VALUE", _NO_RELATIONS)
    limit_max = resource.limit_max
    limit = _get(given, "limit", lambda text: parse_int(text, (1, limit_max)), problems)
    count = _get(given, "count", _count, problems)
    order = order or total_order(resource, () if search is None else (by_rank(search),))
    identity = list_identity(resource, order, conditions, within, as_of=as_of)
    after = None
    if not problems.found:
        after = _get(given, "cursor", lambda t: _after(cursors, t, identity, order), problems)
    problems.check()
    return ListPlan(
        resource=resource,
        selection=selection,
        order=order,
        conditions=conditions,
        limit=limit or min(LIMIT_DEFAULT, limit_max),
        after=after,
        count=count or "none",
        within=within,
        as_of=as_of,
        offset=offset or 0,
        readers={name: partial(_read, found) for name, found in filters.items()},
    )


def parse_aggregate(
    resource: Resource, registry: Registry, reach: Reach, query: Query
) -> AggregatePlan:
    """The plan of groups and what is measured in each; `count` where nothing else is asked for.

    Raises Invalid with a violation for everything wrong.
    """
    problems = _Problems()
    seen = View(resource, registry, reach)
    filters = _filters(query, seen, AGGREGATE_PARAMETERS)
    past = PAST_PARAMETERS if resource.past else ()
    words = SEARCH_PARAMETERS if searchable(seen) else ()
    given = _gather(query, (*AGGREGATE_PARAMETERS, *words, *past), filters, problems, seen)
    by = _get(given, "group_by", lambda text: parse_keys(text, seen), problems) or ()
    measures = _get(given, "measures", lambda text: parse_measures(text, seen), problems)
    names = {key.field.name for key in by}
    for both in (each.name for each in measures or () if each.name in names):
        said = f"{both} is a field to group by here: both have one name."
        problems.add("measures", "INVALID_VALUE", said)
    as_of = _get(given, "as_of", _past, problems)
    conditions, _ = _restricted(seen, filters, given, as_of, problems)
    if as_of is not None and any(map(follows, conditions)):
        problems.add("as_of", "INVALID_VALUE", _NO_RELATIONS)
    problems.check()
    rows = ListPlan(resource, Selection(()), (), conditions, as_of=as_of)
    return AggregatePlan(rows, by, measures or (COUNT,))


_NO_RELATIONS = "Relations cannot be followed as of another time."


def _restricted(
    seen: View,
    filters: Mapping[str, Filter],
    given: Mapping[str, list[str]],
    as_of: datetime | None,
    problems: _Problems,
) -> tuple[tuple[Test, ...], Search | None]:
    """What rows must meet: filters, expression, search; and the search by itself."""
    conditions = _conditions(filters, given, problems)
    test = _get(given, EXPRESSION, lambda text: parse_expression(text, seen), problems)
    conditions += () if test is None else (test,)
    search = _get(given, "q", lambda text: parse_search(text, seen), problems)
    if search is not None:
        search = search if as_of is None else replace(search, finder="")
        conditions += (search,)
    return conditions, search


def _read(wanted: Filter, texts: Sequence[str]) -> Test:
    """The test that a filter's texts mean; raises NotAValue."""
    for text in texts:
        check_text(text)
    return parse_filter(wanted, texts)


def parse_row(resource: Resource, registry: Registry, reach: Reach, query: Query) -> RowPlan:
    """The plan of a single row; raises Invalid with a violation for everything wrong."""
    problems = _Problems()
    seen = View(resource, registry, reach)
    past = PAST_PARAMETERS if resource.past else ()
    given = _gather(query, (*ROW_PARAMETERS, *past), {}, problems, None)
    selection = _selection(seen, given, problems)
    as_of = _moment(given, problems)
    problems.check()
    return RowPlan(resource, selection, as_of)


def parse_history(
    resource: Resource,
    registry: Registry,
    reach: Reach,
    query: Query,
    key: UUID,
    *,
    cursors: Cursors,
) -> ListPlan:
    """The plan of a row's history: its events, newest first.

    Raises Invalid with a violation for everything wrong.
    """
    problems = _Problems()
    trail = registry.trail
    seen = View(trail, registry, reach)
    given = _gather(query, HISTORY_PARAMETERS, {}, problems, None)
    told = changed_fields(resource, registry, reach) if "changes" in seen.fields else ()
    field = _get(given, "field", lambda text: known(text, dict.fromkeys(told)), problems)
    limit = _get(given, "limit", lambda text: parse_int(text, (1, trail.limit_max)), problems)
    count = _get(given, "count", _count, problems)
    conditions = events_of(trail, resource, key, field)
    order = newest_first(trail)
    identity = list_identity(trail, order, conditions)
    after = _get(given, "cursor", lambda t: _after(cursors, t, identity, order), problems)
    problems.check()
    return ListPlan(
        resource=trail,
        selection=Selection(shown_fields(trail, resource, registry, reach)),
        order=order,
        conditions=conditions,
        limit=limit or min(LIMIT_DEFAULT, trail.limit_max),
        after=after,
        count=count or "none",
    )


def _moment(given: Mapping[str, list[str]], problems: _Problems) -> datetime | None:
    """The moment asked for; nothing is embedded in what stood then."""
    moment = _get(given, "as_of", _past, problems)
    if moment is not None and "include" in given:
        problems.add("include", "INVALID_VALUE", "Nothing can be embedded as of another time.")
    return moment


def _past(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment > datetime.now(UTC):
        raise NotAValue("Give a time that is not in the future.")
    return moment


def _filters(
    query: Query, seen: View, parameters: tuple[str, ...] = LIST_PARAMETERS
) -> dict[str, Filter]:
    """The filters asked for, in order of name, so that one shape is one text."""
    known = (*parameters, *SEARCH_PARAMETERS, *PAST_PARAMETERS)
    names = sorted({name for name, _ in query if name not in known})
    found = ((name, find_filter(name, seen)) for name in names)
    return {name: wanted for name, wanted in found if wanted is not None}


def _gather(
    query: Query,
    parameters: tuple[str, ...],
    filters: Mapping[str, Filter],
    problems: _Problems,
    filterable: View | None,
) -> dict[str, list[str]]:
    """The known parameters and their texts; notes the unknown, the repeated and the unreadable."""
    given: dict[str, list[str]] = {}
    for name, text in query:
        if name not in parameters and name not in filters:
            others = filter_names(filterable) if filterable else ()
            hint = did_you_mean(name, (*parameters, *others))
            problems.add(name, "UNKNOWN_PARAMETER", f"No such parameter.{hint}")
        elif name in given and not (name in filters and filters[name].takes_list):
            problems.add(name, "REPEATED", "Give this parameter once.")
        else:
            given.setdefault(name, []).append(text)
            problems.attempt(name, lambda text=text: check_text(text), None)  # type: ignore[misc]
    unreadable = {violation.pointer for violation in problems.found}
    return {name: texts for name, texts in given.items() if f"?{name}" not in unreadable}


def _get[T](
    given: Mapping[str, list[str]], name: str, parse: Callable[[str], T], problems: _Problems
) -> T | None:
    if name not in given:
        return None
    text = given[name][0]
    return problems.attempt(name, lambda: parse(text), None)


def _selection(seen: View, given: Mapping[str, list[str]], problems: _Problems) -> Selection:
    fields = _get(given, "fields", lambda text: _fields(seen, text), problems)
    includes = _get(given, "include", lambda text: parse_include(text, seen), problems)
    return Selection(tuple(seen.fields.values()) if fields is None else fields, includes or ())


def _fields(seen: View, text: str) -> tuple[Field, ...]:
    wanted = {known(name, seen.fields) for name in text.split(",")}
    return tuple(found for name, found in seen.fields.items() if name in wanted)


def _conditions(
    filters: Mapping[str, Filter], given: Mapping[str, list[str]], problems: _Problems
) -> tuple[Test, ...]:
    found = (
        problems.attempt(name, lambda name=name, f=f: parse_filter(f, given[name]), None)  # type: ignore[misc]
        for name, f in filters.items()
        if name in given
    )
    return tuple(test for test in found if test is not None)


def _count(text: str) -> Count:
    choices: tuple[Count, ...] = get_args(Count.__value__)
    for choice in choices:
        if text == choice:
            return choice
    raise NotAValue(f"Give one of: {', '.join(choices)}.")


def _after(
    cursors: Cursors, text: str, identity: str, order: tuple[SortKey, ...]
) -> tuple[str | None, ...]:
    keys = cursors.open(text, identity)
    if keys is None or len(keys) != len(order):
        raise Refused(
            "INVALID_CURSOR",
            "This cursor is not of this query: keep filters and sort as they were, "
            "or start again without a cursor.",
        )
    return keys
