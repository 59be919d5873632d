"""`charter audit verify`: whether the trail is whole, and the tables are what it says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    Project,
    RefusedError,
    complain,
    say,
    say_json,
)

if TYPE_CHECKING:
    from runtime.audit.verification import Against, Report

_TITLES = {"leaves": "log", "replay": "tables"}


def add(app: typer.Typer) -> None:
    """Puts the command under `charter audit`."""
    app.command("verify")(verify)


def verify(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoint",
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help="A head that was kept elsewhere; may be given again.",
        ),
    ] = None,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Check the sealed log and every row against its events; exit 1 where one does not agree."""
    from charter.databases import reached
    from charter.opened import load_registry
    from runtime.audit.verification import NotMigratedError
    from runtime.audit.verification import verify as check

    registry = load_registry(folder)
    with reached(folder) as access:
        url = access.demand_owner()
        # Read before the database is: what the sealer keeps here is there already.
        against = _kept(access.settings.audit_signing_key_file, checkpoint or [])
        try:
            with _bar() as progress:
                report = check(url, registry, against, progress)
        except NotMigratedError as error:
            raise RefusedError(str(error)) from None
    _tell(report, form)
    if not report.fine:
        raise typer.Exit(1)


def _kept(key_file: Path, files: list[Path]) -> Against:
    """The public key, and the heads in the files and beside the key."""
    from runtime.audit.heads import CheckpointError, head_file, read_checkpoint
    from runtime.audit.keys import SigningKeyError, load_key, public_bytes
    from runtime.audit.verification import Against
    from runtime.audit.verify_heads import Checkpoint

    try:
        key = public_bytes(load_key(key_file))
    except SigningKeyError:
        key = None
    beside = head_file(key_file)
    try:
        named = [*files, beside] if beside.is_file() else files
        heads = [Checkpoint(str(file), read_checkpoint(file)) for file in named]
    except CheckpointError as error:
        raise RefusedError(str(error)) from None
    return Against(key, heads)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        yield lambda part, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks = {part: bar.add_task(title, total=None) for part, title in _TITLES.items()}
        yield lambda part, done, total: bar.update(tasks[part], completed=done, total=total)


def _tell(report: Report, form: Format) -> None:
    if form is Format.JSON:
        say_json(
            {
                "ok": report.fine,
                "findings": [asdict(each) for each in report.findings],
                "findings_in_all": report.total,
                **asdict(report.counts),
                "head": report.last.checkpoint() if report.last else None,
                "key_compared": report.against.key is not None,
                "checkpoints": [each.name for each in report.against.checkpoints],
            }
        )
        return
    say(*_lines(report))
    complain(*map(str, report.findings))
    if report.total > len(report.findings):
        complain(f"and {report.total - len(report.findings)} more")


def _lines(report: Report) -> Iterator[str]:
    counts, last = report.counts, report.last
    yield f"events          {counts.events}"
    yield f"leaves          {counts.leaves}"
    yield f"heads           {counts.heads}"
    yield f"not sealed yet  {counts.not_sealed}"
    yield f"rows replayed   {counts.rows}"
    if counts.partly:
        yield f"rows in part    {counts.partly} (begun before the trail, or altered by a migration)"
    if counts.retired:
        yield f"events retired  {counts.retired} (their months were taken out; the leaves stay)"
    if counts.erased:
        yield f"values erased   {counts.erased} (gone with their key, and not compared)"
    if last is not None:
        yield f"last head       {last.number}, {last.size} leaves, root {last.root.hex()}"
    yield from _trusted(report)
    if report.fine:
        yield "All is well."


def _trusted(report: Report) -> Iterator[str]:
    """What the log was held against; and what nobody can tell without it."""
    if report.against.key is None:
        yield "The signing key is not here: the heads were held against each other alone."
    named = [each.name for each in report.against.checkpoints]
    if named:
        yield f"checkpoints     {', '.join(named)}"
    else:
        yield "No checkpoint was given: an older copy of the database would not be told from it."
