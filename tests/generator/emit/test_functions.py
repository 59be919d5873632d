"""A function of domain/ that no longer fits the model is an error of the type checker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import generate
from tests.generator.emit.test_generate import ROOT, SCHOOL, made

pytestmark = pytest.mark.slow
USE = re.compile(r"^(\w+): .*?= \(?\s*domain\.training\.(\w+)", re.M | re.S)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(SCHOOL, tmp_path_factory.mktemp("school"))


def checked(project: Path) -> list[str]:
    """What mypy says of the functions and of what the model expects of them."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml"]
    modules = ("-m", "generated.training.functions", "-m", "domain.training")
    done = subprocess.run(
        [*command, "--cache-dir", project / ".mypy_cache", "--no-error-summary", *modules],
        cwd=project,
        env=os.environ | {"MYPYPATH": f"{project}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in done.stdout.splitlines() if ": error:" in line]


def line_of(project: Path, use: str, function: str) -> int:
    """Where the generated file names a function and says what it expects of it."""
    lines = (project / "generated" / "training" / "functions.py").read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(f"{use}:"))
    named = (number for number in range(first, len(lines)) if f".{function}" in lines[number])
    return next(named) + 1


def test_stubs_fit_and_what_does_not_fit_is_told_where_it_is_named(school: Path) -> None:
    assert checked(school) == []
    domain = school / "domain" / "training.py"
    expected = (school / "generated" / "training" / "functions.py").read_text()
    stubs = dict(re.findall(r"^(async def (\w+)\((?:[^)]*)\))", domain.read_text(), re.M))
    use, function = next(
        (use, name) for use, name in USE.findall(expected) if name in stubs.values()
    )
    was = domain.read_text()
    domain.write_text(
        re.sub(rf"async def {function}\([^)]*\)", f"async def {function}(context: Context)", was)
    )
    [error] = checked(school)
    assert error.startswith(f"generated/training/functions.py:{line_of(school, use, function)}:"), (
        error
    )
    assert "Incompatible types in assignment" in error
    mine = domain.read_text()
    generate(school)
    assert domain.read_text() == mine
    domain.write_text(was)
    assert checked(school) == []
