"""`charter migrate up`, `down`, `status` and `check`, as functions.

All run as the owner of the tables, who need not be superuser. Alembic applies the revisions,
each in a transaction of its own that also records the file's checksum.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import psycopg
from alembic import command
from alembic.util import CommandError
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from generator.migrations import catalogue, header
from generator.migrations.changes import Change, changes, refuse_unmeant, target_of, undone_by
from generator.migrations.demands import REFUSED
from generator.migrations.environment import checksum
from generator.migrations.findings import Finding
from generator.migrations.history import History, MigrationError
from generator.migrations.new import Refused, new, plan
from generator.migrations.progress import Progress
from generator.migrations.session import connect, migrating
from generator.migrations.undoing import ask
from generator.model import Model
from generator.schema.access import grants
from generator.schema.sql import PARTITIONS
from generator.schema.values import Schema

__all__ = [
    "MigrationError",
    "Refused",
    "Step",
    "apply_grants",
    "check",
    "down",
    "new",
    "pending",
    "status",
    "up",
]

ATTEMPTS = 40
"""How often a migration is tried that cannot get its lock on a table in time."""
PAUSE_SECONDS = 1.0
"""How long it lets the others work in between, at most; the first times less."""
TOLD = 5
"""How many tries pass before something is told of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A revision of the history: its file, and when it was applied (UTC), if it was."""

    revision: str
    file: str
    applied_at: datetime | None


def up(
    project: Path,
    owner_url: str,
    application_url: str | None = None,
    *,
    until: str = "",
    progress: Progress | None = None,
) -> list[str]:
    """Applies every revision that is not applied yet, then gives the application its rights.

    Args:
        project: the folder that holds model.yaml.
        owner_url: of the role that owns, or will own, the tables.
        application_url: of the role that serves; None leaves all rights as they are.
        until: a stage, such as `contract`, before whose first file it stops.
        progress: who is told of files as they are applied, and of what takes its time.

    Returns:
        The names of the files that were applied; none where there was nothing to do.

    Raises:
        MigrationError: there are no migrations, one would do what its header does not allow,
            another migrator runs, a table is in use for too long, names are taken, or PostgreSQL
            refuses a statement.
    """
    history = History(project)
    if not history.exists():
        raise MigrationError("there are no migrations yet: say `charter migrate new` first")
    with migrating(owner_url) as connection:
        before = _applied(_driver(connection))
        waiting = list(_before_stage(history, before, until))
        if waiting:
            refuse_unmeant(history, before)
            _refuse_taken(_driver(connection), history)
            target = waiting[-1][0] if until else "heads"
            action = partial(command.upgrade, revision=target)
            if progress is None:
                _run(connection, history, action)
            else:
                files = [file for _, file in waiting]
                with progress.watching(_driver(connection), owner_url, files):
                    _run(connection, history, action, progress)
        _partitions(_driver(connection), history)
        if application_url is not None:
            _grant(_driver(connection), history, _role(application_url))
        return [file.name for _, file in waiting]


def _before_stage(
    history: History, applied: Collection[str], stage: str
) -> Iterator[tuple[str, Path]]:
    """What is not applied yet, up to the first file of a stage."""
    for one, file in history.chain():
        if one in applied:
            continue
        if stage and header.read(file).stage == stage:
            return
        yield one, file


def down(
    project: Path,
    revision: str,
    owner_url: str,
    application_url: str | None = None,
    *,
    allow_loss: bool = False,
) -> list[str]:
    """Undoes revisions down to `revision`, which itself stays.

    Args:
        project: the folder that holds model.yaml.
        revision: an id, or the number of its file; `-1` for the newest change, which may be
            several files; or `base`.
        owner_url: of the role that owns the tables.
        application_url: of the role that serves; None leaves all rights as they are.
        allow_loss: whether values that nothing brings back may go.

    Returns:
        The ids undone, the newest first.

    Raises:
        MigrationError: as for `up`, the revision is unknown, values would be lost, or rows would
            not fit what comes back; in the last two cases nothing was undone.
    """
    history = History(project)
    with migrating(owner_url) as connection:
        before = _applied(_driver(connection))
        undone = undone_by(history, revision, before)
        for change in undone:
            _refuse_loss(_driver(connection), change, allow_loss=allow_loss)
        for change in undone[:-1]:
            if len(change.parents) == 1:
                # Names may differ from change to change, so each is asked about once more.
                _refuse_loss(_driver(connection), change, allow_loss=allow_loss)
                (parent,) = change.parents
                _run(connection, history, partial(command.downgrade, revision=parent))
        if undone:
            _refuse_loss(_driver(connection), undone[-1], allow_loss=allow_loss)
        target = target_of(history, revision, before)
        _run(connection, history, partial(command.downgrade, revision=target))
        after = _applied(_driver(connection))
        if application_url is not None:
            _grant(_driver(connection), history, _role(application_url))
        order = [one for one, _ in reversed(history.chain())]
        return [one for one in order if one in before and one not in after]


def status(project: Path, owner_url: str) -> list[Step]:
    """The revisions in their order, each with the time of its application."""
    with connect(owner_url) as connection:
        applied = _applied(connection)
    return [
        Step(revision, file.name, applied[revision].at if revision in applied else None)
        for revision, file in History(project).chain()
    ]


def pending(project: Path, owner_url: str) -> list[str]:
    """The files that `up` would apply."""
    return [step.file for step in status(project, owner_url) if step.applied_at is None]


def check(project: Path, model: Model, owner_url: str | None = None) -> list[Finding]:
    """Drift between model, migrations and database (M101 to M105).

    Without a database, only the model is held against the migrations.
    """
    history = History(project)
    found = [Finding("M103", f"not in a migration yet: {text}") for text in _undone(project, model)]
    if owner_url is None:
        return found
    with connect(owner_url) as connection:
        applied = _applied(connection)
        found += _files(history, applied)
        heads = set(history.heads())
        at = _current(connection)
        if at == heads and len(heads) == 1:
            schema = history.newest()
            found += [Finding("M105", line) for line in catalogue.drift(connection, schema)]
    return found


def apply_grants(
    connection: psycopg.Connection[tuple[object, ...]], schema: Schema, role: str
) -> None:
    """Leaves the application's role with exactly the rights that a schema gives it.

    Raises:
        MigrationError: the role is that of the connection, or there is none of that name.
    """
    known = connection.execute(
        "SELECT pg_has_role(r.oid, current_user, 'MEMBER') OR r.rolsuper FROM pg_roles r "
        "WHERE r.rolname = %s",
        [role],
    ).fetchone()
    if known is None:
        raise MigrationError(f"there is no role {role}: make it first, with LOGIN alone")
    if known[0]:
        raise MigrationError(f"the application's role {role} must not be the owner or a superuser")
    for statement in grants(schema, role):
        connection.execute(statement.encode())
    connection.commit()


def _refuse_loss(
    connection: psycopg.Connection[tuple[object, ...]], change: Change, *, allow_loss: bool
) -> None:
    losses, obstacles = ask(connection, change)
    said = [f"{change.files[0].name} cannot be undone: {each}" for each in obstacles]
    if losses and not allow_loss:
        said += [f"undoing {change.files[0].name} loses {each}" for each in losses]
        said.append("Nothing was undone. If this is meant: --allow-loss")
    if said:
        raise MigrationError("\n".join(said))


# ------------------------------------------------------------------------------------- running


def _run(
    connection: Connection,
    history: History,
    action: Callable[..., None],
    progress: Progress | None = None,
) -> None:
    """Runs an Alembic command on the connection, again where a table was in use.

    What was applied before stays: each file is a transaction, or can be repeated.
    """
    config = history.config()
    config.attributes["connection"] = connection
    if progress is not None:
        config.attributes["done"] = progress.done
    for attempt in range(1, ATTEMPTS + 1):
        try:
            action(config)
        except CommandError as error:
            raise MigrationError(str(error)) from error
        except DBAPIError as error:
            connection.rollback()
            connection.execute(text("RESET lock_timeout"))
            connection.commit()
            if not isinstance(error.orig, _IN_USE):
                raise MigrationError(_refusal(error.orig)) from error
            if attempt == ATTEMPTS:
                raise MigrationError(f"a table stayed in use: {error.orig}") from error
            if progress is not None and attempt % TOLD == 0:
                progress.at(f"a table is in use, try {attempt} of {ATTEMPTS}")
            time.sleep(min(PAUSE_SECONDS, 0.05 * 2**attempt))
        else:
            connection.commit()
            return


_IN_USE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


def _refusal(error: BaseException | None) -> str:
    """What PostgreSQL says; a demand of the migration itself speaks for itself."""
    if isinstance(error, psycopg.Error) and error.sqlstate == REFUSED:
        return f"{error.diag.message_primary}\nNothing of this migration was applied."
    return f"PostgreSQL refuses: {error}"


def _driver(connection: Connection) -> psycopg.Connection[tuple[object, ...]]:
    """The driver's connection below SQLAlchemy's."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("migrations run over psycopg")
    return driver


