"""Filters as SQL: two-valued, typed, and with text folded by Unicode where case is ignored."""

from __future__ import annotations

from runtime.policy.reach import Reach
from runtime.query.expression import comparable, comparison_type, expression
from runtime.query.plan import Condition
from runtime.query.statement import Parameters

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
        value = parameters.add(list(condition.value), f"{sql_type}[]")
    else:
        value = parameters.add(condition.value, sql_type)
    column = comparable(field, row, reach, parameters)
    return _COMPARISONS[operator].format(column=column, value=value)


def _like(condition: Condition, row: str, reach: Reach, parameters: Parameters) -> str:
    escaped = "".join(f"\\{c}" if c in "\\%_" else c for c in str(condition.value))
    pattern = f"%{escaped}%" if condition.operator == "contains" else f"{escaped}%"
    text = _FOLD.format(text=expression(condition.field.sql, row, reach, parameters))
    return f"{text} like {_FOLD.format(text=parameters.add(pattern, 'text'))}"
