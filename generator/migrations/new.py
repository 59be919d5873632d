"""`charter migrate new`: from the model and the history to the next revision files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator.garbage import seldom_collected
from generator.migrations.difference import Difference, difference
from generator.migrations.fills import read_fills
from generator.migrations.findings import Finding
from generator.migrations.history import History
from generator.migrations.merge import joined
from generator.migrations.revisions import empty, revisions
from generator.model import Model
from generator.schema.build import build


class Refused(Exception):
    """The migration would do what nobody has said is meant; `findings` says what."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


def plan(project: Path, model: Model) -> Difference:
    """What the next migration would do; nothing is written."""
    return difference(joined(History(project)), build(model))


@seldom_collected()
def new(
    project: Path,
    model: Model,
    message: str,
    allow: Collection[str] = frozenset(),
    fill: Collection[str] = (),
    *,
    rolling: bool = False,
) -> list[Path]:
    """Writes the migration from the newest snapshot to the model.

    Args:
        project: the folder that holds model.yaml.
        model: the resolved model.
        message: what the change is about; it names the files.
        allow: codes of findings that are meant (`M002`); the headers of the files say them.
        fill: values for rows that lack one, as `Entity.member=EXPRESSION`; what they fill is
            meant.
        rolling: applications of before work on until `contract`: earlier names of columns are
            served, and what takes something away is in files of its own (`up --until contract`).

    Returns:
        The files written; none where the model has not changed.

    Raises:
        Refused: findings that are not allowed; nothing is written.
        MigrationError: the history cannot be continued, or a value to fill in is wrong.
    """
    history = History(project)
    values = read_fills(model, fill)
    schema = build(model)
    found = difference(joined(history), schema, values, rolling=rolling)
    refused = tuple(
        finding
        for finding in found.findings
        if finding.code not in allow and (finding.table, finding.column) not in values
    )
    if refused:
        raise Refused(refused)
    heads = history.heads()
    if not found.operations and len(heads) < 2:
        return []
    meant = {finding.code for finding in found.findings}
    made = list(
        revisions(found.ordered, heads, history.next_number(), message, meant, rolling=rolling)
    )
    if not made:
        made = [empty(heads, history.next_number(), message)]
    return history.write(made, schema)
