"""Refuses to serve as a role that could go behind the rules."""

from __future__ import annotations

from runtime.database.transaction import Database
from runtime.query.statement import Statement

_ROLE = """
    select r.rolname, r.rolsuper, r.rolbypassrls,
        (select string_agg(c.relname, ', ' order by c.relname)
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relkind in ('r', 'p', 'S', 'v')
            and pg_has_role(r.oid, c.relowner, 'USAGE')),
        (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'public' and c.relname = 'audit_events')
    from pg_roles r where r.rolname = current_user"""


class UnfitRoleError(Exception):
    """The database role may not serve; the message says why and what to do."""


async def check_role(database: Database) -> None:
    """Raises UnfitRoleError for a superuser, a role with BYPASSRLS or one that owns tables."""
    async with database.transaction() as transaction:
        row = await transaction.fetch(Statement(_ROLE, ()))
    assert row is not None, "current_user is a role"
    name, superuser, bypasses, owned, tables = row
    if superuser:
        raise UnfitRoleError(f"{name} is a superuser: serve as a role that owns nothing")
    if bypasses:
        raise UnfitRoleError(f"{name} has BYPASSRLS: serve as a role that owns nothing")
    if owned:
        raise UnfitRoleError(f"{name} owns {owned[:80]}: serve as a role that owns nothing")
    if not tables:
        raise UnfitRoleError("the database has no tables yet: run charter migrate up first")
