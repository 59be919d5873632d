"""The words a policy may use, and the check that it uses no others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from runtime.policy.dead import check_dead, needs_actor
from runtime.policy.model_file import check_model_file
from runtime.policy.rules import (
    PolicyError,
    PolicyProblem,
    Rule,
    RuleSet,
    did_you_mean,
    read_rules,
)
from runtime.resource import Registry, Resource

_UNKNOWN = {
    "role": "P007",
    "resource": "P008",
    "action": "P009",
    "scope": "P010",
    "field": "P011",
}
DEEPEST = 9
"""Links of a chain of roles at most: stock Casbin follows no more, and then denies."""


@dataclass(frozen=True, slots=True)
class ResourceWords:
    """What may be said of one resource.

    `collection_actions` have no row to test a scope on. `personal` are scopes that hold for nobody
    without an account. `server_set` are fields that no request can set.
    """

    actions: frozenset[str]
    collection_actions: frozenset[str]
    scopes: frozenset[str]
    fields: frozenset[str]
    personal: frozenset[str] = frozenset()
    server_set: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All roles and resources of a model."""

    roles: frozenset[str]
    resources: Mapping[str, ResourceWords]


def vocabulary_of(registry: Registry) -> Vocabulary:
    """The words of a served project."""
    return Vocabulary(
        frozenset(registry.roles),
        {resource.name: _words(resource) for resource in registry.resources},
    )


def _words(resource: Resource) -> ResourceWords:
    named = [action for action in resource.actions if not action.system]
    routes = {"create", "update", "delete"} & resource.routes
    shown = [known for known in resource.fields if not known.secret]
    asked = {name for action in named for name in (*action.needs, *action.takes)}
    return ResourceWords(
        frozenset({"read", *routes, *(action.name for action in named)}),
        frozenset(action.name for action in named if not action.at_row),
        frozenset({"any", *resource.scopes}),
        frozenset(known.name for known in shown),
        frozenset(name for name, sql in resource.scopes.items() if needs_actor(sql)),
        frozenset(known.name for known in shown if known.write == "system") - asked,
    )


def load_rules(project: Path, vocabulary: Vocabulary) -> RuleSet:
    """The policy of a project, read and checked. Raises PolicyError with every problem."""
    found = read_policy(project)
    check_rules(found, vocabulary)
    check_reachable(found, vocabulary)
    if found.problems:
        raise PolicyError(sorted(found.problems, key=_place))
    return found


def read_policy(project: Path) -> RuleSet:
    """The policy of a project as its lines are written, with all problems of their form.

    Raises:
        PolicyError: a file of it cannot be read.
    """
    policies = project / "policies"
    try:
        found = read_rules(policies / "policy.csv", policies / "model.conf")
        found.problems += check_model_file(policies / "model.conf")
    except OSError as error:
        name = Path(error.filename or "").name
        raise PolicyError(
            [PolicyProblem(f"policies/{name}", 1, "P001", f"cannot be read: {error.strerror}")]
        ) from None
    return found


def check_rules(found: RuleSet, vocabulary: Vocabulary) -> None:
    """Adds a problem for every unknown word, cycle, chain that is too long, and double."""
    every: Set[str] = frozenset().union(*(words.actions for words in vocabulary.resources.values()))
    for rule in found.rules:
        _known(found, rule.line, (1, "role"), rule.role, vocabulary.roles)
        _check_rule(found, rule, vocabulary, every)
    for mask in found.field_rules:
        _known(found, mask.line, (1, "role"), mask.role, vocabulary.roles)
        if _known(found, mask.line, (2, "resource"), mask.resource, vocabulary.resources.keys()):
            words = vocabulary.resources[mask.resource]
            for name in mask.fields:
                if name != "*":
                    _known(found, mask.line, (3, f"field of {mask.resource}"), name, words.fields)
    for line in found.inheritance:
        _known(found, line.line, (1, "role"), line.role, vocabulary.roles)
        _known(found, line.line, (2, "role"), line.inherited, vocabulary.roles)
    _check_chains(found)
    _check_doubles(found)


def check_reachable(found: RuleSet, vocabulary: Vocabulary) -> None:
    """Adds a problem for every rule that can never match (`runtime.policy.dead`)."""
    check_dead(
        found,
        closure(found),
        {name: words.personal for name, words in vocabulary.resources.items()},
        {name: words.server_set for name, words in vocabulary.resources.items()},
    )


