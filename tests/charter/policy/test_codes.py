"""The examples in the stories of the P codes have the problem, and the mended ones do not."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from charter.diagnostics.gather import policy_problems, written_problems
from charter.vocabulary import vocabulary_from_model
from generator.codes import CODES, Code
from generator.model import Model
from generator.pipeline import check
from tests.charter.conftest import REPOSITORY

# A chain of eleven roles and another Casbin are described, not shown.
DESCRIBED = {"P014", "P020"}
RULE = "p, admin, user, read, any, allow\n"
"""A policy needs at least one."""
SHOWN = [code for name, code in CODES.items() if name.startswith("P") and name not in DESCRIBED]


@cache
def reference() -> Model:
    model, problems = check(REPOSITORY)
    assert model is not None, problems
    return model


def codes(example: str, folder: Path, code: str) -> set[str]:
    """The codes found where an example takes the place of the file that it is of."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "policies" / "tests").mkdir(parents=True)
    for name in ("model.conf", "policy.csv"):
        shutil.copy(REPOSITORY / "policies" / name, folder / "policies")
    named = re.match(r"# (policies/\S+)\n", example)
    path = folder / (named[1] if named else "policies/policy.csv")
    if path.name == "model.conf":
        line = next(line for line in example.splitlines() if line.startswith("e = "))
        path.write_text(re.sub(r"^e = .*$", line, path.read_text(), flags=re.MULTILINE))
    else:
        whole = named is not None or code == "P001" or example.startswith(("p,", "# for"))
        path.write_text(example if whole else example + RULE)
    found = policy_problems(folder, vocabulary_from_model(reference()), stock=False)
    return {each.code for each in (*found, *written_problems(folder, reference()))}


@pytest.mark.parametrize("code", SHOWN, ids=[code.code for code in SHOWN])
def test_the_bad_example_has_the_problem_and_the_good_one_has_none(
    code: Code, tmp_path: Path
) -> None:
    assert code.code in codes(code.bad, tmp_path / "it", code.code)
    assert codes(code.good, tmp_path / "it", code.code) <= {"P017"} - {code.code}
