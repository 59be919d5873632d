"""The runtime and the generator know no entity by name, and what is generated is clean code."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.support import REPOSITORY, done

PLATFORM = frozenset({"User", "RoleAssignment", "RefreshToken", "AuditEvent"})
"""The entities that every project declares itself, because the runtime needs them."""

AMBIGUOUS = frozenset({"Project", "project", "projects", "task", "tasks"})
"""Words that programmers use for their own things (a project's folder, an asyncio task)."""

RAILWAY = Path(__file__).parent / "railway"


def entities() -> dict[str, str]:
    """Each entity of the repository's own model, with its table or path where it names one."""
    found: dict[str, str] = {}
    for path in (REPOSITORY / "model").glob("*.yaml"):
        for name in yaml.safe_load(path.read_text())["entities"]:
            found[name] = name
    return found


def words_of(name: str) -> set[str]:
    """The ways in which code could name an entity: Risk, RISK, risk, risks, change-request."""
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
    plural = snake[:-1] + "ies" if snake.endswith("y") else f"{snake}s"
    return {name, snake, plural, snake.replace("_", "-"), plural.replace("_", "-")}


def names_in(path: Path) -> Iterator[tuple[str, int]]:
    """Every identifier and every whole string of a module, docstrings apart."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        for attribute in ("id", "attr", "arg", "name"):
            value = getattr(node, attribute, None)
            if isinstance(value, str) and not _of_asyncio(node):
                yield value, getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def _of_asyncio(node: ast.AST) -> bool:
    """`asyncio.Task`, which has the name of an entity by chance."""
    whose = getattr(node, "value", None)
    return isinstance(node, ast.Attribute) and getattr(whose, "id", "") == "asyncio"


def test_runtime_and_generator_name_no_entity() -> None:
    own = set(entities()) - PLATFORM
    assert len(own) > 8, own
    words = {word for name in own for word in words_of(name)} - AMBIGUOUS
    assert {"risk", "risks", "Regulation", "requirements", "risk-matrix"} <= words
    named = [
        f"{path.relative_to(REPOSITORY)}:{line}: {name}"
        for package in ("runtime", "generator")
        for path in sorted((REPOSITORY / package).rglob("*.py"))
        if "vendor" not in path.parts
        for name, line in names_in(path)
        if name in words
    ]
    assert named == []


def test_templates_and_functions_name_no_table() -> None:
    tables = {
        word
        for name in set(entities()) - PLATFORM
        for word in words_of(name)
        if word != name and "-" not in word
    } - AMBIGUOUS
    endings = {".jinja", ".j2", ".sql", ".mako"}
    named = [
        f"{path.relative_to(REPOSITORY)}: {word}"
        for package in ("runtime", "generator")
        for path in sorted((REPOSITORY / package).rglob("*"))
        if path.suffix in endings
        for word in tables & set(_tokens(path.read_text()))
    ]
    assert named == []


def _tokens(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text).split()


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The railway with its generated code, beside the runtime that it imports."""
    project = tmp_path_factory.mktemp("clean") / "railway"
    shutil.copytree(RAILWAY, project)
    done(project, "generate")
    return project


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(command[0])
    return subprocess.run(
        [program, *command[1:]],
        cwd=project,
        env={**os.environ, "MYPYPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_what_is_generated_passes_the_linter(generated: Path) -> None:
    settings = str(REPOSITORY / "pyproject.toml")
    for command in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        ended = run(generated, "ruff", *command, "--config", settings, "generated")
        assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.slow
def test_what_is_generated_passes_the_type_checker(generated: Path) -> None:
    settings = str(REPOSITORY / "pyproject.toml")
    (generated / "runtime").symlink_to(REPOSITORY / "runtime")
    cache = generated.parent / "cache"
    options = ("--strict", "--config-file", settings, "--cache-dir", str(cache))
    ended = run(generated, "mypy", *options, "-p", "generated")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    """Twice over files that are there, and anew under other orders of hashing."""
    made = []
    for seed in ("1", "2"):
        project = tmp_path / seed
        shutil.copytree(RAILWAY, project)
        done(project, "generate", PYTHONHASHSEED=seed)
        again = done(project, "generate", PYTHONHASHSEED="3")
        assert "wrote" not in again, again
        done(project, "migrate", "new", "-m", "first", PYTHONHASHSEED=seed)
        made.append(content(project))
    assert made[0] == made[1]


def content(project: Path) -> dict[str, bytes]:
    """Every file of a project but the database's."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and ".charter" not in path.parts and "__pycache__" not in path.parts
    }
