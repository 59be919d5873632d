"""`charter plan`: what a change of the model would do, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from charter.shell import HERE, Format, FormatOption, Project, say, say_json

if TYPE_CHECKING:
    from charter.planning.plan import Plan
    from charter.policy.access import AccessTable

FILES_SHOWN = 12


def plan(
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 as well where a client breaks.")
    ] = False,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Show what a change of the model does to tables, routes, policies and files.

    The model is held against the newest migration, the generated document and the last commit;
    nothing is written. Exits with 1 where something has to be decided first: a finding, or a line
    of the policy that no longer passes.
    """
    from charter.commands.migrate import resolved
    from charter.planning.plan import plan as look

    found = look(folder, resolved(folder), _earlier(folder))
    if form is Format.JSON:
        say_json(found.document())
    else:
        say(*_lines(found))
    if found.stopped or (strict and found.breaking):
        raise typer.Exit(1)


def _earlier(folder: Path) -> AccessTable | None:
    """The access of the last commit; None where there is none that can be read."""
    from charter.policy.access import AccessTable
    from charter.policy.earlier import EarlierError, extract
    from charter.vocabulary import vocabulary_from_model
    from generator.pipeline import check
    from runtime.policy.rules import PolicyError
    from runtime.policy.vocabulary import load_rules

    with TemporaryDirectory(prefix="charter-") as name:
        earlier = Path(name)
        try:
            extract(folder, "HEAD", earlier)
            model, _ = check(earlier)
            if model is None:
                return None
            return AccessTable(model, load_rules(earlier, vocabulary_from_model(model)))
        except (EarlierError, PolicyError, OSError):
            return None


def _lines(found: Plan) -> Iterator[str]:
    from charter.planning.api import brief
    from charter.planning.database import database_lines

    if found.empty:
        yield "Nothing to do: migrations, documents and files say all that the model says."
        return
    yield from _section("Database", database_lines(found.database))
    yield from _section("API", brief(found.api))
    yield from _section("Access", _access(found))
    yield from _section("Files", _files(found))
    yield from _section("To be decided", _decisions(found))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    written = list(lines)
    if written:
        yield f"{title}:"
        yield from (f"  {line}" for line in written)


def _access(found: Plan) -> Iterator[str]:
    yield from (f"{problem}" for problem in found.refused)
    if found.access is not None:
        yield from (f"{change.kind.value}: {change.sentence('HEAD')}" for change in found.access)


def _files(found: Plan) -> Iterator[str]:
    yield from found.files[:FILES_SHOWN]
    more = len(found.files) - FILES_SHOWN
    if more > 0:
        yield f"and {more} more, by charter generate"


def _decisions(found: Plan) -> Iterator[str]:
    told: set[str] = set()
    for finding in found.findings:
        yield str(finding)
        for each in found.readings:
            if each.code == finding.code and _about(finding.message, each.was, each.table):
                told.add(each.now)
                yield from (f"    {reading}" for reading in each.readings)
    codes = sorted({finding.code for finding in found.findings})
    if codes:
        meant = " ".join(f"--allow {code}" for code in codes)
        yield f"If all of this is meant: charter migrate new -m TEXT {meant}"
    if found.refused:
        yield "Put the lines of the policy right that are named under Access"


def _about(message: str, was: str, table: str) -> bool:
    words = message.replace(",", " ").replace(".", " ").split()
    return (was in words and (not table or table in words)) or f"{was}_id" in words
