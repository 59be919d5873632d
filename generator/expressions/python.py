"""Compiles a typed expression to Python source over `runtime.logic`, where memory holds it all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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
from generator.names import attribute, snake

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
_AGGREGATES: Final = {
    "sum": "total",
    "avg": "mean",
    "min": "least",
    "max": "greatest",
    "latest": "latest",
}
_EXACT: Final = frozenset({Base.INT, Base.DECIMAL})
_AGGREGATED: Final = {
    "sum": _EXACT,
    "avg": _EXACT,
    "min": frozenset(Base) - {Base.DURATION},
    "max": frozenset(Base) - {Base.DURATION},
    "latest": frozenset(Base),
}
_TESTS = (Compare, Member, Null, Logic, Not)
_USER = "User"


class _ElsewhereError(Exception):
    """The expression reads what memory does not hold."""


def python(
    expression: Expression,
    row: str = "row",
    actor: str = "actor",
    *,
    computed: Mapping[tuple[str, str], Expression] | None = None,
    rows: str | None = None,
) -> str | None:
    """The expression as Python source; None if it reaches into rows that are not at hand.

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
        rows: the name of an object through which other rows are read (see
            `runtime.policy.rows.Rows`); without it they are not at hand. Sums of floats and of
            durations, computed fields of other rows that are not stored, and has_role are at hand
            nowhere.
    """
    compiler = _Compiler(row, actor, computed or {}, rows)
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
        rows: str | None,
    ) -> None:
        self._anchors = {0: row}
        self._actor = actor
        self._computed = computed
        self._rows = rows

    # -------------------------------------------------------------------------------- tests

    def test(self, node: Typed) -> str:  # noqa: PLR0911  # one a kind
        match node:
            case Logic():
                return f"({f' {node.operator} '.join(self.test(each) for each in node.operands)})"
            case Not(operand=Get()):
                return f"({self.value(node.operand)} is not True)"
            case Not():
                return f"(not {self.test(node.operand)})"
            case Aggregate(name="any"):
                return self._any(node.rows)
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
                return self._held(node.item, node.options)
            case Get():
                return f"logic.among({item}, {self._get(node.options)})"
            case _:
                values = ", ".join(self.value(option) for option in node.options)
                return f"logic.among({item}, [{values}])"

    def _kind(self, node: Typed) -> str:
        if not isinstance(node, Get):
            raise _ElsewhereError
        return self._get(node, kind=True) if _many_kinds(node) else repr(node.resource)

    # --------------------------------------------------------------------------------- rows

    def _any(self, rows: RowSet) -> str:
        with self._each(rows) as (name, found):
            test = "True" if rows.where is None else self.test(rows.where)
            return f"any({test} for {name} in {found})"

    def _count(self, rows: RowSet) -> str:
        with self._each(rows) as (name, found):
            test = "" if rows.where is None else f" if {self.test(rows.where)}"
            return f"sum(1 for {name} in {found}{test})"

    def _aggregate(self, node: Aggregate) -> str:
        """sum, avg, min, max and latest; of floats PostgreSQL alone knows how it adds them up."""
        if node.value is None or node.value.type.base not in _AGGREGATED[node.name]:
            raise _ElsewhereError
        with self._each(node.rows) as (name, found):
            value = self._get(node.value)
            if node.name == "latest":
                if node.by is None or node.by.type.enum is not None:
                    raise _ElsewhereError
                value = f"({self._get(node.by)}, {name}.id, {value})"
            test = "" if node.rows.where is None else f" if {self.test(node.rows.where)}"
            source = f"{value} for {name} in {found}{test}"
        enum = node.value.type.enum
        if enum is not None and node.name in ("min", "max"):
            source = f"({source}), {enum.values!r}"
        return f"logic.{_AGGREGATES[node.name]}({source})"

    def _held(self, item: Typed, rows: RowSet) -> str:
        with self._each(rows) as (name, found):
            held = f"logic.among({self.value(item)}, [{name}.id for {name} in {found}])"
        if not _many_kinds(item):
            return held
        return f"(logic.eq({self._kind(item)}, {snake(rows.entity)!r}) and {held})"

    @contextmanager
    def _each(self, rows: RowSet) -> Iterator[tuple[str, str]]:
        """The name of each of the rows while they are looked at, and the source of them all."""
        if self._rows is None:
            raise _ElsewhereError
        key, many, resource = self._get(rows.base), rows.many, snake(rows.entity)
        if many.link_table is not None:
            said = (resource, many.link_table, many.near_column, many.far_column)
            found = f"{self._rows}.linked({', '.join(map(repr, said))}, {key})"
        else:
            kind = f", {many.type_column}={self._base_kind(rows)!r}" if many.type_column else ""
            found = f"{self._rows}.having({resource!r}, {many.column!r}, {key}{kind})"
        name = "each" if rows.depth == 1 else f"each{rows.depth}"
        before = self._anchors
        self._anchors = {**before, rows.depth: name}
        yield name, found
        self._anchors = before

    def _base_kind(self, rows: RowSet) -> str:
        if rows.base.resource is None:
            raise _ElsewhereError
        return rows.base.resource

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
            case Aggregate(name="any"):
                return self._any(node.rows)
            case Aggregate(name="count"):
                return self._count(node.rows)
            case Aggregate():
                return self._aggregate(node)
            case HasRole() | RowSet():
                raise _ElsewhereError

    def _function(self, node: Function) -> str:
        if node.name == "if":
            test = self.test(node.arguments[0])
            one, other = (self.value(each) for each in node.arguments[1:])
            return f"({one} if {test} else {other})"
        arguments = ", ".join(self.value(each) for each in node.arguments)
        return f"logic.{_FUNCTIONS[node.name]}({arguments})"

    def _get(self, node: Get, *, kind: bool = False) -> str:
        """What a path leads to; of a relation to rows of several kinds the id, or the kind."""
        member = node.member
        if node.anchor == ACTOR:
            key = f"{self._actor}.id"
            if member is None or (not node.steps and member.name == "id"):
                return key
            return self._through(node, (_USER, *node.places), key, kind)
        row = self._anchors[node.anchor]
        if node.steps:
            key = f"{row}.{attribute(node.steps[0].column)}"
            return self._through(node, node.places, key, kind)
        if member is None:
            return f"{row}.id"
        if isinstance(member, FieldShape) and not member.stored:
            return self._inline(node.entity, member, row)
        return f"{row}.{_column(member, kind)}"

    def _through(self, node: Get, places: tuple[str, ...], key: str, kind: bool) -> str:
        member = node.member
        if self._rows is None or member is None:
            raise _ElsewhereError
        if isinstance(member, FieldShape) and not member.stored:
            raise _ElsewhereError
        following = node.steps[len(node.steps) - len(places) + 1 :]
        for place, step in zip(places, following, strict=False):
            key = f"{self._rows}.key({snake(place)!r}, {key}, {_column(step, False)!r})"
        found = "key" if isinstance(member, ToOneShape) and not kind else "value"
        return f"{self._rows}.{found}({snake(places[-1])!r}, {key}, {_column(member, kind)!r})"

    def _inline(self, entity: str, member: FieldShape, row: str) -> str:
        expression = self._computed.get((entity, member.name))
        if expression is None:
            raise _ElsewhereError
        before = self._anchors
        self._anchors = {0: row}
        text = self.value(expression.tree)
        self._anchors = before
        return text


def _column(member: FieldShape | ToOneShape, kind: bool) -> str:
    """The attribute that holds a field, or the key of a relation."""
    if isinstance(member, FieldShape):
        return attribute(member.name)
    return attribute(member.type_column if kind and member.type_column else member.column)


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
