"""The generated document: valid, without loose ends, and what FastAPI says of the same routes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from generator.pipeline import generate
from runtime import problem_schema
from tests.generator.emit.comparing import differences, plain

ROOT = Path(__file__).parents[3]
SCHOOL = ROOT / "tests" / "generator" / "cases" / "good" / "school"
RAILWAY = ROOT / "tests" / "projects" / "railway"


def in_folder(folder: Path, *arguments: str) -> str:
    """What a Python program prints that finds `generated` and `domain` in the folder."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def made(case: Path, folder: Path) -> Path:
    """The project of a case, generated in a folder of its own."""
    for file in ("model.yaml", *(f"model/{each.name}" for each in (case / "model").iterdir())):
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes((case / file).read_bytes())
    assert generate(folder).model is not None
    return folder


@pytest.fixture(scope="module", params=[ROOT, SCHOOL, RAILWAY], ids=["ours", "school", "railway"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    case: Path = request.param
    return case if case == ROOT else made(case, tmp_path_factory.mktemp("project"))


def document(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "generated/openapi.json").read_text())
    return found


def test_it_is_valid(project: Path) -> None:
    validate(document(project))


def test_it_is_what_fastapi_says_of_the_routes(project: Path) -> None:
    program = str(Path(__file__).with_name("comparing.py"))
    assert in_folder(project, program) == ""


def test_no_component_is_left_over(project: Path) -> None:
    found = document(project)
    text = json.dumps(found)
    loose = [
        f"{kind}/{key}"
        for kind in ("schemas", "responses")
        for key in found["components"][kind]
        if f'"#/components/{kind}/{key}"' not in text
    ]
    assert set(loose) <= {"responses/428"}


def test_a_difference_is_seen() -> None:
    ours, theirs = document(ROOT), document(ROOT)
    theirs["components"]["schemas"]["RiskCreate"]["properties"]["title"]["maxLength"] = 1
    del theirs["paths"]["/api/v1/risks"]["get"]["responses"]["401"]
    theirs["components"]["parameters"]["Risk.title__contains"]["schema"] = {"type": "integer"}
    found = list(differences(ours, theirs))
    assert any(line.startswith("schema RiskCreate: ") for line in found)
    assert any(line.startswith("GET /api/v1/risks responses: ") for line in found)
    assert any(line.startswith("GET /api/v1/risks parameters: ") for line in found)


def test_problems_are_what_the_runtime_answers() -> None:
    said = problem_schema.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    error = said.pop("$defs")["ProblemError"]
    schemas = document(ROOT)["components"]["schemas"]
    assert plain(schemas["Problem"]) == plain(said)
    assert plain(schemas["ProblemError"]) == plain(error)
