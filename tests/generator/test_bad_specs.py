"""Failing specs beside what is said about them.

A case is a folder of `cases/bad/`, named after the code it is about: a whole project, and in
`expected.txt` every line that `charter check` prints for it. Where there is an `earlier/`, its
model is what the newest migration has made.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from generator.codes import CODES
from tests.generator.specs import all_problems, migrate

CASES = sorted((Path(__file__).parent / "cases" / "bad").iterdir())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_spec_gets_exactly_its_messages(case: Path, tmp_path: Path) -> None:
    expected = (case / "expected.txt").read_text().splitlines()
    project = case
    if (case / "earlier").exists():
        project = copytree(case, tmp_path / "project")
        migrate(project, project / "earlier")
    assert "\n".join(all_problems(project)).splitlines() == expected


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_about_the_code_it_is_named_after(case: Path) -> None:
    code = case.name.split("_")[0]
    assert code in CODES
    assert f": {code} " in (case / "expected.txt").read_text()
