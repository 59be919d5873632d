"""`charter openapi`: the document of the API, and what a change of it means for clients."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    GroupProject,
    Project,
    RefusedError,
    chosen,
    say,
    say_json,
)

DOCUMENT = "generated/openapi.json"

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="The OpenAPI document; `diff BASE` says what a change of it means for clients.",
)


@app.callback(invoke_without_command=True)
def openapi(context: typer.Context, project: GroupProject = HERE) -> None:
    """Print the OpenAPI document, as the server answers it at /openapi.json."""
    if context.invoked_subcommand is None:
        typer.echo(_present(chosen(context, project)), nl=False)


@app.command("diff")
def diff(
    base: Annotated[
        str,
        typer.Argument(
            metavar="BASE", help="An earlier document: a file, or a commit, branch or tag."
        ),
    ],
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """List what clients notice of the change since BASE; exit 1 when something breaks them.

    What clients send may be accepted more widely, what they get may vary less; the opposite breaks
    them. Bounds of what they get (lengths, limits) are information.
    """
    from charter.contract.operations import differences

    found = differences(_parsed(_earlier(folder, base), base), _parsed(_present(folder), DOCUMENT))
    if form is Format.JSON:
        say_json([change.document() for change in found])
    else:
        say(*(change.sentence for change in found) if found else ["No client notices a change."])
    if any(change.breaking for change in found):
        raise typer.Exit(1)


def _present(folder: Path) -> bytes:
    try:
        return (folder / DOCUMENT).read_bytes()
    except FileNotFoundError:
        raise RefusedError(f"{DOCUMENT} is missing: run charter generate first") from None


def _earlier(folder: Path, base: str) -> bytes:
    """A file of that name, else the document at that revision."""
    from charter.policy.earlier import EarlierError, content

    path = Path(base)
    if path.is_file():
        return path.read_bytes()
    try:
        return content(folder, base, DOCUMENT)
    except EarlierError as error:
        raise RefusedError(f"{base} is no file, and: {error}") from None


def _parsed(text: bytes, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise RefusedError(f"{name} is no JSON: {error}") from None
    if not isinstance(document, dict) or "paths" not in document:
        raise RefusedError(f"{name} is no OpenAPI document")
    return document
