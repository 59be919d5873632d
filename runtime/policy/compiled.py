"""The policy compiled: for a set of assignments, a resource and an action, the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from runtime.actor import Actor, Assignment
from runtime.policy.reach import ALL, Decision, Grant, Mask
from runtime.policy.rules import FieldRule, Rule, RuleSet
from runtime.policy.vocabulary import closure
from runtime.query.statement import ACTOR, Parameters
from runtime.resource import Resource

_CACHED = 50_000
"""Decisions, masks and sets of assignments remembered at most; then it starts anew."""


DATABASE_ALONE = False
"""For tests: statements carry no conditions, so that row-level security has to hold by itself."""


class Decisions:
    """What is known of one set of assignments under one policy."""

    __slots__ = ("actions", "masks", "whole")

    def __init__(self) -> None:
        self.actions: dict[tuple[str, str], Decision] = {}
        self.masks: dict[str, Mask] = {}
        self.whole: dict[str, bool] = {}


class CompiledPolicy:
    """A rule set, indexed. Deny wins; nothing matched is deny.

    A limited assignment reaches only rows that lie within its limit, and nothing of a resource
    without a path to it. Field masks add up over all roles: what one role hides stays hidden.

    It never changes, but for what it remembers: to reload is to make another one, so whoever holds
    one is answered from one set of rules.
    """

    def __init__(self, found: RuleSet) -> None:
        self.rules = found
        self._closure = {role: sorted(held) for role, held in closure(found).items()}
        self._rules: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._masks: dict[tuple[str, str], list[FieldRule]] = defaultdict(list)
        for rule in found.rules:
            self._rules[rule.role, rule.resource].append(rule)
        for mask in found.field_rules:
            self._masks[mask.role, mask.resource].append(mask)
        self._known: dict[tuple[Assignment, ...], Decisions] = {}
        self._remembered = 0

    def known(self, assignments: tuple[Assignment, ...]) -> Decisions:
        """What is remembered for these assignments, to be asked for once a request."""
        found = self._known.get(assignments)
        if found is None:
            self._make_room()
            found = self._known.setdefault(assignments, Decisions())
        return found

    def decide(self, actor: Actor, resource: Resource, action: str) -> Decision:
        """The decision; the same value for the same assignments."""
        known = self.known(actor.assignments)
        decision = known.actions.get((resource.name, action))
        return self.decide_anew(known, actor, resource, action) if decision is None else decision

    def decide_anew(
        self, known: Decisions, actor: Actor, resource: Resource, action: str
    ) -> Decision:
        """Finds a decision that is not remembered yet, and remembers it."""
        self._make_room()
        decision = self._decide(actor.assignments, resource, action)
        return known.actions.setdefault((resource.name, action), decision)

    def _make_room(self) -> None:
        self._remembered += 1
        if self._remembered > _CACHED:
            self._known.clear()
            self._remembered = 0

    def _decide(
        self, assignments: Sequence[Assignment], resource: Resource, action: str
    ) -> Decision:
        grants: list[Grant] = []
        refusals: list[Grant] = []
        for assignment, rule in self.matching(assignments, resource, action):
            grant = Grant(rule.scope, assignment.limit, self.rules.name(rule.line))
            (grants if rule.allow else refusals).append(grant)
        for refusal in refusals:
            if refusal.scope == "any" and refusal.limit is None:
                return Decision(line=refusal.line)
        grants.sort(key=lambda grant: (grant.scope != "any", grant.limit is not None))
        only = grants[0].line if grants and (len(grants) == 1 or _open(grants[0])) else None
        return Decision(tuple(grants), tuple(refusals), only)

    def matching(
        self, assignments: Sequence[Assignment], resource: Resource, action: str
    ) -> Iterable[tuple[Assignment, Rule]]:
        """Each rule that speaks of the action, with the assignment through which it applies."""
        for assignment in assignments:
            if assignment.limit is not None and assignment.limit[0] not in resource.within:
                continue
            for role in self._closure.get(assignment.role, ()):
                for name in (resource.name, "*"):
                    for rule in self._rules.get((role, name), ()):
                        if rule.action in ("*", action):
                            yield assignment, rule

    def whole(self, actor: Actor, name: str) -> bool:
        """Whether a rule lets the actor read every row of a resource, and none refuses any."""
        found = [
            (assignment, rule)
            for assignment in actor.assignments
            for role in self._closure.get(assignment.role, ())
            for key in (name, "*")
            for rule in self._rules.get((role, key), ())
            if rule.action in ("*", "read")
        ]
        return all(rule.allow for _, rule in found) and any(
            rule.scope == ALL and assignment.limit is None for assignment, rule in found
        )

    def mask(self, actor: Actor, resource: Resource) -> Mask:
        """The fields hidden from, and only readable for, the actor."""
        known = self.known(actor.assignments)
        mask = known.masks.get(resource.name)
        return self.mask_anew(known, actor, resource) if mask is None else mask

    def mask_anew(self, known: Decisions, actor: Actor, resource: Resource) -> Mask:
        """Finds a mask that is not remembered yet, and remembers it."""
        self._make_room()
        return known.masks.setdefault(resource.name, self._mask(actor.roles, resource))

    def _mask(self, roles: Iterable[str], resource: Resource) -> Mask:
        hidden: set[str] = set()
        read_only: set[str] = set()
        for role in {each for held in roles for each in self._closure.get(held, ())}:
            for mask in self._masks.get((role, resource.name), ()):
                (hidden if mask.hidden else read_only).update(_fields(mask, resource))
        return Mask(frozenset(hidden), frozenset(read_only))

    def hidden(self, actor: Actor) -> dict[str, frozenset[str]]:
        """The fields hidden from the actor by resource, as the lines have them."""
        held = {each for role in actor.roles for each in self._closure.get(role, ())}
        found: dict[str, frozenset[str]] = {}
        for (role, resource), masks in self._masks.items():
            if role in held:
                names = {name for mask in masks if mask.hidden for name in mask.fields}
                found[resource] = found.get(resource, frozenset()) | names
        return {resource: names for resource, names in sorted(found.items()) if names}


def _fields(mask: FieldRule, resource: Resource) -> Iterable[str]:
    if "*" in mask.fields:
        return (known.name for known in resource.fields if known.name != "id")
    return mask.fields


def _open(grant: Grant) -> bool:
    return grant.scope == "any" and grant.limit is None


class ActorReach:
    """Implements `runtime.policy.reach.Reach` for one actor under one compiled policy."""

    def __init__(self, policy: CompiledPolicy, actor: Actor) -> None:
        self.policy = policy
        self.actor = actor
        self._known = policy.known(actor.assignments)

    @property
    def policy_hash(self) -> str:
        """The hash that names the policy set."""
        return self.policy.rules.hash

    @property
    def memory(self) -> object:
        """What is remembered of the assignments, which is there once for each set of them."""
        return self._known, DATABASE_ALONE

    def decide(self, resource: Resource, action: str) -> Decision:
        """The decision for an action."""
        decision = self._known.actions.get((resource.name, action))
        if decision is None:
            return self.policy.decide_anew(self._known, self.actor, resource, action)
        return decision

    def whole(self, name: str) -> bool:
        """Whether every row of the resource of that name may be read."""
        found = self._known.whole.get(name)
        if found is None:
            found = self._known.whole.setdefault(name, self.policy.whole(self.actor, name))
        return found

    def mask(self, resource: Resource) -> Mask:
        """The field masks."""
        mask = self._known.masks.get(resource.name)
        return self.policy.mask_anew(self._known, self.actor, resource) if mask is None else mask

    def hidden(self) -> Mapping[str, frozenset[str]]:
        """The hidden fields by resource."""
        return self.policy.hidden(self.actor)

    def condition(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL for the rows within reach: the union of the grants less the refusals."""
        decision = self.decide(resource, action)
        if action == "read":
            parameters.allow(resource.name, "read", decision.reach)
        if DATABASE_ALONE:
            return "true"
        if decision.denied:
            return "false"
        if decision.everything:
            return "true"
        granted = self._union(resource, decision.grants, row, parameters)
        if not decision.refusals:
            return granted
        refused = self._union(resource, decision.refusals, row, parameters)
        return f"({granted} and ({refused}) is not true)"

    def line(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL for the policy line that decides for `row`."""
        decision = self.decide(resource, action)
        if decision.denied or (decision.line is not None and not decision.refusals):
            return f"{parameters.add(decision.line, 'text')}"
        arms = [
            f"when {self._grant(resource, grant, row, parameters)}"
            f" then {parameters.add(grant.line, 'text')}"
            for grant in (*decision.refusals, *decision.grants)
        ]
        return f"case {' '.join(arms)} end"

    def _union(
        self, resource: Resource, grants: Sequence[Grant], row: str, parameters: Parameters
    ) -> str:
        tests = dict.fromkeys(self._grant(resource, g, row, parameters) for g in grants)
        return "(" + " or ".join(tests) + ")"

    def _grant(self, resource: Resource, grant: Grant, row: str, parameters: Parameters) -> str:
        actor = parameters.add(self.actor.id, "uuid", ACTOR)
        tests = []
        if grant.scope != "any":
            tests.append("(" + resource.scopes[grant.scope].format(row=row, actor=actor) + ")")
        if grant.limit is not None:
            kind, key = grant.limit
            limits = f"array[{parameters.add(key, 'uuid')}]"
            place = resource.lies_in[kind].format(row=row, actor=actor, limits=limits)
            tests.append(f"({place})")
        return "(" + " and ".join(tests or ["true"]) + ")"
