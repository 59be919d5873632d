"""The policy files as stock Casbin reads them, without anything of this project."""

from pathlib import Path

import casbin
import pytest

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def rules() -> casbin.Enforcer:
    return casbin.Enforcer(str(POLICIES / "model.conf"), str(POLICIES / "policy.csv"))


@pytest.mark.parametrize(
    ("request_", "allowed"),
    [
        (("viewer", "risk", "read", []), True),
        (("viewer", "risk", "create", ["own"]), False),
        (("viewer", "audit_event", "read", ["own"]), False),
        (("risk_owner", "risk", "update", ["own"]), True),
        (("risk_owner", "risk", "update", []), False),
        (("risk_owner", "risk", "accept", ["own"]), False),
        (("risk_owner", "risk_acceptance", "approve", ["own", "to_decide"]), False),
        (("risk_owner", "evidence", "fulfil", ["own_task"]), True),
        (("control_owner", "evidence", "approve", ["own"]), False),
        (("compliance_manager", "audit_event", "read", []), False),
        (("compliance_manager", "requirement", "verify", []), True),
        (("compliance_manager", "requirement", "verify", ["own"]), False),
        (("auditor", "audit_event", "read", []), True),
        (("auditor", "risk", "update", ["own"]), False),
        (("auditor", "evidence", "approve", []), True),
        (("auditor", "evidence", "approve", ["own_control"]), False),
        (("top_management", "risk_acceptance", "approve", ["to_decide"]), True),
        (("top_management", "risk_acceptance", "approve", []), False),
        (("admin", "role_assignment", "create", []), True),
        (("admin", "role_assignment", "create", ["own"]), False),
        (("admin", "evidence", "approve", []), False),
        (("respondent", "risk", "read", ["own"]), False),
        (("service", "evidence", "create", ["own"]), True),
        (("service", "risk", "read", ["own"]), False),
        (("public", "regulation", "read", ["own"]), False),
        (("unheard_of", "risk", "read", ["own"]), False),
    ],
)
def test_decisions(
    rules: casbin.Enforcer, request_: tuple[str, str, str, list[str]], allowed: bool
) -> None:
    assert rules.enforce(*request_) is allowed


def test_a_deny_outweighs_the_allow_of_another_role() -> None:
    rules = casbin.Enforcer(str(POLICIES / "model.conf"), str(POLICIES / "policy.csv"))
    rules.add_role_for_user("person", "admin")
    rules.add_role_for_user("person", "viewer")
    assert rules.enforce("person", "role_assignment", "delete", [])
    assert not rules.enforce("person", "role_assignment", "delete", ["own"])


def test_no_rule_stands_twice(rules: casbin.Enforcer) -> None:
    lines = [tuple(line) for line in rules.get_policy()]
    assert len(lines) == len(set(lines))


def test_effects_are_spelt_as_casbin_wants_them(rules: casbin.Enforcer) -> None:
    assert {line[-1] for line in rules.get_policy()} == {"allow", "deny"}
    assert {line[-1] for line in rules.get_named_policy("p2")} == {"hidden", "read_only"}
