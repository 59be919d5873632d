"""`stable: true`: whatever would change a table that is promised to others is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from charter.main import app
from tests.charter.conftest import copy_project

RISK = "model/risk.yaml"


def charter(project: Path, *arguments: str) -> Result:
    settings = {name: None for name in os.environ if name.startswith("CHARTER_")}
    words = [*arguments, "--project", str(project)]
    return CliRunner().invoke(app, words, env=settings, catch_exceptions=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The core domain with its migrations; risks are promised to others."""
    project = copy_project(tmp_path)
    file = project / RISK
    file.write_text(file.read_text().replace("  Risk:\n", "  Risk:\n    stable: true\n", 1))
    return project


def added(project: Path, line: str) -> None:
    """Puts a field before all others of a risk."""
    file = project / RISK
    before, entity, after = file.read_text().partition("  Risk:\n")
    file.write_text(before + entity + after.replace("    fields:\n", f"    fields:\n{line}\n", 1))


def test_a_promise_alone_changes_nothing(project: Path) -> None:
    assert charter(project, "check").exit_code == 0
    said = charter(project, "migrate", "new", "-m", "promise").stdout
    assert said == "Nothing to do: the migrations say all that the model says.\n"


def test_every_command_refuses_and_nothing_is_written(project: Path) -> None:
    added(project, "      urgency: int")
    lines = (project / RISK).read_text().splitlines()
    place = f"{RISK}:{lines.index('      urgency: int') + 1}:7"
    before = sorted((project / "migrations").rglob("*"))
    for command in (
        ("check",),
        ("plan",),
        ("generate",),
        ("migrate", "new", "-m", "urgency", "--allow", "M002"),
    ):
        done = charter(project, *command)
        assert done.exit_code == 1, command
        message = f'{place}: E041 "risk" is stable: column risks.urgency may not be added\n'
        assert message in done.stderr, command
    assert sorted((project / "migrations").rglob("*")) == before


def test_a_stable_aggregate_speaks_for_its_entities(project: Path) -> None:
    file = project / RISK
    text = file.read_text().replace("    stable: true\n", "")
    file.write_text(text.replace("aggregate: risk\n", "aggregate: risk\nstable: true\n"))
    assert charter(project, "check").exit_code == 0
    added(project, "      urgency: int")
    assert "column risks.urgency may not be added" in charter(project, "check").stderr


def test_who_sees_a_row_is_part_of_the_promise(project: Path) -> None:
    file = project / RISK
    scopes = "    stable: true\n    scopes: {made: created_by == actor}\n"
    file.write_text(file.read_text().replace("    stable: true\n", scopes))
    said = charter(project, "check").stderr
    assert 'E041 "risk" is stable: policy ' in said
    assert "of risks may not change" in said


def test_what_no_migration_has_made_may_become_anything(project: Path) -> None:
    added(project, "      urgency: int")
    (project / "migrations").rename(project / "elsewhere")
    assert charter(project, "check").exit_code == 0


def test_a_snapshot_that_cannot_be_read_keeps_no_promise(project: Path) -> None:
    snapshots = project / "migrations" / "snapshots"
    for file in snapshots.iterdir():
        file.write_text("{")
    said = charter(project, "check")
    assert said.exit_code == 1
    assert 'E041 "risk" is stable and cannot be compared: the newest snapshot' in said.stderr
