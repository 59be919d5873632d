"""docs/modelling.md is a project that grows: every step of it is taken, and passes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.migrations.new import Refused, new
from generator.pipeline import check
from tests.e2e.support import CHARTER, charter, done, environment

PAGE = (Path(__file__).parents[2] / "docs" / "modelling.md").read_text()
BLOCK = re.compile(r"^```(yaml|csv)\n(.*?)^```$", re.M | re.S)


def steps() -> Iterator[tuple[str, str, str]]:
    """(heading, language, text) of every block that is part of the project."""
    for section in re.split(r"^## ", PAGE, flags=re.M)[1:]:
        heading = section.partition("\n")[0]
        for language, text in BLOCK.findall(section):
            yield heading, language, text


def grown(there: Any, more: Any) -> Any:
    """What a block makes of the file: maps grow, and a new name takes the place of the old."""
    if not isinstance(there, dict) or not isinstance(more, dict):
        return more
    known = {key: grown(there.get(key), value) for key, value in more.items()}
    gone = {value["was"] for value in more.values() if isinstance(value, dict) and "was" in value}
    return {key: value for key, value in {**there, **known}.items() if key not in gone}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "register"
    subprocess.run([CHARTER, "init", str(folder)], env=environment(), check=True)
    root = folder / "model.yaml"
    root.write_text(root.read_text().replace("[identity]", "[identity, assets]"))
    return folder


def take(project: Path, language: str, text: str) -> None:
    """Writes a block to its file."""
    if language == "csv":
        with (project / "policies" / "policy.csv").open("a") as policy:
            policy.write(text)
        return
    named = re.match(r"# (\S+)\n", text)
    assert named is not None, text
    file = project / named[1]
    there = yaml.safe_load(file.read_text()) if file.exists() else {}
    file.write_text(yaml.safe_dump(grown(there, yaml.safe_load(text)), sort_keys=False))


def test_every_step_is_right(project: Path) -> None:
    taken = 0
    for heading, language, text in steps():
        if heading == "Changing it later" and taken:
            _is_generated(project)
            _is_refused_without_was(project)
            taken = 0
        take(project, language, text)
        model, problems = check(project)
        # A function that is not there yet is told of, and gets its stub.
        told = [str(each) for each in problems.sorted() if each.code != "E039"]
        assert told == [], heading
        assert model is not None
        if heading != "Changing it later":
            taken += 1
    model, _ = check(project)
    assert model is not None
    files = new(project, model, "Called otherwise")
    assert any("RENAME COLUMN price TO bought_for" in file.read_text() for file in files)


def _is_generated(project: Path) -> None:
    done(project, "generate")
    done(project, "policy", "check")
    said = charter(project, "policy", "test")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "async def name_it(" in (project / "domain" / "assets.py").read_text()
    done(project, "migrate", "new", "-m", "Devices")


def _is_refused_without_was(project: Path) -> None:
    file = project / "model" / "assets.yaml"
    before = file.read_text()
    file.write_text(before.replace("      price:\n", "      cost:\n").replace("price /", "cost /"))
    model, problems = check(project)
    assert model is not None, problems.sorted()
    with pytest.raises(Refused) as refused:
        new(project, model, "No reading is meant")
    said = [str(finding) for finding in refused.value.findings]
    assert "M002 devices.price" in said
    assert "M002 devices.price" in PAGE
    file.write_text(before)


def test_no_block_is_left_out() -> None:
    assert len(list(steps())) == len(BLOCK.findall(PAGE))
    assert len(list(steps())) > 10
