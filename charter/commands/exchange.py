"""`charter import` and `charter export`: rows in and out, as an actor, under policy and trail."""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from charter.shell import HERE, Format, FormatOption, Project, RefusedError, complain, say, say_json

if TYPE_CHECKING:
    from charter.cells import RowFormat
    from runtime.client import Client
    from runtime.http.app import Parts
    from runtime.resource import Registry, Resource

    Importer = Callable[[Client, bytes], Awaitable[dict[str, Any]]]

ROW_FORMATS = ("csv", "jsonl")

As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who does it.")]


def import_rows(  # noqa: PLR0917 - the arguments and options of a command
    what: Annotated[
        str, typer.Argument(metavar="csv|jsonl|NAME", help="Rows, or what the project offers.")
    ],
    arguments: Annotated[list[str], typer.Argument(metavar="[ENTITY] FILE")],
    actor: As,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every row; keep nothing.")
    ] = False,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Bring rows in: `csv ENTITY FILE`, `jsonl ENTITY FILE`, or an importer's NAME and FILE.

    A row with the id or a whole unique key of one that is there updates it; again, nothing
    changes. Every bad row is reported by its line; exit 1 where there was one.
    """
    from charter.opened import load_registry

    wanted = 2 if what in ROW_FORMATS else 1
    if len(arguments) != wanted:
        named = "ENTITY FILE" if wanted == 2 else "FILE"
        raise typer.BadParameter(f"{what} takes {named}", param_hint="ARGUMENTS")
    path = Path(arguments[-1])
    if not path.exists() or path.is_dir():
        raise typer.BadParameter(f"{path} is no file", param_hint="FILE")
    if what in ROW_FORMATS:
        resource = _resource(load_registry(folder), arguments[0])
        _import_file(folder, resource, path, what, actor, dry_run=dry_run, form=form)
    else:
        load_registry(folder)
        _import_named(folder, _importer(folder, what), path, actor, dry_run=dry_run, form=form)


def _resource(registry: Registry, name: str) -> Resource:
    if name not in registry:
        known = ", ".join(sorted(resource.name for resource in registry.resources))
        raise typer.BadParameter(f"{name} is no entity; there are {known}", param_hint="ENTITY")
    return registry[name]


def _import_file(
    folder: Path,
    resource: Resource,
    path: Path,
    what: str,
    actor: str,
    *,
    dry_run: bool,
    form: Format,
) -> None:
    from charter.cells import RowFormat, read_rows
    from charter.importing import OUTCOMES, Summary, import_lines

    if "create" not in resource.routes:
        raise RefusedError(f"{resource.name} takes no rows: its model offers no create.")

    async def work(client: Client) -> Summary:
        return await import_lines(client, resource, read_rows(path, RowFormat(what), resource))

    summary = _as_actor(folder, actor, work, dry_run=dry_run)
    if form is Format.JSON:
        say_json(summary.document(dry_run=dry_run))
    else:
        complain(*(_told(path, problem) for problem in summary.problems))
        done = ", ".join(f"{summary.counts[name]} {name}" for name in OUTCOMES)
        say(done + ("; nothing is kept." if dry_run else "."))
    if summary.problems:
        raise typer.Exit(1)


def _told(path: Path, problem: dict[str, Any]) -> str:
    reasons = [f"{each['pointer']}: {each['message']}" for each in problem["errors"]]
    words = "; ".join(reasons) or problem["message"]
    return f"{path}:{problem['line']}: {problem['code']} {words}"


def _importer(folder: Path, name: str) -> Importer:
    """The importer of that name in domain/importers.py; else wrong usage."""
    offered: dict[str, Importer] = {}
    if (folder / "domain" / "importers.py").is_file():
        offered = importlib.import_module("domain.importers").IMPORTERS
    if name not in offered:
        known = ", ".join([*ROW_FORMATS, *sorted(offered)])
        raise typer.BadParameter(f"{name} cannot be imported; there are {known}", param_hint="NAME")
    return offered[name]


def _import_named(
    folder: Path, importer: Importer, path: Path, actor: str, *, dry_run: bool, form: Format
) -> None:
    data = path.read_bytes()

    async def work(client: Client) -> dict[str, Any]:
        try:
            return await importer(client, data)
        except ValueError as error:
            raise RefusedError(f"{path} cannot be read: {error}") from None

    found = _as_actor(folder, actor, work, dry_run=dry_run)
    if form is Format.JSON:
        say_json({**found, "dry_run": dry_run})
    else:
        say(*(f"{name}: {value}" for name, value in found.items()))
        say(*(["Nothing is kept."] if dry_run else []))


def _as_actor[T](
    folder: Path, email: str, work: Callable[[Client], Awaitable[T]], *, dry_run: bool = False
) -> T:
    """Runs `work` as the account of that address; in a trial, nothing of it is kept."""
    from charter.opened import actor_of, with_parts
    from charter.trial import trial_of
    from runtime.client import Client

    async def run(parts: Parts) -> T:
        actor = await actor_of(parts, email)
        if not dry_run:
            return await work(Client(parts.services, actor))
        async with trial_of(parts.database) as trial:
            return await work(Client(replace(parts.services, database=trial), actor))

    return with_parts(folder, run)


def export_rows(
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="Such as change_request.")],
    actor: As,
    form: Annotated[str, typer.Option("--format", metavar="csv|jsonl")] = "csv",
    folder: Project = HERE,
) -> None:
    """Write every row that the actor may see to standard output, by id."""
    from charter.cells import RowFormat
    from charter.opened import load_registry

    if form not in ROW_FORMATS:
        raise typer.BadParameter(f"{form} is neither csv nor jsonl", param_hint="--format")
    resource = _resource(load_registry(folder), entity)

    async def work(client: Client) -> None:
        await _export(client, resource, RowFormat(form))

    _as_actor(folder, actor, work)


async def _export(client: Client, resource: Resource, form: RowFormat) -> None:
    from charter.cells import RowFormat, csv_line, csv_record

    hidden = client.services.policy.reach(client.actor).mask(resource).hidden
    names = [field.name for field in resource.fields if not field.secret]
    names = [name for name in names if name not in hidden]
    begun = False
    async for row in client.rows(resource.name, ("sort", "id")):
        if not begun:
            await client.record("export", resource.name)
            begun = True
            if form is RowFormat.CSV:
                say(csv_line(names))
        say(
            csv_record(row, names) if form is RowFormat.CSV else json.dumps(row, ensure_ascii=False)
        )
    if not begun:
        await client.record("export", resource.name)
        if form is RowFormat.CSV:
            say(csv_line(names))
