"""The two trees of an expression: as written (`Node`) and as typed (`Typed`), and the result.

The parser makes the first, the checker turns it into the second, and everything that compiles
(`sql`, `python`, `words`) reads the second alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal as OneOf

from generator.expressions.shape import Base, FieldShape, ToManyShape, ToOneShape, Type
from generator.problems import At


class Use(StrEnum):
    """Where an expression stands; it decides what the expression may name."""

    REQUIRED_WHEN = "required_when"
    KEY_WHERE = "where"
    COMPUTED = "computed"
    RULE = "rules"
    FROZEN = "frozen"
    GUARD = "guard"
    WHEN = "when"
    SCOPE = "scopes"
    SET = "set"
    DEFAULT = "default"
    """The default of a relation: `actor` or a path from it."""
    PATH = "path"
    """four_eyes, within, personal: `row` or a to-one path."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, as PostgreSQL's interval: months clamp, the rest is exact."""

    months: int
    seconds: int
    text: str
    """As written, in the plural or singular: "72 hours"."""


Scalar = int | Decimal | str | bool | Span | None

# ------------------------------------------------------------------------------- as written


@dataclass(frozen=True, slots=True)
class Literal:
    """A value. `column` counts from 1 within the expression, here and below."""

    column: int
    value: Scalar


@dataclass(frozen=True, slots=True)
class Path:
    """`name.name.name`."""

    column: int
    names: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.names)


@dataclass(frozen=True, slots=True)
class RowsArgument:
    """`path by path where test`: the argument of any, count, sum, avg, min, max, latest."""

    column: int
    path: Path
    by: Path | None
    where: Node | None


@dataclass(frozen=True, slots=True)
class Call:
    """`name(argument, …).tail`."""

    column: int
    name: str
    arguments: tuple[Node, ...]
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`."""

    column: int
    operator: OneOf["not", "-"]
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; `column` is that of the operator."""

    column: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In:
    """`item in (literal, …)` or `item in path`."""

    column: int
    item: Node
    options: tuple[Literal, ...] | Path
    negated: bool


@dataclass(frozen=True, slots=True)
class IsNull:
    """`operand is null` or `is not null`."""

    column: int
    operand: Node
    negated: bool


Node = Literal | Path | RowsArgument | Call | Unary | Binary | In | IsNull

# --------------------------------------------------------------------------------- as typed

BOOL = Type(Base.BOOL)
ACTOR = -1
"""The anchor of paths that start at the actor; 0 is the row, n the n-th `where` around it."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal, already of the type that its place asks for."""

    value: Scalar
    type: Type


@dataclass(frozen=True, slots=True)
class Get:
    """A path from its anchor over to-one `steps` to a field or relation; no `member`: the row.

    `entity` owns the member; `places` are the entities that the steps lead to; `resource` is the
    policy word of a row that can be of one entity only.
    """

    anchor: int
    steps: tuple[ToOneShape, ...]
    places: tuple[str, ...]
    entity: str
    member: FieldShape | ToOneShape | None
    type: Type
    names: tuple[str, ...]
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """`now()` or `today()`, in UTC."""

    name: OneOf["now", "today"]
    type: Type


@dataclass(frozen=True, slots=True)
class Function:
    """coalesce, if, lower, length, concat, abs or round over values."""

    name: str
    arguments: tuple[Typed, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * /`; null if a side is null, and by zero."""

    operator: OneOf["+", "-", "*", "/"]
    left: Typed
    right: Typed
    type: Type


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`."""

    operand: Typed
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """A test of two values of one type; two-valued."""

    operator: OneOf["==", "!=", "<", "<=", ">", ">="]
    left: Typed
    right: Typed
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Member:
    """`item in options`; two-valued."""

    item: Typed
    options: tuple[Constant, ...] | Get | RowSet
    negated: bool
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Null:
    """`operand is null`."""

    operand: Get | Typed
    negated: bool
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` over two or more conditions."""

    operator: OneOf["and", "or"]
    operands: tuple[Typed, ...]
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of a condition; a null condition counts as false."""

    operand: Typed
    type: Type = BOOL


@dataclass(frozen=True, slots=True)
class RowSet:
    """The live rows of a to-many relation of the row that `base` leads to.

    In `where` and in what is taken of the rows, they are the anchor `depth`.
    """

    base: Get
    many: ToManyShape
    entity: str
    depth: int
    where: Typed | None
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """any, count, sum, avg, min, max or latest of rows; `value` is what is taken of each."""

    name: str
    rows: RowSet
    value: Get | None
    by: Get | None
    type: Type


@dataclass(frozen=True, slots=True)
class HasRole:
    """Whether a user holds a role today, limits ignored."""

    user: Get
    role: str
    type: Type = BOOL


Typed = (
    Constant
    | Get
    | Clock
    | Function
    | Arithmetic
    | Negative
    | Compare
    | Member
    | Null
    | Logic
    | Not
    | RowSet
    | Aggregate
    | HasRole
)


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its text, place, entity, tree and type, and what it touches.

    What it touches includes what the computed fields that it names touch in their turn.
    """

    at: At
    text: str
    entity: str
    tree: Typed
    type: Type
    names: frozenset[str]
    """Own fields and relations of the row that it reads (first step of each path)."""
    own_only: bool
    """Whether it reads the row's own columns alone: no path, no rows, no actor, no clock."""
    uses_actor: bool
    uses_clock: bool
    use: Use = Use.GUARD
    uses_rows: bool = False
    """Whether it looks at to-many relations or at role assignments."""
    entities: frozenset[str] = field(default_factory=frozenset)
    """The other entities whose tables it reads (its own too, if by a path)."""
    computed: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """(entity, field) of the computed fields that it names itself, stored or not."""
