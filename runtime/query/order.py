"""The order of a list, and the condition under which a row comes after another in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from runtime.policy.reach import Reach
from runtime.query.expression import (
    comparable,
    comparison_type,
    conjunction,
    quoted,
    reachable,
)
from runtime.query.past import rows_of
from runtime.query.plan import ListPlan, SortKey
from runtime.query.search import rank
from runtime.query.statement import Parameters, Source

TEXT_KEY_MAX = 256
"""Characters of a text that a cursor carries; it travels in a URL."""


def joins(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """What follows the table in FROM: the rows that keys are read from, where the actor sees them.

    A join rather than a look-up in the order, so that many rows can be joined at once.
    """
    found = {key.over.name: key for key in keys if key.over}
    rows = (_far_row(key, row, _far(key), reach, parameters) for key in found.values())
    return "".join(f"\n  left join {far.table} on {far.condition}" for far in rows)


def carried(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """What follows the columns of the row: the values of keys that are not its own."""
    return "".join(
        f", {_value(key, row, reach, parameters)} as {_carried(place)}"
        for place, key in enumerate(keys)
        if key.over or key.rank
    )


def _carried(place: int) -> str:
    return f'"~k{place}"'


def _far(key: SortKey) -> str:
    """The alias of a joined row, which no name of the model can be."""
    return f'"~{key.over.name}"' if key.over else ""


def _far_row(key: SortKey, row: str, alias: str, reach: Reach, parameters: Parameters) -> Far:
    """The table that a key is read from, and what holds for its row if the actor sees it."""
    if key.over is None or key.target is None:
        raise ValueError(f"{key.name} is a field of the row itself")
    own = f"{alias}.id = {row}.{quoted(key.over.column)}"
    seen = reachable(key.target, reach, "read", alias, parameters)
    return Far(f"{quoted(key.target.table)} {alias}", conjunction([own, *seen]))


def _value(key: SortKey, row: str, reach: Reach, parameters: Parameters) -> str:
    if key.rank is not None:
        return rank(key.rank, row, reach, parameters)
    return comparable(key.field, _far(key) or row, reach, parameters)


class Far(NamedTuple):
    """A table with its alias, and the condition on its row."""

    table: str
    condition: str


def order_by(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """The ORDER BY list. Nulls stand last both ways.

    `nulls last` is left out where there are none: an index read backwards would not match it.
    """
    return ", ".join(
        f"{_value(key, row, reach, parameters)}"
        f"{' desc' if key.descending else ''}"
        f"{' nulls last' if key.descending and key.nullable else ''}"
        for key in keys
    )


def keys_json(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """SQL of type text: the row's keys as a JSON array of texts and nulls; long texts are cut.

    The row is one of the page, with what was `carried` in it.
    """
    values = [
        f"{row}.{_carried(place)}"
        if key.over or key.rank
        else comparable(key.field, row, reach, parameters)
        for place, key in enumerate(keys)
    ]
    texts = [
        f"left({value}, {TEXT_KEY_MAX})"
        if comparison_type(key.field) == "text"
        else f"{value}::text"
        for key, value in zip(keys, values, strict=True)
    ]
    return f"json_build_array({', '.join(texts)})::text"


def after(plan: ListPlan, reach: Reach, parameters: Parameters) -> str:
    """The condition that the row `r` comes after the one with the key values of the cursor.

    One row comparison where the keys allow it, which an index answers whole. Else, by key from
    the last to the first: beyond it, or level with it and after it by the rest; with a bound on
    the first key for the index.
    """
    keys = plan.order
    columns = [_value(key, "r", reach, parameters) for key in keys]
    bound = _bound(plan, reach, parameters)
    plain = not any(key.nullable for key in keys) and None not in bound
    if plain and len({key.descending for key in keys}) == 1:
        sign = _sign(keys[0])
        return f"({', '.join(columns)}) {sign} ({', '.join(map(str, bound))})"
    condition = "false"
    for key, column, value in reversed(list(zip(keys, columns, bound, strict=True))):
        if value is None:
            condition = f"({column} is null and {condition})"
            continue
        beyond = f"{column} {_sign(key)} {value}"
        if key.nullable:
            beyond += f" or {column} is null"
        condition = f"({beyond} or ({column} = {value} and {condition}))"
    if bound[0] is not None and not keys[0].nullable:
        condition = f"({columns[0]} {_sign(keys[0])}= {bound[0]} and {condition})"
    return condition


def _bound(plan: ListPlan, reach: Reach, parameters: Parameters) -> list[str | None]:
    """The values as SQL, None for null.

    A text that may have been cut is read again from its row, if that is still there as it was.
    """
    keys, values = plan.order, plan.after or ()
    last = next((place for place, key in enumerate(keys) if key.name == "id"), None)
    bound: list[str | None] = []
    for place, (key, value) in enumerate(zip(keys, values, strict=True)):
        sql_type = comparison_type(key.field)
        known = (
            None if value is None else parameters.add(value, sql_type, Source(f"cursor:{place}"))
        )
        if sql_type == "text" and value is not None and len(value) >= TEXT_KEY_MAX:
            column = _looked_up(key, "o", reach, parameters)
            row_id = None if last is None else values[last]
            own = parameters.add(row_id, "uuid", Source(f"cursor:{last}"))
            rows = rows_of(plan.resource, plan.as_of, parameters, own)
            known = (
                f"coalesce((select {column} from {rows} o"
                f" where o.id = {own}"
                f" and left({column}, {TEXT_KEY_MAX}) = {known}), {known})"
            )
        bound.append(known)
    return bound


def _looked_up(key: SortKey, row: str, reach: Reach, parameters: Parameters) -> str:
    """The value of a key where nothing is joined."""
    if key.over is None:
        return comparable(key.field, row, reach, parameters)
    far = _far_row(key, row, "far", reach, parameters)
    value = comparable(key.field, "far", reach, parameters)
    return f"(select {value} from {far.table} where {far.condition})"


def _sign(key: SortKey) -> str:
    return "<" if key.descending else ">"
