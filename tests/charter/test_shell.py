"""Projects, exit codes, and what goes to which stream."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from charter.main import app
from tests.charter.conftest import REPOSITORY, copy_project

BAD = REPOSITORY / "tests" / "generator" / "cases" / "bad" / "E003_misspelt_key"


def charter(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("model.yaml", "model", "domain", "policies"):
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def test_every_command_and_group_takes_the_project(tmp_path: Path) -> None:
    for command in (
        ("check",),
        ("generate",),
        ("migrate", "status"),
        ("user", "list"),
        ("policy", "check"),
        ("jobs", "list"),
        ("openapi",),
        ("serve",),
        ("run",),
        ("seed",),
    ):
        for arguments in (
            (*command, "--project", str(tmp_path)),
            ("--project", str(tmp_path), *command),
            (command[0], "--project", str(tmp_path), *command[1:]),
        ):
            result = charter(*arguments)
            assert result.exit_code == 2, arguments
            assert "holds no model.yaml" in " ".join(result.stderr.split()), arguments
            assert not result.stdout


def test_a_right_project_has_nothing_to_say(project: Path) -> None:
    result = charter("check", "--project", str(project))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert charter("policy", "check", "--project", str(project)).exit_code == 0


def test_problems_of_a_model_go_to_standard_error_as_they_are_committed() -> None:
    result = charter("check", "--project", str(BAD))
    assert result.exit_code == 1
    assert not result.stdout
    assert result.stderr == (BAD / "expected.txt").read_text()


def test_problems_of_a_policy_are_found_by_check(project: Path) -> None:
    policy = project / "policies" / "policy.csv"
    lines = policy.read_text().splitlines()
    lines.append("p, viewer, risk, raed, any, allow")
    policy.write_text("\n".join(lines))
    result = charter("check", "--project", str(project))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"policies/policy.csv:{len(lines)}:18: P009 ")
    found = charter("policy", "check", "--format", "json", "--project", str(project))
    assert found.exit_code == 1
    (problem,) = json.loads(found.stdout)
    assert (problem["file"], problem["line"], problem["severity"]) == (
        "policies/policy.csv",
        len(lines),
        "error",
    )


def test_problems_as_json_go_to_standard_output() -> None:
    result = charter("--project", str(BAD), "check", "--format", "json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)
    assert {problem["code"] for problem in problems} == {"E003"}
    assert set(problems[0]) == {"file", "line", "column", "code", "severity", "message", "hint"}
    assert not result.stderr


def test_a_code_is_explained_and_an_unknown_one_refused() -> None:
    told = charter("explain", "e012")
    assert told.exit_code == 0
    assert told.stdout.startswith("E012 ")
    assert json.loads(charter("explain", "E012", "--format", "json").stdout)["code"] == "E012"
    refused = charter("explain", "E999")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "E999" in refused.stderr


def test_wrong_usage_is_two() -> None:
    assert charter("nonsense").exit_code == 2
    assert charter("import", "csv", "risk", "rows.csv").exit_code == 2
    assert charter("migrate", "new").exit_code == 2


def test_generate_writes_once_and_check_shows_what_is_stale(project: Path) -> None:
    written = charter("generate", "--project", str(project))
    assert written.exit_code == 0
    assert "wrote generated/app.py" in written.stdout
    assert charter("generate", "--check", "--project", str(project)).exit_code == 0
    assert charter("generate", "--project", str(project)).stdout == "Up to date.\n"
    (project / "generated" / "app.py").write_text("changed = True\n")
    stale = charter("generate", "--check", "--project", str(project))
    assert stale.exit_code == 1
    assert "-changed = True" in stale.stdout
    assert "run charter generate" in stale.stderr
    assert (project / "generated" / "app.py").read_text() == "changed = True\n"


def test_staleness_is_looked_at_again_when_a_file_changes(tmp_path: Path) -> None:
    from charter.staleness import STAMP, stale_files

    folder = copy_project(tmp_path)
    stale_files(folder)
    charter("generate", "--project", str(folder))
    assert stale_files(folder) == ()
    assert (folder / STAMP).is_file()
    (folder / "generated" / "app.py").write_text("changed = True\n")
    assert stale_files(folder) == ("generated/app.py",)


@pytest.mark.parametrize("command", [("serve",), ("run",), ("openapi",)])
def test_what_needs_generated_code_says_so(project: Path, command: tuple[str, ...]) -> None:
    result = charter(*command, "--project", str(project))
    assert result.exit_code == 1
    assert result.stderr.endswith("missing: run charter generate first\n")
    assert not (project / ".charter").exists()


def test_the_document_is_printed_byte_for_byte() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "charter.main", "openapi"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    assert done.stdout == (REPOSITORY / "generated" / "openapi.json").read_bytes()


def test_starting_the_command_line_imports_nothing_heavy() -> None:
    code = "import sys, charter.main; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    heavy = {"fastapi", "sqlalchemy", "pydantic", "psycopg", "yaml", "casbin", "alembic", "uvicorn"}
    assert not heavy & set(done.stdout.split())
