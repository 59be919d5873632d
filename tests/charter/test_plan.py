"""`charter plan`: what a change of the model would do, while nothing is written."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from charter.contract.change import Change
from charter.planning.api import brief
from tests.charter.conftest import PROJECT_FILES, REPOSITORY, Result
from tests.e2e.support import CHARTER, environment

Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The core domain, committed once."""
    folder = tmp_path_factory.mktemp("plan")
    for name in PROJECT_FILES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-C", str(folder)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "before"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return folder


@pytest.fixture
def project(copied: Path) -> Iterator[Path]:
    """The copy, put back after each test."""
    yield copied
    subprocess.run(["git", "-C", str(copied), "checkout", "-q", "."], check=True)


@pytest.fixture
def edit(project: Path) -> Edit:
    def edited(file: str, old: str, new: str) -> None:
        path = project / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return edited


def plan(project: Path, *options: str) -> Result:
    done = subprocess.run(
        [CHARTER, "plan", "--project", str(project), *options],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    changed = subprocess.run(
        [
            "git",
            "-C",
            str(project),
            "status",
            "--porcelain",
            "--",
            ".",
            ":!model",
            ":!model.yaml",
            ":!policies",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert changed.stdout == "", "a plan writes nothing"
    return Result(done.returncode, done.stdout, done.stderr)


def test_no_change_and_files_in_another_order_are_nothing(project: Path, edit: Edit) -> None:
    nothing = "Nothing to do: migrations, documents and files say all that the model says.\n"
    assert plan(project) == Result(0, nothing, "")
    edit("model.yaml", "risk, task]", "task, risk]")
    found = json.loads(plan(project, "--format", "json").out)
    assert (found["database"], found["findings"], found["readings"], found["api"]) == (
        [],
        [],
        [],
        [],
    )


def test_an_addition_is_shown_from_every_side_and_stops_nothing(project: Path, edit: Edit) -> None:
    edit(
        "model/risk.yaml", "      threat: ", "      weight: {type: int, default: 1}\n      threat: "
    )
    done = plan(project)
    assert (done.code, done.err) == (0, "")
    assert "~ table risks\n      + column weight: integer, required, by default 1\n" in done.out
    assert "fine    RiskRead.weight: is new\n" in done.out
    assert "change: weight of risk is new: seen by" in done.out
    assert "  generated/risk/models/risk.py\n" in done.out
    assert "BREAKS" not in done.out
    assert plan(project, "--strict").code == 0


def test_a_loss_that_may_be_a_rename_is_stopped_with_both_readings(
    project: Path, edit: Edit
) -> None:
    edit("model/risk.yaml", "      threat: ", "      threat_source: ")
    done = plan(project)
    assert done.code == 1
    line = next(
        number
        for number, text in enumerate((project / "model/risk.yaml").read_text().splitlines(), 1)
        if "threat_source" in text
    )
    assert (
        f'if Risk.threat_source is what was called "threat": model/risk.yaml:{line}:7: '
        "threat_source: {type: text, was: threat}\n" in done.out
    )
    assert (
        'if "threat" goes with all it holds: charter migrate new -m TEXT --allow M002\n' in done.out
    )
    found = json.loads(plan(project, "--format", "json").out)
    assert [each["code"] for each in found["findings"]] == ["M002"]
    assert [(each["was"], each["now"]) for each in found["readings"]] == [
        ("threat", "Risk.threat_source")
    ]


def test_a_rename_that_is_said_breaks_clients_and_loses_nothing(project: Path, edit: Edit) -> None:
    edit(
        "model/risk.yaml",
        "      threat:                 text",
        "      threat_source: {type: text, was: threat}",
    )
    done = plan(project)
    assert done.code == 0
    assert "      > column threat_source: was threat\n" in done.out
    assert "- column" not in done.out
    assert "BREAKS  RiskRead.threat: is gone\n" in done.out
    assert plan(project, "--strict").code == 1


def test_lines_of_the_policy_that_no_longer_pass_are_named(project: Path, edit: Edit) -> None:
    edit(
        "model/risk.yaml",
        "  RiskTreatmentPlan:",
        "  RiskMitigationPlan:\n    was: RiskTreatmentPlan",
    )
    edit("model/task.yaml", "to: RiskTreatmentPlan", "to: RiskMitigationPlan")
    done = plan(project)
    assert done.code == 1
    assert "  > table risk_mitigation_plans: was risk_treatment_plans\n" in done.out
    line = next(
        number
        for number, text in enumerate((project / "policies/policy.csv").read_text().splitlines(), 1)
        if "risk_treatment_plan" in text
    )
    assert f"policies/policy.csv:{line}:" in done.out
    assert "Put the lines of the policy right that are named under Access\n" in done.out


def test_a_broken_model_is_refused_as_by_check(project: Path, edit: Edit) -> None:
    edit("model/risk.yaml", "to: RiskMatrix", "to: RiskMatrx")
    done = plan(project)
    assert (done.code, done.out) == (1, "")
    assert 'E018 relation "matrix" leads to unknown entity "RiskMatrx"' in done.err


def test_what_many_operations_say_is_said_once() -> None:
    lists = ("GET /api/v1/risks", "GET /api/v1/users/{id}/risks")
    changes = [
        *(
            Change(True, "GONE", f"{place} query odds{op}", "is gone")
            for place in lists
            for op in ("", "__gt")
        ),
        *(
            Change(True, "NAMES_CHANGED", f"{place} query sort", 'pattern was "a", is "b"')
            for place in lists
        ),
        Change(False, "NEW", "RiskRead.chance", "is new"),
    ]
    assert list(brief(changes)) == [
        "BREAKS  query odds is gone, of 2 operations, such as GET /api/v1/risks",
        "fine    RiskRead.chance: is new",
    ]
