"""A Pratt parser: text to the tree as written. Deep or long input is a problem, not a crash."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeVar

from generator.expressions.lexer import ExpressionError, Token, tokens
from generator.expressions.tree import (
    Binary,
    Call,
    In,
    IsNull,
    Literal,
    Node,
    Path,
    RowsArgument,
    Span,
    Unary,
)

MAX_NODES: Final = 64
MAX_DIGITS: Final = 1000
"""As PostgreSQL: a numeric has at most a thousand digits; nobody writes that many."""
MAX_INTEGER: Final = 2**63 - 1

_OR, _AND, _NOT, _TEST, _SUM, _TERM, _UNARY = range(1, 8)
_BINARY: Final = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "not", "is"), _TEST),
    **dict.fromkeys("+-", _SUM),
    **dict.fromkeys("*/", _TERM),
}
_UNITS: Final = {
    "minute": (0, 60),
    "hour": (0, 3600),
    "day": (0, 86400),
    "month": (1, 0),
    "year": (12, 0),
}
_CONSTANTS: Final = {"true": True, "false": False, "null": None}

_Counted = TypeVar("_Counted", bound=Node)


def parse(text: str) -> Node:
    """The tree of an expression.

    Raises:
        ExpressionError: the text is no expression, or has more than 64 nodes; its column says
            where.
    """
    parser = _Parser(tokens(text))
    tree = parser.expression(_OR)
    if parser.here.kind != "end":
        raise parser.unexpected()
    return tree


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._nodes = 0
        self._depth = 0

    # ------------------------------------------------------------------------------ tokens

    @property
    def here(self) -> Token:
        return self._tokens[self._next]

    def unexpected(self) -> ExpressionError:
        return ExpressionError(f"unexpected {self.here}", self.here.column)

    def _take(self) -> Token:
        token = self.here
        self._next += 1
        return token

    def _at(self, *texts: str) -> bool:
        return self.here.kind in ("operator", "keyword") and self.here.text in texts

    def _skip(self, text: str) -> bool:
        if self._at(text):
            self._next += 1
            return True
        return False

    def _expect(self, text: str) -> Token:
        if not self._at(text):
            raise ExpressionError(f'expected "{text}", found {self.here}', self.here.column)
        return self._take()

    def _missing(self, what: str) -> ExpressionError:
        if self._next == 0:
            return ExpressionError(f"expected {what}, found {self.here}", self.here.column)
        before = self._tokens[self._next - 1]
        return ExpressionError(f"expected {what} after {before}", self.here.column)

    def _count(self, node: _Counted) -> _Counted:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise ExpressionError(f"more than {MAX_NODES} parts; split it into fields", node.column)
        return node

    # --------------------------------------------------------------------------- expressions

    def expression(self, least: int) -> Node:
        """What binds at least as tightly as `least`."""
        self._depth += 1
        if self._depth > MAX_NODES:
            raise ExpressionError(f"nested more than {MAX_NODES} deep", self.here.column)
        left = self._prefix(least)
        while (level := self._level()) >= least:
            left = self._infix(left, level)
            if level == _TEST and self._level() == _TEST:
                raise ExpressionError("tests cannot be chained; join them by and", self.here.column)
        self._depth -= 1
        return left

    def _level(self) -> int:
        if self.here.kind not in ("operator", "keyword"):
            return 0
        return _BINARY.get(self.here.text, 0)

    def _prefix(self, least: int) -> Node:
        if least <= _NOT and self._at("not"):
            token = self._take()
            return self._count(Unary(token.column, "not", self.expression(_NOT)))
        if self._at("-"):
            token = self._take()
            return self._count(Unary(token.column, "-", self._atom()))
        return self._atom()

    def _infix(self, left: Node, level: int) -> Node:
        token = self._take()
        if token.text == "is":
            negated = self._skip("not")
            self._expect("null")
            return self._count(IsNull(token.column, left, negated))
        if token.text == "not":
            self._expect("in")
            return self._count(In(token.column, left, self._options(), True))
        if token.text == "in":
            return self._count(In(token.column, left, self._options(), False))
        right = self.expression(level + 1)
        return self._count(Binary(token.column, token.text, left, right))

    def _options(self) -> tuple[Literal, ...] | Path:
        if self.here.kind == "name":
            return self._path()
        self._expect("(")
        options = [self._literal()]
        while self._skip(","):
            options.append(self._literal())
        self._expect(")")
        return tuple(options)

    # --------------------------------------------------------------------------------- atoms

    def _atom(self) -> Node:
        if self._skip("("):
            inner = self.expression(_OR)
            self._expect(")")
            return inner
        if self.here.kind == "name":
            following = self._tokens[self._next + 1]
            if following.kind == "operator" and following.text == "(":
                return self._call()
            return self._path()
        return self._literal()

    def _path(self) -> Path:
        token = self._take()
        return self._count(Path(token.column, (token.text, *self._tail())))

    def _tail(self) -> tuple[str, ...]:
        names: list[str] = []
        while self._skip("."):
            if self.here.kind != "name":
                raise self._missing("a name")
            names.append(self._take().text)
        return tuple(names)

    def _call(self) -> Call:
        name = self._take()
        self._expect("(")
        arguments: list[Node] = []
        if not self._at(")"):
            arguments.append(self._argument())
            while self._skip(","):
                arguments.append(self._argument())
        self._expect(")")
        return self._count(Call(name.column, name.text, tuple(arguments), self._tail()))

    def _argument(self) -> Node:
        value = self.expression(_OR)
        if not self._at("where", "by"):
            return value
        if not isinstance(value, Path):
            raise ExpressionError(
                f"expected the name of a relation before {self.here}", value.column
            )
        by = self._by() if self._skip("by") else None
        where = self.expression(_OR) if self._skip("where") else None
        return self._count(RowsArgument(value.column, value, by, where))

    def _by(self) -> Path:
        if self.here.kind != "name":
            raise self._missing("a name")
        return self._path()

    def _literal(self) -> Literal:
        token = self.here
        if token.kind == "integer":
            return self._count(Literal(token.column, self._integer()))
        if token.kind == "decimal":
            return self._count(Literal(token.column, Decimal(self._number())))
        if token.kind == "text":
            return self._count(Literal(token.column, self._take().text))
        if token.kind == "keyword" and token.text in _CONSTANTS:
            return self._count(Literal(token.column, _CONSTANTS[self._take().text]))
        raise self._missing("a value")

    def _number(self) -> str:
        token = self._take()
        if len(token.text) > MAX_DIGITS:
            raise ExpressionError(f"a number of more than {MAX_DIGITS} digits", token.column)
        return token.text

    def _integer(self) -> int | Span:
        token = self.here
        value = int(self._number())
        if value > MAX_INTEGER:
            raise ExpressionError(f"{value} is more than an integer holds", token.column)
        unit = self.here.text.removesuffix("s")
        if self.here.kind != "name" or unit not in _UNITS:
            return value
        months, seconds = _UNITS[unit]
        word = self._take().text
        if value > 1_000_000:
            raise ExpressionError(f"{value} {word} is longer than dates reach", token.column)
        return Span(value * months, value * seconds, f"{value} {word}")
