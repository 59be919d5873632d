"""`charter adopt`: a model from a PostgreSQL database that is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from charter.commands.init import make
from charter.shell import HERE, Format, FormatOption, RefusedError, chosen, say, say_json

if TYPE_CHECKING:
    from charter.adopting.adopt import Adoption
    from charter.adopting.catalogue import Database

ADMIN = "admin"
"""The role that gets all rights over what was adopted, where the project has it."""


def adopt(  # noqa: PLR0917 - one an option
    context: typer.Context,
    database_url: Annotated[
        str, typer.Option("--database-url", metavar="URL", help="The database; it is only read.")
    ],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="A new project is made there first."),
    ] = None,
    schema: Annotated[
        str, typer.Option("--schema", metavar="NAME", help="The schema with the tables.")
    ] = "public",
    aggregate: Annotated[
        str | None,
        typer.Option("--aggregate", metavar="NAME", help="What the aggregate is called."),
    ] = None,
    form: FormatOption = Format.TEXT,
    folder: Annotated[
        Path, typer.Option("--project", metavar="DIR", help="The project that takes the model.")
    ] = HERE,
) -> None:
    """Write a model from the tables of a PostgreSQL database, which is only read.

    Adds model/NAME.yaml to a project and rules for the role admin, and under adopted/ a report of
    all that is said otherwise than the database did, and a script that copies the rows.
    """
    from charter.adopting.adopt import AdoptError, adoption

    found = _read(database_url, schema)
    name = _name(aggregate or (found.name if schema == "public" else schema), aggregate)
    project = make(into) if into is not None else chosen(context, folder)
    try:
        made = adoption(project, found, name)
    except AdoptError as error:
        if into is not None:
            shutil.rmtree(project)
        raise RefusedError(str(error)) from None
    _write(project, made, name)
    if form is Format.JSON:
        say_json([note.document() for note in made.notes])
    else:
        say(*map(str, made.notes), *_summary(made, name))


def _read(url: str, schema: str) -> Database:
    import psycopg

    from charter.adopting.catalogue import read

    try:
        return read(url, schema)
    except psycopg.Error as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise RefusedError(f"the database cannot be read: {reason}") from None


def _name(text: str, given: str | None) -> str:
    """The aggregate's name: as it was given, or made of the database's."""
    word = text if given else re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", word):
        raise RefusedError(f'"{text}" makes no name of an aggregate: say --aggregate NAME')
    return word


def _write(folder: Path, made: Adoption, name: str) -> None:
    for path, text in made.files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    policy = folder / "policies" / "policy.csv"
    if not policy.is_file() or ADMIN not in {role.name for role in made.model.roles}:
        return
    rules = [f"p, {ADMIN}, {resource}, *, any, allow\n" for resource in made.resources]
    text = policy.read_text(encoding="utf-8").rstrip("\n")
    heading = f"\n\n# What was adopted from {name}: open to {ADMIN} until somebody decides.\n"
    policy.write_text(text + heading + "".join(rules), encoding="utf-8")


def _summary(made: Adoption, name: str) -> Iterator[str]:
    count = len(made.adopted.drafts)
    files = ", ".join(path for path in made.files if path.startswith("model/"))
    yield f"{count} {'table is an entity' if count == 1 else 'tables are entities'} now: {files}"
    yield f"adopted/{name}.md is the report, adopted/{name}.sql copies the rows. Go on with:"
    yield "  charter plan; charter generate; charter migrate new -m TEXT"
