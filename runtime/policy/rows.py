"""A decision for one row in memory: by the scopes' Python predicates, without a statement.

What serves requests asks PostgreSQL, which holds the same scopes as conditions. This is for those
who have the row in hand (tests, explanations, functions of domain/), and it says what stock
Casbin is to be asked for the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from runtime.actor import Actor
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.reach import Grant
from runtime.resource import Resource


class CannotTellError(LookupError):
    """A scope has no predicate, or looks into rows that are not at hand."""


class Rows(Protocol):
    """The rows beside the one that is looked at, for scopes that follow relations."""

    def value(self, resource: str, key: UUID | None, column: str) -> Any:
        """A column of the row with that id, softly deleted or not; None if there is no such row."""

    def key(self, resource: str, key: UUID | None, column: str) -> UUID | None:
        """The same, of a column that holds the id of a row."""

    def having(
        self, resource: str, column: str, key: UUID | None, **kind: str | None
    ) -> Iterable[Any]:
        """The live rows whose `column` is `key`; `kind` is the type column of several kinds."""

    def linked(
        self, resource: str, table: str, near: str, far: str, key: UUID | None
    ) -> Iterable[Any]:
        """The live rows whose id is in `far` of the link table where `near` is `key`."""


class NoRows:
    """Nothing beside the row is at hand: whoever looks gets CannotTellError."""

    def value(self, resource: str, key: UUID | None, column: str) -> Any:
        """Raises CannotTellError."""
        raise CannotTellError(f"{column} of another {resource} decides, which is not at hand")

    def key(self, resource: str, key: UUID | None, column: str) -> UUID | None:
        """Raises CannotTellError."""
        raise CannotTellError(f"{column} of another {resource} decides, which is not at hand")

    def having(
        self, resource: str, column: str, key: UUID | None, **kind: str | None
    ) -> Iterable[Any]:
        """Raises CannotTellError."""
        raise CannotTellError(f"other rows of {resource} decide, which are not at hand")

    def linked(
        self, resource: str, table: str, near: str, far: str, key: UUID | None
    ) -> Iterable[Any]:
        """Raises CannotTellError."""
        raise CannotTellError(f"the links in {table} decide, which are not at hand")


NOTHING = NoRows()


class HeldRows:
    """Rows held in memory, by resource; links by their table, as the two columns of each.

    They are indexed as they are asked for: whoever changes a row makes this anew.
    """

    def __init__(
        self,
        rows: Mapping[str, Iterable[Any]],
        links: Mapping[str, Sequence[Mapping[str, UUID]]] | None = None,
    ) -> None:
        self._rows = {name: {row.id: row for row in each} for name, each in rows.items()}
        self._links = links or {}
        self._found: dict[tuple[str, ...], dict[object, list[Any]]] = {}

    def value(self, resource: str, key: UUID | None, column: str) -> Any:
        """A column of the row with that id; None if there is none."""
        row = self._rows.get(resource, {}).get(key)
        return None if row is None else getattr(row, column)

    def key(self, resource: str, key: UUID | None, column: str) -> UUID | None:
        """The same, of a column that holds an id."""
        found: UUID | None = self.value(resource, key, column)
        return found

    def having(
        self, resource: str, column: str, key: UUID | None, **kind: str | None
    ) -> Iterable[Any]:
        """The live rows whose column is that key."""
        columns = (column, *kind)
        index = self._found.get((resource, *columns))
        if index is None:
            index = self._found[resource, *columns] = defaultdict(list)
            for row in self._rows.get(resource, {}).values():
                if _live(row):
                    index[tuple(getattr(row, name) for name in columns)].append(row)
        return index.get((key, *kind.values()), ()) if key is not None else ()

    def linked(
        self, resource: str, table: str, near: str, far: str, key: UUID | None
    ) -> Iterable[Any]:
        """The live rows that links lead to."""
        index = self._found.get((resource, table, near, far))
        if index is None:
            index = self._found[resource, table, near, far] = defaultdict(list)
            known = self._rows.get(resource, {})
            for link in self._links.get(table, ()):
                row = known.get(link[far])
                if row is not None and _live(row):
                    index[link[near]].append(row)
        return index.get(key, ())


def _live(row: Any) -> bool:
    return getattr(row, "deleted_at", None) is None


@dataclass(frozen=True, slots=True)
class Question:
    """What stock Casbin is asked: may one who holds these roles do this, given these scopes?

    Casbin knows one subject, so a person of several roles is a name that inherits them all:
    `enforcer.add_role_for_user(name, role)` for each role, then
    `enforcer.enforce(name, resource, action, list(scopes))`.
    """

    roles: tuple[str, ...]
    resource: str
    action: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowDecision:
    """Whether the actor may, and the line that says so (None where no line speaks of the row)."""

    allowed: bool
    line: str | None
    question: Question


def scopes_that_hold(
    resource: Resource, actor: Actor, row: Any, rows: Rows = NOTHING
) -> tuple[str, ...]:
    """The scopes of the entity that hold between the actor and a row, in the model's order.

    Raises CannotTellError.
    """
    return tuple(name for name in resource.scopes if scope_holds(resource, name, actor, row, rows))


def scope_holds(
    resource: Resource, scope: str, actor: Actor, row: Any, rows: Rows = NOTHING
) -> bool:
    """Whether one scope, or `any`, holds. Raises CannotTellError."""
    if scope == "any":
        return True
    if scope in resource.predicates:
        return resource.predicates[scope](row, actor)
    if scope in resource.looking:
        return resource.looking[scope](row, actor, rows)
    raise CannotTellError(f"the scope {scope} of {resource.name} is decided by the database alone")


def within(
    resource: Resource, limit: tuple[str, UUID] | None, row: Any, rows: Rows = NOTHING
) -> bool:
    """Whether a row lies within the limit of an assignment. Raises CannotTellError."""
    if limit is None:
        return True
    kind, key = limit
    if kind not in resource.within:
        return False
    if kind not in resource.limits:
        raise CannotTellError(f"the {kind} of {resource.name} is known by the database alone")
    found = resource.limits[kind](row, rows)
    return found is not None and found == key


def decide_row(
    policy: CompiledPolicy,
    actor: Actor,
    resource: Resource,
    action: str,
    row: Any,
    *,
    rows: Rows = NOTHING,
) -> RowDecision:
    """The decision for an actor, an action and a row in memory.

    For `create` the row is the new one. An action of the collection has no row: what `decide` of
    the policy says is all there is.

    Args:
        policy: the compiled policy.
        actor: who acts.
        resource: the entity.
        action: the policy word.
        row: an object with the row's columns as attributes.
        rows: the rows beside it, for scopes and limits that follow relations.

    Raises:
        CannotTellError: a scope has no predicate, or needs rows that are not at hand.
    """
    decision = policy.decide(actor, resource, action)
    held = scopes_that_hold(resource, actor, row, rows)

    def first(grants: Iterable[Grant]) -> Grant | None:
        reaching = (g for g in grants if g.scope == "any" or g.scope in held)
        return next((g for g in reaching if within(resource, g.limit, row, rows)), None)

    refusal = first(decision.refusals)
    grant = None if refusal is not None else first(decision.grants)
    speaks = refusal or grant
    return RowDecision(
        allowed=grant is not None,
        line=speaks.line if speaks is not None else decision.line if decision.denied else None,
        question=Question(_roles(actor, resource, row, rows), resource.name, action, held),
    )


def _roles(actor: Actor, resource: Resource, row: Any, rows: Rows) -> tuple[str, ...]:
    """The roles in force for a row: those of limited assignments where it lies within."""
    return tuple(
        sorted({a.role for a in actor.assignments if within(resource, a.limit, row, rows)})
    )
