"""Kinds of fields: values of each, as PostgreSQL writes them, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tests.generator.migrations.pairs.sketch import Spec

LETTERS = ("ab", "cd", "é'f", "gh i", "J", 'k"l', "mnop", "5", "12", "ß", "straße", "%x")
PLAIN = ("a", "b", "cc", "d4")
INTS = {"int": 2**31, "bigint": 2**63}
TEXTS = ("string", "text")
DURATIONS = {"2 days": "P2D", "1 mon": "P1M", "03:00:00": "PT3H", "1 year 2 mons": "P1Y2M"}
"""As PostgreSQL writes them, and as texts."""


def kind(field: Spec) -> str:
    """What a field is, apart from bounds: `int`, `[string]`, `enum`."""
    name = "enum" if "enum" in field else str(field["type"])
    return f"[{name}]" if field.get("many") else name


def random_field(random: Random) -> Spec:
    """A field of some kind, without anything that refers to others."""
    made: list[Spec] = [
        {"type": "int", "min": 0, "max": 60},
        {"type": "int"},
        {"type": "bigint"},
        {"type": "decimal", "digits": 8, "places": 2},
        {"type": "string", "max": 12},
        {"type": "string", "max": 12},
        {"type": "text"},
        {"type": "bool"},
        {"type": "date"},
        {"type": "datetime"},
        {"type": "time"},
        {"type": "uuid"},
        {"type": "duration"},
        {"type": "json"},
        {"type": "string", "max": 9, "many": True, "max_items": 4},
        {"type": "int", "many": True, "max_items": 5},
        {"enum": ["plain", "gift", "loan"]},
        {"enum": ["plain", "gift", "loan"]},
    ]
    return random.choice(made)


def value(field: Spec, words: list[str], random: Random) -> str:
    """A value that the field takes, as PostgreSQL writes it."""
    if field.get("many"):
        one = {key: each for key, each in field.items() if key not in ("many", "max_items")}
        size = random.randint(0, 3)
        made = [_scalar(one, words, random, plain=True) for _ in range(size)]
        return "{" + ",".join(made) + "}"
    return _scalar(field, words, random, plain=False)


def _scalar(field: Spec, words: list[str], random: Random, *, plain: bool) -> str:
    if "enum" in field:
        return random.choice(words)
    makers: dict[str, Callable[[], str]] = {
        "int": lambda: str(random.randint(field.get("min", -9), field.get("max", 99))),
        "bigint": lambda: str(random.choice((7, -7, 2**31, 2**40, 99))),
        "decimal": lambda: str(
            Decimal(random.choice((0, 5, 125, 1250, 999_900)))
            .scaleb(-2)
            .quantize(Decimal(1).scaleb(-field.get("places", 2)))
        ),
        "string": lambda: random.choice(PLAIN if plain else LETTERS),
        "text": lambda: random.choice((*LETTERS, "two\nlines", "")),
        "bool": lambda: random.choice(("true", "false")),
        "date": lambda: str(date(2024, 1, 1) + timedelta(days=random.randint(0, 900))),
        "datetime": lambda: random.choice(
            ("2025-03-30 01:30:00+00", "2025-10-26 00:00:00+00", "2026-01-01 23:59:59.123456+00")
        ),
        "time": lambda: random.choice(("00:00:00", "12:30:00", "23:59:59.5")),
        "uuid": lambda: (
            f"{random.getrandbits(32):08x}-0000-7000-8000-{random.getrandbits(48):012x}"
        ),
        "duration": lambda: random.choice(list(DURATIONS)),
        "json": lambda: random.choice(('{"a": 1}', "[]", '"text"', '{"é": [null, 2.50]}')),
    }
    return makers[field["type"]]()


# ----------------------------------------------------------------------------------- conversions


class Misfit(Exception):
    """A value that is none of the type it should turn into."""


_WHOLE = re.compile(r"-?\d+\Z")


def turned(  # noqa: PLR0911 - one a kind
    text: str, before: Spec, after: Spec, words: list[str]
) -> str:
    """A value as one of another kind.

    Raises:
        Misfit: it would not be the same value any more.
    """
    if after.get("many") and not before.get("many"):
        return "{" + turned(text, before, {**after, "many": False}, words) + "}"
    if before.get("many") and not after.get("many"):
        items = text[1:-1].split(",") if text != "{}" else []
        if len(items) != 1:
            raise Misfit(text)
        return turned(items[0], {**before, "many": False}, after, words)
    to = kind(after)
    if "enum" in after:
        if text not in words:
            raise Misfit(text)
        return text
    if to in INTS:
        if not _WHOLE.match(text) or not -INTS[to] <= int(text) < INTS[to]:
            raise Misfit(text)
        return text
    if to == "decimal":
        return _decimal(text, after["digits"], after["places"])
    if to == "datetime" and kind(before) == "date":
        return f"{text} 00:00:00+00"
    if kind(before) == "duration":
        return DURATIONS[text]
    if to == "duration":
        return {iso: plain for plain, iso in DURATIONS.items()}[text]
    if to == "date":
        day, _, time = text.partition(" ")
        if time not in ("", "00:00:00+00") or not re.match(r"\d{4}-\d\d-\d\d\Z", day):
            raise Misfit(text)
        return day
    return text


def _decimal(text: str, digits: int, places: int) -> str:
    try:
        number = Decimal(text)
    except ArithmeticError:
        raise Misfit(text) from None
    rounded = number.quantize(Decimal(1).scaleb(-places))
    if rounded != number or abs(number) >= Decimal(10) ** (digits - places):
        raise Misfit(text)
    return str(rounded)


def turns(random: Random, before: Spec) -> Spec | None:
    """Another kind that a field may turn into, without bounds of its own."""
    name = kind(before)
    string, many = {"type": "string", "max": 60}, {"many": True, "max_items": 4}
    options: dict[str, list[Spec]] = {
        "int": [
            {"type": "bigint"},
            {"type": "decimal", "digits": 14, "places": 2},
            {"type": "decimal", "digits": 3, "places": 1},
            string,
            {"type": "int", **many},
        ],
        "bigint": [{"type": "int"}, {"type": "text"}],
        "decimal": [
            {"type": "decimal", "digits": 12, "places": 2},
            {"type": "decimal", "digits": 12, "places": 4},
            {"type": "decimal", "digits": 7, "places": 1},
            {"type": "decimal", "digits": 4, "places": 2},
            string,
        ],
        "string": [
            {"type": "text"},
            {"type": "int"},
            {"type": "date"},
            {"enum": ["5", "12"]} if random.random() < 0.3 else {"enum": list("abcd")},
            {"type": "string", "max": 12, **many},
        ],
        "text": [{"type": "string", "max": 200}, {"type": "string", "max": 4}],
        "bool": [string],
        "date": [{"type": "datetime"}, string],
        "datetime": [{"type": "date"}, {"type": "text"}],
        "time": [string],
        "uuid": [string],
        "duration": [{"type": "text"}],
        "json": [{"type": "text"}],
        "enum": [string, {"type": "text"}],
        "[string]": [{"type": "string", "max": 12}],
        "[int]": [
            {"type": "int"},
            {"type": "bigint", **many},
            {"type": "string", "max": 9, **many},
        ],
    }
    return random.choice(options[name]) if name in options else None


# ---------------------------------------------------------------------------------------- bounds


def fits(  # noqa: PLR0911 - one a kind
    text: str, field: Spec, words: list[str]
) -> bool:
    """Whether a value of the right kind keeps the bounds of its field."""
    low, high = field.get("min"), field.get("max")
    if field.get("many"):
        items = text[1:-1].split(",") if text != "{}" else []
        one = {key: each for key, each in field.items() if key not in ("many", "max_items")}
        if len(items) > field.get("max_items", 99):
            return False
        return all(fits(item, one, words) for item in items)
    if "enum" in field:
        return text in words
    if kind(field) in TEXTS:
        pattern = field.get("pattern")
        short = isinstance(low, int) and len(text) < low
        long = isinstance(high, int) and len(text) > high
        return not short and not long and (pattern is None or bool(re.fullmatch(pattern, text)))
    if kind(field) in ("int", "bigint", "decimal"):
        number = Decimal(text)
        if isinstance(low, int) and number < low:
            return False
        return not isinstance(high, int) or number <= high
    return True
