"""Stock Casbin over the same files: the reference that the compiled policy is held against.

The only module that imports casbin. It serves no request: a decision takes milliseconds there.
"""

from __future__ import annotations

from pathlib import Path

import casbin

from runtime.policy.model_file import MODEL_FILE
from runtime.policy.rules import POLICY_FILE, PolicyProblem, Rule, RuleSet

STRANGER = "nobody-has-this-role"


def reference_enforcer(project: Path) -> casbin.Enforcer:
    """Stock Casbin with the policy of a project, nothing added."""
    return casbin.Enforcer(str(project / MODEL_FILE), str(project / POLICY_FILE))


def check_reference(project: Path, rules: RuleSet) -> list[PolicyProblem]:
    """Where stock Casbin reads or decides something else than the rules say.

    Every line must be read, every line must decide as it says where it stands alone, and a role
    without rules may do nothing.
    """
    try:
        stock = reference_enforcer(project)
        return [*_unread(stock, rules), *_decided_otherwise(stock, rules)]
    except Exception as error:  # whatever Casbin's evaluation of a model file raises
        return [PolicyProblem(MODEL_FILE, 1, f"stock Casbin refuses these files: {error}")]


def _unread(stock: casbin.Enforcer, rules: RuleSet) -> list[PolicyProblem]:
    counts = {
        "p": (len(stock.get_policy()), len(rules.rules)),
        "p2": (len(stock.get_named_policy("p2")), len(rules.field_rules)),
        "g": (len(stock.get_grouping_policy()), len(rules.inheritance)),
    }
    return [
        PolicyProblem(POLICY_FILE, 1, f"stock Casbin reads {stocks} lines of {kind}, not {ours}")
        for kind, (stocks, ours) in counts.items()
        if stocks != ours
    ]


def _decided_otherwise(stock: casbin.Enforcer, rules: RuleSet) -> list[PolicyProblem]:
    """Each line asked as it stands: a deny denies, an allow grants unless some deny contests it."""
    found = []
    for rule in rules.rules:
        granted = _granted(stock, rule.role, rule)
        if granted and not rule.allow:
            found.append(PolicyProblem(POLICY_FILE, rule.line, "stock Casbin ignores this deny"))
        if not granted and rule.allow and not _contested(rule, rules):
            found.append(PolicyProblem(POLICY_FILE, rule.line, "stock Casbin ignores this allow"))
        if _granted(stock, STRANGER, rule):
            found.append(PolicyProblem(POLICY_FILE, rule.line, "stock Casbin grants it to anybody"))
    return found


def _contested(rule: Rule, rules: RuleSet) -> bool:
    return any(
        not other.allow
        and other.resource in ("*", rule.resource)
        and other.action in ("*", rule.action)
        for other in rules.rules
    )


def _granted(stock: casbin.Enforcer, role: str, rule: Rule) -> bool:
    allowed: bool = stock.enforce(
        role,
        "anything" if rule.resource == "*" else rule.resource,
        "read" if rule.action == "*" else rule.action,
        [] if rule.scope == "any" else [rule.scope],
    )
    return allowed
