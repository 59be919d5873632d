"""Random expressions of `filter=`, each with what it means in Python, by the grammar of AIP-160."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

type Row = dict[str, Any]
type Meaning = Callable[[Row], bool]
type Made = tuple[str, Meaning]

BARE = re.compile(r"[A-Za-z0-9_äßÄΣ%][A-Za-z0-9_äßÄΣας%+.:-]*")
MOMENT = re.compile(r"[0-9]{4}-[0-9-]+T[0-9:.]+\+00:00|[0-9]{2}:[0-9]{2}(:[0-9.]+)?")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
KEYWORDS = ("AND", "OR", "NOT")

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def fold(text: str) -> str:
    return text.casefold()


def quoted(dice: random.Random, text: str) -> str:
    mark = dice.choice("\"'")
    escaped = "".join(f"\\{c}" if c in ("\\", "*", mark) else c for c in text)
    return f"{mark}{escaped}{mark}"


def literal(dice: random.Random, text: str) -> str:
    """A value as it may stand in an expression: bare where it can, or in quotes."""
    plain = BARE.fullmatch(text) and ":" not in text and text not in KEYWORDS
    plain = plain and not text.endswith(".") and ".." not in text
    if (plain or MOMENT.fullmatch(text) or NUMBER.fullmatch(text)) and dice.random() < 0.6:
        return text
    return quoted(dice, text)


def expression(dice: random.Random, leaf: Callable[[], Made], depth: int = 2) -> Made:
    """Sequences with AND between; each of factors, each of terms with OR between."""

    def term() -> Made:
        text, meaning = leaf() if depth == 0 or dice.random() < 0.8 else nested()
        sign = dice.choice(["", "", "", "NOT ", "-"])
        return (f"{sign}{text}", lambda row: not meaning(row)) if sign else (text, meaning)

    def nested() -> Made:
        text, meaning = expression(dice, leaf, depth - 1)
        return f"({text})", meaning

    def several(part: Callable[[], Made], between: str, hold: Any, weights: Sequence[int]) -> Made:
        parts = [part() for _ in range(dice.choice(weights))]
        meanings = [meaning for _, meaning in parts]
        text = between.join(text for text, _ in parts)
        return text, lambda row: hold(meaning(row) for meaning in meanings)

    def factor() -> Made:
        return several(term, " OR ", any, (1, 1, 2, 3))

    def sequence() -> Made:
        return several(factor, dice.choice([" ", "  ", "\n"]), all, (1, 1, 1, 2))

    return several(sequence, " AND ", all, (1, 1, 2))


def pattern(dice: random.Random, text: str) -> tuple[str, re.Pattern[str]]:
    """A text with stars in place of some of it, in quotes; and the same for Python."""
    cut = dice.randint(0, len(text))
    ends = dice.choice([(text[:cut], ""), ("", text[cut:]), (text[:cut], text[cut + 1 :])])
    said = "*".join(quoted(random.Random(0), end)[1:-1] for end in ends)  # noqa: S311
    mark = quoted(random.Random(0), "")[0]  # noqa: S311
    return f"{mark}{said}{mark}", re.compile(".*".join(map(re.escape, ends)), re.DOTALL)


# ------------------------------------------------------------------------------------- leaves


def scalar(dice: random.Random, name: str, values: Sequence[Any], kit: Kit) -> Made:
    """A comparison with a field that holds one value."""
    value = dice.choice([each for each in values if each is not None])
    ordered = name not in kit.unordered
    comparator = dice.choice(["=", "!=", ":", *(ORDERS if ordered else ())])
    space = dice.choice(["", " "])
    if isinstance(value, str) and name in kit.texts and comparator in ("=", "!=", ":"):
        return _text(dice, name, value, comparator)
    text = literal(dice, kit.text(value))
    said = f"{name}{space}{comparator}{space}{text}"
    wanted = kit.comparable(name, value)
    if comparator in ("=", ":", "!="):
        equal = comparator != "!="
        return said, lambda row: (kit.comparable(name, row[name]) == wanted) is equal
    compare = ORDERS[comparator]
    return (
        said,
        lambda row: row[name] is not None and compare(kit.comparable(name, row[name]), wanted),
    )


class Kit:
    """How the rows' values are written and compared."""

    def __init__(
        self,
        text: Callable[[Any], str],
        comparable: Callable[[str, Any], Any],
        texts: frozenset[str],
        unordered: frozenset[str],
    ) -> None:
        self.text = text
        self.comparable = comparable
        self.texts = texts
        self.unordered = unordered


