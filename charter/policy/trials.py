"""The tests under `policies/tests/` tried: what the policy decides where people expect something.

Several roles of one person add up as they do in the server: one deny outweighs every allow, masks
of all roles hold, and a role limited to a project or unit speaks of the rows inside alone, and of
nothing where the model leads no path there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from charter.policy.expectations import Expectation, Expected, Held
from charter.policy.fields import SERVER_SET, Fields
from charter.policy.space import NO_LINE, Outcome, Space, granting, refusing, those
from runtime.policy.rules import FieldRule, Inheritance, Rule


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that does not hold: who, what, and the line that decided (None: no line did)."""

    expectation: Expectation
    person: str
    sentence: str
    line: Rule | FieldRule | None
    through: tuple[Inheritance, ...] = ()
    """The g lines through which the person has the line, where it is not of their own roles."""


def try_all(expectations: list[Expectation], space: Space) -> Iterator[Failure]:
    """The failures, in the order of the tests."""
    fields = Fields(space)
    for expectation in expectations:
        for person in expectation.people:
            for resource, word in expectation.pairs:
                trial = _Trial(space, fields, expectation, person)
                if expectation.expected.of_fields:
                    outcome, sentence = trial.field(resource, word)
                else:
                    outcome, sentence = trial.action(resource, word)
                if outcome.open is not expectation.expected.positive:
                    said = " and ".join(map(str, person))
                    through = space.inheritance([held.role for held in person], outcome.line)
                    yield Failure(expectation, said, sentence, outcome.line, through)


@dataclass(frozen=True, slots=True)
class _Trial:
    space: Space
    fields: Fields
    expectation: Expectation
    person: tuple[Held, ...]

    def action(self, resource: str, action: str) -> tuple[Outcome, str]:
        """What is decided for an action: with scopes for that row, else for every row."""
        scopes = self.expectation.scopes
        roles = self._roles(resource, action)
        if scopes is not None:
            held = self.space.logic(resource).holding(scopes)
            outcome = decide(self.space, roles, resource, action, held)
            row = f"where {those(scopes)}" if scopes else "in a row of somebody else"
        elif self.expectation.expected is Expected.MAY:
            outcome = self._every_row(roles, resource, action)
            row = "in every row"
        else:
            outcome = self.space.reach(roles, resource, action)
            row = self._some_rows(outcome)
        return outcome, self._sentence(f"{action} {resource} {row}", outcome)

    def _roles(self, resource: str, action: str) -> tuple[str, ...]:
        """The roles that have a say: a limited one only inside, and where there is a path."""
        kinds = {kind for kind, _ in self.space.entities[resource].within}
        at_row = self.space.at_row(resource, action)
        return tuple(
            held.role
            for held in self.person
            if held.limited_to is None
            or (held.limited_to in kinds and at_row and self.expectation.inside)
        )

    def _every_row(self, roles: tuple[str, ...], resource: str, action: str) -> Outcome:
        cell = self.space.cell(roles, resource, action)
        known = self.space.actions(resource)[action]
        if cell.everything and known is not None and known.four_eyes:
            people = ", ".join(name for name, _ in known.four_eyes)
            reason = f"the model refuses it to the row's own {people} (four eyes); say a scope"
            return Outcome(False, None, (reason,))
        if cell.everything:
            return Outcome(True, granting(cell, ()))
        lines = (*cell.denies, *cell.allows)
        if not cell.allows:
            return Outcome(False, None, (NO_LINE,))
        return Outcome(False, lines[0], (f'the line speaks of "{lines[0].scope}" alone',))

    def _some_rows(self, outcome: Outcome) -> str:
        if isinstance(outcome.line, Rule) and outcome.line.scope != "any":
            return f'where "{outcome.line.scope}" holds'
        return "in any row"

    def field(self, resource: str, name: str) -> tuple[Outcome, str]:
        """What is decided for a field."""
        full = f"{resource}.{name}"
        if self.expectation.expected in (Expected.SEES, Expected.SEES_NOT):
            return self._sight(resource, name, full)
        outcomes = [
            (action, self.fields.changes(self._all, resource, name, action))
            for action, _ in self.fields.setters(resource, name)
            if self._roles(resource, action)
        ]
        for action, outcome in outcomes:
            if outcome.open:
                return outcome, self._sentence(f"set {full} by {action}", outcome)
        closed = next((each for _, each in outcomes if each.line is not None), None)
        if closed is None:
            closed = (
                outcomes[0][1] if outcomes else Outcome(False, None, (self._unset(resource, name),))
            )
        return closed, self._sentence(f"set {full}", closed)

    def _unset(self, resource: str, name: str) -> str:
        return NO_LINE if [*self.fields.setters(resource, name)] else SERVER_SET

    def _sight(self, resource: str, name: str, full: str) -> tuple[Outcome, str]:
        outcome, sight = self.fields.sees(self._all, resource, name)
        through = f"{sight.resource}.{sight.field}"
        way = "" if through == full else f" through {through}"
        outcome = replace(outcome, reasons=outcome.reasons[:1])
        return outcome, self._sentence(f"see {full}{way}", outcome)

    @property
    def _all(self) -> tuple[str, ...]:
        return tuple(held.role for held in self.person)

    def _sentence(self, deed: str, outcome: Outcome) -> str:
        who = " and ".join(map(str, self.person))
        if len(self.person) > 1:
            who = f"whoever is {who}"
        why = f": {', '.join(outcome.reasons)}" if outcome.reasons else ""
        return f"{who} {'may' if outcome.open else 'may not'} {deed}{why}"


def decide(
    space: Space, roles: tuple[str, ...], resource: str, action: str, holding: frozenset[str]
) -> Outcome:
    """The decision for one person and a row for which exactly these scopes hold.

    As stock Casbin decides, and then the model's four_eyes.
    """
    cell = space.cell(roles, resource, action)
    deny = refusing(cell, holding)
    if deny is not None:
        return Outcome(False, deny, ("a line denies it",))
    allow = granting(cell, holding)
    if allow is None:
        return Outcome(False, None, (NO_LINE,))
    people = space.eyes(resource, action, holding)
    if people:
        return Outcome(False, None, (f"the model's four eyes on {' and '.join(people)}",))
    return Outcome(True, allow)
