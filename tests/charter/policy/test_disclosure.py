"""E042: a unique key that tells somebody of rows they may not see."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from charter.commands.check import findings
from charter.policy.access import AccessTable
from charter.policy.disclosure import disclosures
from charter.vocabulary import vocabulary_from_model
from generator.pipeline import check
from runtime.policy.vocabulary import load_rules
from tests.charter.policy.reviewing import POLICIES, REPOSITORY

MODEL = """\
aggregate: desk
entities:
  Request:
    fields:
      ref: {type: string, max: 20}
      serial: {number: "R-0001"}
    relations:
      owner: {to: User, required: true}
      reviewer: {to: User}
    unique:
      - KEY
    scopes:
      own: owner == actor
      reviewed: reviewer == actor
    actions:
      mark: {takes: [ref]}
"""
SEES_ALL = "p, boss, request, *, any, allow\n"
WARNING = "spans rows that {} may write but not see; say discloses: true, or add the scope's field"


def warned(project: Path, policy: str, key: str = "{fields: [ref]}") -> list[str]:
    shutil.copytree(REPOSITORY / "model", project / "model", dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "domain", project / "domain", dirs_exist_ok=True)
    (project / "model" / "desk.yaml").write_text(MODEL.replace("KEY", key))
    root = (REPOSITORY / "model.yaml").read_text()
    root = root.replace("roles:\n", "roles:\n  clerk: {}\n  boss: {}\n  head: {}\n", 1)
    (project / "model.yaml").write_text(root.replace("aggregates: [", "aggregates: [desk, ", 1))
    (project / "policies").mkdir(exist_ok=True)
    (project / "policies" / "policy.csv").write_text(SEES_ALL + policy)
    (project / "policies" / "model.conf").write_bytes((POLICIES / "model.conf").read_bytes())
    model, problems = check(project)
    assert model is not None, problems.sorted()
    table = AccessTable(model, load_rules(project, vocabulary_from_model(model)))
    return [str(problem) for problem in disclosures(table)]


CLERK = "p, clerk, request, create, any, allow\np, clerk, request, read, own, allow\n"
OWN = "p, clerk, request, create, own, allow\np, clerk, request, read, own, allow\n"


def test_a_role_that_writes_more_than_it_sees_is_named_with_the_place(tmp_path: Path) -> None:
    assert warned(tmp_path, CLERK) == [
        "model/desk.yaml:11:9: E042 warning: unique [ref] " + WARNING.format("clerk")
    ]


@pytest.mark.parametrize(
    ("policy", "roles"),
    [
        (OWN, "clerk"),
        ("p, clerk, request, create, own, allow\n", "clerk"),
        ("p, clerk, request, update, own, allow\n", "clerk"),
        ("p, clerk, request, mark, own, allow\n", "clerk"),
        (CLERK + "g, head, clerk\n", "clerk"),
        (CLERK + CLERK.replace("clerk", "head"), "clerk and head"),
        (CLERK + "g, head, clerk\np, head, request, read, any, allow\n", "clerk"),
        (
            "p, clerk, request, *, any, allow\np, clerk, request, read, own, deny\n",
            "clerk",
        ),
    ],
)
def test_whoever_writes_the_key_and_sees_less_than_all_is_told(
    tmp_path: Path, policy: str, roles: str
) -> None:
    assert [line.split("unique [ref] ")[1] for line in warned(tmp_path, policy)] == [
        WARNING.format(roles)
    ]


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        ("", "{fields: [ref]}"),
        (CLERK, "{fields: [ref], discloses: true}"),
        ("p, clerk, request, read, own, allow\n", "{fields: [ref]}"),
        ("p, clerk, request, delete, own, allow\n", "{fields: [ref]}"),
        ("p, clerk, request, *, any, allow\n", "{fields: [ref]}"),
        # The server gives the number: nobody can ask for one.
        (CLERK, "{fields: [serial], code: TWICE}"),
        # Whoever may write only what is their own clashes only with what is their own.
        (OWN, "{fields: [ref, owner]}"),
        # Masked for the role, so it never writes it.
        (CLERK + "p2, clerk, request, ref, read_only\n", "{fields: [ref]}"),
    ],
)
def test_nobody_is_told_of_anything_hidden(tmp_path: Path, policy: str, key: str) -> None:
    assert warned(tmp_path, policy, key) == []


@pytest.mark.parametrize(
    "policy",
    [
        # Writes for others, sees only their own.
        CLERK,
        # Writes in a scope that it does not read in.
        OWN.replace("create, own", "create, reviewed"),
        # Writes in two, of which the key holds one.
        OWN + "p, clerk, request, create, reviewed, allow\n",
    ],
)
def test_a_key_with_one_scopes_field_does_not_cover_another(tmp_path: Path, policy: str) -> None:
    assert len(warned(tmp_path, policy, "{fields: [ref, owner]}")) == 1


def test_the_repository_tells_of_nothing() -> None:
    assert [found.text for found in findings(REPOSITORY)] == []


def test_check_says_it_and_ends_well(tmp_path: Path) -> None:
    warned(tmp_path, CLERK)
    found = [each for each in findings(tmp_path) if each.document["code"] == "E042"]
    assert [(each.document["line"], each.error) for each in found] == [(11, False)]
