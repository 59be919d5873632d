"""Tests on a row as SQL: two-valued, typed, and with text folded by Unicode where case is ignored.

A relation is followed by `in (select ...)`, which PostgreSQL makes a semi-join of where it can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from runtime.policy.reach import Reach
from runtime.query.expression import (
    comparable,
    comparison_type,
    conjunction,
    in_sight,
    quoted,
    reachable,
    value_of,
)
from runtime.query.plan import (
    EXPRESSION,
    Condition,
    Junction,
    Member,
    Negation,
    Search,
    Test,
    Through,
)
from runtime.query.search import matches
from runtime.query.statement import Parameters, Source
from runtime.query.values import like_pattern
from runtime.resource import Field, Kind, ToOne

_COMPARISONS = {
    "eq": "{column} = {value}",
    "ne": "{column} is distinct from {value}",
    "gt": "{column} > {value}",
    "gte": "{column} >= {value}",
    "lt": "{column} < {value}",
    "lte": "{column} <= {value}",
    "in": "{column} = any({value})",
    "not_in": "({column} = any({value})) is not true",
    "like": "{column} like {value}",
    "holds": "{column} @> array[{value}]",
}
_FOLD = "casefold(({text}) collate pg_unicode_fast)"
"""Full case folding of Unicode; the column's own collation, by code point, folds nothing."""

_WORD = re.compile("[A-Za-z0-9_]+")
_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_FALSE = "false"


def test_sql(test: Test, row: str, reach: Reach, parameters: Parameters) -> str:
    """What holds where the row of that alias meets the test; null counts as not.

    A condition of a single field stands as it is, so that an index may serve it.
    """
    match test:
        case Condition():
            return condition_sql(test, row, reach, parameters)
        case Member():
            return _member(test, row, reach, parameters)
        case Through():
            return _through(test, row, reach, parameters)
        case Search():
            return matches(test, row, reach, parameters)
        case Negation():
            return f"({test_sql(test.test, row, reach, parameters)}) is not true"
        case Junction():
            found = (test_sql(each, row, reach, parameters) for each in test.tests)
            return _junction(found, every=test.every)


def condition_sql(condition: Condition, row: str, reach: Reach, parameters: Parameters) -> str:
    """The condition on the row of that alias.

    `ne` and `not_in` are the exact negations of `eq` and `in`: a row without a value meets them.
    """
    field, operator = condition.field, condition.operator
    if operator in ("is_null", "filled"):
        value = value_of(field, row, reach, parameters)
        if operator == "filled":
            return f"cardinality({value}) > 0"
        return f"({value}) is {'null' if condition.value else 'not null'}"
    if operator == "has":
        value = value_of(field, row, reach, parameters)
        return f"jsonb_exists({value}, {parameters.add(condition.value, 'text')})"
    if operator in ("contains", "starts_with", "matches"):
        return _like(condition, row, reach, parameters)
    sql_type = comparison_type(field)
    word = word_of(condition)
    if word is not None:
        value = f"'{word}'::{sql_type}"
    elif operator in ("in", "not_in"):
        value = _value(condition, f"{sql_type}[]", parameters, list)
    else:
        value = _value(condition, sql_type, parameters)
    column = comparable(field, row, reach, parameters)
    return _COMPARISONS[operator].format(column=column, value=value)


def word_of(condition: Condition) -> str | None:
    """The word of the model that a field is compared with, where it is one of its words.

    It stands in the statement itself, taken from the model's list: of an index that leaves rows
    out (`where status <> 'closed'`) the planner has to know the word.
    """
    name = condition.field.name
    own = condition.parameter in (None, name, f"{name}__eq")
    if condition.operator != "eq" or not own or not has_words(condition.field):
        return None
    words = (word for word in condition.field.values if _WORD.fullmatch(word))
    return next((word for word in words if word == condition.value), None)


def has_words(field: Field) -> bool:
    """Whether equality with the field is a shape of its own for each of its words."""
    return field.kind is Kind.ENUM and not field.many


def _like(condition: Condition, row: str, reach: Reach, parameters: Parameters) -> str:
    text = _FOLD.format(text=value_of(condition.field, row, reach, parameters))
    return f"{text} like {_FOLD.format(text=like_text(condition, parameters))}"


