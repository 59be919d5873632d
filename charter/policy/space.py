"""The whole finite space that invariants and tests speak of, and how a point of it is decided.

A point is (roles of one person, resource, action, scopes that hold for the row). Single roles are
enough to prove that something never happens: whoever holds several roles, each perhaps limited to
a project or unit, reaches a row only where some one of these roles allows it, and the deny lines
of that same role under that same limit are in force too. So the role alone would reach it as
well. Further roles and limits only take away: deny lines and masks add up, and a limit shrinks
what its role allows.

Link and unlink, history, export, restore, batch and import have no words of their own: they need
`update`, `read`, `delete` and so on, so that what is shown of these is shown of them. A cascade
needs the parent's `delete` alone; `Space.cascades` follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from charter.policy.access import AccessTable, Cell, named_actions
from charter.policy.holds import may_change
from charter.policy.scope_logic import ScopeLogic
from generator.model import Action, Entity
from runtime.policy.rules import FieldRule, Inheritance, Rule

GROUPS: dict[str, str] = {
    "any": "every action",
    "write": "every action that can change something",
    "four_eyes": "every step for which the model demands another pair of eyes",
}
"""Words for several actions at once; an action of the model by that name is meant as well."""

NO_LINE = "no line allows it"
DENIED = "a deny line"
EXCEPTED = "an exception of the invariant"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found at one point: the line that opens it, or why it is closed.

    `line` is the line that allows, or where `open` is false one that closes, None where there is
    none. `reasons` say what closes it: each allow line of the cell is closed by one of them.
    """

    open: bool
    line: Rule | FieldRule | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excuse:
    """What an exception covers: these roles, doing this, in these scopes (`any`: every row)."""

    roles: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    scopes: tuple[str, ...]


