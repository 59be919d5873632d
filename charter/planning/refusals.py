"""What is said where a migration is refused: findings, and what else may be meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charter.planning.plan import source_of
from generator.migrations.findings import hint
from generator.migrations.history import History
from generator.migrations.merge import joined
from generator.migrations.new import Refused
from generator.migrations.suggest import suggestions
from generator.model import Model
from generator.schema.build import build


def unmeant(project: Path, model: Model, refused: Refused, history: Path) -> Iterator[str]:
    """The findings, each with a hint, then both readings of what may be a rename.

    Args:
        project: the folder with the model's files, to say where `was:` goes.
        model: the model as it is now.
        refused: what `new` raised.
        history: the folder whose migrations it was held against.
    """
    for finding in refused.findings:
        yield str(finding)
        told = hint(finding, model)
        if told:
            yield f"    {told}"
    for each in suggestions(joined(History(history)), build(model), source_of(project)):
        yield from (f"    {reading}" for reading in each.readings)


def allowing(refused: Refused) -> str:
    """The options that say that the findings are meant."""
    codes = sorted({finding.code for finding in refused.findings})
    return " ".join(f"--allow {code}" for code in codes)
