"""Groups of the rows of a list, and what is measured in each: from the parameters to the answer.

A key is a field that the actor sees and could sort by, a time cut down to its day, week, month,
quarter or year in UTC where that is asked for. Rows are those of the list under the same filters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from runtime.database.transaction import Transaction
from runtime.policy.reach import Reach
from runtime.problems import Invalid, Violation
from runtime.query.expression import comparable, quoted, value_of
from runtime.query.past import rows_of
from runtime.query.plan import ListPlan
from runtime.query.select import row_conditions
from runtime.query.sorting import Refused, known, own_sortable
from runtime.query.statement import Parameters, Statement
from runtime.query.values import operators
from runtime.query.view import View
from runtime.resource import Field, Kind

KEYS_MAX = 5
"""Fields to group by at once."""
MEASURES_MAX = 20
"""What may be measured at once."""
GROUPS_MAX = 1_000
"""Groups of an answer. A part of them would mislead, so that more are refused."""

UNITS = ("day", "week", "month", "quarter", "year")
"""What a time is cut down to; a week begins on Monday (ISO 8601)."""
TIMES = frozenset({Kind.DATE, Kind.DATETIME})
NUMBERS = frozenset({Kind.INT, Kind.BIGINT, Kind.FLOAT, Kind.DECIMAL})

_EXACT = frozenset({Kind.DECIMAL, Kind.DURATION})
"""Kinds whose equal values may be written differently, as 1.0 and 1.00 are, or a day and 24 hours:
of them a group shows the first as a text. Decimals are texts in every answer."""


@dataclass(frozen=True, slots=True)
class Key:
    """A field to group by; `unit` is what a time is cut down to."""

    field: Field
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is worked out of each group: a function over a field; `count` is of the rows."""

    function: str
    field: Field | None = None

    @property
    def name(self) -> str:
        """Its name in parameter and answer: `count`, `sum_score`."""
        return self.function if self.field is None else f"{self.function}_{self.field.name}"


@dataclass(frozen=True, slots=True)
class AggregatePlan:
    """Of which rows, by which keys, what is measured; without keys all rows are one group."""

    rows: ListPlan
    keys: tuple[Key, ...]
    measures: tuple[Measure, ...]


COUNT = Measure("count")


def functions(field: Field) -> tuple[str, ...]:
    """What can be measured of a field: numbers are added up, what has an order has its ends."""
    found: tuple[str, ...] = ("sum", "avg") if field.kind in NUMBERS else ()
    return (*found, "min", "max") if "gt" in operators(field) else found


def measures_of(seen: View) -> dict[str, Measure]:
    """Everything that the actor can ask to be measured, by name."""
    found = [
        Measure(function, field)
        for field in own_sortable(seen).values()
        for function in functions(field)
    ]
    return {each.name: each for each in (COUNT, *found)}


def parse_keys(text: str, seen: View) -> tuple[Key, ...]:
    """The keys of `status,created_at:month`; raises Refused."""
    fields = own_sortable(seen)
    keys = _each(text, lambda part: _key(part, fields), KEYS_MAX, "Group by at most {} fields.")
    _once([key.field.name for key in keys], "Group by {} once.")
    return keys


def parse_measures(text: str, seen: View) -> tuple[Measure, ...]:
    """The measures of `count,sum_score`; raises Refused."""
    names = measures_of(seen)
    said = "Ask for at most {} measures."
    measures = _each(text, lambda part: names[known(part, names)], MEASURES_MAX, said)
    _once([each.name for each in measures], "Ask for {} once.")
    return measures


def _each[T](text: str, parse: Callable[[str], T], most: int, said: str) -> tuple[T, ...]:
    parts = text.split(",")
    if len(parts) > most:
        raise Refused("INVALID_VALUE", said.format(most))
    return tuple(parse(part) for part in parts)


def _once(names: list[str], said: str) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused("REPEATED", said.format(twice))


def _key(part: str, fields: dict[str, Field]) -> Key:
    name, colon, unit = part.partition(":")
    field = fields[known(name, fields)]
    if not colon:
        return Key(field)
    if field.kind not in TIMES:
        raise Refused("INVALID_VALUE", f"{name} is no date and no time: group by it as it is.")
    if unit not in UNITS:
        raise Refused("INVALID_VALUE", f"Group {name} by one of: {', '.join(UNITS)}.")
    return Key(field, unit)


def aggregate_statement(plan: AggregatePlan, reach: Reach) -> Statement:
    """The statement that gives the JSON text of each group, by the order of the keys, nulls last.

    It reads one group more than an answer may have. Values are named in a select of their own,
    since PostgreSQL takes no look-up in another table for the same in two places.
    """
    parameters = Parameters()
    table = rows_of(plan.rows.resource, plan.rows.as_of, parameters)
    where = row_conditions(plan.rows, reach, parameters)
    values = [
        *(f'{_cut(key, reach, parameters)} as "k{n}"' for n, key in enumerate(plan.keys)),
        *(
            f'{comparable(each.field, "r", reach, parameters)} as "m{n}"'
            for n, each in enumerate(plan.measures)
            if each.field is not None
        ),
    ]
    shown = [
        *(f"{_shown(key, n)} as {quoted(key.field.name)}" for n, key in enumerate(plan.keys)),
        *(f"{_measured(each, n)} as {quoted(each.name)}" for n, each in enumerate(plan.measures)),
    ]
    keys = ", ".join(f'v."k{n}"' for n in range(len(plan.keys)))
    grouped = f"\n  group by {keys} order by {keys} limit {GROUPS_MAX + 1}" if keys else ""
    return parameters.statement(
        f"select row_to_json(g)::text from (select {', '.join(shown)}\n"
        f"  from (select {', '.join(values)} from {table} r where {where}) v{grouped}) g"
    )


def _cut(key: Key, reach: Reach, parameters: Parameters) -> str:
    if key.unit is None:
        return comparable(key.field, "r", reach, parameters)
    value = f"({value_of(key.field, 'r', reach, parameters)})"
    if key.field.kind is Kind.DATE:
        return f"date_trunc('{key.unit}', {value}::timestamp)::date"
    return f"date_trunc('{key.unit}', {value}, 'UTC')"


def _shown(key: Key, place: int) -> str:
    value = f'v."k{place}"'
    return f"min({value}::text)" if key.field.kind in _EXACT else value


def _measured(measure: Measure, place: int) -> str:
    """Sums are exact but for floats; of decimals everything travels as text, as they do."""
    if measure.field is None:
        return "count(*)"
    kind, value = measure.field.kind, f'v."m{place}"'
    found = f"{measure.function}({value})"
    if measure.function == "avg":
        # PostgreSQL's own avg of floats squares them on its way, which overflows at 1e154.
        average = f"sum({value}) / count({value})"
        found = average if kind is Kind.FLOAT else f"trim_scale({found})"
    return f"({found})::text" if kind in _EXACT else found


async def groups(transaction: Transaction, plan: AggregatePlan, reach: Reach) -> bytes:
    """The body of the answer: `{"groups": [...]}`; raises Invalid where there are too many."""
    rows = await transaction.fetch_all(aggregate_statement(plan, reach))
    if len(rows) > GROUPS_MAX:
        said = f"There are more than {GROUPS_MAX:,} groups: filter, or group by less."
        raise Invalid(
            "The answer would be too long.",
            errors=[Violation("?group_by", "TOO_MANY_GROUPS", said)],
        )
    return f'{{"groups":[{",".join(text for (text,) in rows)}]}}'.encode()
