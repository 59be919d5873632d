"""The policy compiled: for a set of assignments, a resource and an action, the decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from runtime.actor import Actor, Assignment
from runtime.policy.reach import Decision, Grant, Mask
from runtime.policy.rules import FieldRule, Rule, RuleSet
from runtime.policy.vocabulary import closure
from runtime.query.statement import Parameters
from runtime.resource import Resource

_CACHED = 50_000
"""Decisions kept at most; the cache starts anew beyond."""


class CompiledPolicy:
    """A rule set, indexed. Deny wins; nothing matched is deny.

    A limited assignment reaches only rows that lie within its limit, and nothing of a resource
    without a path to it. Field masks add up over all roles: what one role hides stays hidden.
    """

    def __init__(self, found: RuleSet) -> None:
        self.rules = found
        self._closure = closure(found)
        self._by_role: dict[str, list[Rule]] = defaultdict(list)
        self._masks: dict[str, list[FieldRule]] = defaultdict(list)
        for rule in found.rules:
            self._by_role[rule.role].append(rule)
        for mask in found.field_rules:
            self._masks[mask.role].append(mask)
        self._decisions: dict[tuple[object, ...], Decision] = {}
        self._mask_cache: dict[tuple[object, ...], Mask] = {}

    def decide(self, actor: Actor, resource: Resource, action: str) -> Decision:
        """The decision; the same value for the same assignments."""
        key = (actor.assignments, resource.name, action)
        known = self._decisions.get(key)
        if known is None:
            if len(self._decisions) >= _CACHED:
                self._decisions.clear()
            known = self._decisions[key] = self._decide(actor.assignments, resource, action)
        return known

    def _decide(
        self, assignments: Sequence[Assignment], resource: Resource, action: str
    ) -> Decision:
        grants: list[Grant] = []
        refusals: list[Grant] = []
        for assignment, rule in self._matching(assignments, resource, action):
            grant = Grant(rule.scope, assignment.limit, self.rules.name(rule.line))
            (grants if rule.allow else refusals).append(grant)
        for refusal in refusals:
            if refusal.scope == "any" and refusal.limit is None:
                return Decision(line=refusal.line)
        grants.sort(key=lambda grant: (grant.scope != "any", grant.limit is not None))
        only = grants[0].line if grants and (len(grants) == 1 or _open(grants[0])) else None
        return Decision(tuple(grants), tuple(refusals), only)

    def _matching(
        self, assignments: Sequence[Assignment], resource: Resource, action: str
    ) -> Iterable[tuple[Assignment, Rule]]:
        for assignment in assignments:
            if assignment.limit is not None and assignment.limit[0] not in resource.within:
                continue
            for role in sorted(self._closure.get(assignment.role, ())):
                for rule in self._by_role[role]:
                    if rule.resource in ("*", resource.name) and rule.action in ("*", action):
                        yield assignment, rule

    def mask(self, actor: Actor, resource: Resource) -> Mask:
        """The fields hidden from, and only readable for, the actor."""
        key = (actor.roles, resource.name)
        known = self._mask_cache.get(key)
        if known is None:
            known = self._mask_cache[key] = self._mask(actor.roles, resource)
        return known

    def _mask(self, roles: Iterable[str], resource: Resource) -> Mask:
        hidden: set[str] = set()
        read_only: set[str] = set()
        for role in {each for held in roles for each in self._closure.get(held, ())}:
            for mask in self._masks[role]:
                if mask.resource == resource.name:
                    (hidden if mask.hidden else read_only).update(_fields(mask, resource))
        return Mask(frozenset(hidden), frozenset(read_only))


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

    def decide(self, resource: Resource, action: str) -> Decision:
        """The decision for an action."""
        return self.policy.decide(self.actor, resource, action)

    def mask(self, resource: Resource) -> Mask:
        """The field masks."""
        return self.policy.mask(self.actor, resource)

    def condition(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL for the rows within reach: the union of the grants less the refusals."""
        decision = self.decide(resource, action)
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
        actor = parameters.add(self.actor.id, "uuid")
        tests = []
        if grant.scope != "any":
            tests.append("(" + resource.scopes[grant.scope].format(row=row, actor=actor) + ")")
        if grant.limit is not None:
            kind, key = grant.limit
            path = resource.within[kind].format(row=row, actor=actor)
            tests.append(f"({path}) = {parameters.add(key, 'uuid')}")
        return "(" + " and ".join(tests or ["true"]) + ")"
