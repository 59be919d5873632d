"""`charter migrate`: from the model to the database, one revision after another."""

from __future__ import annotations

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
    new_group,
    say,
    say_json,
    say_rows,
)

if TYPE_CHECKING:
    from generator.model import Model

app = new_group("Make, apply, undo and check migrations, as the owner of the tables.")


def resolved(folder: Path) -> Model:
    """The model of a project; RefusedError with its problems where it has errors."""
    from generator.pipeline import check

    model, problems = check(folder)
    if model is None:
        raise RefusedError(*(str(each) for each in problems.sorted()))
    return model


@app.command("new")
def new(
    message: Annotated[str, typer.Option("-m", "--message", metavar="TEXT", help="What it is.")],
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="CODE", help="A finding that is meant, such as M002."),
    ] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", hidden=True)] = None,
    folder: Project = HERE,
) -> None:
    """Write a migration from the difference between the model and the migrations so far."""
    from generator.migrations.new import Refused
    from generator.migrations.new import new as write

    try:
        files = write(folder, resolved(folder), message, [*(allow or ()), *(accept or ())])
    except Refused as refused:
        codes = sorted({finding.code for finding in refused.findings})
        meant = " ".join(f"--allow {code}" for code in codes)
        raise RefusedError(*map(str, refused.findings), f"If this is meant: {meant}") from None
    if not files:
        say("Nothing to do: the migrations say all that the model says.")
    say(*(str(path.relative_to(folder)) for path in files))


@app.command("up")
def up(folder: Project = HERE) -> None:
    """Apply what is not applied yet, then give the application's role its rights."""
    from charter.databases import reached
    from generator.migrations import runner

    with reached(folder) as access:
        applied = runner.up(folder, access.demand_owner(), access.application)
    say(*(f"applied {file}" for file in applied) if applied else ("Nothing to apply.",))


@app.command("down")
def down(
    revision: Annotated[str, typer.Argument(metavar="REV", help="A revision, -1 or base.")],
    folder: Project = HERE,
) -> None:
    """Undo revisions down to REV, which itself stays."""
    from charter.databases import reached
    from generator.migrations import runner

    with reached(folder) as access:
        undone = runner.down(folder, revision, access.demand_owner(), access.application)
    say(*(f"undone {each}" for each in undone) if undone else ("Nothing to undo.",))


@app.command("status")
def status(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """Show which revisions are applied, and when."""
    from charter.databases import reached
    from generator.migrations import runner

    with reached(folder) as access:
        steps = runner.status(folder, access.demand_owner())
    rows = [
        {
            "revision": step.revision,
            "applied_at": step.applied_at.isoformat() if step.applied_at else None,
            "file": step.file,
        }
        for step in steps
    ]
    say_rows(rows, ("revision", "applied_at", "file"), form)


@app.command("check")
def check(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """Find drift between model, migrations and database; exit 1 where there is any."""
    from charter.databases import reached
    from generator.migrations import runner

    model = resolved(folder)
    with reached(folder) as access:
        found = runner.check(folder, model, access.demand_owner())
    if form is Format.JSON:
        say_json([asdict(finding) for finding in found])
    else:
        complain(*map(str, found))
    if found:
        raise typer.Exit(1)
