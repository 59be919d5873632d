"""Compiles a typed expression to Python source over `runtime.logic`, where memory holds it all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from generator.expressions.shape import Base, FieldShape, ToOneShape, Type
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
    Use,
)
from generator.names import attribute

_COMPARISONS: Final = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_OPERATIONS: Final = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_FUNCTIONS: Final = {
    "coalesce": "coalesce",
    "lower": "lower",
    "length": "length",
    "concat": "concat",
    "abs": "absolute",
    "round": "rounded",
}
_TESTS = (Compare, Member, Null, Logic, Not)


class _ElsewhereError(Exception):
    """The expression reads what memory does not hold."""


def python(
    expression: Expression,
    row: str = "row",
    actor: str = "actor",
    *,
    computed: Mapping[tuple[str, str], Expression] | None = None,
) -> str | None:
    """The expression as Python source; None if it reaches into other rows.

    The source names `row` (an object with the row's columns as attributes, spelt by
    `generator.names.attribute`), `actor` (an object with `id`, None for nobody), `now` (an aware
    datetime), `today` (a date in UTC), `logic` (`runtime.logic`) and `Decimal`. Tests give exactly
    True or False; a bool that is kept (`computed`, `set`) may be None.

    Args:
        expression: a checked expression.
        row: the name of the row's object.
        actor: the name of the actor's object.
        computed: the expressions of computed fields by (entity, field), by which those that are
            not stored are written out; without it they count as other rows.
    """
    compiler = _Compiler(row, actor, computed or {}, expression.entity)
    try:
        if expression.type.base is Base.BOOL and expression.use not in (Use.COMPUTED, Use.SET):
            return compiler.test(expression.tree)
        return compiler.value(expression.tree)
    except _ElsewhereError:
        return None


class _Compiler:
    def __init__(
        self,
        row: str,
        actor: str,
        computed: Mapping[tuple[str, str], Expression],
        entity: str,
    ) -> None:
        self._row = row
        self._actor = actor
        self._computed = computed
        self._entity = entity

    # -------------------------------------------------------------------------------- tests

    def test(self, node: Typed) -> str:  # noqa: PLR0911  # one a kind
        match node:
            case Logic():
                return f"({f' {node.operator} '.join(self.test(each) for each in node.operands)})"
            case Not():
                return f"(not {self.test(node.operand)})"
            case Compare():
                return self._compare(node)
            case Member():
                return f"{'(not ' * node.negated}{self._member(node)}{')' * node.negated}"
            case Constant():
                return str(node.value is True)
            case Null(operand=Constant(value=value)):
                return str((value is None) != node.negated)
            case Null():
                verb = "is not None" if node.negated else "is None"
                return f"({self.value(node.operand)} {verb})"
            case _:
                return f"({self.value(node)} is True)"

    def _compare(self, node: Compare) -> str:
        name = _COMPARISONS[node.operator]
        if node.left.type.base is Base.ROW and (_many_kinds(node.left) or _many_kinds(node.right)):
            kinds = f"logic.eq({self._kind(node.left)}, {self._kind(node.right)})"
            ids = f"logic.eq({self.value(node.left)}, {self.value(node.right)})"
            return f"{'(not ' * (name == 'ne')}({kinds} and {ids}){')' * (name == 'ne')}"
        left, right = (self._comparable(side, name) for side in (node.left, node.right))
        return f"logic.{name}({left}, {right})"

    def _comparable(self, node: Typed, name: str) -> str:
        """A value; of an ordered enum, where order matters, its place in the list."""
        enum = node.type.enum
        if enum is None or name in ("eq", "ne"):
            return self.value(node)
        if isinstance(node, Constant) and isinstance(node.value, str):
            return str(enum.values.index(node.value))
        return f"logic.rank({self.value(node)}, {enum.values!r})"

    def _member(self, node: Member) -> str:
        item = self.value(node.item)
        match node.options:
            case RowSet():
                raise _ElsewhereError
            case Get():
                return f"logic.among({item}, {self._get(node.options)})"
            case _:
                values = ", ".join(self.value(option) for option in node.options)
                return f"logic.among({item}, [{values}])"

    def _kind(self, node: Typed) -> str:
        if not isinstance(node, Get):
            raise _ElsewhereError
        self._get(node)
        if isinstance(node.member, ToOneShape) and node.member.type_column is not None:
            return f"{self._row}.{attribute(node.member.type_column)}"
        return repr(node.resource)

    # ------------------------------------------------------------------------------- values

    def value(self, node: Typed) -> str:  # noqa: PLR0911  # one a kind
        if isinstance(node, _TESTS):
            return self.test(node)
        match node:
            case Constant():
                return _constant(node.value, node.type)
            case Get():
                return self._get(node)
            case Clock():
                return node.name
            case Function():
                return self._function(node)
            case Arithmetic():
                left, right = self.value(node.left), self.value(node.right)
                return f"logic.{_OPERATIONS[node.operator]}({left}, {right})"
            case Negative():
                return f"logic.neg({self.value(node.operand)})"
            case Aggregate() | HasRole() | RowSet():
                raise _ElsewhereError

    def _function(self, node: Function) -> str:
        if node.name == "if":
            test = self.test(node.arguments[0])
            one, other = (self.value(each) for each in node.arguments[1:])
            return f"({one} if {test} else {other})"
        arguments = ", ".join(self.value(each) for each in node.arguments)
        return f"logic.{_FUNCTIONS[node.name]}({arguments})"

    def _get(self, node: Get) -> str:
        if node.steps or node.anchor not in (0, ACTOR):
            raise _ElsewhereError
        member = node.member
        if node.anchor == ACTOR:
            if member is not None and member.name != "id":
                raise _ElsewhereError
            return f"{self._actor}.id"
        if member is None:
            return f"{self._row}.id"
        if isinstance(member, ToOneShape):
            return f"{self._row}.{attribute(member.column)}"
        return f"{self._row}.{attribute(member.name)}" if member.stored else self._inline(member)

    def _inline(self, member: FieldShape) -> str:
        expression = self._computed.get((self._entity, member.name))
        if expression is None:
            raise _ElsewhereError
        return self.value(expression.tree)


def _many_kinds(node: Typed) -> bool:
    member = node.member if isinstance(node, Get) else None
    return isinstance(member, ToOneShape) and member.type_column is not None


def _constant(value: object, type_: Type) -> str:
    if isinstance(value, Span):
        return f"logic.Span({value.months}, {value.seconds})"
    if isinstance(value, int | Decimal) and type_.base is Base.FLOAT:
        return repr(float(value))
    if isinstance(value, Decimal):
        return f'Decimal("{value:f}")'
    return repr(value)
