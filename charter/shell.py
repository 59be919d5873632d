"""What all commands share: the project they work on, and how an end is said to the shell.

Exit codes: 0 done; 1 the check found something, or the work was refused; 2 wrong usage.
Problems go to standard error, results to standard output.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

SPEC = "model.yaml"
_PROJECT = "charter.project"


class Format(StrEnum):
    """How a result is written: for people, or for a program."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[
    Format, typer.Option("--format", help="text for people, json for programs.")
]


class RefusedError(Exception):
    """The work was refused; each line says why. Ends the command with exit code 1."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def chosen(context: typer.Context, value: Path) -> Path:
    """The project's folder; what is said after the command's name wins over what stands before."""
    folder = Path(context.meta.get(_PROJECT, HERE)) if value == HERE else value
    if not (folder / SPEC).is_file():
        raise typer.BadParameter(f"{folder.resolve()} holds no {SPEC}; say --project DIR")
    return folder.resolve()


def _remembered(context: typer.Context, value: Path) -> Path:
    """Keeps what is said before a command's name for the command."""
    if value != HERE:
        context.meta[_PROJECT] = str(value)
    return value


HERE = Path(".")
_SAID: dict[str, Any] = {
    "metavar": "DIR",
    "help": "The folder that holds model.yaml.",
    "show_default": ".",
}

Project = Annotated[Path, typer.Option("--project", callback=chosen, **_SAID)]
"""The parameter of a command; the value is the absolute path of a folder with a model."""
GroupProject = Annotated[Path, typer.Option("--project", callback=_remembered, **_SAID)]
"""The same option before the name of a command."""


class Root(TyperGroup):
    """All commands; here a refusal becomes lines on standard error and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            lines = refusal(error)
            if lines is None:
                raise
            complain(*lines)
            raise typer.Exit(1) from None


def new_group(doc: str, **options: Any) -> typer.Typer:
    """Commands under one word, which itself takes `--project` too."""
    group = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=doc,
        **options,
    )

    @group.callback()
    def before(project: GroupProject = HERE) -> None:
        """Takes the option; the command that follows does the work."""

    return group


def say(*lines: str) -> None:
    """Writes results to standard output."""
    for line in lines:
        typer.echo(line)


def say_json(document: object) -> None:
    """Writes one JSON document to standard output."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False, default=str))


def complain(*lines: str) -> None:
    """Writes problems to standard error."""
    for line in lines:
        typer.echo(line, err=True)


def say_rows(rows: Sequence[Mapping[str, Any]], columns: Iterable[str], form: Format) -> None:
    """Writes rows as aligned columns, or as a JSON list."""
    if form is Format.JSON:
        say_json(list(rows))
        return
    names = list(columns)
    cells = [[str(row[name] if row[name] is not None else "") for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    for line in (names, *cells):
        text = "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
        say(text.rstrip())


def refusal(error: Exception) -> Sequence[str] | None:
    """What to say of an error that is no fault of the program; None for one that is."""
    if isinstance(error, RefusedError):
        return error.lines
    for module, name, words in _REFUSALS:
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return words(error)
    return None


def _own_words(error: Any) -> Sequence[str]:
    return str(error).strip().splitlines() or [type(error).__name__]


def _all_problems(error: Any) -> Sequence[str]:
    return [str(problem) for problem in error.problems]


def _problem(error: Any) -> Sequence[str]:
    details = [f"  {v.pointer or '/'}: {v.message}" for v in error.errors]
    return [f"{error.code}: {error.detail}", *details]


def _no_database(error: Any) -> Sequence[str]:
    first = (str(error).strip().splitlines() or ["no connection"])[0]
    return [f"The database cannot be used: {first}"]


_REFUSALS: tuple[tuple[str, str, Callable[[Any], Sequence[str]]], ...] = (
    ("runtime.settings", "SettingsError", _all_problems),
    ("runtime.policy.rules", "PolicyError", _all_problems),
    ("runtime.database.role", "UnfitRoleError", _own_words),
    ("runtime.policy.kept", "NotKeptError", _own_words),
    ("runtime.identity.keys", "KeyMissingError", _own_words),
    ("runtime.postmaster", "EmbeddedError", _own_words),
    ("runtime.problems", "Problem", _problem),
    ("generator.migrations.history", "MigrationError", _own_words),
    ("psycopg_pool", "PoolTimeout", _no_database),
    ("psycopg", "OperationalError", _no_database),
)
"""Errors that say themselves what is wrong, looked up only where their module is loaded."""
