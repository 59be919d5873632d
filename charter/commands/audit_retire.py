"""`charter audit retire`: old months leave the trail whole, and the trail says so."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    Project,
    RefusedError,
    say,
    say_json,
    say_rows,
)

if TYPE_CHECKING:
    from runtime.audit.retention import Part

_COLUMNS = ("partition", "ends", "events", "unsealed", "retire")


def add(app: typer.Typer) -> None:
    """Puts the command under `charter audit`."""
    app.command("retire")(retire)


def retire(
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="YYYY-MM", help="Months before this one; none: a list."),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Stands in the trail.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Detach old months of the trail, for the operator to put away; without --before, list them."""
    from charter.commands.audit_erase import migrated
    from charter.databases import reached
    from runtime.audit.retention import RetireError, parts, parts_before
    from runtime.audit.retention import retire as detach
    from runtime.audit.sealing import connect

    now = datetime.now(UTC)
    limit = None if before is None else _month(before)
    with reached(folder) as access, connect(access.demand_owner()) as connection, migrated():
        if limit is None:
            say_rows(list(_rows(parts(connection), now)), _COLUMNS, form)
            return
        found = parts_before(connection, limit)
        _refuse(found, now, limit)
        if found:
            _sure(found, yes)
        heirs = []
        for part in found:
            try:
                heirs.append((part, detach(connection, part, reason.strip(), now)))
            except RetireError as error:
                _tell(heirs, form)
                raise RefusedError(str(error)) from None
    if not found and form is Format.TEXT:
        say(f"The trail has nothing before {before}.")
        return
    _tell(heirs, form)


def _month(text: str) -> datetime:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if found is None or found[1] == "0000":
        raise typer.BadParameter(f"{text} is no month such as 2026-03", param_hint="--before")
    return datetime(int(found[1]), int(found[2]), 1, tzinfo=UTC)


def _refuse(found: list[Part], now: datetime, limit: datetime) -> None:
    """All or nothing: what cannot go is said before anything goes."""
    from runtime.audit.retention import earliest_kept

    if limit > earliest_kept(now):
        kept = earliest_kept(now)
        raise RefusedError(
            f"This month and the one before stay: --before {kept:%Y-%m} is the latest."
        )
    wrong = [(part, why) for part in found if (why := part.why_not(now)) is not None]
    if wrong:
        raise RefusedError(
            *(f"{part.name} stays: {why}." for part, why in wrong),
            "Nothing was changed. charter audit seal --once seals what is not sealed.",
        )


def _sure(found: list[Part], yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise RefusedError("Nobody is there to ask: say --yes.")
    names = ", ".join(part.name for part in found)
    if not typer.confirm(f"Detach {names} from the trail?", err=True):
        raise RefusedError("Nothing was changed.")


def _rows(found: list[Part], now: datetime) -> Iterator[dict[str, Any]]:
    """The months so far; those that were made ahead are empty."""
    for part in found:
        yield {
            "partition": part.name,
            "ends": f"{part.ends:%Y-%m-%d}",
            "events": part.events,
            "unsealed": part.unsealed,
            "retire": part.why_not(now) or "may go",
        }
        if part.ends > now:
            return


def _tell(heirs: list[tuple[Part, str]], form: Format) -> None:
    if form is Format.JSON:
        say_json(
            [{"partition": part.name, "table": heir, "events": part.events} for part, heir in heirs]
        )
        return
    url = '"$CHARTER_MIGRATION_DATABASE_URL"'
    for part, heir in heirs:
        say(f"{part.name} has left the trail with {part.events} events; the table is now {heir}.")
        say("Put it away, then drop it:")
        say(f"  pg_dump --table={heir} --file={heir}.sql {url}")
        say(f"  psql --command='DROP TABLE {heir}' {url}")
