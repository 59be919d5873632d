"""`charter audit erase`: personal values and their key go, the log stays whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

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
    say_rows,
)

if TYPE_CHECKING:
    from charter.databases import Access
    from runtime.audit.erasure import Found

GRACE = 6.0
"""Seconds until every worker knows that an account was closed, and a little more."""


def add(app: typer.Typer) -> None:
    """Puts the command under `charter audit`."""
    app.command("erase")(erase)


def erase(
    subject: Annotated[
        str, typer.Option("--subject", metavar="EMAIL|ID", help="Whose values: of the account.")
    ],
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Stands in the trail: name nobody.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go; change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. Nothing brings it back.")] = False,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Erase what is stored about a person; the account is closed, and the trail verifies."""
    from charter.databases import reached
    from charter.opened import load_registry
    from runtime.audit.erasure import EraseError, Eraser
    from runtime.audit.sealing import DamagedLogError, connect

    said = subject.strip()
    if not said:
        raise typer.BadParameter("say an address or an id", param_hint="--subject")
    if not dry_run and not reason.strip():
        raise typer.BadParameter("say why: it stands in the trail", param_hint="--reason")
    registry = load_registry(folder)
    with reached(folder) as access, connect(access.demand_owner()) as connection, migrated():
        eraser = Eraser(connection, registry)
        try:
            meant = eraser.subject(said)
            found = eraser.survey(meant)
            if found and not dry_run:
                confirm(f"Erase this of {said} for ever?", found, yes)
                seal = sealing(access, connection)
                found = eraser.erase(meant, reason.strip(), seal, grace=GRACE)
                eraser.clean()
            plain = eraser.plain(meant)
        except (EraseError, DamagedLogError) as error:
            raise RefusedError(*error.args) from None
    _tell(said, found, form, dry=dry_run)
    if plain:
        raise RefusedError(
            f"{plain} events from before the log knew of people were sealed with their values:"
            " those cannot be erased."
        )


@contextmanager
def migrated() -> Iterator[None]:
    """Says of a database without a trail what it lacks."""
    from psycopg.errors import UndefinedFunction, UndefinedTable

    try:
        yield
    except (UndefinedFunction, UndefinedTable):
        raise RefusedError(
            "The database has no sealed trail yet: run charter migrate up first."
        ) from None


def confirm(question: str, found: Found, yes: bool) -> None:
    """Asks before what cannot be undone; RefusedError where nobody is there, or says no."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise RefusedError("Nobody is there to ask: say --yes, or look with --dry-run first.")
    for row in rows_of(found):
        complain(f"{row['rows']:>8}  {row['table']}")
    if not typer.confirm(question, err=True):
        raise RefusedError("Nothing was erased.")


def sealing(access: Access, connection: Any) -> Callable[[], object]:
    """What seals all that can be sealed now; RefusedError where the key cannot be had."""
    from threading import Event

    from runtime.audit.heads import head_file
    from runtime.audit.keys import SigningKeyError, load_key
    from runtime.audit.sealing import Sealer, seal_all

    file = access.settings.audit_signing_key_file
    try:
        key = load_key(file, create=not access.settings.production)
    except SigningKeyError as error:
        raise RefusedError(str(error)) from None
    sealer = Sealer(access.demand_owner(), key, head_file(file), Event())

    def seal() -> None:
        head = seal_all(connection, key)
        if head is not None:
            sealer.keep(connection, head)

    return seal


def rows_of(found: Found) -> list[dict[str, Any]]:
    """What was found, a table a row; tables without any are left out."""
    rows = [{"table": table, "rows": count} for table, count in found.rows.items() if count]
    if found.keys:
        rows.append({"table": "charter_audit_subjects", "rows": found.keys})
    return rows


def _tell(said: str, found: Found, form: Format, *, dry: bool) -> None:
    rows = rows_of(found)
    if form is Format.JSON:
        say_json({"subject": said, "dry_run": dry, "tables": rows})
    elif not rows:
        say(f"Nothing is stored about {said}.")
    else:
        say_rows(rows, ("table", "rows"), form)
        if dry:
            say("Nothing was changed: this is what would be erased.")
        else:
            say(f"What was stored about {said} is erased. Backups and files still hold it.")
