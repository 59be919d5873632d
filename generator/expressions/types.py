"""Which values go together: the type rules of the expression language.

No conversion is silent but int to decimal, and a literal to the type beside it: a text to an
enum value, a number to float.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.expressions.shape import Base, Type
from generator.expressions.tree import Compare, Constant, Function, Typed

NUMBERS = frozenset({Base.INT, Base.DECIMAL, Base.FLOAT})
ORDERED = NUMBERS | {Base.TEXT, Base.DATE, Base.DATETIME, Base.TIME, Base.DURATION}
_OPAQUE = frozenset({Base.JSON, Base.FILE})


class TypeFault(ValueError):
    """Two things that do not go together; becomes E033 at the column of the operator."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def describe(type_: Type) -> str:
    """A type in words: "date", "enum RiskLevel", "row of User", "list of text"."""
    if type_.base is Base.ROW:
        kind = "rows" if type_.many else "row"
        return f"{kind} of {' or '.join(type_.targets)}" if type_.targets else f"{kind} of any kind"
    word = type_.base.value
    if type_.base is Base.ENUM and type_.enum is not None:
        word = f"enum {type_.enum.name}"
    return f"list of {word}" if type_.many else word


def fit(node: Typed, wanted: Type) -> Typed | None:
    """The node as a value of the wanted type, or None if it cannot be one.

    Raises:
        TypeFault: a text that is no value of the wanted enum.
    """
    if isinstance(node, Constant):
        return _fit_constant(node, wanted)
    if isinstance(node, Function) and node.name in ("coalesce", "if"):
        return _fit_branches(node, wanted)
    return node if goes_into(node.type, wanted) else None


def goes_into(found: Type, wanted: Type) -> bool:
    """Whether a value of one type may stand where the other is wanted."""
    if found.many != wanted.many:
        return False
    if found.base is Base.ROW and wanted.base is Base.ROW:
        open_ended = not found.targets or not wanted.targets
        return open_ended or bool(set(found.targets) & set(wanted.targets))
    if found.base is Base.ENUM and wanted.base is Base.ENUM:
        return _same_enum(found, wanted)
    if found.base is Base.INT and wanted.base is Base.DECIMAL:
        return True
    return found.base is wanted.base


def _same_enum(one: Type, other: Type) -> bool:
    if one.enum is None or other.enum is None:
        return True
    return one.enum.values == other.enum.values and one.enum.sql_type == other.enum.sql_type


def _fit_constant(node: Constant, wanted: Type) -> Constant | None:
    value = node.value
    if node.type.base is Base.NULL:
        return Constant(None, wanted)
    if wanted.many:
        return None
    if node.type.base is Base.TEXT and wanted.base is Base.ENUM and wanted.enum is not None:
        if value not in wanted.enum.values:
            values = ", ".join(wanted.enum.values)
            raise TypeFault(f'"{value}" is no value of enum {wanted.enum.name} ({values})')
        return Constant(value, wanted)
    if isinstance(value, int) and not isinstance(value, bool) and wanted.base is Base.DECIMAL:
        return Constant(Decimal(value), wanted)
    if node.type.base in NUMBERS and wanted.base is Base.FLOAT:
        return Constant(value, wanted)
    return node if goes_into(node.type, wanted) else None


def _fit_branches(node: Function, wanted: Type) -> Function | None:
    first = 1 if node.name == "if" else 0
    branches = [fit(branch, wanted) for branch in node.arguments[first:]]
    if any(branch is None for branch in branches):
        return None
    kept = tuple(branch for branch in branches if branch is not None)
    return replace(node, arguments=(*node.arguments[:first], *kept), type=wanted)


def common(nodes: tuple[Typed, ...]) -> tuple[tuple[Typed, ...], Type] | None:
    """The nodes as values of one type, and that type; None if there is none.

    Raises:
        TypeFault: a text that is no value of the enum beside it.
    """
    for wanted in _candidates(nodes):
        fitted = tuple(fit(node, wanted) for node in nodes)
        kept = tuple(node for node in fitted if node is not None)
        if len(kept) == len(nodes):
            wide = any(node.type.wide for node in nodes)
            return kept, replace(wanted, wide=wide and wanted.base is Base.INT)
    return None


def _candidates(nodes: tuple[Typed, ...]) -> list[Type]:
    """The types to try: enums before texts that may be their values, columns before literals."""

    def rank(node: Typed) -> tuple[bool, bool]:
        return node.type.base is not Base.ENUM, isinstance(node, Constant)

    ordered = sorted(nodes, key=rank)
    return [node.type for node in ordered if node.type.base is not Base.NULL]


def comparison(operator: str, left: Typed, right: Typed) -> Compare:
    """`left operator right` with both sides of one type.

    Raises:
        TypeFault: the types cannot be compared, or have no order.
    """
    for side in (left, right):
        _refuse_incomparable(side)
    pair = common((left, right))
    if pair is None:
        raise TypeFault(
            f"cannot compare {describe(left.type)} with {describe(right.type)}",
            _comparison_hint(left.type, right.type),
        )
    (one, other), type_ = pair
    if operator not in ("==", "!="):
        _refuse_unordered(type_)
    return Compare(operator, one, other)  # type: ignore[arg-type]  # the parser gives no others


def _refuse_incomparable(side: Typed) -> None:
    if side.type.base is Base.NULL:
        raise TypeFault("nothing compares with null", 'write "is null" or "is not null"')
    if side.type.many:
        hint = "write any(… where …), or in" if side.type.base is Base.ROW else "write in"
        raise TypeFault(f"cannot compare a {describe(side.type)}", hint)
    if side.type.base in _OPAQUE:
        raise TypeFault(f'{describe(side.type)} knows only "is null"')


def _refuse_unordered(type_: Type) -> None:
    if type_.base in ORDERED:
        return
    if type_.base is Base.ENUM and (type_.enum is None or type_.enum.ordered):
        return
    hint = "declare the enum with ordered: true" if type_.base is Base.ENUM else ""
    raise TypeFault(f"{describe(type_)} has no order", hint)


def _comparison_hint(left: Type, right: Type) -> str:
    pair = {left.base, right.base}
    if pair == {Base.DATE, Base.DATETIME}:
        return "now() is a datetime, today() a date"
    if Base.TEXT in pair and pair & {Base.DATE, Base.DATETIME}:
        return "dates have no literals: compare with a field, today() or now()"
    if Base.ROW in pair and Base.UUID in pair:
        return "compare a relation with a relation, row or actor"
    return ""


def arithmetic(operator: str, left: Type, right: Type) -> Type:
    """The type of `left operator right`, for what is not two numbers.

    Raises:
        TypeFault: there is no such operation.
    """
    pair = (left.base, operator, right.base)
    many = left.many or right.many
    match pair:
        case (Base.DATE | Base.DATETIME, "+" | "-", Base.DURATION) if not many:
            return left
        case (Base.DURATION, "+", Base.DATE | Base.DATETIME) if not many:
            return right
        case (Base.DATE, "-", Base.DATE) if not many:
            return Type(Base.INT)
        case (Base.DATETIME, "-", Base.DATETIME) if not many:
            return Type(Base.DURATION)
        case _:
            raise TypeFault(
                f'there is no {describe(left)} "{operator}" {describe(right)}',
                _arithmetic_hint(left, right),
            )


def _arithmetic_hint(left: Type, right: Type) -> str:
    pair = {left.base, right.base}
    if Base.TEXT in pair:
        return "texts are joined by concat()"
    if pair & {Base.DATE, Base.DATETIME} and Base.INT in pair:
        return "give the number a unit: 3 days"
    return ""
