"""Checks that a spec has the shape that the language's tables describe.

Reports E003 (unknown key), E006 (wrong kind of value), E007 (missing key), E010 (no such name),
E014 (unknown type) and E015 (a key that means nothing here). What names mean, and whether things
fit together, is left to `generator.resolve`, which may rely on the shape once this has passed.
"""

from __future__ import annotations

from generator.grammar.language import TABLES
from generator.grammar.rules import RULES
from generator.grammar.shapes import (
    Choice,
    Either,
    Expression,
    Flag,
    Leaf,
    ListOf,
    Literal,
    MapOf,
    Parsed,
    Record,
    Shape,
    Split,
    Table,
    Text,
    TypeWord,
    Whole,
    Word,
)
from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence, Source
from generator.load.suggest import nearest
from generator.problems import At, Problems
from generator.reserved import EXPRESSION_WORDS

_COMMA_HINT = "In braces a comma ends the value before it: put that value in single quotes."

_SYNONYMS = {
    "integer": "int", "long": "bigint", "str": "string", "varchar": "string", "char": "string",
    "boolean": "bool", "numeric": "decimal", "number": "decimal", "double": "float",
    "real": "float", "timestamp": "datetime", "interval": "duration", "object": "json",
    "jsonb": "json", "binary": "file", "blob": "file",
}  # fmt: skip
"""What other languages call our types."""
_NO_TYPES = {
    "enum": "A closed list of words is said as enum: [a, b].",
    "list": "A list is a type with many: true.",
    "array": "A list is a type with many: true.",
    "relation": "A row of another entity is declared under relations.",
}


Meant = dict[tuple[At, str], str]
"""By place and misspelt word, the word that was probably meant."""


def check_grammar(source: Source, problems: Problems, meant: Meant | None = None) -> None:
    """Reports every place where the spec departs from the grammar, each place once.

    `meant` gets what can be guessed of misspelt keys, types and words.
    """
    checker = _Checker(problems, {} if meant is None else meant)
    if source.rooted:
        checker.record(source.root, TABLES["root"], "model.yaml")
    for name, mapping in source.aggregates.items():
        checker.record(mapping, TABLES["aggregate"], f'aggregate "{name}"')