def _refuse_taken(connection: psycopg.Connection[tuple[object, ...]], history: History) -> None:
    """Refuses to start where tables of other owners bear the names of ours."""
    if any(schema.tables for schema in _present(connection, history)):
        # Tables of ours are there: what a renaming makes of them is for the migration to find.
        return
    wanted: set[str] = set()
    for head in history.heads():
        schema = history.schema_at(head)
        wanted |= {table.name for table in schema.tables}
        wanted |= {enum.name for enum in schema.enums}
    names = catalogue.taken(connection, wanted)
    connection.commit()
    if names:
        raise MigrationError(
            f"this database has {', '.join(names)} already, which no migration of ours made: "
            "use an empty database, or rename what is there"
        )


def _present(
    connection: psycopg.Connection[tuple[object, ...]], history: History
) -> Iterator[Schema]:
    """The schemas of the revisions that the database is at."""
    for revision in _current(connection):
        yield history.schema_at(revision)


def _grant(connection: psycopg.Connection[tuple[object, ...]], history: History, role: str) -> None:
    for revision in _current(connection):
        schema = history.snapshot(revision)
        apply_grants(connection, schema or _on_the_way(connection, history, revision), role)


def _on_the_way(
    connection: psycopg.Connection[tuple[object, ...]], history: History, revision: str
) -> Schema:
    """What there is within a change, of the schema before it and of that after it."""
    for change in changes(history):
        if revision in change.revisions:
            return catalogue.there(connection, change.before, change.after)
    return history.schema_at(revision)


