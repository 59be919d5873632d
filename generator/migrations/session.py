"""The owner's connection for migrations: one migrator at a time, and no lock waited for long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from generator.migrations.history import MigrationError

LOCK_KEY = 0x63686172
"""Of the advisory lock of this module; locks are of one database."""

LOCK_TIMEOUT_MS = 150
"""How long a migration waits for a table before it gives way: whoever comes later waits as long.

Less than the application has patience for on its fast connections (`runtime.database.pipeline`)."""

TURN_SECONDS = 5
"""How long a migrator waits for another one."""

CREATE_RECORD = """
CREATE TABLE IF NOT EXISTS charter_migrations (
    revision text PRIMARY KEY,
    file text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS charter_jobs (
    name text PRIMARY KEY,
    claimed_at timestamp with time zone NOT NULL
);
CREATE TABLE IF NOT EXISTS charter_policy_sets (
    hash text PRIMARY KEY,
    model text NOT NULL,
    rules text NOT NULL,
    kept_at timestamp with time zone NOT NULL DEFAULT now(),
    loaded_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS charter_audit_subjects (
    subject uuid PRIMARY KEY,
    inner_key bytea,
    outer_key bytea
);
CREATE TABLE IF NOT EXISTS charter_audit_leaves (
    number bigint PRIMARY KEY,
    event uuid NOT NULL UNIQUE,
    hash bytea NOT NULL,
    person bytea,
    changes jsonb
);
CREATE TABLE IF NOT EXISTS charter_audit_heads (
    number bigint PRIMARY KEY,
    log uuid NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    previous bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    cluster text NOT NULL,
    horizon text NOT NULL,
    key bytea NOT NULL,
    signature bytea NOT NULL,
    frontier bytea NOT NULL
);
WITH secret AS (
    SELECT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
        || decode(repeat('00', 32), 'hex') AS key
), blocks AS (
    SELECT
        string_agg(set_byte(zero, 0, get_byte(key, n) # 54), '' ORDER BY n) AS inner_key,
        string_agg(set_byte(zero, 0, get_byte(key, n) # 92), '' ORDER BY n) AS outer_key
    FROM secret, generate_series(0, 63) AS n, decode('00', 'hex') AS zero
)
INSERT INTO charter_audit_subjects (subject, inner_key, outer_key)
SELECT '00000000-0000-0000-0000-000000000000', inner_key, outer_key FROM blocks
ON CONFLICT (subject) DO NOTHING
"""
"""The files that made the database what it is, as they were when they were applied; when each
job ran last, so that of many workers one runs it; every policy set that was in force, so that
a line named in the trail can be read as it was; and the sealed log of the trail: its leaves, its
signed heads, and the keys of the people whom values are about. The key without a person is the
platform's own (HMAC, RFC 2104: the two blocks are the key, padded, xor 0x36 and 0x5c)."""

# Rows that a migration changes leave events too; triggers that hold rows let the owner pass.
_OPTIONS = (
    f"-c lock_timeout={LOCK_TIMEOUT_MS}ms -c search_path=public -c timezone=UTC "
    "-c intervalstyle=iso_8601 -c datestyle=ISO "
    "-c client_min_messages=notice -c charter.source=cli -c charter.action=migrate "
    "-c charter.request_id=migrate"
)
_HOLDER = """
SELECT pid, usename FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :key
"""


def url_from_environment() -> str:
    """CHARTER_MIGRATION_DATABASE_URL; MigrationError where it is not set."""
    url = os.environ.get("CHARTER_MIGRATION_DATABASE_URL")
    if not url:
        raise MigrationError("CHARTER_MIGRATION_DATABASE_URL is not set")
    return url


def connect(owner_url: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the owner with the settings of a migration.

    Raises:
        MigrationError: the database cannot be reached; the message has no password.
    """
    given = conninfo_to_dict(owner_url).get("options") or ""
    try:
        return psycopg.connect(owner_url, options=f"{given} {_OPTIONS}".strip())
    except psycopg.OperationalError as error:
        raise MigrationError(f"cannot connect as the owner: {error}") from error


@contextmanager
def migrating(owner_url: str) -> Iterator[Connection]:
    """The owner's connection, while no other migration runs on that database.

    Raises:
        MigrationError: another one runs and does not end in time.
    """
    # SQLAlchemy calls the driver's connection untyped; psycopg's own is what it gets.
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connect(owner_url), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            _lock(connection)
            yield connection
    finally:
        engine.dispose()


def _lock(connection: Connection) -> None:
    try:
        connection.execute(text(f"SET LOCAL lock_timeout = '{TURN_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK_KEY})
    except OperationalError as error:
        connection.rollback()
        if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise
        raise MigrationError(f"another migration is running{_holder(connection)}") from error
    connection.commit()


def _holder(connection: Connection) -> str:
    row = connection.execute(text(_HOLDER), {"key": LOCK_KEY}).first()
    return f" (process {row.pid}, as {row.usename})" if row else ""
