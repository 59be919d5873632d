"""A whole project: what is generated from it, byte for byte, and what generating leaves alone.

`cases/good/school/expected/` holds the files of one entity as they must come out. After a change
that is meant, `CHARTER_ACCEPT=1 pytest tests/generator/emit` writes them anew: read the diff.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.pipeline import generate
from tests.generator.emit.test_document import ROOT, SCHOOL, in_folder, made

EXPECTED = SCHOOL / "expected"
SHOWN = ("/course.py", "enums.py", "reference/training.md", "domain/training.py")
WHOLE = ("generated/registry.py", "generated/routes.py", "generated/models.py", "generated/app.py")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return made(SCHOOL, tmp_path)


def shown(project: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(project.rglob("*")):
        path = file.relative_to(project).as_posix()
        if path.endswith(SHOWN) or path in WHOLE:
            yield f"{path}.txt", file.read_text()


def test_the_files_are_those_expected(school: Path) -> None:
    found = dict(shown(school))
    if os.environ.get("CHARTER_ACCEPT"):
        for path, text in found.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_text(text)
    expected = {
        file.relative_to(EXPECTED).as_posix(): file.read_text() for file in EXPECTED.rglob("*.txt")
    }
    assert found.keys() == expected.keys()
    for path, text in found.items():
        assert text == expected[path], path


def test_generating_again_changes_nothing(school: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in school.rglob("*") if file.is_file()}
    result = generate(school)
    assert (result.changed, result.diff) == ((), "")
    assert before == {file: file.stat().st_mtime_ns for file in before}


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = "from pathlib import Path; from generator.pipeline import generate; import sys;"
    program += "generate(Path(sys.argv[1]))"
    texts = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        (folder / "model").mkdir(parents=True)
        for file in ("model.yaml", "model/training.yaml"):
            (folder / file).write_bytes((SCHOOL / file).read_bytes())
        subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            check=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        files = (file for file in sorted(folder.rglob("*")) if file.is_file())
        texts.append({file.relative_to(folder): file.read_bytes() for file in files})
    assert texts[0] == texts[1]


def test_check_shows_and_writes_nothing(school: Path) -> None:
    spec = school / "model/training.yaml"
    spec.write_text(spec.read_text().replace("max: 200, required: true, search: A", "max: 99"))
    before = {file: file.read_bytes() for file in school.rglob("*") if file.is_file()}

    result = generate(school, check=True)

    assert "generated/training/schemas/course.py" in result.changed
    assert "+    title: Annotated[Text, Field(max_length=99)] | None = None\n" in result.diff
    assert before == {file: file.read_bytes() for file in before}


def test_an_error_in_the_spec_leaves_everything_as_it_is(school: Path) -> None:
    (school / "generated/stray.py").write_text("")
    (school / "model/training.yaml").write_text("aggregate: training\nentties: {}\n")
    result = generate(school)
    assert result.model is None
    assert result.problems.errors
    assert (school / "generated/stray.py").exists()


def test_a_stub_is_written_once_and_never_again(school: Path) -> None:
    domain = school / "domain/training.py"
    domain.write_text(domain.read_text().replace("async def tidy", "async def tidied"))
    mine = domain.read_text()

    generate(school)

    assert domain.read_text().startswith(mine.rstrip())
    assert domain.read_text().count("async def tidy(") == 1
    assert domain.read_text().count("async def release(") == 1
    assert in_folder(school, "-c", "import domain.training, generated.app") == ""


def test_no_file_is_too_long() -> None:
    long = [
        file
        for folder in ("generated", "generator", "docs/reference")
        for file in (ROOT / folder).rglob("*.*")
        if file.suffix in (".py", ".md", ".jinja") and len(file.read_text().splitlines()) > 500
    ]
    assert long == []


def test_ours_is_up_to_date() -> None:
    result = generate(ROOT, check=True)
    assert result.diff == "", "run: charter generate"


@pytest.mark.slow
def test_generated_code_passes_the_type_checker(school: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml"]
    done = subprocess.run(
        [*command, "--cache-dir", school / ".mypy_cache", "-p", "generated", "-p", "domain"],
        cwd=school,
        env=os.environ | {"MYPYPATH": f"{school}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
