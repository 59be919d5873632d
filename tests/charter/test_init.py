"""`charter init` makes a project that holds by its own checks, and grows by its own README."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from charter.commands.init import TEMPLATE
from tests.e2e.support import CHARTER, REPOSITORY, charter, done, environment

NOTE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
RULES = re.compile(r"^ +(p, .*)$", re.MULTILINE)


def init(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHARTER, "init", str(folder), *options],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "deep" / "Asset Register"
    made = init(folder)
    assert made.returncode == 0, made.stderr
    return folder


def test_the_name_comes_from_the_folder(project: Path) -> None:
    text = (project / "model.yaml").read_text()
    assert "name: asset_register" in text
    assert "title: Asset register" in text
    assert not list(project.parent.glob(".charter-init-*"))


@pytest.mark.slow
def test_it_tests_itself(project: Path) -> None:
    path = {name: value for name, value in environment().items() if name != "PATH"}
    bare = os.pathsep.join(("/usr/local/bin", "/usr/bin", "/bin"))
    ended = subprocess.run(
        ["make", "test"],
        cwd=project,
        env={**path, "PATH": bare},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "3 passed" in ended.stdout


def test_the_readme_adds_an_entity(project: Path) -> None:
    readme = (project / "README.md").read_text()
    [note] = NOTE.findall(readme)
    (project / "model" / "note.yaml").write_text(re.sub(r"^   ", "", note, flags=re.MULTILINE))
    model = project / "model.yaml"
    model.write_text(model.read_text().replace("[identity]", "[identity, note]"))
    with (project / "policies" / "policy.csv").open("a") as rules:
        rules.write("\n".join(RULES.findall(readme)) + "\n")
    done(project, "check")
    done(project, "generate")
    done(project, "policy", "check")
    made = done(project, "migrate", "new", "-m", "notes")
    assert "notes" in made
    assert "/api/v1/notes" in done(project, "openapi")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    refused = init(tmp_path)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ["9lives", "Ärger", "a b", "x" * 41, ""])
def test_a_bad_name_is_said(tmp_path: Path, name: str) -> None:
    refused = init(tmp_path / "new", "--name", name)
    assert refused.returncode == 1
    assert "--name" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    assert init(folder, "--name", "mine").returncode == 0
    assert charter(folder, "check").returncode == 0


def test_what_is_copied_is_that_of_the_repository() -> None:
    for copy, original in (("env.example", ".env.example"), ("policies/model.conf",) * 2):
        assert (TEMPLATE / copy).read_bytes() == (REPOSITORY / original).read_bytes()
