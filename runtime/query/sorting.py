"""What `sort` asks for, in a list and in an include; and what is said to names that are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from runtime.query.near import did_you_mean, printable
from runtime.query.plan import SortKey, total_order
from runtime.query.view import View
from runtime.resource import Field, Kind

SORT_MAX = 10
"""Keys in a sort; the condition of a cursor grows with the square of them."""


class Refused(ValueError):
    """The text of a parameter asks for what there is not; `code` says which kind of mistake."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def known(name: str, names: Mapping[str, object]) -> str:
    """The name, if it is one of them; raises Refused with a hint otherwise."""
    if name in names:
        return name
    hint = did_you_mean(name, names)
    raise Refused("UNKNOWN_FIELD", f'There is no "{printable(name)}" here.{hint}')


def parse_sort(seen: View, parts: Iterable[str]) -> tuple[SortKey, ...]:
    """The order that the parts ask for, each a name with or without a minus, made total by id.

    Raises Refused.
    """
    keys: list[SortKey] = []
    for part in parts:
        key = _key(seen, part.removeprefix("-"), descending=part.startswith("-"))
        if any(given.name == key.name for given in keys):
            raise Refused("REPEATED", f"Sort by {key.name} once.")
        keys.append(key)
    if len(keys) > SORT_MAX:
        raise Refused("INVALID_VALUE", f"Sort by at most {SORT_MAX} fields.")
    return total_order(seen.resource, tuple(keys))


def _key(seen: View, name: str, *, descending: bool) -> SortKey:
    """A field of the row, or of one that a relation leads to."""
    sortable = own_sortable(seen)
    if name in sortable:
        return SortKey(sortable[name], descending)
    abroad = {path: found for path, found in seen.abroad.items() if _sortable(found.field)}
    found = abroad[known(name, {**sortable, **abroad})]
    return SortKey(found.field, descending, found.relation, found.target)


def own_sortable(seen: View) -> dict[str, Field]:
    """The fields of the row itself that it can be sorted and grouped by, by name."""
    return {name: found for name, found in seen.fields.items() if _sortable(found)}


def _sortable(found: Field) -> bool:
    return found.sortable and not found.many and found.kind is not Kind.JSON
