"""Tests of a policy: what they say when they fail, what several roles mean, and strict reading."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from uuid import UUID

import casbin
import pytest
from typer.testing import CliRunner

from charter.main import app
from charter.policy.review import read_review
from charter.policy.trials import decide
from generated.registry import REGISTRY
from runtime.actor import Actor, Assignment
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.vocabulary import load_rules, vocabulary_of
from tests.charter.policy.reviewing import (
    POLICIES,
    REPOSITORY,
    failed,
    judged,
    real_lines,
    rows,
    space_of,
    written,
)


def test_what_the_repository_expects_holds() -> None:
    done = CliRunner().invoke(app, ["policy", "test", "--project", str(REPOSITORY)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert " tests and " in done.stdout
    assert "combinations of role, resource, action, scope and field" in done.stdout


# ---------------------------------------------------------------------------------- decisions

LINES = [
    "g, risk_owner, viewer",
    "p, viewer, risk, read, any, allow",
    "p, risk_owner, risk, update, own, allow",
    "p, auditor, evidence, approve, any, allow",
    "p, auditor, evidence, approve, own_control, deny",
    "p, compliance_manager, task, cancel, any, allow",
    "p2, viewer, risk, description, hidden",
    "p2, risk_owner, risk, owner_id, read_only",
    "p, service, user, read, own, allow",
    "p, dpo, risk, read, any, allow",
    "p2, dpo, risk, description, read_only",
]


@pytest.mark.parametrize(
    ("test", "sentence", "blamed"),
    [
        (
            "{role: viewer, may: update, resource: risk, scope: own}",
            'viewer may not update risk where "own" holds: no line allows it',
            None,
        ),
        (
            "{role: risk_owner, may: update, resource: risk}",
            'risk_owner may not update risk in every row: the line speaks of "own" alone',
            LINES[2],
        ),
        (
            "{role: risk_owner, may_not: update, resource: risk}",
            'risk_owner may update risk where "own" holds',
            LINES[2],
        ),
        (
            "{role: risk_owner, may: update, resource: risk, scope: other}",
            "risk_owner may not update risk in a row of somebody else: no line allows it",
            None,
        ),
        (
            "{role: auditor, may: approve, resource: evidence, scope: own_control}",
            'auditor may not approve evidence where "own_control" holds: a line denies it',
            LINES[4],
        ),
        (
            "{role: auditor, may: approve, resource: evidence, scope: own}",
            'auditor may not approve evidence where "own" holds: the model\'s four eyes on owner',
            None,
        ),
        (
            "{role: auditor, may_not: approve, resource: evidence, scope: own_task}",
            'auditor may approve evidence where "own_task" holds',
            LINES[3],
        ),
        (
            "{role: risk_owner, sees: risk.description}",
            "risk_owner may not see risk.description: a field mask",
            LINES[6],
        ),
        (
            "{role: viewer, sees_not: risk.title}",
            "viewer may see risk.title",
            LINES[1],
        ),
        (
            "{role: risk_owner, changes: risk.owner_id}",
            "risk_owner may not set risk.owner_id: a field mask",
            LINES[7],
        ),
        (
            "{role: risk_owner, changes: risk.status}",
            "risk_owner may not set risk.status: the model: the server alone sets it",
            None,
        ),
        (
            "{role: risk_owner, changes_not: risk.title}",
            "risk_owner may set risk.title by update",
            LINES[2],
        ),
        (
            "{roles_together: [service, auditor], may: read, resource: risk}",
            "whoever is service and auditor may not read risk in every row: no line allows it",
            None,
        ),
        (
            "{role: compliance_manager, limited_to: business_unit, may: cancel, resource: task,"
            " row: outside}",
            "compliance_manager limited to a business_unit may not cancel task in every row:"
            " no line allows it",
            None,
        ),
        (
            "{role: viewer, limited_to: business_unit, may_not: read, resource: risk}",
            "viewer limited to a business_unit may read risk in any row",
            LINES[1],
        ),
    ],
)
def test_a_failure_says_who_what_and_why(
    test: str, sentence: str, blamed: str | None, tmp_path: Path
) -> None:
    verdict = judged(tmp_path, LINES, first=f"tests:\n  - {test}\n")
    assert failed(verdict) == [(2, sentence, blamed)]


def test_the_opposite_of_each_holds(tmp_path: Path) -> None:
    text = """tests:
  - {role: viewer, may_not: update, resource: risk}
  - {role: risk_owner, may: [read], resource: risk}
  - {role: risk_owner, may: update, resource: risk, scope: own}
  - {role: risk_owner, may_not: update, resource: risk, scope: other}
  - {role: auditor, may_not: approve, resource: evidence, scope: [own_task, own_control]}
  - {role: auditor, may: approve, resource: evidence, scope: other}
  - {role: [viewer, risk_owner], sees_not: risk.description}
  - {roles_together: [dpo, viewer], sees_not: risk.description}
  - {role: dpo, sees: risk.description}
  - {roles_together: [viewer, auditor], may: read, resource: risk}
  - {roles_together: [risk_owner, {role: auditor, limited_to: business_unit}], may: read,
     resource: risk, row: outside}
  - {role: compliance_manager, limited_to: business_unit, may: cancel, resource: task, row: inside}
