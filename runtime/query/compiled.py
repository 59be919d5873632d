"""Statements made once for all requests of a shape, and filled for each.

Of one shape are requests whose statement is the same text: the same operation, asked by actors with
the same assignments under the same policy, with the same parameters, whose values differ.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from runtime.database.pipeline import Prepared
from runtime.query.statement import Source, Statement

SHAPES_MAX = 2_000
"""Shapes remembered; a caller who makes up others drives out those that were not asked for long."""


class NotOneShapeError(Exception):
    """The statement holds a value whose origin is not known here: it is no shape of many."""


ONE_PLAN = ("plan_cache_mode", "force_generic_plan")
"""For statements about one row: to plan them costs more than to run them, and by the key of a row
no value makes another plan better."""


class Template:
    """A statement with places for the values that differ.

    `given` says where a value comes from by the name of its source. Raises NotOneShapeError for a
    source that `known` does not hold and that is not among the `fixed`, which belong to the shape.
    """

    __slots__ = ("_places", "prepared", "settings")

    def __init__(
        self,
        statement: Statement,
        known: Callable[[str], bool],
        fixed: Callable[[str], bool],
        *,
        one_row: bool = False,
    ) -> None:
        self.prepared = Prepared(statement.sql)
        self.settings = {f"charter.reach.{word}": to for word, to in statement.reach.items()}
        if one_row:
            self.settings.update([ONE_PLAN])
        self._places: list[tuple[str | None, Any]] = []
        for value, source in zip(statement.values, statement.sources, strict=True):
            self._places.append(_place(value, source, known, fixed))

    def fill(self, given: Mapping[str, Any]) -> list[Any]:
        """The values of a request, in the order of their placeholders."""
        values = []
        for name, make in self._places:
            if name is None:
                values.append(make)
            elif make is None:
                values.append(given[name])
            else:
                values.append(make(given[name]))
        return values


def _place(
    value: Any, source: Source | None, known: Callable[[str], bool], fixed: Callable[[str], bool]
) -> tuple[str | None, Any]:
    if source is None or fixed(source.name):
        return None, value
    if not known(source.name):
        raise NotOneShapeError(source.name)
    return source.name, source.make


class Shapes[T]:
    """What was made for shapes, the least recently used going first."""

    def __init__(self, most: int = SHAPES_MAX) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """What was made for the shape, if anything."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def put(self, key: Hashable, made: T) -> T:
        """Remembers it, and gives it back."""
        self._known[key] = made
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._known)
