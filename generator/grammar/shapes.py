"""The vocabulary in which the language is described: shapes of values, keys, and tables of keys.

The description is data. `generator.grammar.check` reads it to check a spec,
`generator.grammar.schema` to make the JSON Schema, `generator.grammar.tables` to make the docs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Free text. `expected` says what, for messages."""

    expected: str = "text"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a fixed form: a name, a path, a code.

    `noun` stands in messages ("is no entity name"), `form` is a regular expression of the whole
    text, `rule` says the form in words, `limit` is the greatest length. The words of the
    expression language are refused where `reserved` is true.
    """

    noun: str
    form: str
    rule: str
    limit: int = 200
    reserved: bool = False

    expected = "a word"

    def accepts(self, text: str) -> bool:
        """Whether `text` has the form; reserved words are looked at elsewhere."""
        return len(text) <= self.limit and re.fullmatch(self.form, text) is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> str:
        """The words as an enumeration: `hard, soft or never`."""
        *most, last = self.words
        return f"{', '.join(most)} or {last}" if most else last


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type of the language; an unknown one is a problem of its own (E014)."""

    words: tuple[str, ...]

    expected = "a type"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text, or a number, that a function must accept; `form` describes it to JSON Schema."""

    expected: str
    accepts: Callable[[str], bool]
    form: str


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression; a literal is one too. `null` is allowed where `nullable`."""

    nullable: bool = False

    expected = "an expression"


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    expected = "true or false"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int = 2**31 - 1

    @property
    def expected(self) -> str:
        """The bounds in words."""
        if self.least == self.most:
            return str(self.least)
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of the type of its field, or a list of values; its meaning is checked later."""

    expected = "a value"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least `least` and at most `most` items."""

    item: Shape
    least: int = 1
    most: int = 1000

    expected = "a list"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map from names to values of one shape; `noun` is what a value is ("field")."""

    key: Word
    value: Shape
    noun: str = ""
    least: int = 0
    most: int = 100_000

    expected = "a map"


@dataclass(frozen=True, slots=True)
class Record:
    """A map with the known keys of a table, named as in `generator.grammar.language.TABLES`."""

    table: str

    expected = "a map"


@dataclass(frozen=True, slots=True)
class Split:
    """A map that is read by one of two tables, depending on whether it has a certain key."""

    key: str
    having: Record
    lacking: Record

    expected = "a map"


Leaf = Text | Word | Choice | TypeWord | Parsed | Expression | Flag | Whole | Literal
Map = MapOf | Record | Split


@dataclass(frozen=True, slots=True)
class Either:
    """Different shapes for a scalar, a list and a map; None where one of them is not allowed."""

    scalar: Leaf | None = None
    sequence: ListOf | None = None
    mapping: Map | None = None

    @property
    def expected(self) -> str:
        """The shapes allowed, as an enumeration."""
        found = [shape.expected for shape in (self.scalar, self.sequence, self.mapping) if shape]
        return " or ".join(found)


Shape = Leaf | Map | ListOf | Either


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a map of the language.

    `meaning` is one sentence for docs and editors; `default` says in words what holds without
    the key; `types` names the field types to which the key applies (None: all).
    """

    name: str
    shape: Shape
    meaning: str
    required: bool = False
    default: str = ""
    types: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of one kind of map; `noun` names it in messages ("a field")."""

    name: str
    noun: str
    doc: str
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        """The key of that name, or None."""
        return next((key for key in self.keys if key.name == name), None)

    @property
    def words(self) -> tuple[str, ...]:
        """The names of all keys."""
        return tuple(key.name for key in self.keys)