def _check_rule(found: RuleSet, rule: Rule, vocabulary: Vocabulary, every: Set[str]) -> None:
    if rule.resource == "*":
        if rule.scope != "any":
            found.refuse(rule.line, "P016", "a rule over all resources has the scope any", 4)
        if rule.action != "*":
            _known(found, rule.line, (3, "action"), rule.action, every)
        return
    if not _known(found, rule.line, (2, "resource"), rule.resource, vocabulary.resources.keys()):
        return
    words = vocabulary.resources[rule.resource]
    _known(found, rule.line, (4, f"scope of {rule.resource}"), rule.scope, words.scopes)
    if rule.action != "*":
        _known(found, rule.line, (3, f"action of {rule.resource}"), rule.action, words.actions)
    if rule.action in words.collection_actions and rule.scope != "any":
        reason = f"{rule.action} has no row to test {rule.scope} on"
        found.refuse(rule.line, "P017", f"{reason}: this rule can never match", 4)


def _known(found: RuleSet, line: int, place: tuple[int, str], name: str, words: Set[str]) -> bool:
    """Whether a word is known; `place` is its cell, and what it should be."""
    if name in words:
        return True
    cell, what = place
    code = _UNKNOWN[what.split(" ")[0]]
    found.refuse(line, code, f'"{name}" is no {what}{did_you_mean(name, words)}', cell, name)
    return False


def _place(problem: PolicyProblem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column


def _check_chains(found: RuleSet) -> None:
    """Refuses the line that closes a cycle, and the one that makes a chain too long."""
    parents: dict[str, set[str]] = defaultdict(set)
    heirs: dict[str, set[str]] = defaultdict(set)
    for line in found.inheritance:
        if line.role == line.inherited or line.role in _reached(line.inherited, parents):
            found.refuse(line.line, "P013", f"{line.role} would inherit itself", 2)
            continue
        parents[line.role].add(line.inherited)
        heirs[line.inherited].add(line.role)
        if _longest(line.role, parents) + _longest(line.role, heirs) > DEEPEST:
            found.refuse(line.line, "P014", f"a chain of roles has at most {DEEPEST} links")


def _longest(role: str, links: Mapping[str, Set[str]]) -> int:
    """The links of the longest chain from a role; the links have no cycle."""
    waiting = Counter(
        after for one in (role, *_reached(role, links)) for after in links.get(one, ())
    )
    length = {role: 0}
    ready = [role]
    while ready:
        one = ready.pop()
        for after in links.get(one, ()):
            length[after] = max(length.get(after, 0), length[one] + 1)
            waiting[after] -= 1
            if not waiting[after]:
                ready.append(after)
    return max(length.values())


def _reached(role: str, links: Mapping[str, Set[str]]) -> set[str]:
    """All that chains from a role lead to, itself left out."""
    seen: set[str] = set()
    open_roles = [role]
    while open_roles:
        for after in links.get(open_roles.pop(), ()):
            if after not in seen:
                seen.add(after)
                open_roles.append(after)
    return seen


def closure(found: RuleSet) -> dict[str, frozenset[str]]:
    """Each role with all it inherits, itself included."""
    parents: dict[str, set[str]] = {}
    for line in found.inheritance:
        parents.setdefault(line.role, set()).add(line.inherited)
    roles = {rule.role for rule in found.rules} | {mask.role for mask in found.field_rules}
    roles |= set(parents)
    return {role: frozenset({role} | _reached(role, parents)) for role in roles}


def _check_doubles(found: RuleSet) -> None:
    seen: dict[tuple[str | bool, ...], int] = {}
    for line, key in _said(found):
        first = seen.setdefault(key, line)
        if first != line:
            found.refuse(line, "P015", f"says the same as line {first}")


def _said(found: RuleSet) -> Iterator[tuple[int, tuple[str | bool, ...]]]:
    """What each line says, a mask field by field."""
    for rule in found.rules:
        key = (rule.role, rule.resource, rule.action, rule.scope, rule.allow)
        yield rule.line, ("p", *key)
    for mask in found.field_rules:
        for name in mask.fields:
            yield mask.line, ("p2", mask.role, mask.resource, name, mask.hidden)
    for link in found.inheritance:
        yield link.line, ("g", link.role, link.inherited)
