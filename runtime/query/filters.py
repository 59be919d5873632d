"""Filters on the fields of a row: which parameters there are, and what each means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from runtime.query.plan import Condition
from runtime.query.values import NotAValue, operators, parse_bool, parse_value
from runtime.resource import Field

RESERVED = frozenset("limit cursor offset sort count fields include q filter as_of dry_run".split())
"""Parameters of every list, there already or to come; a field of such a name is `name__eq`."""

VALUES_MAX = 500
"""How many values `in` and `not_in` take."""

TEXT_MAX = 10_000
"""Characters of a value to filter by."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that filters: a field and an operator."""

    field: Field
    operator: str

    @property
    def takes_list(self) -> bool:
        """Whether it takes several values, comma-separated or repeated."""
        return self.operator in ("in", "not_in")


def filter_name(field: Field, operator: str) -> str:
    """The parameter's name: the bare field for equality, else `field__operator`."""
    if operator == "eq" and field.name not in RESERVED:
        return field.name
    return f"{field.name}__{operator}"


def find_filter(name: str, fields: Mapping[str, Field]) -> Filter | None:
    """The filter of that name over these fields, or None."""
    base, _, suffix = name.partition("__")
    field = fields.get(base)
    if field is None:
        return None
    operator = suffix or "eq"
    if operator not in operators(field) or filter_name(field, operator) != name:
        return None
    return Filter(field, operator)


def filter_names(fields: Iterable[Field]) -> dict[str, Filter]:
    """All filter parameters over these fields, by name."""
    return {
        filter_name(field, operator): Filter(field, operator)
        for field in fields
        for operator in operators(field)
    }


def parse_filter(wanted: Filter, texts: Sequence[str]) -> Condition:
    """The condition; raises NotAValue. `texts` are one, or several where it takes a list."""
    if sum(map(len, texts)) > TEXT_MAX:
        raise NotAValue(f"Give at most {TEXT_MAX} characters.")
    name = filter_name(wanted.field, wanted.operator)
    if wanted.operator == "is_null":
        return Condition(wanted.field, "is_null", parse_bool(texts[0]), name)
    if not wanted.takes_list:
        return Condition(wanted.field, wanted.operator, parse_value(wanted.field, texts[0]), name)
    parts = [part for text in texts for part in split_list(text)]
    if len(parts) > VALUES_MAX:
        raise NotAValue(f"Give at most {VALUES_MAX} values.")
    values = [parse_value(wanted.field, part) for part in parts]
    return Condition(wanted.field, wanted.operator, tuple(values), name)


def split_list(text: str) -> Iterator[str]:
    r"""The values of a comma-separated list; `\,` is a comma and `\\` a backslash in a value."""
    value, characters = "", iter(text)
    for character in characters:
        if character == ",":
            yield value
            value = ""
        elif character == "\\":
            following = next(characters, "")
            value += following if following in (",", "\\") and following else "\\" + following
        else:
            value += character
    yield value
