"""The reference tables of the docs, derived from the language's tables."""

from __future__ import annotations

import re

from generator.grammar.language import TABLES
from generator.grammar.language.words import TYPES
from generator.grammar.shapes import (
    Choice,
    Either,
    Expression,
    Flag,
    Key,
    ListOf,
    Literal,
    MapOf,
    Record,
    Shape,
    Split,
    Table,
    Whole,
    Word,
)

_MARKED = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refresh(page: str) -> str:
    """The page with what stands between `<!-- keys of NAME -->` and `<!-- end -->` made anew.

    Raises:
        KeyError: a mark names no table of the language.
    """
    return _MARKED.sub(lambda mark: mark[1] + markdown(TABLES[mark[2]]) + mark[3], page)


def markdown(table: Table) -> str:
    """The keys of one kind of map as a Markdown table; required keys are in bold."""
    head = "| key | value | meaning | without it |\n|---|---|---|---|\n"
    return head + "".join(_row(key) for key in table.keys)


def _row(key: Key) -> str:
    name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
    default = "required" if key.required else key.default or "—"
    meaning = key.meaning + _of_types(key)
    cells = (name, _shape(key.shape), meaning, default)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _of_types(key: Key) -> str:
    """The types that a key is for, or is not for: whichever list is shorter."""
    if key.types is None:
        return ""
    missing = sorted(set(TYPES) - key.types)
    if len(missing) < len(key.types):
        return f" Not for {', '.join(missing)}."
    return f" For {', '.join(sorted(key.types))}."


_PLAIN: dict[type, str] = {
    Flag: "`true`, `false`",
    Whole: "whole number",
    Expression: "expression",
    Literal: "literal",
}


def _shape(shape: Shape) -> str:
    """A shape in a few words."""
    match shape:
        case Either(scalar, sequence, mapping):
            parts = [_shape(part) for part in (scalar, sequence, mapping) if part]
            words = " or ".join(dict.fromkeys(parts))
        case ListOf(item):
            inner = _shape(item)
            words = f"list of ({inner})" if " or " in inner else f"list of {inner}"
        case MapOf(key, value, most=most):
            words = f"{key.noun}: {_shape(value)}"
            words = f"`{words}`" if most == 1 else f"map of {words}"
        case Split(_, having, lacking):
            words = f"{_shape(lacking)} or {_shape(having)}"
        case Record(table):
            words = TABLES[table].noun
        case Word(noun):
            words = noun
        case Choice(choices):
            words = ", ".join(f"`{word}`" for word in choices)
        case _:
            words = _PLAIN.get(type(shape)) or shape.expected
    return words
