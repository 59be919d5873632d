"""Accounts and roles by SQL, for the first administrator and the demo: audited, source cli.

Constraints and triggers of the database hold; policy and functions of domain/ are not asked, as
whoever has the owner's URL is above them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from psycopg import errors as pg
from psycopg import sql
from psycopg.rows import dict_row

from charter.shell import RefusedError
from runtime.actor import Actor, AuditContext
from runtime.ids import time_ordered_id

NOBODY = Actor(None, None, ())


@dataclass(slots=True)
class Accounts:
    """The accounts of one database, within one transaction."""

    session: psycopg.Connection[dict[str, Any]]
    _columns: dict[str, set[str]] = field(default_factory=dict)

    def add(self, email: str, full_name: str, password_hash: str | None, kind: str = "") -> UUID:
        """Adds an account; RefusedError where the address has one already."""
        values: dict[str, Any] = {"email": email, "full_name": full_name}
        if password_hash is not None:
            values["password_hash"] = password_hash
        if kind and "kind" in self._columns_of("users"):
            values["kind"] = kind
        try:
            return self._insert("users", values, "create")
        except pg.UniqueViolation:
            raise RefusedError(f"There is an account {email} already.") from None

    def find(self, email: str) -> UUID | None:
        """The id of the account with that address, or None."""
        row = self.session.execute(
            "select id from users where email in (%(email)s, lower(%(email)s))"
            " order by email = %(email)s desc limit 1",
            {"email": email},
        ).fetchone()
        return row["id"] if row else None

    def demand(self, email: str) -> UUID:
        """The same; RefusedError where there is none."""
        found = self.find(email)
        if found is None:
            raise RefusedError(f"There is no account {email}.")
        return found

    def listed(self) -> list[dict[str, Any]]:
        """Every account with the roles in force, by address."""
        return self.session.execute(
            """select u.email, u.full_name, u.is_active as active, coalesce((
                   select array_agg(distinct a.role::text order by a.role::text)
                   from role_assignments a where a.user_id = u.id
                     and (a.valid_from is null or a.valid_from <= current_date)
                     and (a.valid_until is null or a.valid_until >= current_date)
               ), '{}') as roles
               from users u order by u.email"""
        ).fetchall()

    def grant(self, user: UUID, role: str) -> bool:
        """Gives a role everywhere and for good; False where the account holds it so already."""
        if self._unlimited(user, role):
            return False
        self._insert("role_assignments", {"user_id": user, "role": role}, "create")
        return True

    def revoke(self, user: UUID, role: str) -> int:
        """Takes a role away, limited assignments too; gives how many assignments went."""
        self._set_context("role_assignment", "delete")
        done = self.session.execute(
            "delete from role_assignments where user_id = %s and role::text = %s", (user, role)
        )
        return done.rowcount

    def set_password(self, user: UUID, password_hash: str) -> None:
        """Sets a password and ends every session of the account."""
        self._set_context("user", "update")
        self.session.execute("select charter_set_password_hash(%s, %s)", (user, password_hash))
        self._end_sessions(user, "password_change")

    def deactivate(self, user: UUID) -> bool:
        """Ends the account's access; False where it has none."""
        self._set_context("user", "deactivate")
        stamp = ", deactivated_at = now()" if "deactivated_at" in self._columns_of("users") else ""
        done = self.session.execute(
            sql.SQL("update users set is_active = false{} where id = %s and is_active").format(
                sql.SQL(stamp)
            ),
            (user,),
        )
        self._end_sessions(user, "admin")
        return bool(done.rowcount)

    def _end_sessions(self, user: UUID, why: str) -> None:
        self._set_context("refresh_token", "update")
        self.session.execute(
            "update refresh_tokens set revoked_at = now(), revoke_reason = %s"
            " where user_id = %s and revoked_at is null",
            (why, user),
        )

    def _unlimited(self, user: UUID, role: str) -> bool:
        limited = "scope_id" in self._columns_of("role_assignments")
        query = sql.SQL(
            "select from role_assignments"
            " where user_id = %s and role::text = %s and valid_until is null{}"
        ).format(sql.SQL(" and scope_id is null" if limited else ""))
        return self.session.execute(query, (user, role)).rowcount > 0

    def _insert(self, table: str, values: dict[str, Any], action: str) -> UUID:
        self._set_context({"users": "user"}.get(table, "role_assignment"), action)
        statement = sql.SQL("insert into {} ({}) values ({}) returning id").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        )
        with self.session.transaction():
            row = self.session.execute(statement, list(values.values())).fetchone()
        assert row is not None, "INSERT … RETURNING gives one row"
        key: UUID = row["id"]
        return key

    def _columns_of(self, table: str) -> set[str]:
        if table not in self._columns:
            rows = self.session.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0",
                (table,),
            ).fetchall()
            self._columns[table] = {row["attname"] for row in rows}
        return self._columns[table]

    def _set_context(self, entity: str, action: str) -> None:
        from runtime.database.transaction import PLATFORM, SET, context_values

        context = AuditContext(NOBODY, f"cli-{time_ordered_id().hex}", "cli", entity, action)
        settings = context_values(context) | {PLATFORM: "on"}
        with psycopg.RawCursor(self.session) as cursor:
            cursor.execute(SET.encode(), (list(settings), list(settings.values())))


@contextmanager
def accounts(url: str) -> Iterator[Accounts]:
    """The accounts behind a connection URL; committed at the end of the block."""
    options = os.environ.get("PGOPTIONS", "") + " -c timezone=UTC -c search_path=public"
    with psycopg.connect(url, row_factory=dict_row, options=options) as session:
        try:
            yield Accounts(session)
        except pg.UndefinedTable:
            raise RefusedError(
                "The database has no tables yet: run charter migrate up first."
            ) from None
