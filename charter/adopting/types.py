"""Types of PostgreSQL as types of fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_SIZED = re.compile(r"(?P<name>[a-z ]+?)\((?P<size>\d+)(?:,(?P<scale>-?\d+))?\)(?P<rest>.*)")
_LONGEST = 1_000_000
"""Beyond this a bound on text is none, and `text` says the same."""

_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "text"},
    "character varying": {"type": "text"},
    "integer": {"type": "int"},
    "bigint": {"type": "bigint"},
    "real": {"type": "float"},
    "double precision": {"type": "float"},
    "boolean": {"type": "bool"},
    "date": {"type": "date"},
    "timestamp with time zone": {"type": "datetime"},
    "time without time zone": {"type": "time"},
    "interval": {"type": "duration"},
    "uuid": {"type": "uuid"},
    "json": {"type": "json"},
    "jsonb": {"type": "json"},
}
_NEAR: dict[str, tuple[dict[str, Any], str]] = {
    "smallint": ({"type": "int", "min": -32768, "max": 32767}, "bounds say what smallint held"),
    "timestamp without time zone": (
        {"type": "datetime"},
        "its times have no zone; they are read as UTC",
    ),
    "time with time zone": ({"type": "time"}, "the zone is left out"),
    "numeric": ({"type": "decimal", "digits": 38, "places": 10}, "it had no bound"),
    "money": ({"type": "decimal", "digits": 19, "places": 2}, "the currency is left out"),
    "citext": ({"type": "text"}, "case counts now; contains and starts_with ignore it"),
    "name": ({"type": "string", "max": 63}, ""),
    "character": ({"type": "string", "max": 1}, ""),
    '"char"': ({"type": "string", "max": 1}, ""),
    "inet": ({"type": "string", "max": 43}, "addresses are text"),
    "cidr": ({"type": "string", "max": 43}, "addresses are text"),
    "macaddr": ({"type": "string", "max": 17}, "addresses are text"),
    "xml": ({"type": "text"}, "it is no longer checked to be XML"),
    "oid": ({"type": "bigint"}, ""),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """The keys of a field that stand for a type; `note` where it is only near."""

    keys: dict[str, Any] = field(default_factory=dict)
    note: str = ""


def typed(spelt: str) -> Typed | None:
    """The field for a type as PostgreSQL spells it; None where no field holds such values."""
    if spelt in _PLAIN:
        return Typed(dict(_PLAIN[spelt]))
    if spelt in _NEAR:
        keys, note = _NEAR[spelt]
        return Typed(dict(keys), note)
    sized = _SIZED.fullmatch(spelt)
    return None if sized is None else _sized(sized)


def _sized(found: re.Match[str]) -> Typed | None:
    name, size = found["name"].strip(), int(found["size"])
    if name in ("character varying", "character"):
        if size > _LONGEST:
            return Typed({"type": "text"}, f"its bound of {size} characters is left out")
        note = "it is no longer filled up with blanks" if name == "character" and size > 1 else ""
        return Typed({"type": "string", "max": size}, note)
    if name == "numeric":
        scale = int(found["scale"] or 0)
        if 0 <= scale <= size:
            return Typed({"type": "decimal", "digits": size, "places": scale})
        return None
    if name in ("timestamp", "time", "interval"):
        return typed(f"{name}{found['rest']}")
    return None
