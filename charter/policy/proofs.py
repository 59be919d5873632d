"""Every invariant decided over every role, resource, action, scope and field. Nothing is sampled.

What a proof rests on is said with it: no line allows it, a deny line closes it, the model's
four_eyes refuse the very person that the scope speaks of, a mask hides the field, or the model
has no way at all. Single roles are enough, as `charter.policy.space` explains. `always` speaks of
a person with that one role, unlimited: further roles can take away, by deny lines and masks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from charter.policy.fields import NEVER_SHOWN, SERVER_SET, Fields
from charter.policy.invariants import Form, Invariant, Verb
from charter.policy.space import NO_LINE, Outcome, Space, granting, refusing, those
from runtime.policy.rules import FieldRule, Inheritance, Rule

OPEN = "an allow line"


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A point at which an invariant does not hold, and the line that is to blame.

    `line` is None where no line is: something is missing, or the model decides.
    """

    role: str
    resource: str
    action: str
    scope: str | None
    field: str | None
    sentence: str
    line: Rule | FieldRule | None
    through: tuple[Inheritance, ...] = ()
    """The g lines through which the role has the line, where it is not its own."""


@dataclass(slots=True)
class Proof:
    """What was found for one invariant; it holds where there are no counter-examples.

    `combinations` is how many points were decided, `reasons` what decided how many of them.
    """

    invariant: Invariant
    combinations: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    counter_examples: list[CounterExample] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the invariant is proven."""
        return not self.counter_examples

    def note(self, reasons: tuple[str, ...]) -> None:
        """Counts a point that was decided as it should be."""
        self.combinations += 1
        self.reasons[" and ".join(reasons)] += 1

    def fail(self, example: CounterExample) -> None:
        """Counts a point at which the invariant does not hold."""
        self.combinations += 1
        self.counter_examples.append(example)


def prove(invariants: list[Invariant], space: Space) -> list[Proof]:
    """A proof, or counter-examples, for each invariant, in their order."""
    prover = _Prover(space)
    return [prover.proof(invariant) for invariant in invariants]


@dataclass(frozen=True, slots=True)
class _Point:
    """One question of the finite space; the role is asked for each."""

    resource: str
    action: str
    scope: str | None = None
    field: str | None = None

    @property
    def full_field(self) -> str | None:
        """The field as an invariant names it."""
        return f"{self.resource}.{self.field}" if self.field else None


class _Prover:
    def __init__(self, space: Space) -> None:
        self.space = space
        self.fields = Fields(space)

    def proof(self, invariant: Invariant) -> Proof:
        """Decides one invariant."""
        proof = Proof(invariant)
        points = [*self._points(invariant)]
        match invariant.form:
            case Form.NEVER | Form.ONLY:
                for role in invariant.roles:
                    for point in points:
                        self._never(proof, role, point)
            case Form.ALWAYS:
                for role in invariant.roles:
                    for point in points:
                        self._always(proof, role, point)
            case Form.SOMEBODY:
                for point in points:
                    self._somebody(proof, point)
        return proof

    def _points(self, invariant: Invariant) -> Iterator[_Point]:
        for deed in invariant.deeds.points(self.space):
            yield _Point(*deed)
        for resource, name in invariant.fields:
            if invariant.verb is Verb.SEES:
                yield _Point(resource, "read", None, name)
                continue
            setters = [action for action, _ in self.fields.setters(resource, name)]
            if invariant.form is not Form.NEVER and invariant.form is not Form.ONLY:
                setters = [action for action in setters if action == "update"] or setters[:1]
            for action in setters or ["update"]:
                yield _Point(resource, action, None, name)

    # -------------------------------------------------------------------------------- never

    def _never(self, proof: Proof, role: str, point: _Point) -> None:
        outcome, done = self._outcome(proof.invariant, role, point)
        if not outcome.open:
            outcome, done = self._cascade(proof.invariant, role, point, outcome, done)
        if outcome.open:
            sentence = f"{role} {done}{_where(point.scope, outcome.line)}"
            proof.fail(self._example(point, role, sentence, outcome.line))
        else:
            proof.note(outcome.reasons)

    def _example(
        self, point: _Point, role: str, sentence: str, line: Rule | FieldRule | None
    ) -> CounterExample:
        return CounterExample(
            role,
            point.resource,
            point.action,
            point.scope,
            point.full_field,
            sentence,
            line,
            self.space.inheritance((role,), line),
        )

    def _outcome(self, invariant: Invariant, role: str, point: _Point) -> tuple[Outcome, str]:
        """What was found, and what is done there, in words."""
        resource, roles, excuses = point.resource, (role,), invariant.excuses
        if point.field is None:
            done = f"may {point.action} {resource}"
            return self.space.reach(roles, resource, point.action, point.scope, excuses), done
        if invariant.verb is Verb.CHANGES:
            done = f"may set {point.full_field} by {point.action}"
            return self.fields.changes(roles, resource, point.field, point.action, excuses), done
        outcome, sight = self.fields.sees(roles, resource, point.field, excuses)
        through = f"{sight.resource}.{sight.field}"
        way = "" if through == point.full_field else f" through {through}"
        return outcome, f"sees {point.full_field}{way}"

    def _cascade(
        self, invariant: Invariant, role: str, point: _Point, outcome: Outcome, done: str
    ) -> tuple[Outcome, str]:
        """Deleting asks for the parent's `delete` alone, so that way is looked at as well."""
        if point.action != "delete" or point.field or self._excused(invariant, role, point):
            return outcome, done
        for parent in self.space.cascades(point.resource):
            found = self.space.reach((role,), parent, "delete", None, invariant.excuses)
            if found.open:
                return (
                    found,
                    f"may delete {parent}, with the {point.resource} rows that belong to it,",
                )
        return outcome, done

    def _excused(self, invariant: Invariant, role: str, point: _Point) -> bool:
        return any(
            role in excuse.roles
            and (point.resource, point.action) in excuse.pairs
            and "any" in excuse.scopes
            for excuse in invariant.excuses
        )

    # ------------------------------------------------------------------- always and somebody

    def _always(self, proof: Proof, role: str, point: _Point) -> None:
        found = self._unshown(proof.invariant, role, point) or self._barrier(role, point)
        if found is None:
            proof.note((OPEN,))
            return
        why, line = found
        done = f"may not {point.action} {point.resource}"
        if point.field is not None:
            sees = proof.invariant.verb is Verb.SEES
            done = f"{'does not see' if sees else 'may not set'} {point.full_field}"
        rows = f'where "{point.scope}" holds' if point.scope else "in every row"
        proof.fail(self._example(point, role, f"{role} {done} {rows}: {why}", line))

    def _unshown(
        self, invariant: Invariant, role: str, point: _Point
    ) -> tuple[str, FieldRule | None] | None:
        """What keeps the field itself from a role, whatever the rows."""
        if point.field is None:
            return None
        sees = invariant.verb is Verb.SEES
        mask = self.space.masks((role,), point.resource).get(point.field)
        if sees and not self.fields.sights(point.resource, point.field):
            return NEVER_SHOWN, None
        if not sees and not [*self.fields.setters(point.resource, point.field)]:
            return SERVER_SET, None
        if mask is not None and (mask.hidden or not sees):
            return f"it is {'hidden' if mask.hidden else 'read_only'}", mask
        return None

    def _barrier(self, role: str, point: _Point) -> tuple[str, Rule | None] | None:
        """What keeps a role from some of the rows; None where it reaches them all."""
        cell = self.space.cell((role,), point.resource, point.action)
        holding = self.space.logic(point.resource).holding((point.scope or "any",))
        if not cell.allows:
            return NO_LINE, None
        if granting(cell, holding) is None:
            only = cell.allows[0]
            return f'a line allows it only where "{only.scope}" holds', only
        if cell.denies:
            deny = refusing(cell, holding) or cell.denies[0]
            return f'a line denies it for "{deny.scope}"', deny
        known = self.space.actions(point.resource)[point.action]
        if known is not None and known.four_eyes:
            people = ", ".join(name for name, _ in known.four_eyes)
            return f"the model refuses it to the row's own {people} (four eyes)", None
        return None

    def _somebody(self, proof: Proof, point: _Point) -> None:
        roles = proof.invariant.roles
        outcomes = [self._outcome(proof.invariant, role, point) for role in roles]
        if any(outcome.open for outcome, _ in outcomes):
            proof.note((OPEN,))
            return
        reasons = dict.fromkeys(each for outcome, _ in outcomes for each in outcome.reasons)
        who = "nobody" if roles == self.space.roles else f"none of {', '.join(roles)}"
        where = _where(point.scope, None)
        sentence = f"{who} {outcomes[0][1]}{where}: {', '.join(reasons)}"
        proof.fail(self._example(point, "", sentence, None))


def _where(scope: str | None, line: Rule | FieldRule | None) -> str:
    """The rows of a counter-example: those of the claim, and of the line that lets them in."""
    scopes = (scope, line.scope if isinstance(line, Rule) else None)
    names = dict.fromkeys(name for name in scopes if name and name != "any")
    if not names:
        return " in any row" if line else ""
    return f" where {those(names)}"
