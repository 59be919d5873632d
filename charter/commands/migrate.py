"""`charter migrate`: from the model to the database, one revision after another."""

from __future__ import annotations

from collections.abc import Iterable
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
def new(  # noqa: PLR0917 - one an option
    message: Annotated[str, typer.Option("-m", "--message", metavar="TEXT", help="What it is.")],
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="CODE", help="A finding that is meant, such as M002."),
    ] = None,
    accept: Annotated[list[str] | None, typer.Option("--accept", hidden=True)] = None,
    fill: Annotated[
        list[str] | None,
        typer.Option(
            "--fill",
            metavar="ENTITY.MEMBER=EXPR",
            help="What rows that lack a value get, in the words of the model.",
        ),
    ] = None,
    rolling: Annotated[
        bool,
        typer.Option("--rolling", help="Keep what takes something away in files of its own."),
    ] = False,
    folder: Project = HERE,
) -> None:
    """Write a migration from the difference between the model and the migrations so far."""
    from generator.migrations.new import Refused
    from generator.migrations.new import new as write

    meant = [*(allow or ()), *(accept or ())]
    _known(meant)
    model = resolved(folder)
    try:
        files = write(folder, model, message, meant, fill or (), rolling=rolling)
    except Refused as refused:
        from charter.planning.refusals import allowing, unmeant

        said = unmeant(folder, model, refused, folder)
        meant_so = f"Nothing was written. If this is meant: {allowing(refused)}"
        raise RefusedError(*said, meant_so) from None
    if not files:
        say("Nothing to do: the migrations say all that the model says.")
    say(*(str(path.relative_to(folder)) for path in files))


def _known(codes: Iterable[str]) -> None:
    from generator.migrations.findings import CODES
    from generator.near import did_you_mean

    for code in codes:
        if code not in CODES or code > "M1":
            may = [each for each in CODES if each < "M1"]
            raise RefusedError(f"no finding has the code {code}{did_you_mean(code, may)}")


@app.command("up")
def up(
    until: Annotated[
        str, typer.Option("--until", metavar="contract", help="Stop before what takes away.")
    ] = "",
    folder: Project = HERE,
) -> None:
    """Apply what is not applied yet, then give the application's role its rights.

    With `--until contract` it stops before the first file that takes something away from the
    application of before.
    """
    from charter.databases import reached
    from charter.watching.development import Development
    from generator.migrations import runner
    from generator.migrations.progress import Progress

    if until not in ("", "contract"):
        raise typer.BadParameter("the only stage is contract", param_hint="--until")
    progress = Progress(applied=lambda file: say(f"applied {file}"), passing=complain)
    with reached(folder) as access:
        say(*Development(folder, access.demand_owner(), access.application).settle())
        applied = runner.up(
            folder, access.demand_owner(), access.application, until=until, progress=progress
        )
    if not applied:
        say("Nothing to apply.")


# `-1` is no option, but how far down.
@app.command("down", context_settings={"ignore_unknown_options": True})
def down(
    revision: Annotated[
        str, typer.Argument(metavar="REV", help="A revision, the number of its file, -1 or base.")
    ],
    allow_loss: Annotated[
        bool, typer.Option("--allow-loss", help="Values that nothing brings back may go.")
    ] = False,
    folder: Project = HERE,
) -> None:
    """Undo revisions down to REV, which itself stays; -1 is the newest change.

    Refused where values would be lost, or where rows would not fit what comes back.
    """
    from charter.databases import reached
    from generator.migrations import runner

    if revision.startswith("-") and not revision[1:].isdecimal():
        raise typer.BadParameter(f"no such option: {revision}", param_hint="REV")

    with reached(folder) as access:
        undone = runner.down(
            folder, revision, access.demand_owner(), access.application, allow_loss=allow_loss
        )
    say(*(f"undone {each}" for each in undone) if undone else ("Nothing to undo.",))


@app.command("sql")
def sql(
    revision: Annotated[
        str | None, typer.Argument(metavar="[REV]", help="A revision; default: the newest change.")
    ] = None,
    down: Annotated[bool, typer.Option("--down", help="What undoes it.")] = False,
    folder: Project = HERE,
) -> None:
    """Print the SQL of a revision, or of all files of the newest change."""
    from generator.migrations.history import History
    from generator.migrations.printed import printed

    say(printed(History(folder), revision, down=down).rstrip())


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