"""
    verdict = judged(tmp_path, LINES, first=text)
    assert failed(verdict) == []


def test_a_list_means_each_of_its_words(tmp_path: Path) -> None:
    text = "tests:\n  - {role: [viewer, auditor], may: [read, update], resource: risk}\n"
    verdict = judged(tmp_path, LINES, first=text)
    assert [(each.person, each.sentence.split(": ")[0]) for each in verdict.failures] == [
        ("viewer", "viewer may not update risk in every row"),
        ("auditor", "auditor may not read risk in every row"),
        ("auditor", "auditor may not update risk in every row"),
    ]


# ------------------------------------------------------------- the same as those who decide


def test_pairs_of_roles_are_decided_as_stock_casbin_decides(tmp_path: Path) -> None:
    """Every pair that meets a deny of the real policy; four eyes come on top of Casbin."""
    lines = real_lines()
    space = space_of(tmp_path, lines)
    kept = [line for line in lines if line.startswith("g,") or "evidence," in line or "*," in line]
    (tmp_path / "some.csv").write_text("\n".join(kept))
    stock = casbin.Enforcer(str(POLICIES / "model.conf"), str(tmp_path / "some.csv"))
    asked = 0
    for roles in combinations(("auditor", "compliance_manager", "control_owner", "admin"), 2):
        stock.delete_roles_for_user("somebody")
        for role in roles:
            stock.add_role_for_user("somebody", role)
        for action in space.actions("evidence"):
            for held in rows(space, "evidence"):
                ours = decide(space, roles, "evidence", action, frozenset(held))
                eyes = space.eyes("evidence", action, held)
                theirs = stock.enforce("somebody", "evidence", action, list(held))
                assert ours.open is (theirs and not eyes), (roles, action, held)
                asked += 1
    assert asked > 800


def _people() -> Iterator[tuple[Assignment, ...]]:
    unit = ("business_unit", UUID(int=5))
    yield (Assignment("auditor", unit),)
    yield (Assignment("viewer"), Assignment("compliance_manager", unit))
    yield (Assignment("admin"), Assignment("auditor", unit))


@pytest.mark.parametrize(
    "person", [*_people()], ids=lambda person: "+".join(p.role for p in person)
)
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_limited_roles_are_decided_as_the_server_decides(
    person: tuple[Assignment, ...], place: str, tmp_path: Path
) -> None:
    policy = CompiledPolicy(load_rules(REPOSITORY, vocabulary_of(REGISTRY)))
    space = space_of(tmp_path, real_lines())
    held = ", ".join(
        f"{{role: {each.role}, limited_to: business_unit}}" if each.limit else each.role
        for each in person
    )
    who = f"role: {person[0].role}, limited_to: business_unit"
    if len(person) > 1:
        who = f"roles_together: [{held}]"
    text, expected = ["tests:"], []
    for name in ("risk", "evidence", "role_assignment"):
        resource = next(each for each in REGISTRY.resources if each.name == name)
        for action in ("read", "update", "delete"):
            decision = policy.decide(Actor(UUID(int=7), None, person), resource, action)
            grants = [g for g in decision.grants if not g.limit or place == "inside"]
            refusals = [g for g in decision.refusals if not g.limit or place == "inside"]
            may = any(g.scope == "any" for g in grants) and not any(
                g.scope == "any" for g in refusals
            )
            verb = "may" if may else "may_not"
            text.append(
                f"  - {{{who}, {verb}: {action}, resource: {name}, scope: other, row: {place}}}"
            )
            expected.append(may)
    review = written(tmp_path, space, first="\n".join(text) + "\n")
    assert review.problems == []
    assert failed(judged(tmp_path, real_lines(), first="\n".join(text) + "\n")) == []
    assert any(expected) is (place == "inside" or len(person) > 1)


# ------------------------------------------------------------------------------ strict reading


@pytest.mark.parametrize(
    ("test", "complaint"),
    [
        ("{role: viewer, may: read}", '"resource" is missing'),
        ("{may: read, resource: risk}", "one of these is needed, and one alone: role, roles_to"),
        ("{role: viewer, resource: risk}", "one of these is needed, and one alone: may, may_not"),
        ("{role: viewer, may: read, may_not: read, resource: risk}", "and one alone: may, may_not"),
        ("{rol: viewer, may: read, resource: risk}", '"rol" is no key here: did you mean "role"?'),
        ("{role: viewer, may: raed, resource: risk}", 'did you mean "read"?'),
        ("{role: viewer, may: read, resource: risk, scope: any}", '"any" is no scope here'),
        ("{role: viewer, may: read, resource: risk, scope: [own, other]}", "stands alone"),
        ("{role: viewer, may: read, resource: risk, scope: to_decide}", "is no scope here"),
        ("{role: viewer, may: top, resource: risk, scope: own}", "this speaks of nothing"),
        ("{role: viewer, sees: user.email, resource: user}", '"resource" does not go with sees'),
        ("{role: viewer, sees: user.emial}", 'did you mean "user.email"?'),
        ("{roles_together: [viewer], may: read, resource: risk}", "two roles or more"),
        (
            "{roles_together: [viewer, admin], limited_to: project, may: read, resource: risk}",
            "say it within roles_together",
        ),
        ("{role: viewer, limited_to: vendor, may: read, resource: risk}", "is no limit of roles"),
        ("{role: viewer, row: inside, may: read, resource: risk}", '"row" goes with limited_to'),
        (
            "{role: viewer, limited_to: project, row: near, may: read, resource: risk}",
            '"near" is no place of a row',
        ),
        ("just words", "expected an entry of keys and values"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_line(
    test: str, complaint: str, tmp_path: Path
) -> None:
    space = space_of(tmp_path, real_lines())
    review = written(tmp_path, space, bad=f"# first\ntests:\n  - {test}\n")
    assert review.expectations == []
    messages = [str(problem) for problem in review.problems]
    assert any(complaint in message for message in messages), messages
    assert all(message.startswith("policies/tests/bad.yaml:3:") for message in messages)
    assert len(messages) == len(set(messages)), "nothing is said twice"


def test_a_file_that_would_not_be_read_is_told(tmp_path: Path) -> None:
    space = space_of(tmp_path, real_lines())
    (tmp_path / "policies" / "tests").mkdir()
    (tmp_path / "policies" / "tests" / "risk.yml").write_text("tests: []\n")
    assert [str(problem) for problem in written(tmp_path, space).problems] == [
        "policies/tests/risk.yml:1:1: P021 is not read: the name must end in .yaml"
    ]


# -------------------------------------------------------------------------------- the command


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The model and the policies of the repository, to be changed."""
    shutil.copy(REPOSITORY / "model.yaml", tmp_path)
    for name in ("model", "policies", "domain"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return tmp_path


def test_the_command_names_test_counter_example_and_line(project: Path) -> None:
    policy = project / "policies" / "policy.csv"
    policy.write_text(policy.read_text() + "p, viewer, risk, update, any, allow\n")
    line = len(policy.read_text().splitlines())
    done = CliRunner().invoke(app, ["policy", "test", "--project", str(project)])
    assert done.exit_code == 1
    assert done.stdout == ""
    blamed = f"policies/policy.csv:{line}: p, viewer, risk, update, any, allow"
    assert "policies/tests/risk.yaml:5: risk_owner may update risk in a row of" in done.stderr
    assert f"\n    {blamed}\n" in done.stderr
    assert "does not hold: A viewer writes nothing but their own account." in done.stderr
    assert f"    viewer may update risk in any row\n        {blamed}\n" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("invariants do not hold.")


def test_the_same_for_programs(project: Path) -> None:
    policy = project / "policies" / "policy.csv"
    policy.write_text(policy.read_text() + "p, viewer, risk, update, any, allow\n")
    line = len(policy.read_text().splitlines())
    command = ["policy", "test", "--format", "json", "--project", str(project)]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert document["holds"] is False
    rule = {
        "at": f"policies/policy.csv:{line}",
        "text": "p, viewer, risk, update, any, allow",
    }
    assert {(each["file"], each["line"]) for each in document["failures"]} >= {
        ("policies/tests/risk.yaml", 5)
    }
    broken = {each["name"]: each for each in document["proofs"] if not each["holds"]}
    assert broken["A viewer writes nothing but their own account."]["counter_examples"] == [
        {
            "role": "viewer",
            "resource": "risk",
            "action": "update",
            "scope": None,
            "field": None,
            "message": "viewer may update risk in any row",
            "rule": rule,
            "through": [],
        }
    ]


def test_a_line_that_is_inherited_is_told_with_the_lines_that_hand_it_on(project: Path) -> None:
    policy = project / "policies" / "policy.csv"
    before = policy.read_text().splitlines()
    policy.write_text("\n".join([*before, "g, viewer, service", ""]))
    line = before.index("p, service, evidence, create, own, allow") + 1
    link = before.index("g, top_management, viewer") + 1
    done = CliRunner().invoke(app, ["policy", "test", "--project", str(project)])
    assert done.exit_code == 1
    assert (
        '    top_management may create evidence where "own" holds\n'
        f"        policies/policy.csv:{line}: p, service, evidence, create, own, allow\n"
        f"        policies/policy.csv:{link}: g, top_management, viewer\n"
        f"        policies/policy.csv:{len(before) + 1}: g, viewer, service\n"
    ) in done.stderr


def test_proofs_say_what_they_rest_on(project: Path) -> None:
    done = CliRunner().invoke(app, ["policy", "test", "--proofs", "--project", str(project)])
    assert done.exit_code == 0
    assert "proven over 28 combinations: Nobody approves evidence that they own" in done.stdout
    assert "     2  the model's four eyes on owner\n" in done.stdout


@pytest.mark.parametrize("command", [["policy", "check"], ["check"], ["policy", "test"]])
def test_what_cannot_be_read_is_told_by_every_check(project: Path, command: list[str]) -> None:
    file = project / "policies" / "invariants.yaml"
    file.write_text(file.read_text() + "  - {name: Odd., never: {role: viewr, may: read}}\n")
    line = len(file.read_text().splitlines())
    done = CliRunner().invoke(app, [*command, "--project", str(project)])
    assert done.exit_code == 1
    expected = (
        f'policies/invariants.yaml:{line}:32: P022 "viewr" is no role: did you mean "viewer"?'
    )
    assert expected in done.stderr.splitlines()


def test_what_is_there_and_cannot_be_read_is_no_absence(tmp_path: Path) -> None:
    space = space_of(tmp_path, ["p, viewer, risk, read, any, allow"])
    policies = tmp_path / "policies"
    (policies / "invariants.yaml").symlink_to(tmp_path / "nowhere")
    (policies / "tests").write_text("tests: []\n")
    problems = read_review(tmp_path, space).problems
    assert {problem.file for problem in problems} == {
        "policies/tests",
        "policies/invariants.yaml",
    }


def test_a_project_without_either_has_nothing_to_show(project: Path) -> None:
    (project / "policies" / "invariants.yaml").unlink()
    shutil.rmtree(project / "policies" / "tests")
    done = CliRunner().invoke(app, ["policy", "test", "--project", str(project)])
    assert done.exit_code == 0
    assert done.stdout.startswith("0 tests and 0 invariants hold")
