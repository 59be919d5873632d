"""Counts remembered: how many rows a list has, for as long as none of them can have changed.

To count rows costs more than to show a page of them, and who leafs through a list asks for the same
count page after page. A count that was made is kept with the snapshot it was made in. The next
statement asks the trail, in its own snapshot, whether a transaction that the kept one did not see
has changed a row of the entity since. Only then does it count anew, so the total is exact, and of
the same moment as the page beside it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable

from runtime.policy.reach import Reach
from runtime.query.plan import Condition, Junction, ListPlan, Member, Negation, Search, Test
from runtime.query.statement import Parameters, Source
from runtime.resource import Field

SINCE, TOTAL = Source("count:since"), Source("count:total")
SOURCES = frozenset({SINCE.name, TOTAL.name})
SECONDS = 60.0
"""How long a count is kept: what passes triggers by, as only a superuser can, is seen by then."""
COUNTS_MAX = 1_000

_WITHOUT_EVENT = frozenset({"updated_at", "updated_by_id", "version"})
"""Columns whose change alone leaves no event."""


def lasting(plan: ListPlan, reach: Reach) -> bool:
    """Whether the list's length hangs on its own rows alone, whose changes all leave events.

    The actor reads all of them, so that no row elsewhere (a membership, a rule of the policy)
    decides; and the tests look at columns, not at other rows or at the time of day.
    """
    return (
        plan.count == "exact"
        and plan.as_of is None
        and plan.within is None
        and plan.resource.field("version") is not None
        and reach.whole(plan.resource.name)
        and all(_in_columns(test) for test in plan.conditions)
    )


def _in_columns(test: Test) -> bool:
    match test:
        case Condition() | Member():
            return _has_column((test.field,))
        case Search():
            return _has_column(field for field, _ in test.fields)
        case Negation():
            return _in_columns(test.test)
        case Junction():
            return all(map(_in_columns, test.tests))
    return False


def _has_column(fields: Iterable[Field]) -> bool:
    return all(field.stored and field.name not in _WITHOUT_EVENT for field in fields)


def recalled(plan: ListPlan, counted: str, parameters: Parameters) -> str:
    """The total: what is remembered if it still holds, else `counted`; and the snapshot of it."""
    entity = parameters.add(plan.resource.name, "text")
    since = parameters.add(None, "pg_snapshot", SINCE)
    total = parameters.add(None, "bigint", TOTAL)
    return (
        f"case when charter_still({entity}, {since}) then {total} else {counted} end,\n"
        "  pg_current_snapshot()::text"
    )


class Counts:
    """The counts of one kind of list: (snapshot, total) by what was asked for."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[float, str, int]] = OrderedDict()

    def get(self, key: Hashable) -> tuple[str | None, int | None]:
        """The snapshot and the count, or nothing twice."""
        found = self._known.get(key)
        if found is None or found[0] < time.monotonic():
            return None, None
        self._known.move_to_end(key)
        return found[1:]

    def put(self, key: Hashable, since: str, total: int) -> None:
        """Remembers a count; one that was only confirmed ends when it would have ended."""
        known = self._known.get(key)
        until = time.monotonic() + SECONDS
        if known is not None and known[2] == total and known[0] > time.monotonic():
            until = known[0]
        self._known[key] = (until, since, total)
        self._known.move_to_end(key)
        if len(self._known) > COUNTS_MAX:
            self._known.popitem(last=False)
