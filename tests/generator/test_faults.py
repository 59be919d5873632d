"""Faults seeded into real models are all reported, at their line, with the word that was meant."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.pipeline import check
from generator.problems import Problem
from tests.generator.faults.fault import Fault
from tests.generator.faults.seeds import seeded

REPOSITORY = Path(__file__).parents[2]
RAILWAY = REPOSITORY / "tests" / "projects" / "railway"
SUGGESTED = 0.95
"""The share of faults with one right word for which that word has to be suggested."""


def copy(project: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copy(project / "model.yaml", folder)
    for part in ("model", "domain"):
        if (project / part).is_dir():
            shutil.copytree(project / part, folder / part)


def found_with(fault: Fault, folder: Path) -> list[Problem]:
    """What is reported of a fault; the file is put back."""
    path = folder / fault.file
    text = path.read_text()
    path.write_text(fault.edit(text))
    try:
        return check(folder)[1].sorted()
    finally:
        path.write_text(text)


def at_its_line(fault: Fault, problems: list[Problem]) -> list[Problem]:
    """Those at the line of the fault, or that name it beside the other end of a clash."""
    lines = [re.compile(rf"\bline {line}\b") for line in fault.lines]
    return [
        problem
        for problem in problems
        if problem.at.file == fault.file
        and (problem.at.line in fault.lines or any(line.search(problem.message) for line in lines))
    ]


def suggests(problem: Problem, word: str) -> bool:
    told = f"{problem.message} {problem.hint or ''}"
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told) is not None


@pytest.mark.parametrize(
    ("project", "share", "least"), [(REPOSITORY, 1.0, 400), (RAILWAY, 0.4, 90)], ids=["grc", "rail"]
)
def test_every_fault_is_reported_at_its_line_and_what_was_meant_is_suggested(
    project: Path, share: float, least: int, tmp_path: Path
) -> None:
    folder = tmp_path / "project"
    copy(project, folder)
    faults = seeded(project, 1, share)
    assert len(faults) >= least
    unsaid, meant, hit = [], [], 0
    for fault in faults:
        problems = found_with(fault, folder)
        here = at_its_line(fault, problems)
        if not here:
            unsaid.append((str(fault), [str(problem) for problem in problems]))
        elif fault.meant:
            meant.append(str(fault))
            hit += any(suggests(problem, fault.meant) for problem in here)
    assert unsaid == []
    assert hit >= SUGGESTED * len(meant), f"{hit} of {len(meant)}"


def test_a_model_without_a_fault_has_no_problem(tmp_path: Path) -> None:
    copy(REPOSITORY, tmp_path / "project")
    assert check(tmp_path / "project")[1].errors == 0
