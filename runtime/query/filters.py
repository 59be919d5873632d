"""Filters on the fields of a row: which parameters there are, and what each means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from runtime.query.plan import Condition, Negation, Test, Through
from runtime.query.values import (
    NotAValue,
    abroad_operators,
    operators,
    parse_bool,
    parse_value,
)
from runtime.query.view import Abroad, View
from runtime.resource import Field, Resource

RESERVED = frozenset("limit cursor offset sort count fields include q filter as_of dry_run".split())
"""Parameters of every list, there already or to come; a field of such a name is `name__eq`."""

VALUES_MAX = 500
"""How many values `in` and `not_in` take."""

TEXT_MAX = 10_000
"""Characters of a value to filter by."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that filters: a field and an operator.

    With `abroad` the field is that of the row a relation of `resource` leads to.
    """

    field: Field
    operator: str
    resource: Resource | None = None
    abroad: Abroad | None = None

    @property
    def name(self) -> str:
        """The parameter's name."""
        if self.abroad is None:
            return filter_name(self.field, self.operator)
        suffix = "" if self.operator == "eq" else f"__{self.operator}"
        return f"{self.abroad.relation.name}.{self.field.name}{suffix}"

    @property
    def takes_list(self) -> bool:
        """Whether it takes several values, comma-separated or repeated."""
        return self.operator in ("in", "not_in")


def filter_name(field: Field, operator: str) -> str:
    """The parameter's name: the bare field for equality, else `field__operator`."""
    if operator == "eq" and field.name not in RESERVED:
        return field.name
    return f"{field.name}__{operator}"


def find_filter(name: str, view: View) -> Filter | None:
    """The filter of that name over what the actor sees, or None."""
    base, _, suffix = name.partition("__")
    operator = suffix or "eq"
    if "." in base:
        return _abroad(name, operator, view.abroad.get(base), view)
    field = view.fields.get(base)
    if field is None:
        return None
    if operator not in operators(field) or filter_name(field, operator) != name:
        return None
    return Filter(field, operator)


def _abroad(name: str, operator: str, abroad: Abroad | None, view: View) -> Filter | None:
    if abroad is None or operator not in abroad_operators(abroad.field):
        return None
    found = Filter(abroad.field, operator, view.resource, abroad)
    return found if found.name == name else None


def filter_names(view: View) -> dict[str, Filter]:
    """All filter parameters over what the actor sees, by name."""
    own = [
        Filter(field, operator) for field in view.fields.values() for operator in operators(field)
    ]
    abroad = [
        Filter(each.field, operator, view.resource, each)
        for each in view.abroad.values()
        for operator in abroad_operators(each.field)
    ]
    return {each.name: each for each in (*own, *abroad)}


def parse_filter(wanted: Filter, texts: Sequence[str]) -> Test:
    """The test; raises NotAValue. `texts` are one, or several where it takes a list.

    Over a relation `ne` is the exact negation of `eq`: a row that leads to none meets it.
    """
    condition = _condition(wanted, texts)
    if wanted.abroad is None or wanted.resource is None:
        return condition
    relation, target = wanted.abroad.relation, wanted.abroad.target
    if wanted.operator != "ne":
        return Through(wanted.resource, relation, target, condition)
    equal = replace(condition, operator="eq")
    return Negation(Through(wanted.resource, relation, target, equal))


def _condition(wanted: Filter, texts: Sequence[str]) -> Condition:
    if sum(map(len, texts)) > TEXT_MAX:
        raise NotAValue(f"Give at most {TEXT_MAX} characters.")
    name = wanted.name
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
