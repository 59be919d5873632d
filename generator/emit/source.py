"""Python source of values: calls with keyword arguments, as a person would write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raw:
    """Source that stands as it is: a name, a call."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call; arguments that are None, False, or empty are left out."""

    name: str
    arguments: Mapping[str, object]
    positional: tuple[object, ...] = ()


def source(value: object) -> str:
    """The source of a value made of literals, tuples, mappings, Raw and Call."""
    match value:
        case Raw():
            return value.text
        case Call():
            said = [source(each) for each in value.positional]
            said += [f"{k}={source(v)}" for k, v in value.arguments.items() if _matters(v)]
            return f"{value.name}({', '.join(said)})"
        case tuple():
            inner = ", ".join(source(each) for each in value)
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case frozenset():
            return f"frozenset({{{', '.join(repr(each) for each in sorted(value))}}})"
        case Mapping():
            inner = ", ".join(f"{key!r}: {source(each)}" for key, each in value.items())
            return f"{{{inner}}}"
        case _:
            return repr(value)


def _matters(value: object) -> bool:
    return value not in (None, False, (), "") and value != {}
