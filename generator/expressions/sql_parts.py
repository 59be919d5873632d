"""Pieces of SQL that know how tightly they bind, so that parentheses stand where they must."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from generator.expressions.shape import Base, FieldShape, ToOneShape
from generator.expressions.tree import (
    ACTOR,
    Aggregate,
    Arithmetic,
    Clock,
    Constant,
    Function,
    Get,
    Negative,
    Span,
    Typed,
)
from generator.names import quoted

_SIGNS = frozenset("%:$")

Frame = dict[int, str | None]
"""The alias of the row that each anchor stands for; None for bare columns."""


class Level(IntEnum):
    """Precedence in PostgreSQL 18, section 4.1.6, from loose to tight."""

    LOWEST = 0
    OR = 1
    AND = 2
    NOT = 3
    IS = 4
    TEST = 5
    OTHER = 6
    SUM = 7
    TERM = 8
    COLLATE = 9
    UNARY = 10
    ATOM = 11


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL and how tightly its outermost operator binds."""

    text: str
    level: Level

    def at(self, level: int) -> str:
        """The text, in parentheses unless it binds at least as tightly as `level`."""
        return self.text if self.level >= level else f"({self.text})"


def call(name: str, *arguments: str) -> Part:
    """A function call."""
    return Part(f"{name}({', '.join(arguments)})", Level.ATOM)


def column(alias: str | None, name: str) -> str:
    """A column, behind its alias if there is one."""
    return quoted(name) if alias is None else f"{alias}.{quoted(name)}"


def text_literal(value: str, template: bool) -> str:
    """A text in single quotes, safe wherever the SQL goes on to.

    Braces are doubled in a template. `%` and `:name` are placeholders to drivers and SQLAlchemy,
    `$$` ends a function's body: these signs are written by their code points.
    """
    literal = f"'{value.replace("'", "''")}'"
    if _SIGNS & set(value):
        signs: dict[str, str | int | None] = {sign: f"\\{ord(sign):04x}" for sign in _SIGNS}
        escaped = literal.replace("\\", "\\\\").translate(str.maketrans(signs))
        literal = f"U&{escaped}"
    return literal.replace("{", "{{").replace("}", "}}") if template else literal


def constant(node: Constant, template: bool) -> Part:
    """A literal of the node's type."""
    value = node.value
    if value is None:
        return Part("null", Level.ATOM)
    if isinstance(value, bool):
        return Part(str(value).lower(), Level.ATOM)
    if isinstance(value, Span):
        return Part(f"interval '{interval(value)}'", Level.ATOM)
    if isinstance(value, str):
        literal = text_literal(value, template)
        ordered = node.type.base is Base.ENUM and node.type.enum and node.type.enum.ordered
        if ordered and node.type.enum:
            literal = f"{literal}::{quoted(node.type.enum.sql_type)}"
        return Part(literal, Level.ATOM)
    return _number(value, node)


def _number(value: int | Decimal, node: Constant) -> Part:
    digits = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if value < 0:
        digits = f"({digits})"
    if node.type.base is Base.FLOAT:
        digits = f"{digits}::float8"
    return Part(digits, Level.ATOM)


def interval(span: Span) -> str:
    """A span as PostgreSQL reads intervals: as written, or in months, days and seconds."""
    return span.text


def sum_of(left: Part, operator: str, right: Part) -> str:
    """`left + right` or `left - right`."""
    return f"{left.at(Level.SUM)} {operator} {right.at(Level.TERM)}"


def moved(left: Part, operator: str, right: Part, *, duration_first: bool) -> Part:
    """A datetime moved by a duration, in UTC: immutable, so that generated columns accept it."""
    moment, span = (right, left) if duration_first else (left, right)
    local = f"{moment.at(Level.ATOM)} at time zone 'UTC'"
    return Part(f"(({local}) {operator} {span.at(Level.TERM)}) at time zone 'UTC'", Level.TERM)


def leaf(part: Part, null: bool, *, strict: bool, negated: bool) -> Part:
    """A test that may be null, as one that is right where it stands."""
    if negated:
        if null:
            return Part(f"{part.at(Level.ATOM)} is not true", Level.IS)
        return Part(f"not {part.at(Level.NOT)}", Level.NOT)
    if strict and null:
        return Part(f"{part.at(Level.ATOM)} is true", Level.IS)
    return part


def polymorphic(node: Typed) -> bool:
    """Whether a node is a relation to rows of several kinds."""
    member = node.member if isinstance(node, Get) else None
    if isinstance(node, Aggregate) and node.value is not None:
        member = node.value.member
    return isinstance(member, ToOneShape) and member.type_column is not None


def nullable(node: Typed) -> bool:  # noqa: PLR0911  # one a kind
    """Whether a value can be null in a row that is stored."""
    match node:
        case Constant():
            return node.value is None
        case Get():
            return _get_nullable(node)
        case Clock():
            return False
        case Function(name="coalesce"):
            return all(nullable(each) for each in node.arguments)
        case Function(name="if"):
            return any(nullable(each) for each in node.arguments[1:])
        case Function():
            return any(nullable(each) for each in node.arguments)
        case Arithmetic():
            return node.operator == "/" or nullable(node.left) or nullable(node.right)
        case Negative():
            return nullable(node.operand)
        case Aggregate():
            return node.name not in ("any", "count")
        case _:
            return False


def _get_nullable(node: Get) -> bool:
    if node.anchor == ACTOR or node.steps:
        return True
    if node.member is None:
        return False
    if isinstance(node.member, FieldShape) and node.member.computed_text is not None:
        return True
    return not node.member.required
