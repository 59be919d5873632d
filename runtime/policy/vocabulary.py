"""The words a policy may use, and the check that it uses no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from runtime.policy.model_file import check_model_file
from runtime.policy.rules import PolicyError, PolicyProblem, Rule, RuleSet, read_rules
from runtime.resource import Registry, Resource

DEEPEST = 9
"""Links of a chain of roles at most: stock Casbin follows no more, and then denies."""


@dataclass(frozen=True, slots=True)
class ResourceWords:
    """What may be said of one resource. `collection_actions` have no row to test a scope on."""

    actions: frozenset[str]
    collection_actions: frozenset[str]
    scopes: frozenset[str]
    fields: frozenset[str]


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
    return ResourceWords(
        frozenset({"read", *routes, *(action.name for action in named)}),
        frozenset(action.name for action in named if not action.at_row),
        frozenset({"any", *resource.scopes}),
        frozenset(known.name for known in resource.fields if not known.secret),
    )


def load_rules(project: Path, vocabulary: Vocabulary) -> RuleSet:
    """The policy of a project, read and checked. Raises PolicyError with every problem."""
    policies = project / "policies"
    try:
        found = read_rules(policies / "policy.csv", policies / "model.conf")
        found.problems += check_model_file(policies / "model.conf")
    except OSError as error:
        name = Path(error.filename or "").name
        raise PolicyError(
            [PolicyProblem(f"policies/{name}", 1, f"cannot be read: {error.strerror}")]
        ) from None
    check_rules(found, vocabulary)
    if found.problems:
        raise PolicyError(sorted(found.problems, key=lambda problem: (problem.file, problem.line)))
    return found


def check_rules(found: RuleSet, vocabulary: Vocabulary) -> None:
    """Adds a problem for every unknown word, cycle, double, and rule that can never match."""
    for rule in found.rules:
        _known(found, rule.line, "role", rule.role, vocabulary.roles)
        _check_rule(found, rule, vocabulary)
    for mask in found.field_rules:
        _known(found, mask.line, "role", mask.role, vocabulary.roles)
        if _known(found, mask.line, "resource", mask.resource, vocabulary.resources):
            words = vocabulary.resources[mask.resource]
            for name in mask.fields:
                if name != "*":
                    _known(found, mask.line, f"field of {mask.resource}", name, words.fields)
    for line in found.inheritance:
        _known(found, line.line, "role", line.role, vocabulary.roles)
        _known(found, line.line, "role", line.inherited, vocabulary.roles)
    _check_cycles(found)
    _check_doubles(found)


def _check_rule(found: RuleSet, rule: Rule, vocabulary: Vocabulary) -> None:
    if rule.resource == "*":
        if rule.scope != "any":
            found.refuse(rule.line, "a rule over all resources has the scope any")
        every = frozenset().union(*(words.actions for words in vocabulary.resources.values()))
        if rule.action != "*":
            _known(found, rule.line, "action", rule.action, every)
        return
    if not _known(found, rule.line, "resource", rule.resource, vocabulary.resources):
        return
    words = vocabulary.resources[rule.resource]
    _known(found, rule.line, f"scope of {rule.resource}", rule.scope, words.scopes)
    if rule.action != "*":
        _known(found, rule.line, f"action of {rule.resource}", rule.action, words.actions)
    if rule.action in words.collection_actions and rule.scope != "any":
        found.refuse(
            rule.line,
            f"{rule.action} has no row to test {rule.scope} on: this rule can never match",
        )


def _known(found: RuleSet, line: int, what: str, name: str, words: Iterable[str]) -> bool:
    known = sorted(words)
    if name in known:
        return True
    near = get_close_matches(name, known, 1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    found.refuse(line, f'"{name}" is no {what}{hint}')
    return False


def _check_cycles(found: RuleSet) -> None:
    parents: dict[str, set[str]] = {}
    for line in found.inheritance:
        if line.role == line.inherited or line.role in _ancestors(line.inherited, parents):
            found.refuse(line.line, f"{line.role} would inherit itself")
            continue
        parents.setdefault(line.role, set()).add(line.inherited)
        if _above(line.role, parents) + _below(line.role, parents) > DEEPEST:
            found.refuse(line.line, f"a chain of roles has at most {DEEPEST} links")


def _above(role: str, parents: Mapping[str, set[str]]) -> int:
    """The links of the longest chain from a role upward; the roles have no cycle."""
    return max((1 + _above(parent, parents) for parent in parents.get(role, ())), default=0)


def _below(role: str, parents: Mapping[str, set[str]]) -> int:
    """The same, downward."""
    heirs = [heir for heir, inherited in parents.items() if role in inherited]
    return max((1 + _below(heir, parents) for heir in heirs), default=0)


def _ancestors(role: str, parents: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    open_roles = [role]
    while open_roles:
        for parent in parents.get(open_roles.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_roles.append(parent)
    return seen


def closure(found: RuleSet) -> dict[str, frozenset[str]]:
    """Each role with all it inherits, itself included."""
    parents: dict[str, set[str]] = {}
    for line in found.inheritance:
        parents.setdefault(line.role, set()).add(line.inherited)
    roles = {rule.role for rule in found.rules} | {mask.role for mask in found.field_rules}
    roles |= set(parents)
    return {role: frozenset({role} | _ancestors(role, parents)) for role in roles}


def _check_doubles(found: RuleSet) -> None:
    seen: dict[tuple[str, ...], int] = {}
    lines = [
        *(
            (r.line, ("p", r.role, r.resource, r.action, r.scope, str(r.allow)))
            for r in found.rules
        ),
        *(
            (m.line, ("p2", m.role, m.resource, *m.fields, str(m.hidden)))
            for m in found.field_rules
        ),
        *((g.line, ("g", g.role, g.inherited)) for g in found.inheritance),
    ]
    for line, key in lines:
        if key in seen:
            found.refuse(line, f"says the same as line {seen[key]}")
        seen.setdefault(key, line)
