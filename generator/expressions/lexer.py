"""Splits an expression into tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator import reserved

KEYWORDS = reserved.EXPRESSION_WORDS

Kind = Literal["name", "keyword", "integer", "decimal", "text", "operator", "end"]

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<decimal>[0-9]+\.[0-9]+)
  | (?P<integer>[0-9]+)
  | (?P<name>[a-z][a-z0-9_]*)
  | (?P<text>"(?:\\"|[^"])*")
  | (?P<operator>==|!=|<=|>=|[<>+\-*/(),.])
    """,
    re.VERBOSE,
)

_HINTS = {
    "=": 'equality is written "=="',
    "&": 'write "and"',
    "|": 'write "or"',
    "!": 'write "not", or "!="',
    "'": "text stands in double quotes",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `column` counts from 1. `text` is as written, of texts the content."""

    kind: Kind
    text: str
    column: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else f'"{self.text}"'


class ExpressionError(ValueError):
    """What is wrong with the form of an expression (E031), and the column where."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


def tokens(text: str) -> list[Token]:
    """All tokens of a text, ended by one of kind `end`.

    Raises:
        ExpressionError: at the first character that begins no token.
    """
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _stray(text, place)
        if match.lastgroup != "space":
            found.append(_token(match, place + 1))
        place = match.end()
    found.append(Token("end", "", len(text.rstrip()) + 1))
    return found


def _token(match: re.Match[str], column: int) -> Token:
    text = match.group()
    match match.lastgroup:
        case "integer":
            return Token("integer", text, column)
        case "decimal":
            return Token("decimal", text, column)
        case "operator":
            return Token("operator", text, column)
        case "text":
            return Token("text", _content(text, column), column)
        case _:
            return Token("keyword" if text in KEYWORDS else "name", text, column)


def _content(text: str, column: int) -> str:
    content = text[1:-1].replace('\\"', '"')
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in content):
        raise ExpressionError("a text cannot hold NUL or half of a character", column)
    return content


def _stray(text: str, place: int) -> ExpressionError:
    char = text[place]
    if char == '"':
        return ExpressionError("the text that begins here has no end", place + 1)
    if char.isascii() and char.isupper():
        return ExpressionError("names are written in lower case", place + 1)
    hint = f"; {_HINTS[char]}" if char in _HINTS else ""
    return ExpressionError(f"unexpected {char!r}{hint}", place + 1)