def _text(dice: random.Random, name: str, value: str, comparator: str) -> Made:
    holds = text_test(comparator, value)
    said = literal(dice, value)
    if dice.random() < 0.4:
        said, wanted = pattern(dice, value)
        holds = pattern_test(comparator, wanted)
    return f"{name} {comparator} {said}", lambda row: holds(row[name])


def text_test(comparator: str, value: str) -> Callable[[str | None], bool]:
    if comparator == ":":
        return lambda found: found is not None and fold(value) in fold(found)
    equal = comparator == "="
    return lambda found: (found == value) is equal


def pattern_test(comparator: str, wanted: re.Pattern[str]) -> Callable[[str | None], bool]:
    if comparator == ":":
        folded = re.compile(fold(wanted.pattern), re.DOTALL)
        return lambda found: found is not None and bool(folded.fullmatch(fold(found)))
    equal = comparator == "="
    return lambda found: (found is not None and bool(wanted.fullmatch(found))) is equal


def presence(name: str) -> Made:
    return f"{name}:*", lambda row: row[name] is not None


def one_of(dice: random.Random, name: str, values: Sequence[Any], kit: Kit) -> Made:
    """A field compared with several values, one of which it has."""
    several = [value for value in values if value is not None]
    chosen = dice.sample(several, min(2, len(several)))
    said = " OR ".join(literal(dice, kit.text(value)) for value in chosen)
    return f"{name} = ({said})", lambda row: row[name] in chosen


def searched(dice: random.Random, names: Sequence[str], words: Sequence[str]) -> Made:
    """A text without a field."""
    word = dice.choice(words)
    said = literal(dice, word)
    return said, lambda row: any(fold(word) in fold(row[name] or "") for name in names)


def listed(dice: random.Random, name: str, words: Sequence[str]) -> Made:
    """A value in a list, or any."""
    if dice.random() < 0.3:
        return f"{name}:*", lambda row: bool(row[name])
    word = dice.choice(words)
    return f"{name}:{literal(dice, word)}", lambda row: word in (row[name] or [])


# --------------------------------------------------------------------------------------- JSON

PATHS = ((), ("a",), ("b", "c"), ("a b",))
MEMBERS = ("a", "k", "1", "-2.5", "true", "x")


def inside(dice: random.Random, name: str) -> Made:
    """What stands in a document."""
    path = dice.choice(PATHS)
    where = ".".join((name, *(literal(dice, part) for part in path)))
    comparator = dice.choice(["=", "!=", ":", "<", ">=", ":*"])
    if comparator == ":*":
        return f"{where}:*", lambda row: _reach(row[name], path) is not None
    text = dice.choice(MEMBERS)
    said = literal(dice, text)
    number = float(text) if NUMBER.fullmatch(text) and said == text else None
    holds = _compared(comparator.replace("!", ""), text, number)
    wanted = comparator != "!="
    return f"{where} {comparator} {said}", lambda row: holds(_reach(row[name], path)) is wanted


def _reach(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _compared(comparator: str, text: str, number: float | None) -> Callable[[Any], bool]:
    def equal(value: Any) -> bool:
        if isinstance(value, bool):
            return str(value).lower() == text
        if _is_number(value):
            return str(value) == text or value == number
        return bool(isinstance(value, str) and value == text)

    def has(value: Any) -> bool:
        if isinstance(value, list):
            return text in value or any(_is_number(v) and v == number for v in value)
        return equal(value) or (isinstance(value, dict) and text in value)

    def ordered(value: Any) -> bool:
        if number is not None:
            return _is_number(value) and ORDERS[comparator](value, number)
        return isinstance(value, str) and ORDERS[comparator](value, text)

    return {"=": equal, ":": has}.get(comparator, ordered)


# ---------------------------------------------------------------------------------- relations


def related(
    dice: random.Random, relation: str, field: str, words: Sequence[str], rows: str
) -> Made:
    """A text of the rows that a relation leads to: `rows` is where the row keeps those in sight."""
    if dice.random() < 0.2:
        return f"{relation}:*", lambda row: bool(row[rows])
    word = dice.choice(words)
    comparator = dice.choice(["=", "!=", ":"])
    holds = text_test(comparator.replace("!", ""), word)
    wanted = comparator != "!="
    said = f"{relation}.{field} {comparator} {literal(dice, word)}"
    return said, lambda row: any(holds(far[field]) for far in row[rows]) is wanted
