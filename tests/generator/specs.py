"""How tests of the generator write specs and look at what was found."""

from __future__ import annotations

from pathlib import Path

from generator.grammar import check_grammar
from generator.load import load
from generator.migrations.new import new
from generator.pipeline import check
from generator.problems import Problems

ROOT = "charter: 1\nname: example\naggregates: [things]\n"


def write_spec(
    folder: Path, *, things: str | bytes | None = None, root: str | bytes = ROOT
) -> Path:
    """A project of one aggregate, `things`; the key `aggregate` of its file is put before it."""
    (folder / "model").mkdir()
    (folder / "model.yaml").write_bytes(_bytes(root))
    if things is not None:
        (folder / "model" / "things.yaml").write_bytes(b"aggregate: things\n" + _bytes(things))
    return folder


def grammar_problems(project: Path) -> list[str]:
    """What loading and the grammar find, as `charter check` prints it."""
    problems = Problems()
    if source := load(project, problems):
        check_grammar(source, problems)
    return [str(problem) for problem in problems.sorted()]


def all_problems(project: Path) -> list[str]:
    """What the whole check finds, as `charter check` prints it."""
    _, problems = check(project)
    return [str(problem) for problem in problems.sorted()]


def migrate(project: Path, model: Path | None = None) -> None:
    """Gives a project a migration to its model, or to the model in another folder."""
    resolved, problems = check(model or project)
    assert resolved is not None, problems.sorted()
    new(project, resolved, "as it was", allow={f"M00{number}" for number in range(1, 10)})


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
