"""The words of the language: how names are written, and the shapes many tables share."""

from __future__ import annotations

import re
from datetime import date

from generator.grammar.patterns import is_common_pattern
from generator.grammar.shapes import (
    Choice,
    Either,
    Expression,
    ListOf,
    Literal,
    MapOf,
    Parsed,
    Record,
    Shape,
    Text,
    TypeWord,
    Word,
)
from generator.grammar.units import INTERVALS, parse_interval

NAME_LIMIT = 50
"""Characters of a name at most."""

SNAKE = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
CAMEL = r"[A-Z][A-Za-z0-9]*"
PATH = rf"{SNAKE}(\.{SNAKE})*"

_SNAKE_RULE = f"snake_case, letters and digits, at most {NAME_LIMIT}"
_CAMEL_RULE = f"CamelCase, letters and digits, at most {NAME_LIMIT}"


def snake(noun: str) -> Word:
    """A name in snake_case."""
    return Word(noun, SNAKE, _SNAKE_RULE, NAME_LIMIT, reserved=True)


def camel(noun: str) -> Word:
    """A name in CamelCase."""
    return Word(noun, CAMEL, _CAMEL_RULE, NAME_LIMIT)


ENTITY = camel("entity name")
ENUM = camel("enum name")
MIXIN = camel("mixin name")
AGGREGATE = snake("aggregate name")
FIELD = snake("field name")
RELATION = snake("relation name")
MEMBER = snake("field or relation name")
SCOPE = snake("scope name")
STATE = snake("state")
TRANSITION = snake("transition name")
ACTION = snake("action name")
ROLE = snake("role name")
JOB = snake("job name")
ENUM_VALUE = Word(
    "enum value", r"[a-z0-9]+(_[a-z0-9]+)*", _SNAKE_RULE + "; it may begin with a digit", NAME_LIMIT
)
ENUM_REFERENCE = Word(
    "enum", rf"{CAMEL}(\.{SNAKE})?", "the name of an enum, Entity.field, or a list of values"
)
TABLE = snake("table name")
PATH_SEGMENT = Word(
    "path", r"[a-z][a-z0-9]*(-[a-z0-9]+)*", f"kebab-case, at most {NAME_LIMIT}", NAME_LIMIT
)
PREFIX = Word("prefix", r"(/[a-z0-9][a-z0-9.-]*)+", "such as /api/v1")
TO_ONE_PATH = Word("path", PATH, "names in snake_case, joined by dots", reserved=True)
COLUMN = Word("field or relation", PATH, "a name, or file.sha256", reserved=True)
SORTED_COLUMN = Word("field or relation", rf"-?{PATH}", "a name, with - before it for descending")
CODE = Word("code", r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", "UPPER_SNAKE_CASE, at most 50", 50)
MEDIA = Word("media type", r"[a-z]+/[a-z0-9][a-z0-9.+-]*", "such as application/pdf")
FUNCTION = Word(
    "function", rf"domain(\.{SNAKE})+:[a-z_][a-z0-9_]*", "domain.module:function, in snake_case"
)
NUMBERED = Word(
    "example of a number",
    r"(?:[A-Za-z0-9._/-]|\{year\})*[0-9]+",
    "such as R-0001 or AS-{year}-0001, ending in digits",
    40,
)

TYPES = (
    "string text int bigint float decimal bool date datetime time duration email url uuid json "
    "country currency file vector"
).split()
TYPE = TypeWord(tuple(TYPES))

DOC = Text("one sentence")
TITLE = Text("text")
EXPRESSION = Expression()
LITERAL = Literal()
SEARCH = Choice(("A", "B", "C", "D"))
WRITE = Choice(("always", "once", "system"))


def _is_date(text: str) -> bool:
    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None and bool(
            date.fromisoformat(text)
        )
    except ValueError:
        return False


DATE = Parsed("a date such as 2026-11-01", _is_date, r"^\d{4}-\d{2}-\d{2}$")
INTERVAL = Parsed(
    "a whole number and a unit, such as 1 hour",
    lambda text: parse_interval(text) is not None,
    rf"^[1-9][0-9]* ?({'|'.join(INTERVALS)})s?$",
)
PATTERN = Parsed("a regular expression that RE2 and PostgreSQL share", is_common_pattern, "")
BOUND = Parsed("a number, a date, an amount, or a field", bool, "")


def one_or_list(leaf: Word) -> Either:
    """A word, or a list of them."""
    return Either(scalar=leaf, sequence=ListOf(leaf))


def values(value: Word) -> ListOf:
    """A list of enum values or states: words, or `word: {title, was, deprecated}`."""
    described = MapOf(value, Record("value"), noun="value", most=1, least=1)
    return ListOf(Either(scalar=value, mapping=described))


def field_map(word: Word, table: str) -> MapOf:
    """A map of fields, each a map or its type alone."""
    return MapOf(word, Either(scalar=TYPE, mapping=Record(table)), noun="field")


CHECK: Shape = Either(scalar=EXPRESSION, mapping=Record("check"))
CHECKS: Shape = Either(
    scalar=EXPRESSION,
    sequence=ListOf(Either(scalar=EXPRESSION, mapping=Record("check"))),
    mapping=Record("check"),
)
RULES = ListOf(CHECK)
