"""Filters as SQL: two-valued, typed, and with text folded by Unicode where case is ignored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runtime.policy.reach import Reach
from runtime.query.expression import comparable, comparison_type, expression
from runtime.query.plan import Condition
from runtime.query.statement import Parameters, Source

_COMPARISONS = {
    "eq": "{column} = {value}",
    "ne": "{column} is distinct from {value}",
    "gt": "{column} > {value}",
    "gte": "{column} >= {value}",
    "lt": "{column} < {value}",
    "lte": "{column} <= {value}",
    "in": "{column} = any({value})",
    "not_in": "({column} = any({value})) is not true",
}
_FOLD = "casefold(({text}) collate pg_unicode_fast)"
"""Full case folding of Unicode; the column's own collation, by code point, folds nothing."""


def condition_sql(condition: Condition, row: str, reach: Reach, parameters: Parameters) -> str:
    """The condition on the row of that alias.

    `ne` and `not_in` are the exact negations of `eq` and `in`: a row without a value meets them.
    """
    field, operator = condition.field, condition.operator
    if operator == "is_null":
        value = expression(field.sql, row, reach, parameters)
        return f"({value}) is {'null' if condition.value else 'not null'}"
    if operator == "has":
        value = expression(field.sql, row, reach, parameters)
        return f"jsonb_exists({value}, {parameters.add(condition.value, 'text')})"
    if operator in ("contains", "starts_with"):
        return _like(condition, row, reach, parameters)
    sql_type = comparison_type(field)
    if operator in ("in", "not_in"):
        value = parameters.add(condition.value, f"{sql_type}[]", _source(condition, list))
    else:
        value = parameters.add(condition.value, sql_type, _source(condition))
    column = comparable(field, row, reach, parameters)
    return _COMPARISONS[operator].format(column=column, value=value)


def _like(condition: Condition, row: str, reach: Reach, parameters: Parameters) -> str:
    make = _within if condition.operator == "contains" else _beginning
    text = _FOLD.format(text=expression(condition.field.sql, row, reach, parameters))
    pattern = parameters.add(condition.value, "text", _source(condition, make))
    return f"{text} like {_FOLD.format(text=pattern)}"


def _within(text: object) -> str:
    return f"%{_beginning(text)}"


def _beginning(text: object) -> str:
    return "".join(f"\\{c}" if c in "\\%_" else c for c in str(text)) + "%"


def _source(condition: Condition, make: Callable[[Any], Any] | None = None) -> Source:
    """Where the value comes from: the parameter, or, without one, this very condition."""
    parameter = condition.parameter
    name = f"query:{parameter}" if parameter else f"value:{condition.value!r}"
    return Source(name, make)
