"""The pipeline: load, check, resolve, emit. Problems are collected and reported together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.check import check_model, check_spec
from generator.emit.generate import Furthering, emit, nothing_further
from generator.grammar import check_grammar
from generator.load.files import load
from generator.load.nodes import Source
from generator.model import Model
from generator.problems import Problems
from generator.resolve.model import prepare, resolve


def check(project: Path) -> tuple[Model | None, Problems]:
    """Reads and resolves the spec in the folder `project`.

    Returns the model, or None where something is wrong with the spec, and everything that was
    found, warnings included. Names are only looked at once the files have the right shape.
    """
    problems = Problems()
    source = load(project, problems)
    if source is None:
        return None, problems
    check_grammar(source, problems)
    return (None if problems.errors else _resolved(source, project, problems)), problems


def _resolved(source: Source, project: Path, problems: Problems) -> Model | None:
    context = prepare(source, problems)
    check_spec(context, project)
    model = resolve(context)
    check_model(model, context)
    return None if problems.errors else model


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """What `generate` found and did.

    `changed` are the paths that were written or removed, or would be; where nothing was to be
    written `diff` shows the change.
    `model` is None, and nothing was done, where the spec has an error.
    """

    model: Model | None
    problems: Problems
    changed: tuple[str, ...] = ()
    diff: str = ""


_checked = check


def generate(
    project: Path, check: bool = False, further: Furthering = nothing_further
) -> GenerateResult:
    """Makes the files of the project from its spec; `check` writes nothing.

    The same spec gives the same bytes, and only files that differ are written. `further` makes
    more files of the model, which are treated alike.
    """
    model, problems = _checked(project)
    if model is None:
        return GenerateResult(None, problems)
    emission = emit(model, project, write=not check, further=further)
    changed = tuple(change.path for change in emission.changes)
    return GenerateResult(model, problems, changed, emission.diff if check else "")
