"""The functions of the expression language: how many arguments, of which types, giving what."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Final

from generator.expressions.paths import Fault, Rows
from generator.expressions.shape import Base, Shapes, Type
from generator.expressions.tree import (
    BOOL,
    Aggregate,
    Call,
    Clock,
    Constant,
    Function,
    Get,
    HasRole,
    Node,
    Path,
    RowsArgument,
    RowSet,
    Typed,
    Use,
)
from generator.expressions.types import NUMBERS, ORDERED, common, describe
from generator.expressions.uses import Kind, Reads, refusal
from generator.load.suggest import did_you_mean

_OF_ROWS: Final = frozenset({"any", "count", "sum", "avg", "min", "max", "latest"})
_COUNTS: Final = {
    "now": (0, 0),
    "today": (0, 0),
    "coalesce": (1, 64),
    "if": (3, 3),
    "lower": (1, 1),
    "length": (1, 1),
    "concat": (1, 64),
    "abs": (1, 1),
    "round": (2, 2),
    "has_role": (2, 2),
    "readable": (1, 1),
    **dict.fromkeys(_OF_ROWS, (1, 1)),
}
NAMES: Final = frozenset(_COUNTS)
MAX_PLACES: Final = 100
_TEXT: Final = Type(Base.TEXT)
_WIDE: Final = Type(Base.INT, wide=True)
ROLE_ASSIGNMENT: Final = "RoleAssignment"


class Functions(ABC):
    """The part of the checker that types calls; the rest of the checker is its subclass."""

    use: Use
    shapes: Shapes
    reads: Reads
    scopes: list[str]

    @abstractmethod
    def typed(self, node: Node) -> Typed:
        """The typed node."""

    @abstractmethod
    def condition(self, node: Node) -> Typed:
        """A node that must be true or false."""

    @abstractmethod
    def find(self, path: Path) -> Get | Rows:
        """What a path names."""

    @abstractmethod
    def follow(self, path: Path, rows: Rows, depth: int) -> Get:
        """What the names behind a to-many relation lead to."""

    @abstractmethod
    def touch(self, kind: Kind, column: int, name: str) -> None:
        """Notes a kind of thing touched, or refuses it."""

    @abstractmethod
    def typing(self, column: int) -> AbstractContextManager[None]:
        """Gives a type fault its column."""

    # -------------------------------------------------------------------------------- calls

    def call(self, node: Call) -> Typed:
        """A call, typed. Raises Fault."""
        self.count_arguments(node)
        if node.tail and node.name != "latest":
            raise Fault(node.column, "E033", f"nothing can follow {node.name}(); latest() alone")
        if node.name in _OF_ROWS:
            return self.of_rows(node)
        match node.name:
            case "now" | "today":
                return self.clock(node)
            case "has_role":
                return self.has_role(node)
            case "readable":
                return self.readable(node)
            case _:
                return self.of_values(node, tuple(self.typed(each) for each in node.arguments))

    def count_arguments(self, node: Call) -> None:
        """Refuses an unknown function, and a wrong number of arguments."""
        if node.name not in _COUNTS:
            meant = did_you_mean(node.name, NAMES)
            raise Fault(node.column, "E032", f'unknown function "{node.name}"{meant}')
        least, most = _COUNTS[node.name]
        given = len(node.arguments)
        if not least <= given <= most:
            wanted = str(least) if least == most else f"at least {least}"
            message = f"{node.name}() takes {wanted} argument{'s' * (wanted != '1')}, found {given}"
            raise Fault(node.column, "E033", message)

    # ------------------------------------------------------------------------------- values

    def clock(self, node: Call) -> Typed:
        """`now()` and `today()`."""
        self.touch(Kind.CLOCK, node.column, f"{node.name}()")
        if node.name == "now":
            return Clock("now", Type(Base.DATETIME))
        return Clock("today", Type(Base.DATE))

    def of_values(self, node: Call, arguments: tuple[Typed, ...]) -> Typed:
        """coalesce, if, lower, length, concat, abs, round."""
        if node.name == "coalesce":
            return self.coalesce(node, arguments)
        if node.name == "if":
            return self.conditional(node, arguments)
        if node.name == "round":
            return self.round(node, arguments)
        wanted = NUMBERS if node.name == "abs" else frozenset({Base.TEXT})
        for argument in arguments:
            if argument.type.base not in wanted or argument.type.many:
                kind = "a number" if node.name == "abs" else "text"
                found = describe(argument.type)
                raise Fault(node.column, "E033", f"{node.name}() takes {kind}, found {found}")
        result = {"length": Type(Base.INT), "abs": arguments[0].type}.get(node.name, _TEXT)
        return Function(node.name, arguments, result)

    def coalesce(self, node: Call, arguments: tuple[Typed, ...]) -> Typed:
        """The first that is not null, all being of one type."""
        with self.typing(node.column):
            found = common(arguments)
        if found is None:
            kinds = " and ".join(dict.fromkeys(describe(each.type) for each in arguments))
            raise Fault(node.column, "E033", f"coalesce() takes values of one type, found {kinds}")
        return Function("coalesce", *found)

    def conditional(self, node: Call, arguments: tuple[Typed, ...]) -> Typed:
        """`if(test, a, b)`."""
        test = arguments[0]
        if test.type.base is not Base.BOOL or test.type.many:
            message = f"if() takes a test first, found {describe(test.type)}"
            raise Fault(node.arguments[0].column, "E033", message)
        with self.typing(node.column):
            found = common(arguments[1:])
        if found is None:
            one, other = (describe(each.type) for each in arguments[1:])
            message = f"both values of if() must be of one type, found {one} and {other}"
            raise Fault(node.column, "E033", message)
        return Function("if", (test, *found[0]), found[1])

    def round(self, node: Call, arguments: tuple[Typed, ...]) -> Typed:
        """`round(n, places)`, half away from zero; without places it is an integer."""
        number, places = arguments
        if number.type.base not in (Base.INT, Base.DECIMAL) or number.type.many:
            found = describe(number.type)
            raise Fault(node.column, "E033", f"round() takes int or decimal, found {found}")
        whole = isinstance(places, Constant) and places.type.base is Base.INT
        value = places.value if isinstance(places, Constant) and whole else None
        if not isinstance(value, int) or not 0 <= value <= MAX_PLACES:
            message = f"round() takes a number of places from 0 to {MAX_PLACES}"
            raise Fault(node.arguments[1].column, "E033", message)
        return Function("round", arguments, _WIDE if value == 0 else Type(Base.DECIMAL))

    # --------------------------------------------------------------------------------- rows

    def of_rows(self, node: Call) -> Typed:
        """any, count, sum, avg, min, max, latest."""
        argument = node.arguments[0]
        if not isinstance(argument, Path | RowsArgument):
            message = f"{node.name}() takes the name of a to-many relation"
            raise Fault(argument.column, "E033", message)
        path = argument if isinstance(argument, Path) else argument.path
        found = self.find(path)
        if not isinstance(found, Rows):
            kind = describe(found.type)
            message = f'{node.name}() takes a to-many relation; "{path}" is {kind}'
            raise Fault(path.column, "E033", message)
        self.rest_fits(node, path, found)
        rows = self.row_set(found, path, argument if isinstance(argument, RowsArgument) else None)
        return self.aggregate(node, path, found, rows)

    def rest_fits(self, node: Call, path: Path, found: Rows) -> None:
        """Whether the path goes on behind the rows exactly where the function needs it."""
        takes_value = node.name in ("sum", "avg", "min", "max")
        if takes_value and not found.rest:
            message = f"{node.name}() needs a field of the rows: {node.name}({path}.…)"
            raise Fault(path.column, "E033", message)
        if not takes_value and found.rest:
            message = f'{node.name}() takes rows; nothing can follow "{found.many.name}"'
            raise Fault(path.column, "E033", message)
        argument = node.arguments[0]
        by = argument.by if isinstance(argument, RowsArgument) else None
        if (by is not None) != (node.name == "latest"):
            message = (
                "latest() needs by: latest(tests by run_on)" if by is None else "by is for latest()"
            )
            raise Fault(node.column, "E033", message)

    def row_set(self, found: Rows, path: Path, argument: RowsArgument | None) -> RowSet:
        """The rows of a to-many relation, filtered."""
        depth = len(self.scopes)
        where: Typed | None = None
        if argument is not None and argument.where is not None:
            self.scopes.append(found.many.target)
            try:
                where = self.condition(argument.where)
            finally:
                self.scopes.pop()
        type_ = Type(Base.ROW, many=True, targets=(found.many.target,))
        return RowSet(found.base, found.many, found.many.target, depth, where, type_)

    def aggregate(self, node: Call, path: Path, found: Rows, rows: RowSet) -> Typed:
        """The function over its rows."""
        if node.name == "any":
            return Aggregate("any", rows, None, None, BOOL)
        if node.name == "count":
            return Aggregate("count", rows, None, None, _WIDE)
        if node.name == "latest":
            return self.latest(node, found, rows)
        value = self.follow(path, found, rows.depth)
        self.aggregates(node, value.type)
        return Aggregate(node.name, rows, value, None, _result(node.name, value.type))

    def latest(self, node: Call, found: Rows, rows: RowSet) -> Typed:
        """`latest(R by f where E).g`."""
        argument = node.arguments[0]
        by_path = argument.by if isinstance(argument, RowsArgument) else None
        if by_path is None:
            raise Fault(node.column, "E033", "latest() needs by: latest(tests by run_on)")
        behind = Rows(found.base, found.many, found.relations, by_path.names)
        by = self.follow(by_path, behind, rows.depth)
        self.aggregates(node, by.type)
        tail = Path(node.column, (found.many.name, *node.tail))
        value = self.follow(
            tail, Rows(found.base, found.many, found.relations, node.tail), rows.depth
        )
        return Aggregate("latest", rows, value, by, value.type)

    def aggregates(self, node: Call, type_: Type) -> None:
        """Whether a function of rows takes values of that type."""
        sums = node.name in ("sum", "avg")
        allowed = NUMBERS | {Base.DURATION} if sums else ORDERED
        ordered_enum = type_.base is Base.ENUM and type_.enum is not None and type_.enum.ordered
        if type_.many or (type_.base not in allowed and (sums or not ordered_enum)):
            what = "numbers" if sums else "values that have an order"
            raise Fault(node.column, "E033", f"{node.name}() takes {what}, found {describe(type_)}")

    # ------------------------------------------------------------------------------- policy

    def has_role(self, node: Call) -> Typed:
        """`has_role(path, "role")`: reads role assignments, and the clock."""
        self.touch(Kind.ROLE, node.column, "has_role()")
        self.touch(Kind.CLOCK, node.column, "has_role()")
        self.reads.entities.add(ROLE_ASSIGNMENT)
        user, role = (self.typed(each) for each in node.arguments)
        if not isinstance(user, Get) or user.type != Type(Base.ROW, targets=("User",)):
            message = f"has_role() takes a path to a User first, found {describe(user.type)}"
            raise Fault(node.arguments[0].column, "E033", message)
        column = node.arguments[1].column
        if not isinstance(role, Constant) or not isinstance(role.value, str):
            raise Fault(column, "E033", 'has_role() takes a role in double quotes: "auditor"')
        if role.value not in self.shapes.roles:
            meant = did_you_mean(role.value, self.shapes.roles)
            raise Fault(column, "E032", f'unknown role "{role.value}"{meant}')
        if ROLE_ASSIGNMENT not in self.shapes.entities:
            raise Fault(
                node.column, "E044", f"has_role() needs {ROLE_ASSIGNMENT}, which this model lacks"
            )
        return HasRole(user, role.value)

    def readable(self, node: Call) -> Typed:
        """`readable(relation)`: typed, then refused, since it is not compiled yet."""
        if self.use is not Use.SCOPE:
            raise Fault(node.column, *refusal(self.use, Kind.READABLE, "readable()"))
        target = self.typed(node.arguments[0])
        if target.type.base is not Base.ROW or not isinstance(target, Get):
            message = f"readable() takes a to-one relation, found {describe(target.type)}"
            raise Fault(node.arguments[0].column, "E033", message)
        raise Fault(node.column, "E043", "readable() is understood but not compiled yet")


def _result(name: str, type_: Type) -> Type:
    if name == "sum" and type_.base is Base.INT:
        return _WIDE
    if name == "avg" and type_.base is Base.INT:
        return Type(Base.DECIMAL)
    return type_