def _partitions(connection: psycopg.Connection[tuple[object, ...]], history: History) -> None:
    """Makes the partitions of the months to come."""
    if any(table.months for schema in _present(connection, history) for table in schema.tables):
        connection.execute(PARTITIONS)
        connection.commit()


def _role(application_url: str) -> str:
    role = conninfo_to_dict(application_url).get("user")
    if not role:
        raise MigrationError("the application's database URL names no user")
    return str(role)


# ------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class _Applied:
    file: str
    checksum: str
    at: datetime


def _applied(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, _Applied]:
    """What charter_migrations records, by revision; nothing before the first migration."""
    if not _exists(connection, "charter_migrations"):
        return {}
    rows = connection.execute("SELECT revision, file, checksum, applied_at FROM charter_migrations")
    found = {
        str(revision): _Applied(str(file), str(digest), at)
        for revision, file, digest, at in rows
        if isinstance(at, datetime)
    }
    connection.commit()
    return found


def _current(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    """The revisions that the database is at, as Alembic says."""
    if not _exists(connection, "alembic_version"):
        return set()
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    connection.commit()
    return {str(row[0]) for row in rows}


def _exists(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    row = connection.execute("SELECT to_regclass('public.' || %s)", [table]).fetchone()
    connection.commit()
    return row is not None and row[0] is not None


def _undone(project: Path, model: Model) -> list[str]:
    """What the next migration would do, one line each; what it would ask or fill is no change."""
    statements = (
        statement
        for operation in plan(project, model).operations
        for statement in operation.statements()[:1]
        if not statement.startswith("DO ")
    )
    return [_beginning(statement) for statement in statements]


def _beginning(statement: str) -> str:
    """What a statement does to what, on a line: `ALTER TABLE orders ADD COLUMN price integer`."""
    lines = [line.strip() for line in statement.split("\n") if not line.lstrip().startswith("--")]
    return lines[0] if lines[0].endswith((",", "(")) else " ".join(lines[:2]).rstrip(",")


def _files(history: History, applied: dict[str, _Applied]) -> Iterator[Finding]:
    files = dict(history.chain())
    for revision, record in applied.items():
        if revision not in files:
            yield Finding("M102", f"{record.file} ({revision}) was applied and is gone")
        elif checksum(files[revision]) != record.checksum:
            yield Finding("M101", f"{files[revision].name} was edited after it was applied")
    for revision, file in files.items():
        if revision not in applied:
            yield Finding("M104", f"{file.name} is not applied")
