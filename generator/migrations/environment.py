"""What migrations/env.py runs: Alembic's context, and the record of every applied file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import Script
from sqlalchemy import Connection, text

from generator.migrations.session import CREATE_RECORD, migrating, url_from_environment
from generator.migrations.shapes import Shapes


def checksum(file: Path) -> str:
    """SHA-256 of a migration file, in hexadecimal; line ends count as one character."""
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def run() -> None:
    """Runs the revisions that Alembic was asked for, each in a transaction of its own.

    The runner brings a connection that holds the lock. Called by plain `alembic`, it opens one
    itself, to CHARTER_MIGRATION_DATABASE_URL.
    """
    connection = context.config.attributes.get("connection")
    if isinstance(connection, Connection):
        _run(connection, context.config.attributes.get("done"))
        return
    with migrating(url_from_environment()) as own:
        _run(own)


def _run(connection: Connection, done: Callable[[str], None] | None = None) -> None:
    connection.execute(text(CREATE_RECORD))
    shapes = Shapes(connection)
    connection.commit()
    before: list[str] = []

    def said() -> None:
        """What was recorded last is committed."""
        while before and done is not None:
            done(before.pop(0))

    def applied(
        ctx: MigrationContext,
        step: MigrationInfo,
        heads: Collection[Any],
        run_args: Mapping[str, Any],
    ) -> None:
        said()
        _record(ctx, step)
        shapes.record(ctx, step)
        before.extend(Path(one.path).name for one in step.up_revisions if isinstance(one, Script))

    context.configure(
        connection=connection,
        transaction_per_migration=True,
        on_version_apply=applied,
    )
    with context.begin_transaction():
        context.run_migrations()
    said()


def _record(ctx: MigrationContext, step: MigrationInfo) -> None:
    """Notes file and checksum in the transaction of the migration itself."""
    connection = ctx.connection
    if connection is None:
        return
    for revision in step.up_revisions:
        if not isinstance(revision, Script):
            continue
        if step.is_upgrade:
            file = Path(revision.path)
            values = {"id": revision.revision, "file": file.name, "checksum": checksum(file)}
            statement = (
                "INSERT INTO charter_migrations (revision, file, checksum) "
                "VALUES (:id, :file, :checksum)"
            )
            connection.execute(text(statement), values)
        else:
            statement = "DELETE FROM charter_migrations WHERE revision = :id"
            connection.execute(text(statement), {"id": revision.revision})