class Space:
    """The words of a model, and the policy's decision at every point.

    `entities` are those of the model by their policy words, in its order, as are `roles`.
    """

    def __init__(self, table: AccessTable) -> None:
        self.table = table
        self.roles = table.roles
        self.entities: dict[str, Entity] = {
            each.resource: each for each in table.model.entities.values()
        }
        self._cells: dict[tuple[tuple[str, ...], str, str], Cell] = {}
        self._actions: dict[str, dict[str, Action | None]] = {}
        self._logic: dict[str, ScopeLogic] = {}

    def actions(self, resource: str) -> dict[str, Action | None]:
        """The policy words of a resource; None for those that every entity may have."""
        known = self._actions.get(resource)
        if known is None:
            named = {action.name: action for action in named_actions(self.entities[resource])}
            known = {word: named.get(word) for word in self.table.actions(resource)}
            self._actions[resource] = known
        return known

    def chosen(self, resource: str, word: str) -> Iterator[str]:
        """The actions of a resource that a word means: its own, or those of a group."""
        for name, action in self.actions(resource).items():
            if word in (name, "any") or (
                (word == "write" and name in may_change(self.entities[resource]))
                or (word == "four_eyes" and action is not None and action.four_eyes)
            ):
                yield name

    def logic(self, resource: str) -> ScopeLogic:
        """The scopes of a resource."""
        if resource not in self._logic:
            self._logic[resource] = ScopeLogic(self.entities[resource])
        return self._logic[resource]

    def at_row(self, resource: str, action: str) -> bool:
        """Whether there is a row on which a scope can be tested (for create, the new one)."""
        return action not in self.table.words.resources[resource].collection_actions

    def cell(self, roles: tuple[str, ...], resource: str, action: str) -> Cell:
        """The lines of all these roles, held by one person."""
        key = (roles, resource, action)
        if key not in self._cells:
            cells = [self.table.cell(role, resource, action) for role in roles]
            self._cells[key] = Cell(
                " and ".join(roles),
                resource,
                action,
                _each_once(rule for cell in cells for rule in cell.allows),
                _each_once(rule for cell in cells for rule in cell.denies),
            )
        return self._cells[key]

    def reach(
        self,
        roles: tuple[str, ...],
        resource: str,
        action: str,
        scope: str | None = None,
        excuses: Iterable[Excuse] = (),
    ) -> Outcome:
        """Whether some row for which `scope` holds (None: any row) can be so acted upon.

        Sound: where it says no, there is no such row, whatever other scopes hold. Deny lines close
        an allow line where they certainly hold beside it, and so does the model's four_eyes.
        """
        cell = self.cell(roles, resource, action)
        excused = {
            name
            for excuse in excuses
            if excuse.roles >= set(roles) and (resource, action) in excuse.pairs
            for name in excuse.scopes
        }
        reasons = []
        for allow in cell.allows:
            holding = self.logic(resource).holding((scope or "any", allow.scope))
            reason = self._closed(cell, holding, excused)
            if reason is None:
                return Outcome(True, allow)
            reasons.append(reason)
        return Outcome(False, None, tuple(dict.fromkeys(reasons)) or (NO_LINE,))

    def _closed(self, cell: Cell, holding: frozenset[str], excused: set[str]) -> str | None:
        deny = refusing(cell, holding)
        if deny is not None:
            return DENIED
        people = self.eyes(cell.resource, cell.action, holding)
        if people:
            return f"the model's four eyes on {' and '.join(people)}"
        return EXCEPTED if excused & {"any", *holding} else None

    def eyes(self, resource: str, action: str, holding: Iterable[str]) -> tuple[str, ...]:
        """Those whom the model's four_eyes excludes and the actor is, where the scopes hold."""
        return self.logic(resource).four_eyes(self.actions(resource)[action], holding)

    def cascades(self, resource: str) -> Iterator[str]:
        """The resources whose `delete` removes rows of this one too, at any distance."""
        found = [resource]
        for child in found:  # grows while it is read
            for relation in self.entities[child].relations:
                if relation.on_delete != "cascade" or relation.many:
                    continue
                for parent in (self.table.model.entity(name).resource for name in relation.targets):
                    if parent not in found:
                        found.append(parent)
        yield from (parent for parent in found[1:] if "delete" in self.actions(parent))

    def inheritance(
        self, roles: Iterable[str], line: Rule | FieldRule | None
    ) -> tuple[Inheritance, ...]:
        """The g lines through which one of the roles has that line; none where it is its own."""
        chains: dict[str, tuple[Inheritance, ...]] = dict.fromkeys(roles, ())
        waiting = [*chains]
        for role in waiting:  # grows while it is read
            for link in self.table.rules.inheritance:
                if link.role == role and link.inherited not in chains:
                    chains[link.inherited] = (*chains[role], link)
                    waiting.append(link.inherited)
        return () if line is None else chains.get(line.role, ())

    def masks(self, roles: tuple[str, ...], resource: str) -> dict[str, FieldRule]:
        """The masks of all these roles together: they add up, and hidden wins."""
        found: dict[str, FieldRule] = {}
        for role in roles:
            for name, mask in self.table.masks(role, resource).items():
                if name not in found or (mask.hidden and not found[name].hidden):
                    found[name] = mask
        return found


def refusing(cell: Cell, holding: Iterable[str]) -> Rule | None:
    """The deny line that holds where these scopes do."""
    held = {"any", *holding}
    return next((rule for rule in cell.denies if rule.scope in held), None)


def granting(cell: Cell, holding: Iterable[str]) -> Rule | None:
    """The allow line that holds where these scopes do."""
    held = {"any", *holding}
    return next((rule for rule in cell.allows if rule.scope in held), None)


def those(scopes: Iterable[str]) -> str:
    """Scopes in a sentence: `"own" holds`, `"own" and "shared" hold`."""
    names = [f'"{name}"' for name in scopes]
    return f"{' and '.join(names)} {'holds' if len(names) == 1 else 'hold'}"


def spell(rule: Rule | FieldRule | Inheritance) -> str:
    """A line as it stands in the policy."""
    if isinstance(rule, Inheritance):
        return f"g, {rule.role}, {rule.inherited}"
    if isinstance(rule, FieldRule):
        kind = "hidden" if rule.hidden else "read_only"
        return f"p2, {rule.role}, {rule.resource}, {'|'.join(rule.fields)}, {kind}"
    effect = "allow" if rule.allow else "deny"
    return f"p, {rule.role}, {rule.resource}, {rule.action}, {rule.scope}, {effect}"


def _each_once(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    by_line: Callable[[Rule], int] = lambda rule: rule.line  # noqa: E731
    return tuple(sorted(dict.fromkeys(rules), key=by_line))
