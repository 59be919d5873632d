"""Stock Casbin over the same files: the reference that the compiled policy is held against.

The only module that imports casbin. It serves no request: a decision takes milliseconds there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import casbin

from runtime.policy.model_file import MODEL_FILE
from runtime.policy.rules import POLICY_FILE, PolicyProblem, Rule, RuleSet

STRANGER = "nobody-has-this-role"

EVALUATIONS = 200_000
"""Lines that stock Casbin evaluates at most in one check: some seconds."""


def reference_enforcer(project: Path) -> casbin.Enforcer:
    """Stock Casbin with the policy of a project, nothing added."""
    return casbin.Enforcer(str(project / MODEL_FILE), str(project / POLICY_FILE))


def check_reference(project: Path, rules: RuleSet) -> list[PolicyProblem]:
    """Where stock Casbin reads or decides something else than the rules say.

    Every line must be read as it stands. A line must decide as it says where it stands among those
    of its resource, and a role without rules may do nothing: this is asked of every line, or of
    lines evenly spread over a file so long that all would take more than EVALUATIONS.
    """
    try:
        stock = reference_enforcer(project)
        found = _read_otherwise(stock, rules)
        return found or list(_decided_otherwise(project, rules))
    except Exception as error:  # whatever Casbin's evaluation of a model file raises
        return [PolicyProblem(MODEL_FILE, 1, "P020", f"stock Casbin refuses these files: {error}")]


def _read_otherwise(stock: casbin.Enforcer, rules: RuleSet) -> list[PolicyProblem]:
    kinds = {
        "p": (stock.get_policy(), [(rule.line, _cells(rule)) for rule in rules.rules]),
        "p2": (
            [[*cells[:2], *cells[2].split("|"), *cells[3:]] for cells in _masks(stock)],
            [
                (m.line, [m.role, m.resource, *m.fields, "hidden" if m.hidden else "read_only"])
                for m in rules.field_rules
            ],
        ),
        "g": (
            stock.get_grouping_policy(),
            [(link.line, [link.role, link.inherited]) for link in rules.inheritance],
        ),
    }
    found = []
    for kind, (theirs, ours) in kinds.items():
        for (line, cells), read in zip(ours, theirs, strict=False):
            if [cell.strip(" ") for cell in read] != cells:
                message = f"stock Casbin reads this line as: {kind}, {', '.join(read)}"
                found.append(PolicyProblem(POLICY_FILE, line, "P020", message))
        if len(theirs) != len(ours):
            message = f"stock Casbin reads {len(theirs)} lines of {kind}, not {len(ours)}"
            found.append(PolicyProblem(POLICY_FILE, 1, "P020", message))
    return found


def _masks(stock: casbin.Enforcer) -> Iterator[list[str]]:
    for cells in stock.get_named_policy("p2"):
        yield [*cells, *[""] * (4 - len(cells))]


def _cells(rule: Rule) -> list[str]:
    effect = "allow" if rule.allow else "deny"
    return [rule.role, rule.resource, rule.action, rule.scope, effect]


def _decided_otherwise(project: Path, rules: RuleSet) -> Iterator[PolicyProblem]:
    """Lines asked as they stand: a deny denies, an allow grants unless some deny contests it."""
    together = _by_resource(rules)
    evaluations = sum(2 * len(together[rule.resource]) for rule in rules.rules)
    links = [[link.role, link.inherited] for link in rules.inheritance]
    stocks: dict[str, casbin.Enforcer] = {}
    for rule in rules.rules[:: evaluations // EVALUATIONS + 1]:
        near = together[rule.resource]
        stock = stocks.get(rule.resource)
        if stock is None:
            stock = stocks[rule.resource] = casbin.Enforcer(str(project / MODEL_FILE))
            stock.add_policies([_cells(each) for each in near])
            stock.add_grouping_policies(links)
        granted = _granted(stock, rule.role, rule)
        if granted and not rule.allow:
            yield PolicyProblem(POLICY_FILE, rule.line, "P020", "stock Casbin ignores this deny")
        if not granted and rule.allow and not _contested(rule, near):
            yield PolicyProblem(POLICY_FILE, rule.line, "P020", "stock Casbin ignores this allow")
        if _granted(stock, STRANGER, rule):
            yield PolicyProblem(POLICY_FILE, rule.line, "P020", "stock Casbin grants it to anybody")


def _by_resource(rules: RuleSet) -> dict[str, list[Rule]]:
    """The lines that can match each resource, in the order of the file."""
    everywhere = [rule for rule in rules.rules if rule.resource == "*"]
    found: dict[str, list[Rule]] = defaultdict(list, {"*": everywhere})
    for rule in rules.rules:
        if rule.resource != "*":
            found[rule.resource].append(rule)
    return {
        name: sorted([*own, *everywhere], key=lambda rule: rule.line) if name != "*" else own
        for name, own in found.items()
    }


def _contested(rule: Rule, near: list[Rule]) -> bool:
    return any(not other.allow and other.action in ("*", rule.action) for other in near)


def _granted(stock: casbin.Enforcer, role: str, rule: Rule) -> bool:
    allowed: bool = stock.enforce(
        role,
        "anything" if rule.resource == "*" else rule.resource,
        "read" if rule.action == "*" else rule.action,
        [] if rule.scope == "any" else [rule.scope],
    )
    return allowed
