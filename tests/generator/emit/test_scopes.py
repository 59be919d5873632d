"""Scopes as Python functions: their names, what they take, and where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import generate
from tests.generator.emit.test_document import ROOT, SCHOOL, in_folder, made

LESSON = """
  Timing:
    doc: What only the database can add up.
    label: id
    relations: {lesson: {to: Lesson, inverse: timings}}
    scopes:
      long: sum(lesson.measures.seconds) > 1
  Measure:
    doc: A length.
    label: id
    fields: {seconds: float}
    relations: {lesson: {to: Lesson, inverse: measures}}
  Lesson:
    doc: A part of a course.
    label: title
    within: {course: course}
    fields:
      title:  {type: string, max: 200, required: true}
      on_day: date
      length: float
      given:  bool
      fee:    {type: decimal, digits: 8, places: 2}
    relations:
      course:  {to: Course, inverse: lessons}
      teacher: {to: User}
    scopes:
      logic: teacher == actor
      sum: given
      class: fee > 1.5
      metadata: on_day < today()
      said: title == "now, today and Decimal"
      theirs: course.owner == actor
      course_of: teacher is null
"""
LIMIT = "      user: {to: User, required: true, on_delete: cascade, inverse: role_assignments"
LIMITED = f"      scope: {{to: [Course, Lesson], write: once}}\n{LIMIT}"
OWN = "    scopes: {own: owner == actor}\n    frozen"
LONG = "    scopes:\n      own: owner == actor\n      long: sum(lessons.length) > 2\n    frozen"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The school, with lessons whose scopes have the names that functions like least."""
    project = made(SCHOOL, tmp_path_factory.mktemp("school"))
    spec = project / "model/training.yaml"
    text = spec.read_text()
    assert LIMIT in text
    assert OWN in text
    spec.write_text(text.replace(LIMIT, LIMITED).replace(OWN, LONG) + LESSON)
    result = generate(project)
    assert result.model is not None, [str(problem) for problem in result.problems.sorted()]
    return project


def functions(project: Path, entity: str) -> str:
    return (project / f"generated/training/scopes/{entity}.py").read_text()


def test_a_function_hides_nothing_that_the_others_name(school: Path) -> None:
    text = functions(school, "lesson")
    for name in ("logic_", "sum_", "class_", "metadata_", "said", "theirs", "course_of"):
        assert f"\ndef {name}(row: Lesson, actor: Actor" in text
    assert "\ndef course_of_(row: Lesson, rows: Rows) -> UUID | None:\n" in text


def test_it_takes_the_rows_beside_it_where_it_looks_there(school: Path) -> None:
    text = functions(school, "lesson")
    assert "def theirs(row: Lesson, actor: Actor, rows: Rows) -> bool:" in text
    assert "def said(row: Lesson, actor: Actor) -> bool:" in text


def test_the_day_is_taken_once_and_only_where_it_is_asked_for(school: Path) -> None:
    text = functions(school, "lesson")
    assert text.count("today = datetime.now(UTC).date()") == 1
    assert "now = datetime" not in text


def test_what_only_the_database_decides_has_no_function(school: Path) -> None:
    assert "def long(" not in functions(school, "course")
    said = "from generated.registry import REGISTRY as r; c = r['course']; "
    said += "print(sorted(c.scopes), sorted(c.predicates), sorted(c.looking))"
    assert in_folder(school, "-c", said) == "['long', 'own'] ['own'] []\n"


def test_the_resource_names_them_by_the_words_of_the_policy(school: Path) -> None:
    said = "from generated.registry import REGISTRY as r; n = r['lesson']; "
    said += "print(n.predicates['logic'].__name__, sorted(n.looking), n.limits['course'].__name__)"
    assert in_folder(school, "-c", said) == "logic_ ['theirs'] course_of_\n"


def test_an_entity_without_scopes_and_limits_has_no_file(school: Path) -> None:
    assert not (school / "generated/training/scopes/role_assignment.py").exists()


def test_they_pass_the_linter_as_they_are(school: Path) -> None:
    config = ("--config", ROOT / "pyproject.toml", "--no-cache")
    folder = school / "generated/training/scopes"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *config, "--ignore", "D,E501,I001", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
