"""The pipeline: load, check, resolve, emit. Problems are collected and reported together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.check import check_history, check_model, check_spec
from generator.emit.generate import Furthering, emit, nothing_further
from generator.emit.write import Change
from generator.garbage import seldom_collected
from generator.grammar import check_grammar
from generator.grammar.mend import mend
from generator.load.files import load
from generator.load.nodes import Source
from generator.model import Model
from generator.problems import Problems
from generator.resolve.model import prepare, resolve


@seldom_collected()
def check(project: Path) -> tuple[Model | None, Problems]:
    """Reads and resolves the spec in the folder `project`.

    Returns the model, or None where something is wrong with the spec, and everything that was
    found, warnings included. Where files do not have the right shape, names are looked at in
    what can be made of them.
    """
    problems = Problems()
    source = load(project, problems)
    if source is None:
        return None, problems
    check_grammar(source, problems)
    if not problems.errors:
        return _resolved(source, project, problems), problems
    mended = mend(source)
    if mended is not None and mended.source.rooted:
        further = Problems()
        _resolved(mended.source, project, further)
        for problem in further.sorted():
            if not mended.follows(problem):
                problems.take(problem)
    return None, problems


def _resolved(source: Source, project: Path, problems: Problems) -> Model | None:
    context = prepare(source, problems)
    check_spec(context, project)
    model = resolve(context)
    check_model(model, context)
    if not problems.errors:
        check_history(model, context, project)
    return None if problems.errors else model


@dataclass(frozen=True, slots=True)
class GenerateResult:
    """What `generate` found and did.

    `changes` are the files that were written or removed, or would be. `model` is None, and nothing
    was done, where the spec has an error.
    """

    model: Model | None
    problems: Problems
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """The paths of the changes."""
        return tuple(change.path for change in self.changes)

    @property
    def diff(self) -> str:
        """All changes, as `diff -u` shows them; of large files it takes seconds."""
        return "".join(change.diff() for change in self.changes)


_checked = check


@seldom_collected()
def generate(
    project: Path,
    check: bool = False,
    further: Furthering = nothing_further,
    checked: tuple[Model | None, Problems] | None = None,
) -> GenerateResult:
    """Makes the files of the project from its spec; `check` writes nothing.

    The same spec gives the same bytes, and only files that differ are written. `further` makes
    more files of the model, which are treated alike. `checked` is what `check` gave, where that
    was done already.
    """
    model, problems = checked or _checked(project)
    if model is None:
        return GenerateResult(None, problems)
    emission = emit(model, project, write=not check, further=further)
    return GenerateResult(model, problems, emission.changes)
