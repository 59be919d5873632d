"""The order of a list, and the condition under which a row comes after another in it."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.policy.reach import Reach
from runtime.query.expression import comparable, comparison_type
from runtime.query.past import rows_of
from runtime.query.plan import ListPlan, SortKey
from runtime.query.statement import Parameters, Source

TEXT_KEY_MAX = 256
"""Characters of a text that a cursor carries; it travels in a URL."""


def order_by(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """The ORDER BY list. Nulls stand last both ways.

    `nulls last` is left out where there are none: an index read backwards would not match it.
    """
    return ", ".join(
        f"{comparable(key.field, row, reach, parameters)}"
        f"{' desc' if key.descending else ''}"
        f"{' nulls last' if key.descending and key.field.nullable else ''}"
        for key in keys
    )


def keys_json(keys: Sequence[SortKey], row: str, reach: Reach, parameters: Parameters) -> str:
    """SQL of type text: the row's keys as a JSON array of texts and nulls; long texts are cut."""
    texts = [
        f"left({comparable(key.field, row, reach, parameters)}, {TEXT_KEY_MAX})"
        if comparison_type(key.field) == "text"
        else f"{comparable(key.field, row, reach, parameters)}::text"
        for key in keys
    ]
    return f"json_build_array({', '.join(texts)})::text"


def after(plan: ListPlan, reach: Reach, parameters: Parameters) -> str:
    """The condition that the row `r` comes after the one with the key values of the cursor.

    One row comparison where the keys allow it, which an index answers whole. Else, by key from
    the last to the first: beyond it, or level with it and after it by the rest; with a bound on
    the first key for the index.
    """
    keys = plan.order
    columns = [comparable(key.field, "r", reach, parameters) for key in keys]
    bound = _bound(plan, reach, parameters)
    plain = not any(key.field.nullable for key in keys) and None not in bound
    if plain and len({key.descending for key in keys}) == 1:
        sign = _sign(keys[0])
        return f"({', '.join(columns)}) {sign} ({', '.join(map(str, bound))})"
    condition = "false"
    for key, column, value in reversed(list(zip(keys, columns, bound, strict=True))):
        if value is None:
            condition = f"({column} is null and {condition})"
            continue
        beyond = f"{column} {_sign(key)} {value}"
        if key.field.nullable:
            beyond += f" or {column} is null"
        condition = f"({beyond} or ({column} = {value} and {condition}))"
    if bound[0] is not None and not keys[0].field.nullable:
        condition = f"({columns[0]} {_sign(keys[0])}= {bound[0]} and {condition})"
    return condition


def _bound(plan: ListPlan, reach: Reach, parameters: Parameters) -> list[str | None]:
    """The values as SQL, None for null.

    A text that may have been cut is read again from its row, if that is still there as it was.
    """
    keys, values = plan.order, plan.after or ()
    row_id = next((v for k, v in zip(keys, values, strict=True) if k.field.name == "id"), None)
    bound: list[str | None] = []
    for place, (key, value) in enumerate(zip(keys, values, strict=True)):
        sql_type = comparison_type(key.field)
        known = (
            None if value is None else parameters.add(value, sql_type, Source(f"cursor:{place}"))
        )
        if sql_type == "text" and value is not None and len(value) >= TEXT_KEY_MAX:
            column = comparable(key.field, "o", reach, parameters)
            own = parameters.add(row_id, "uuid")
            rows = rows_of(plan.resource, plan.as_of, parameters, own)
            known = (
                f"coalesce((select {column} from {rows} o"
                f" where o.id = {own}"
                f" and left({column}, {TEXT_KEY_MAX}) = {known}), {known})"
            )
        bound.append(known)
    return bound


def _sign(key: SortKey) -> str:
    return "<" if key.descending else ">"
