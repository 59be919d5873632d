"""Refuses to serve as a role that could go behind the rules."""

from __future__ import annotations

import psycopg
from psycopg import AsyncConnection

from runtime.audit.health import tables, unaudited
from runtime.database.transaction import CONNECTION_OPTIONS, Database
from runtime.query.statement import Statement
from runtime.resource import Registry

_ROLE = """
    select r.rolname, r.rolsuper, r.rolbypassrls,
        (select string_agg(c.relname, ', ' order by c.relname)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p', 'S', 'v')
            and pg_has_role(r.oid, c.relowner, 'USAGE')),
        (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relname = 'audit_events'),
        (select string_agg(c.relname, ', ' order by c.relname)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relrowsecurity
            and c.relname = any($1::text[])),
        pg_backend_pid()
    from pg_roles r where r.rolname = current_user"""


_POOLER = (
    "the database URL leads to a connection pooler (PgBouncer or the like), which hands sessions "
    "round: give the address of PostgreSQL itself"
)


class UnfitRoleError(Exception):
    """The database role may not serve; the message says why and what to do."""


async def check_direct(url: str, seconds: int) -> None:
    """Connects once; raises UnfitRoleError where a pooler refuses what each connection sets.

    Raises psycopg.OperationalError where no connection can be had within so many `seconds`.
    """
    try:
        connection = await AsyncConnection.connect(
            url, options=CONNECTION_OPTIONS, connect_timeout=seconds
        )
    except psycopg.OperationalError as error:
        # PgBouncer takes no options unless told to ignore them; it speaks English alone.
        if "unsupported startup parameter" in str(error):
            raise UnfitRoleError(_POOLER) from None
        raise
    await connection.close()


async def check_role(database: Database, registry: Registry) -> None:
    """Raises UnfitRoleError for a superuser, a role with BYPASSRLS or one that owns tables.

    So it does where a table of the model is under no row-level security, or would change without
    an event, and where a pooler stands between.
    """
    async with database.transaction() as transaction:
        row = await transaction.fetch(Statement(_ROLE, (sorted(tables(registry)),)))
        # A pooler gives out keys of its own, by which requests to cancel reach it.
        key = transaction.connection.pgconn.backend_pid
    assert row is not None, "current_user is a role"
    name, superuser, bypasses, owned, migrated, unsecured, process = row
    if process != key:
        raise UnfitRoleError(_POOLER)
    if superuser:
        raise UnfitRoleError(f"{name} is a superuser: serve as a role that owns nothing")
    if bypasses:
        raise UnfitRoleError(f"{name} has BYPASSRLS: serve as a role that owns nothing")
    if owned:
        raise UnfitRoleError(f"{name} owns {owned[:80]}: serve as a role that owns nothing")
    if not migrated:
        raise UnfitRoleError("the database has no tables yet: run charter migrate up first")
    if unsecured:
        raise UnfitRoleError(
            f"{unsecured[:80]} is without row-level security: run charter migrate up and check"
        )
    bare = ", ".join(await unaudited(database, registry))
    if bare:
        raise UnfitRoleError(
            f"{bare[:80]} is without its audit trigger: run charter migrate up and check"
        )
