"""The project at a revision of git: read as it was committed, or refused with the reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from charter.main import app
from tests.charter.policy.changing import (
    NOTHING,
    OFFICE,
    add,
    commit,
    diff,
    edit,
    lines,
    write,
)


def test_a_model_that_cannot_be_resolved_leaves_the_policy(project: Path) -> None:
    edit(project, OFFICE, "scopes: {own: user == actor}", "scopes: {own: nobody == actor}")
    commit(project)
    edit(project, OFFICE, "scopes: {own: nobody == actor}", "scopes: {own: user == actor}")
    add(project, "p, visitor, vehicle, delete, any, allow")
    done = diff(project)
    assert done.exit_code == 0
    assert done.stdout.startswith("Granted:\n  visitor may now delete any vehicle")
    assert done.stderr.startswith("The model of HEAD cannot be resolved")
    assert f"{OFFICE}:" in done.stderr


def test_a_policy_that_does_not_pass_is_compared_as_far_as_it_is_read(project: Path) -> None:
    add(project, "p, visitor, vehicel, delete, any, allow", "p, clerk, order, pay")
    commit(project)
    write(project, lines(project)[:-2])
    done = diff(project)
    assert (done.exit_code, done.stdout) == (0, NOTHING)
    assert done.stderr.startswith("The policy of HEAD does not pass the check")


def test_the_policy_as_it_stands_must_pass(project: Path) -> None:
    line = add(project, "p, visitor, vehicel, delete, any, allow")
    done = diff(project)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"policies/policy.csv:{line}:13: P008 " in done.stderr


def test_attributes_of_archives_hide_nothing(project: Path) -> None:
    (project / ".gitattributes").write_text("policies export-ignore\n*.csv eol=crlf\n")
    commit(project)
    assert diff(project).stdout == NOTHING


def test_the_place_that_a_hook_names_is_not_taken_for_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(project / "elsewhere"))
    monkeypatch.setenv("GIT_PREFIX", "model/")
    assert diff(project).stdout == NOTHING


def test_the_working_tree_is_compared_and_left_alone(project: Path) -> None:
    commit(project)
    add(project, "p, visitor, vehicle, delete, any, allow")
    text = (project / "policies" / "policy.csv").read_text()
    for revision in ("HEAD", "HEAD~1"):
        assert diff(project, revision=revision).stdout.startswith("Granted:")
    assert (project / "policies" / "policy.csv").read_text() == text


@pytest.mark.parametrize("revision", ["nosuch", "", "--output=x", "HEAD:policies"])
def test_a_revision_that_is_none_is_refused(project: Path, revision: str) -> None:
    command = ["policy", "diff", "--project", str(project), "--", revision]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f'"{revision}" is no revision of this repository' in done.stderr


def test_what_lies_in_no_repository_is_refused(project: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "repository" / ".git")
    done = diff(project)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "git repository" in done.stderr


def test_a_revision_before_the_project_is_refused(project: Path, tmp_path: Path) -> None:
    done = diff(project.rename(tmp_path / "repository" / "renamed"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "HEAD holds no policies/policy.csv in this folder" in done.stderr


def test_a_missing_revision_is_wrong_usage(project: Path) -> None:
    done = CliRunner().invoke(app, ["policy", "diff", "--project", str(project)])
    assert done.exit_code == 2