def like_text(condition: Condition, parameters: Parameters) -> str:
    """The pattern that a text is to be like, as a parameter; its case is not folded yet."""
    makes: dict[str, Callable[[Any], Any]] = {"contains": _within, "starts_with": _beginning}
    return _value(condition, "text", parameters, makes.get(condition.operator))


def _within(text: object) -> str:
    return f"%{_beginning(text)}"


def _beginning(text: object) -> str:
    return like_pattern((str(text), ""))


def _value(
    condition: Condition,
    sql_type: str,
    parameters: Parameters,
    make: Callable[[Any], Any] | None = None,
) -> str:
    """The value as a parameter that says where it comes from: the query's parameter, or nowhere.

    What an expression holds belongs to its text, and an expression of another text is another
    statement.
    """
    if condition.parameter == EXPRESSION:
        return parameters.add(make(condition.value) if make else condition.value, sql_type)
    name = f"query:{condition.parameter}" if condition.parameter else f"value:{condition.value!r}"
    return parameters.add(condition.value, sql_type, Source(name, make))


def _junction(found: Iterable[str], *, every: bool) -> str:
    if every:
        return f"({conjunction(found)})"
    parts = [part for part in found if part != _FALSE]
    return f"({' or '.join(parts)})" if parts else _FALSE


def _through(test: Through, row: str, reach: Reach, parameters: Parameters) -> str:
    relation, target = test.relation, test.target
    alias = f"f{int(row[1:]) + 1}" if row[0] == "f" and row[1:].isdigit() else "f1"
    conditions = [
        *reachable(target, reach, "read", alias, parameters),
        test_sql(test.test, alias, reach, parameters),
    ]
    table = f"{quoted(target.table)} {alias}"
    if isinstance(relation, ToOne):
        rows = f"select {alias}.id from {table} where {conjunction(conditions)}"
        found = f"{row}.{quoted(relation.column)} in ({rows})"
        if relation.type_column is None:
            return found
        kind = parameters.add(target.name, "text")
        return f"({row}.{quoted(relation.type_column)}::text = {kind} and {found})"
    if relation.link_table is not None:
        near, far = quoted(relation.near_column or ""), quoted(relation.far_column or "")
        table = f"{quoted(relation.link_table)} l join {table} on {alias}.id = l.{far}"
        return f"{row}.id in (select l.{near} from {table} where {conjunction(conditions)})"
    if relation.type_column is not None:
        kind = parameters.add(test.resource.name, "text")
        conditions.append(f"{alias}.{quoted(relation.type_column)}::text = {kind}")
    key = f"{alias}.{quoted(relation.column or '')}"
    return f"{row}.id in (select {key} from {table} where {conjunction(conditions)})"


def _member(test: Member, row: str, reach: Reach, parameters: Parameters) -> str:
    """What stands at the path, compared as a text or, where both are numbers, as a number."""
    whole = f"({value_of(test.field, row, reach, parameters)})::jsonb"
    value = in_sight(whole, test.field, row, reach, parameters)
    if test.path:
        value = f"(({value}) #> {parameters.add(list(test.path), 'text[]')})"
    if test.operator == "present":
        return f"jsonb_typeof({value}) <> 'null'"
    text = f"(({value}) #>> '{{}}') collate \"C\""
    wanted = parameters.add(test.text, "text")
    number = None if test.number is None else parameters.add(test.number, "numeric")
    if test.operator == "like":
        return f"(jsonb_typeof({value}) = 'string' and {text} like {wanted})"
    if sign := _SIGNS.get(test.operator):
        if number is not None:
            compared = f"'number' then ({value})::numeric {sign} {number}"
        else:
            compared = f"'string' then {text} {sign} {wanted}"
        return f"case jsonb_typeof({value}) when {compared} end"
    found = [f"{text} = {wanted}"]
    if test.operator == "has":
        found.append(f"jsonb_exists({value}, {wanted})")
    if number is not None:
        equal = "@>" if test.operator == "has" else "="
        found.append(f"({value}) {equal} to_jsonb({number})")
    return f"({' or '.join(found)})"
