"""`charter check` and `charter explain`: what is wrong with a project, and what that means."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from charter.diagnostics.finding import Finding
from charter.diagnostics.gather import findings, policy_problems, written_problems
from charter.shell import (
    HERE,
    Format,
    FormatOption,
    GroupProject,
    Project,
    RefusedError,
    complain,
    say,
    say_json,
)

__all__ = ["check", "explain", "findings", "policy_problems", "report", "written_problems"]


class Form(StrEnum):
    """How findings are written: for people, for a program, or for tools of code review."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


FormOption = Annotated[
    Form, typer.Option("--format", help="text for people, json for programs, sarif for reviews.")
]
CaretOption = Annotated[
    bool | None,
    typer.Option(
        "--caret/--no-caret", help="Show the line with a caret; without it, on a terminal alone."
    ),
]
ColorOption = Annotated[
    bool | None, typer.Option("--color/--no-color", help="Without it, on a terminal alone.")
]


def report(
    found: list[Finding],
    form: Form,
    folder: Path,
    *,
    caret: bool | None = None,
    color: bool | None = None,
) -> None:
    """Writes findings, and ends with exit code 1 where one is an error.

    `caret` and `color` are decided by what standard error is, where they are None.
    """
    if form is Form.JSON:
        say_json([finding.document for finding in found])
    elif form is Form.SARIF:
        from charter.diagnostics.sarif import sarif

        say_json(sarif(found))
    else:
        _tell(found, folder, caret=caret, color=color)
    if any(finding.error for finding in found):
        raise typer.Exit(1)


def _tell(found: list[Finding], folder: Path, *, caret: bool | None, color: bool | None) -> None:
    terminal = sys.stderr.isatty()
    tinted = terminal and "NO_COLOR" not in os.environ if color is None else color
    if not (terminal if caret is None else caret):
        complain(*(finding.text for finding in found))
        return
    from charter.diagnostics.lines import shown

    for text in shown(found, folder, color=tinted):
        typer.echo(text, err=True, color=tinted)
    if found:
        complain("", _counted(found))


def _counted(found: list[Finding]) -> str:
    """How many there are: `2 errors, 1 warning; charter explain E012 tells more`."""
    errors = sum(finding.error for finding in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    said = ", ".join(f"{n} {noun}{'s' if n > 1 else ''}" for n, noun in counts if n)
    return f"{said}; charter explain {found[0].code} tells more"


def check(
    form: FormOption = Form.TEXT,
    caret: CaretOption = None,
    color: ColorOption = None,
    folder: Project = HERE,
) -> None:
    """Read the model and the policies and print every problem; exit 1 when there is an error.

    The words of a policy are looked at once the model is right: they come from there.
    """
    report(findings(folder), form, folder, caret=caret, color=color)


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Such as E012.")],
    form: FormatOption = Format.TEXT,
    _folder: GroupProject = HERE,
) -> None:
    """Tell the long story of a problem code, with an example."""
    from dataclasses import asdict

    from generator.codes import known, story

    try:
        found = known(code)
    except KeyError as error:
        raise RefusedError(str(error.args[0])) from None
    if form is Format.JSON:
        say_json(asdict(found))
    else:
        say(story(found.code))
