"""`charter audit export` and `verify-export`: the log with its proofs, for whoever is elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from charter.shell import HERE, GroupProject, Project, RefusedError, complain

if TYPE_CHECKING:
    from runtime.audit.export import Exported
    from runtime.audit.heads import Head

Number = Annotated[int, typer.Option("--from", min=0, metavar="N", help="The first leaf.")]
LastNumber = Annotated[
    int | None,
    typer.Option("--to", min=0, metavar="N", help="The last leaf.  [default: that of the log]"),
]
Older = Annotated[
    Path | None,
    typer.Option("--checkpoint", metavar="FILE", help="Prove that the log continues this head."),
]


def add(group: typer.Typer) -> None:
    """Adds the commands to `charter audit`."""
    group.command("export")(export)
    group.command("verify-export")(verify_export)


def export(
    first: Number = 0,
    last: LastNumber = None,
    checkpoint: Older = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to.  [default: the output]"),
    ] = None,
    folder: Project = HERE,
) -> None:
    """Write the sealed log as JSON lines, each with the proof that it is in the log.

    `verify-export` checks them, and so does runtime/audit/verify_export.py, on any machine.
    """
    from charter.databases import reached
    from runtime.audit.export import ExportError
    from runtime.audit.export import export as write
    from runtime.audit.sealing import connect

    older = _older(checkpoint)
    with (
        reached(folder) as access,
        connect(access.demand_owner()) as connection,
        _written(output) as file,
    ):
        try:
            done = write(connection, file.write, first=first, last=last, older=older)
        except ExportError as error:
            raise RefusedError(str(error)) from None
    complain(*_words(done))


def verify_export(
    file: Annotated[
        str, typer.Argument(metavar="EXPORT", help="What export wrote; - is standard input.")
    ],
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", metavar="FILE", help="An older head that was kept."),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="HEX", help="The public key that is trusted.")
    ] = None,
    retired: Annotated[
        bool, typer.Option("--retired", help="Leaves may lack their text: months were retired.")
    ] = False,
    _folder: GroupProject = HERE,
) -> None:
    """Check an export, offline: nothing but the file is looked at."""
    from runtime.audit.verify_export import main

    given = ["--retired"] if retired else []
    given += ["--checkpoint", str(checkpoint)] if checkpoint is not None else []
    given += ["--key", key] if key is not None else []
    raise typer.Exit(main([*given, "--", file]))


def _older(file: Path | None) -> Head | None:
    from runtime.audit.heads import CheckpointError, read_checkpoint

    try:
        return None if file is None else read_checkpoint(file)
    except CheckpointError as error:
        raise RefusedError(str(error)) from None


@contextmanager
def _written(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there once all of it is."""
    if path is None:
        yield sys.stdout
        return
    # A device or a pipe is written to, not replaced.
    draft = path.with_name(f"{path.name}.part") if path.is_file() or not path.exists() else path
    try:
        with draft.open("w", encoding="ascii") as file:
            yield file
        if draft != path:
            draft.replace(path)
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror}") from None
    finally:
        if draft != path:
            draft.unlink(missing_ok=True)


def _words(done: Exported) -> Iterator[str]:
    count = done.last - done.first + 1
    yield f"{count} leaves, {done.first} to {done.last}, under head {done.head.number}."
    if done.without_text:
        yield f"{done.without_text} of them have no text: their events are no longer there."
