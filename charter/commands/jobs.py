"""`charter jobs`: what runs by the clock, and running it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from charter.shell import HERE, Format, FormatOption, Project, RefusedError, new_group, say_rows

if TYPE_CHECKING:
    from runtime.http.app import Parts

app = new_group("The model's jobs and timed transitions; charter serve runs what is due.")


@app.command("list")
def list_jobs(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """List what runs by the clock, and how often."""
    from charter.opened import with_parts

    async def work(parts: Parts) -> list[dict[str, object]]:
        return [
            {"name": timed.name, "every_seconds": timed.every_seconds}
            for timed in parts.scheduler.jobs()
        ]

    rows = with_parts(folder, work)
    say_rows(rows, ("name", "every_seconds"), form)


@app.command("run")
def run_jobs(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them; all.")] = None,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Run one of them, or all, now, whether due or not."""
    from charter.opened import with_parts

    async def work(parts: Parts) -> list[dict[str, object]]:
        chosen = [timed for timed in parts.scheduler.jobs() if name in (None, timed.name)]
        if name is not None and not chosen:
            raise RefusedError(f'no job is called "{name}": see charter jobs list')
        return [
            {"name": timed.name, "rows": await parts.scheduler.run_one(timed)} for timed in chosen
        ]

    say_rows(with_parts(folder, work), ("name", "rows"), form)