class _Checker:
    """Walks nodes along shapes. A `label` is what a node is called in messages."""

    def __init__(self, problems: Problems, meant: Meant) -> None:
        self._problems = problems
        self._meant = meant
        self._known = {problem.at for problem in problems.sorted()}

    def report(self, at: At, code: str, message: str, hint: str = "") -> None:
        """Adds a problem, unless loading has found fault with this very place already."""
        if at not in self._known:
            self._problems.add(at, code, message, hint)

    def record(self, node: Mapping, table: Table, label: str) -> None:
        """Checks a map against its table, then against the rules of that table."""
        meant: set[str | None] = set()
        for entry in node:
            if key := table.key(entry.key):
                self.value(entry.value, key.shape, f'"{entry.key}"')
            else:
                meant.add(self._unknown(entry, table))
        for key in table.keys:
            if key.required and key.name not in node and key.name not in meant:
                self.report(node.at, "E007", f'missing key "{key.name}" in {label}')
        rule = RULES.get(table.name)
        if rule and not meant - {None}:  # else it would miss what is there, only misspelt
            for at, code, message in rule(node, table, label):
                self.report(at, code, message)

    def value(self, node: Node, shape: Shape, label: str, inner: str = "") -> None:
        """Checks any node against any shape; `inner` is what a map is called, if not `label`."""
        match shape, node:
            case Either(), _:
                self._either(node, shape, label, inner)
            case Record(), Mapping():
                table = TABLES[shape.table]
                self.record(node, table, inner or table.noun)
            case Split(), Mapping():
                chosen = shape.having if shape.key in node else shape.lacking
                self.value(node, chosen, label, inner)
            case MapOf(), Mapping():
                self._map(node, shape, label)
            case ListOf(), Sequence():
                self._list(node, shape, label)
            case Literal(), _:
                self._literal(node, label)
            case ((Record() | Split() | MapOf() | ListOf()), _):
                self._wrong(node, shape.expected, label)
            case _, Scalar():
                self._leaf(node, shape, label)
            case _:
                self._wrong(node, shape.expected, label)

    def _either(self, node: Node, shape: Either, label: str, inner: str) -> None:
        match node:
            case Mapping():
                chosen: Shape | None = shape.mapping
            case Sequence():
                chosen = shape.sequence
            case Scalar():
                chosen = shape.scalar
        if chosen is None or (isinstance(node, Scalar) and node.value is None):
            self._wrong(node, shape.expected, label)
        else:
            self.value(node, chosen, label, inner)

    def _map(self, node: Mapping, shape: MapOf, label: str) -> None:
        if not shape.least <= len(node.entries) <= shape.most:
            expected = f"a map of {shape.least}" if shape.most > 1 else "a word, or a map of one"
            self.report(node.at, "E006", f"{label} must be {expected}")
        for entry in node:
            self._name(entry.at, entry.key, shape.key)
            noun = f"{shape.noun} " if shape.noun else ""
            called = f'{noun}"{entry.key}"'
            self.value(entry.value, shape.value, called, called)

    def _list(self, node: Sequence, shape: ListOf, label: str) -> None:
        count = len(node.items)
        if count < shape.least:
            self.report(node.at, "E006", f"{label} must not be an empty list")
        elif count > shape.most:
            many = "one item" if shape.most == 1 else f"at most {shape.most} items"
            self.report(node.at, "E006", f"{label} must have {many}, found {count}")
        for item in node.items:
            self.value(item, shape.item, f"an item of {label}")

    def _literal(self, node: Node, label: str) -> None:
        if isinstance(node, Scalar) and node.value is None:
            self._wrong(node, "a value", label)

    def _leaf(self, node: Scalar, shape: Leaf, label: str) -> None:
        match shape:
            case Word():
                self._word(node, shape, label)
            case TypeWord():
                self._type(node, shape, label)
            case Choice():
                self._choice(node, shape, label)
            case _ if not _fits(node, shape):
                self._wrong(node, shape.expected, label)
            case _:
                pass

    def _word(self, node: Scalar, shape: Word, label: str) -> None:
        if isinstance(node.value, str) and node.text:
            self._name(node.at, node.text, shape)
        else:
            self._wrong(node, "a word", label)

    def _name(self, at: At, text: str, shape: Word) -> None:
        if not shape.accepts(text):
            self.report(at, "E010", f'"{_short(text)}" is no {shape.noun}: {shape.rule}')
        elif shape.reserved and not EXPRESSION_WORDS.isdisjoint(text.split(".")):
            message = f'"{text}" is no {shape.noun}: it is a word of the expression language'
            self.report(at, "E010", message)

    def _type(self, node: Scalar, shape: TypeWord, label: str) -> None:
        if not isinstance(node.value, str) or not node.text:
            self._wrong(node, "a type", label)
        elif node.text not in shape.words:
            meant = nearest(_SYNONYMS.get(node.text, node.text), shape.words)
            guess = self._guess(node.at, node.text, meant)
            hint = _NO_TYPES.get(node.text, "")
            self.report(node.at, "E014", f'unknown type "{_short(node.text)}"{guess}', hint)

    def _choice(self, node: Scalar, shape: Choice, label: str) -> None:
        if node.text not in shape.words or node.value is None:
            meant = nearest(node.text, shape.words)
            self._wrong(node, shape.expected, label, self._guess(node.at, node.text, meant))

    def _unknown(self, entry: Entry, table: Table) -> str | None:
        """Reports an unknown key; returns the key that was probably meant."""
        value = entry.value
        empty = isinstance(value, Scalar) and value.value is None and not value.text
        stray = empty and entry.at.line == value.at.line
        meant = nearest(entry.key, table.words)
        guess = self._guess(entry.at, entry.key, meant)
        message = f'unknown key "{_short(entry.key)}" of {table.noun}{guess}'
        self.report(entry.at, "E003", message, _COMMA_HINT if stray and not meant else "")
        return meant

    def _guess(self, at: At, word: str, meant: str | None) -> str:
        """The end of a message that names what was meant, which is remembered."""
        if meant is None:
            return ""
        self._meant[at, word] = meant
        return f': did you mean "{meant}"?'

    def _wrong(self, node: Node, expected: str, label: str, meant: str = "") -> None:
        self.report(node.at, "E006", f"{label} must be {expected}, found {_found(node)}{meant}")


def _fits(node: Scalar, shape: Leaf) -> bool:
    """Whether a scalar is what a leaf other than a word asks for."""
    value = node.value
    match shape:
        case Text():
            return isinstance(value, str) and bool(value.strip())
        case Flag():
            return isinstance(value, bool)
        case Whole(least, most):
            whole = isinstance(value, int) and not isinstance(value, bool)
            return whole and least <= int(node.text) <= most
        case Expression(nullable):
            return bool(node.text.strip()) and (nullable or value is not None)
        case Parsed():
            return value is not None and not isinstance(value, bool) and shape.accepts(node.text)
    return True


def _found(node: Node) -> str:
    """What stands there, in words."""
    match node:
        case Mapping():
            return "a map"
        case Sequence():
            return "a list"
        case Scalar(value=None):
            return "null" if node.text else "nothing"
        case Scalar(value=str()):
            return f'"{_short(node.text)}"'
    return _short(node.text)


def _short(text: str) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
