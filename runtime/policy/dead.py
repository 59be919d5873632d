"""Rules that can never match: a line that says something and means nothing is a mistake.

Refused is what is certain from the files alone, for every row and every person:

- an `allow` that a `deny` takes back whoever has it: same or wider action and resource, scope `any`
  or the same one, given to the same role or to one that it inherits. (A deny of an heir takes it
  back from that heir alone, and stands.)
- a rule of `public` in a scope that compares the row with the caller: nobody is no row's owner.
- a `read_only` mask on a field that no request can set, or on one hidden from the same role.

Not refused, since each of them decides something: a `deny` of what no `allow` grants today (it
keeps tomorrow's from doing so), an `allow` that a wider one repeats (the wider one may go), and a
mask for a role that cannot read (masks follow a person, who may read by another role).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from runtime.policy.rules import Rule, RuleSet

_IS_CALLER = re.compile(r'(?<!not )\{row\}\.(?:"[^"]+"|\w+) = \{actor\}(?! is\b)')
_LOOSE = re.compile(r"\bnot \(|\bcase\b|\bcoalesce\b|\bis (not )?distinct\b")


def needs_actor(condition: str) -> bool:
    """Whether a scope's SQL holds for no row where `{actor}` is null; False where in doubt.

    Comparing with null is not true. Each part between two `or` holds such a comparison, so every
    way to make the whole true goes through one; whatever could turn that around is not looked at.
    """
    parts = re.split(r"\bor\b", condition)
    return not _LOOSE.search(condition) and all(_IS_CALLER.search(part) for part in parts)


def check_dead(
    found: RuleSet,
    closure: Mapping[str, frozenset[str]],
    strangers: Mapping[str, frozenset[str]],
    server_set: Mapping[str, frozenset[str]],
) -> None:
    """Adds a problem for each line that can never match.

    `strangers` are the scopes of a resource that hold for nobody without an account; `server_set`
    its fields that no request sets.
    """
    _check_taken_back(found, closure)
    if all(line.inherited != "public" for line in found.inheritance):
        for rule in found.rules:
            if rule.role == "public" and rule.scope in strangers.get(rule.resource, ()):
                reason = f"{rule.scope} compares the row with a caller who has not signed in"
                found.refuse(rule.line, "P017", f"{reason}: this rule can never match")
    _check_masks(found, closure, server_set)


def _check_taken_back(found: RuleSet, closure: Mapping[str, frozenset[str]]) -> None:
    denies: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in found.rules:
        if not rule.allow:
            denies[rule.role, rule.resource].append(rule)
    for rule in found.rules if denies else ():
        if rule.allow:
            deny = _taken_back(rule, closure, denies)
            if deny is not None:
                reason = f"line {deny.line} denies it to everybody who has it"
                found.refuse(rule.line, "P017", f"{reason}: this rule can never match")


def _taken_back(
    allow: Rule,
    closure: Mapping[str, frozenset[str]],
    denies: Mapping[tuple[str, str], list[Rule]],
) -> Rule | None:
    for role in sorted(closure[allow.role]):
        for resource in dict.fromkeys((allow.resource, "*")):
            for deny in denies.get((role, resource), ()):
                if deny.action in ("*", allow.action) and deny.scope in ("any", allow.scope):
                    return deny
    return None


def _check_masks(
    found: RuleSet,
    closure: Mapping[str, frozenset[str]],
    server_set: Mapping[str, frozenset[str]],
) -> None:
    hidden = {
        (mask.role, mask.resource, name): mask.line
        for mask in found.field_rules
        if mask.hidden
        for name in mask.fields
    }
    for mask in found.field_rules:
        for name in () if mask.hidden else mask.fields:
            if name in server_set.get(mask.resource, ()):
                message = f"nobody can set {name}: read_only takes nothing away"
                found.refuse(mask.line, "P018", message, 3, name)
            lines = (
                hidden.get((role, mask.resource, each))
                for role in closure[mask.role]
                for each in (name, "*")
            )
            line = min((line for line in lines if line is not None), default=None)
            if line is not None:
                message = f"{name} is hidden by line {line}: read_only adds nothing"
                found.refuse(mask.line, "P018", message, 3, name)
