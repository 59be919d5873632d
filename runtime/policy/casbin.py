"""Stock Casbin over the same files: the reference that the compiled policy is held against.

The only module that imports casbin. It serves no request: a decision takes milliseconds there.
"""

from __future__ import annotations

from pathlib import Path

import casbin

from runtime.policy.rules import POLICY_FILE, PolicyProblem, RuleSet

MODEL_FILE = "policies/model.conf"
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
    found = []
    for rule in rules.rules:
        scopes = [] if rule.scope == "any" else [rule.scope]
        resource = "thing" if rule.resource == "*" else rule.resource
        action = "read" if rule.action == "*" else rule.action
        if not rule.allow and stock.enforce(rule.role, resource, action, scopes):
            found.append(PolicyProblem(POLICY_FILE, rule.line, "stock Casbin ignores this deny"))
        if stock.enforce(STRANGER, resource, action, scopes):
            found.append(PolicyProblem(MODEL_FILE, 1, f"anybody may {action} {resource}"))
            break
    granted = [rule for rule in rules.rules if rule.allow]
    if granted and not any(
        _granted(stock, rule.role, rule.resource, rule.action, rule.scope) for rule in granted
    ):
        found.append(PolicyProblem(MODEL_FILE, 1, "stock Casbin grants nothing of what is allowed"))
    return found


def _granted(stock: casbin.Enforcer, role: str, resource: str, action: str, scope: str) -> bool:
    allowed: bool = stock.enforce(
        role,
        "thing" if resource == "*" else resource,
        "read" if action == "*" else action,
        [] if scope == "any" else [scope],
    )
    return allowed
