"""Compiles a typed expression to PostgreSQL 18.

Two-valued logic, as the language says: a test is true or false, and a side that is null makes a
comparison false and its negation true. In *condition* form (`WHERE`, `USING`, `WITH CHECK`) a
test that is not true may come out as null, which keeps `owner_id = …` usable by an index; in
*value* form it is exactly true or false, as CHECK constraints (which pass on null), generated
columns and answers need it. Negation never relies on `not` of a null: it is pushed inward.

Assumed of the tables: text columns are COLLATE "C"; ordered enums are the PostgreSQL type that
their shape names, unordered ones text; every table has `id`, soft-deleted ones `deleted_at`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.expressions import sql_parts as parts
from generator.expressions.shape import Base, Shapes
from generator.expressions.sql_parts import Level, Part, nullable
from generator.expressions.sql_rows import Options, Reader
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
    Typed,
    Use,
)

_TESTS = (Compare, Member, Null, Logic, Not, HasRole)
_SWAPPED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def sql(
    expression: Expression,
    row: str | None = "{row}",
    actor: str = "{actor}",
    *,
    shapes: Shapes,
    computed: Mapping[tuple[str, str], Expression] | None = None,
    now: str = "now()",
    condition: bool = False,
    negated: bool = False,
) -> str:
    """The expression in SQL.

    Args:
        expression: a checked expression.
        row: what stands before the row's columns: an alias, `NEW`, `OLD`; None for bare columns
            (CHECK, generated columns, index predicates), possible where `own_only`. With the
            default the text is a template for `str.format(row=…, actor=…)`, with braces in
            literals doubled.
        actor: SQL of type uuid for the actor's id; it may be null.
        shapes: the entities, as for `check`.
        computed: the expressions of computed fields by (entity, field): those not stored are
            inlined; stored ones are written out within generated columns and for `NEW`, whose
            generated columns are still empty in a BEFORE trigger, and read by column elsewhere.
        now: SQL of type timestamptz for the clock.
        condition: whether only truth matters, so that null may stand for false; always so in the
            predicate of a key or index.
        negated: compiles `not expression` instead (of a test, null counting as false).

    Raises:
        ValueError: the text of a computed field is needed and missing, or bare columns are asked
            of an expression that reads other rows.
    """
    written_out = row == "NEW" or (row is None and expression.use is Use.COMPUTED)
    template = "{row}" in (row or "") or "{actor}" in actor
    options = Options(shapes, computed or {}, row, actor, now, written_out, template)
    compiler = _Compiler(options)
    frame = {0: row}
    strict = not condition and expression.use is not Use.KEY_WHERE
    if expression.type.base is Base.BOOL and (condition or negated or not _kept(expression)):
        return compiler.test(expression.tree, frame, strict=strict, negated=negated).text
    return compiler.value(expression.tree, frame).text


def _kept(expression: Expression) -> bool:
    """Whether the value itself is kept, so that a bool that is null stays null."""
    return expression.use in (Use.COMPUTED, Use.SET)


class _Compiler(Reader):
    # ------------------------------------------------------------------------------- values

    def value(self, node: Typed, frame: parts.Frame) -> Part:  # noqa: PLR0911  # one a kind
        if isinstance(node, _TESTS) or (isinstance(node, Aggregate) and node.name == "any"):
            return self.test(node, frame, strict=True)
        match node:
            case Constant():
                return parts.constant(node, self.options.template)
            case Get():
                return self.get(node, frame)
            case Clock():
                return self.clock(node)
            case Function():
                return self._function(node, frame)
            case Arithmetic():
                return self._arithmetic(node, frame)
            case Negative():
                return Part(f"-{self.value(node.operand, frame).at(Level.ATOM)}", Level.UNARY)
            case Aggregate():
                return self.aggregate(node, frame)
            case _:
                raise ValueError(f"{type(node).__name__} is no value")

    def _function(self, node: Function, frame: parts.Frame) -> Part:  # noqa: PLR0911
        if node.name == "if":
            test = self.test(node.arguments[0], frame, strict=False).text
            one, other = (self.value(each, frame).text for each in node.arguments[1:])
            return Part(f"case when {test} then {one} else {other} end", Level.LOWEST)
        arguments = [self.value(each, frame) for each in node.arguments]
        first = arguments[0]
        match node.name:
            case "coalesce":
                return parts.call("coalesce", *(each.text for each in arguments))
            case "lower":
                folded = f"lower({first.at(Level.ATOM)} collate pg_unicode_fast)"
                return Part(f'{folded} collate "C"', Level.COLLATE)
            case "length":
                return parts.call("char_length", first.text)
            case "abs":
                return parts.call("abs", first.text)
            case "concat":
                return Part(" || ".join(each.at(Level.SUM) for each in arguments), Level.OTHER)
            case _:
                return self._round(node, arguments)

    def _round(self, node: Function, arguments: list[Part]) -> Part:
        given = node.arguments[0]
        exact = given.type.base is Base.DECIMAL and isinstance(given, Get | Arithmetic)
        number = arguments[0].text if exact else f"{arguments[0].at(Level.ATOM)}::numeric"
        if node.type.base is Base.INT:
            return Part(f"round({number})::bigint", Level.ATOM)
        return parts.call("round", number, arguments[1].text)

    def _arithmetic(self, node: Arithmetic, frame: parts.Frame) -> Part:
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        bases = (node.left.type.base, node.right.type.base)
        if node.type.base is Base.DATE:
            return Part(f"({parts.sum_of(left, node.operator, right)})::date", Level.ATOM)
        if node.type.base is Base.DATETIME:
            return parts.moved(left, node.operator, right, duration_first=bases[0] is Base.DURATION)
        if node.operator in ("+", "-"):
            return Part(parts.sum_of(left, node.operator, right), Level.SUM)
        if node.operator == "*":
            return Part(f"{left.at(Level.TERM)} * {right.at(Level.UNARY)}", Level.TERM)
        above = left.at(Level.TERM)
        exact = bases[0] is Base.DECIMAL and not isinstance(node.left, Constant)
        if node.type.base is Base.DECIMAL and not exact:
            above = f"{left.at(Level.ATOM)}::numeric"
        return Part(f"{above} / nullif({right.text}, 0)", Level.TERM)

    # -------------------------------------------------------------------------------- tests

    def test(  # noqa: PLR0911  # one a kind
        self, node: Typed, frame: parts.Frame, *, strict: bool, negated: bool = False
    ) -> Part:
        match node:
            case Logic():
                return self._logic(node, frame, strict=strict, negated=negated)
            case Not():
                return self.test(node.operand, frame, strict=strict, negated=not negated)
            case Compare():
                return self._compare(node, frame, strict=strict, negated=negated)
            case Member():
                return self._membership(node, frame, strict=strict, negated=negated)
            case Null():
                verb = "is null" if node.negated == negated else "is not null"
                return Part(f"{self.value(node.operand, frame).at(Level.TEST)} {verb}", Level.IS)
            case HasRole() | Aggregate(name="any"):
                return parts.leaf(self.exists(node, frame), False, strict=strict, negated=negated)
            case Constant():
                return Part(str((node.value is True) != negated).lower(), Level.ATOM)
            case _:
                return self._truth(node, frame, strict=strict, negated=negated)

    def _truth(self, node: Typed, frame: parts.Frame, *, strict: bool, negated: bool) -> Part:
        """A bool value as a test; a computed one that is inlined is tested itself."""
        inlined = self.inlined(node, frame) if isinstance(node, Get) else None
        if inlined is not None:
            return self.test(*inlined, strict=strict, negated=negated)
        part = self.value(node, frame)
        return parts.leaf(part, nullable(node), strict=strict, negated=negated)

    def _logic(self, node: Logic, frame: parts.Frame, *, strict: bool, negated: bool) -> Part:
        conjunction = (node.operator == "and") != negated
        level = Level.AND if conjunction else Level.OR
        operands = [
            self.test(each, frame, strict=strict, negated=negated).at(level + 1)
            for each in node.operands
        ]
        return Part((" and " if conjunction else " or ").join(operands), level)

    def _compare(self, node: Compare, frame: parts.Frame, *, strict: bool, negated: bool) -> Part:
        null = (nullable(node.left), nullable(node.right))
        if node.operator not in ("==", "!="):
            return self._order(node, frame, strict=strict, negated=negated)
        negated = negated != (node.operator == "!=")
        if not strict and not negated and (reached := self._reached(node, frame)):
            return reached
        if parts.polymorphic(node.left) or parts.polymorphic(node.right):
            same = self.same_row(node.left, node.right, frame)
            return parts.leaf(same, True, strict=strict, negated=negated)
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        if negated and not all(null):
            verb = "is distinct from" if any(null) else "<>"
            level = Level.IS if any(null) else Level.TEST
            return Part(f"{left.at(Level.OTHER)} {verb} {right.at(Level.OTHER)}", level)
        equal = Part(f"{left.at(Level.OTHER)} = {right.at(Level.OTHER)}", Level.TEST)
        return parts.leaf(equal, any(null), strict=strict, negated=negated)

    def _reached(self, node: Compare, frame: parts.Frame) -> Part | None:
        """`a.b == actor` from the other end, which a list of rows can use as a semi-join."""
        for path, actor in ((node.left, node.right), (node.right, node.left)):
            if isinstance(actor, Get) and actor.anchor == ACTOR and actor.member is None:
                return self.leads_to(path, actor, frame) if isinstance(path, Get) else None
        return None

    def _order(self, node: Compare, frame: parts.Frame, *, strict: bool, negated: bool) -> Part:
        null = nullable(node.left) or nullable(node.right)
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        beside = right.at(Level.OTHER)
        if node.left.type.base is Base.TEXT and right.level is not Level.COLLATE:
            beside = f'{right.at(Level.ATOM)} collate "C"'
        operator: str = node.operator
        if negated and not null:
            operator, negated = _SWAPPED[operator], False
        part = Part(f"{left.at(Level.OTHER)} {operator} {beside}", Level.TEST)
        return parts.leaf(part, null, strict=strict, negated=negated)

    def _membership(self, node: Member, frame: parts.Frame, *, strict: bool, negated: bool) -> Part:
        negated = negated != node.negated
        if isinstance(node.options, RowSet):
            held = self.holds(node.options, node.item, frame)
            return parts.leaf(held, False, strict=strict, negated=negated)
        item = self.value(node.item, frame).at(Level.OTHER)
        if isinstance(node.options, Get):
            among = Part(f"{item} = any({self.get(node.options, frame).text})", Level.TEST)
            return parts.leaf(among, True, strict=strict, negated=negated)
        if not node.options:
            return Part(str(negated).lower(), Level.ATOM)
        values = ", ".join(self.value(option, frame).text for option in node.options)
        if negated and not nullable(node.item):
            return Part(f"{item} not in ({values})", Level.TEST)
        part = Part(f"{item} in ({values})", Level.TEST)
        return parts.leaf(part, nullable(node.item), strict=strict, negated=negated)
