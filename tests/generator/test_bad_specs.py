"""Failing specs beside what is said about them.

A case is a folder of `cases/bad/`, named after the code it is about: a whole project, and in
`expected.txt` every line that `charter check` prints for it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.codes import CODES
from tests.generator.specs import all_problems

CASES = sorted((Path(__file__).parent / "cases" / "bad").iterdir())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_spec_gets_exactly_its_messages(case: Path) -> None:
    expected = (case / "expected.txt").read_text().splitlines()
    assert "\n".join(all_problems(case)).splitlines() == expected


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_is_about_the_code_it_is_named_after(case: Path) -> None:
    code = case.name.split("_")[0]
    assert code in CODES
    assert f": {code} " in (case / "expected.txt").read_text()
