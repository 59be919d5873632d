"""Parts of texts found by an index: how a list goes where a filter asks what few rows contain.

No statement under row-level security may use an index of trigrams, since LIKE could tell of rows
out of reach. For an actor who may read every row a function of the owner looks first: it gives
the ids where they are few, and null where they are many. The list then has two arms of which one
is empty: one over those ids, one over the table as if nobody had looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from runtime.policy.reach import Reach
from runtime.query.conditions import like_text
from runtime.query.expression import quoted
from runtime.query.plan import Condition, Junction, ListPlan, Test
from runtime.query.statement import Parameters

_FOUND = '"~found"'
_LOOKED = ("contains", "starts_with")


@dataclass(frozen=True, slots=True)
class Seek:
    """The call that looks; None where nobody does."""

    call: str | None

    @property
    def first(self) -> str:
        """What the statement begins with: the one look, for all that read what it found."""
        return f"with {_FOUND} as materialized (select {self.call} as ids)\n" if self.call else ""

    def arms(self, row: str) -> tuple[str, ...]:
        """A condition for each arm, of which all but one hold for no row at all."""
        if self.call is None:
            return ("true",)
        among = f"{row}.id = any ((select ids from {_FOUND})::uuid[])"
        return (among, f"(select ids is null from {_FOUND})")

    def rows(self, row: str, select: Callable[[str], str]) -> str:
        """The select that is made with one more condition, for each arm, one after the other."""
        found = [select(arm) for arm in self.arms(row)]
        return found[0] if len(found) == 1 else " union all ".join(f"({arm})" for arm in found)


def seek(plan: ListPlan, reach: Reach, parameters: Parameters) -> Seek:
    """The look for the first text that a filter of the list wants contained, where one helps."""
    resource = plan.resource
    if not resource.seeker or plan.as_of is not None or not reach.whole(resource.name):
        return Seek(None)
    for condition in _held(plan.conditions):
        if condition.operator in _LOOKED and condition.field.name in resource.sought:
            name = parameters.add(condition.field.name, "text")
            text = like_text(condition, parameters)
            return Seek(f"{quoted(resource.seeker)}({name}, {text})")
    return Seek(None)


def _held(tests: Iterable[Test]) -> Iterator[Condition]:
    """The conditions that every row of the list meets."""
    for test in tests:
        if isinstance(test, Condition):
            yield test
        elif isinstance(test, Junction) and test.every:
            yield from _held(test.tests)
