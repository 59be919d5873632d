"""From tokens to a tree: a Pratt parser over the grammar of AIP-160.

What binds stronger stands further down: AND, a sequence (`a b`), OR, NOT and `-`, comparators.
"""

from __future__ import annotations

from runtime.query.filter_language.lexer import Kind, Token, tokens
from runtime.query.filter_language.tree import (
    Group,
    Malformed,
    Node,
    Not,
    Restriction,
    Word,
    joined,
)

TEXT_MAX = 10_000
"""Characters of an expression."""

TERMS_MAX = 100
"""Restrictions and values in an expression."""

DEPTH_MAX = 50
"""Parentheses inside one another."""

_AND, _SEQUENCE, _OR = 10, 20, 30
_BEGINNINGS = frozenset({Kind.WORD, Kind.OPEN, Kind.MINUS, Kind.NOT})


def parse(text: str) -> Node | None:
    """The tree of an expression, None for an empty one; raises Malformed."""
    if len(text) > TEXT_MAX:
        raise Malformed(
            f"An expression has at most {TEXT_MAX} characters: this one goes on", TEXT_MAX
        )
    parser = _Parser(text)
    if parser.ended():
        return None
    node = parser.expression(0)
    if not parser.ended():
        raise parser.unexpected()
    return node


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._last = Token(Kind.END, 0, 0)
        self.next = next(self._tokens)
        self._depth = 0
        self._terms = 0
        self._in_values = False

    def ended(self) -> bool:
        """Whether nothing follows."""
        return self.next.kind is Kind.END

    def expression(self, least: int) -> Node:
        """Factors, held together by whatever binds at least that strongly."""
        left = self._factor()
        while (strength := self._strength()) and strength >= least:
            if strength != _SEQUENCE:
                self._advance()
            right = self.expression(strength + 1)
            left = _both(left, right, every=strength != _OR)
        return left

    def unexpected(self, wanted: str = "") -> Malformed:
        """That what comes next cannot stand there."""
        found = self.next
        said = "The expression ends" if found.kind is Kind.END else f'"{found.text[:40]}" stands'
        rest = f" where {wanted} is wanted" if wanted else " where it cannot"
        return Malformed(said + rest, found.at)

    def _strength(self) -> int:
        """How strongly what comes next binds what stands before it to what follows; 0: not."""
        kind = self.next.kind
        if kind in (Kind.AND, Kind.OR):
            return _AND if kind is Kind.AND else _OR
        if kind not in _BEGINNINGS:
            return 0
        if self._last.kind is Kind.WORD and self.next.at == self._last.end:
            raise self.unexpected("a space")
        return _SEQUENCE

    def _factor(self) -> Node:
        """A restriction or parentheses, maybe negated once."""
        if self.next.kind not in (Kind.NOT, Kind.MINUS) or self._number():
            return self._simple()
        self._advance()
        return Not(self._simple())

    def _number(self) -> bool:
        """Whether a minus among values is the sign of a number: it negates nothing then."""
        is_minus = self._in_values and self.next.kind is Kind.MINUS
        return is_minus and "0" <= self._text[self.next.end : self.next.end + 1] <= "9"

    def _simple(self) -> Node:
        if self.next.kind is Kind.OPEN:
            return self._parentheses()
        self._terms += 1
        if self._terms > TERMS_MAX:
            raise Malformed(
                f"An expression has at most {TERMS_MAX} terms: one more is", self.next.at
            )
        at = self.next.at
        path = self._path("a name or a value", signed=self._number())
        if self._in_values:
            if self.next.kind is Kind.COMPARATOR:
                raise self.unexpected("another value or the end of the values")
            return Restriction(path, at)
        if self.next.kind is not Kind.COMPARATOR:
            return Restriction(path, at)
        return Restriction(path, at, self._advance().text, self._argument())

    def _argument(self) -> Word | Node:
        if self.next.kind is not Kind.OPEN:
            return joined(self._path("a value", signed=self.next.kind is Kind.MINUS))
        self._in_values = True
        found = self._parentheses()
        self._in_values = False
        return found

    def _parentheses(self) -> Node:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise Malformed(f"Parentheses go at most {DEPTH_MAX} deep: too deep", self.next.at)
        opened = self._advance()
        node = self.expression(0)
        if self.next.kind is Kind.END:
            raise Malformed("This parenthesis is not closed", opened.at)
        if self.next.kind is not Kind.CLOSE:
            raise self.unexpected()
        self._advance()
        self._depth -= 1
        return node

    def _path(self, wanted: str, *, signed: bool) -> tuple[Word, ...]:
        """Words with dots between them and nothing else, behind a minus where they are `signed`."""
        start = self.next.at
        if signed and self._advance().end != self.next.at:
            raise self.unexpected("a number")
        path = [self._word(wanted)]
        while self.next.kind is Kind.DOT and self.next.at == self._last.end:
            dot = self._advance()
            if self.next.at != dot.end:
                raise self.unexpected("a name")
            path.append(self._word("a name", among=(Kind.WORD, Kind.AND, Kind.OR, Kind.NOT)))
        if self.next.kind is Kind.OPEN and self.next.at == self._last.end:
            name = joined(tuple(path)).text[:40]
            raise Malformed(f'Functions are not supported: "{name}(" stands', start)
        if signed:
            first = path[0]
            path[0] = Word((f"-{first.parts[0]}", *first.parts[1:]), start, first.quoted)
        return tuple(path)

    def _word(self, wanted: str, among: tuple[Kind, ...] = (Kind.WORD,)) -> Word:
        word = self.next.word
        if self.next.kind not in among or word is None:
            raise self.unexpected(wanted)
        self._advance()
        return word

    def _advance(self) -> Token:
        self._last = self.next
        if self._last.kind is not Kind.END:
            self.next = next(self._tokens)
        return self._last


def _both(left: Node, right: Node, *, every: bool) -> Node:
    """The two as one group: a long row of them is a long list, not a deep tree."""
    nodes = left.nodes if isinstance(left, Group) and left.every is every else (left,)
    return Group(every, (*nodes, right))
