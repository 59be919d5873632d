"""Says a typed expression in plain English, for documents and default messages."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from generator.expressions.shape import Base
from generator.expressions.tree import (
    ACTOR,
    Aggregate,
    Arithmetic,
    Clock,
    Compare,
    Constant,
    Expression,
    Function,
    Get,
    HasRole,
    Logic,
    Member,
    Negative,
    Not,
    Null,
    RowSet,
    Span,
    Typed,
)

_TIMES: Final = frozenset({Base.DATE, Base.DATETIME, Base.TIME})
_VERBS: Final = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_TIME_VERBS: Final = {
    **_VERBS,
    "<": "is before",
    "<=": "is not after",
    ">": "is after",
    ">=": "is not before",
}
_SIGNS: Final = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_OF_ROWS: Final = {
    "count": "the number of",
    "sum": "the sum of",
    "avg": "the average of",
    "min": "the least of",
    "max": "the greatest of",
}


def words(expression: Expression) -> str:
    """The expression in words, without capital and full stop: `status is "approved"`."""
    return _say(expression.tree)


def _say(node: Typed) -> str:  # noqa: PLR0911, PLR0912  # one a kind
    match node:
        case Constant():
            return _constant(node)
        case Get():
            return _path(node)
        case Clock():
            return node.name
        case Function():
            return _function(node)
        case Arithmetic():
            return _arithmetic(node)
        case Negative():
            return f"minus {_operand(node.operand)}"
        case Compare():
            verbs = _TIME_VERBS if node.left.type.base in _TIMES else _VERBS
            return f"{_operand(node.left)} {verbs[node.operator]} {_operand(node.right)}"
        case Member():
            return _member(node)
        case Null():
            return f"{_operand(node.operand)} is {'not ' * node.negated}empty"
        case Logic():
            return f" {node.operator} ".join(_operand(each) for each in node.operands)
        case Not():
            return _not(node.operand)
        case RowSet():
            return _rows(node)
        case Aggregate():
            return _aggregate(node)
        case HasRole():
            return f'{_path(node.user)} holds the role "{node.role}"'


def _operand(node: Typed) -> str:
    """A part of something larger; tests within tests are set apart."""
    said = _say(node)
    apart = isinstance(node, Logic | Arithmetic) or (
        isinstance(node, Function) and node.name == "if"
    )
    return f"({said})" if apart else said


def _arithmetic(node: Arithmetic) -> str:
    left = _operand(node.left)
    sums = node.operator in "+-" and isinstance(node.left, Arithmetic)
    if sums and isinstance(node.left, Arithmetic) and node.left.operator in "+-":
        left = _say(node.left)
    return f"{left} {_SIGNS[node.operator]} {_operand(node.right)}"


def _constant(node: Constant) -> str:
    match node.value:
        case None:
            return "empty"
        case bool():
            return "true" if node.value else "false"
        case Span():
            return node.value.text
        case Decimal():
            return f"{node.value:f}"
        case str():
            return f'"{node.value}"'
        case _:
            return str(node.value)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _path(node: Get) -> str:
    names = [step.name for step in node.steps]
    if node.member is not None:
        names.append(node.member.name)
    said = [_spoken(name) for name in names]
    if node.anchor == ACTOR:
        said.insert(0, "the actor")
    elif node.names[0] == "row" or not said:
        said.insert(0, "this row" if node.anchor == 0 else "the row")
    return "'s ".join(said)


def _member(node: Member) -> str:
    verb = f"is {'not ' * node.negated}"
    item = _operand(node.item)
    if isinstance(node.options, tuple):
        if len(node.options) == 1:
            return f"{item} {verb}{_constant(node.options[0])}"
        values = ", ".join(_constant(option) for option in node.options)
        return f"{item} {verb}one of {values or 'nothing'}"
    options = _path(node.options) if isinstance(node.options, Get) else _rows(node.options)
    return f"{item} {verb}among {options}"


def _not(operand: Typed) -> str:
    match operand:
        case Aggregate(name="any"):
            return f"there are no {_rows(operand.rows)}"
        case Not():
            return _say(operand.operand)
        case Get():
            return f"not {_path(operand)}"
        case _:
            return f"not ({_say(operand)})"


def _rows(node: RowSet) -> str:
    said = _spoken(node.many.name)
    if node.base.member is not None or node.base.anchor == ACTOR:
        said = f"{_path(node.base)}'s {said}"
    return said if node.where is None else f"{said} where {_operand(node.where)}"


def _aggregate(node: Aggregate) -> str:
    rows = _rows(node.rows)
    if node.name == "any":
        return f"there are {rows}"
    if node.name == "count" or node.value is None:
        return f"the number of {rows}"
    value = "" if node.value.member is None else _path(node.value)
    if node.name == "latest":
        by = f" (by {_path(node.by)})" if node.by else ""
        return f"{value} of the latest of {rows}{by}" if value else f"the latest of {rows}{by}"
    return f"{_OF_ROWS[node.name]} {value} of {rows}"


def _function(node: Function) -> str:  # noqa: PLR0911  # one a function
    said = [_operand(each) for each in node.arguments]
    match node.name:
        case "if":
            return f"{said[1]} if {said[0]}, otherwise {said[2]}"
        case "coalesce":
            return f"the first of {', '.join(said)} that is not empty"
        case "concat":
            return f"{', '.join(said)} joined"
        case "round":
            return f"{said[0]} rounded to {said[1]} places"
        case "length":
            return f"the length of {said[0]}"
        case "abs":
            return f"the absolute value of {said[0]}"
        case _:
            return f"{said[0]} in lower case"
