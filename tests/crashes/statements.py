"""Writes by raw SQL: as the application's role with a context, as the owner without any."""

# random writes, not secrets

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.crashes.ledger import Effect, Ledger
from tests.crashes.place import Known

Connection = psycopg.AsyncConnection[tuple[Any, ...]]
Statements = Callable[[Connection, str], Awaitable[list[Effect]]]
"""Runs statements, given the name of the write; gives the events that they leave."""

REACH = ("risk.read", "risk.create", "risk.update", "risk.keep", "control.read")


class GoneError(Exception):
    """There is no database to write to."""


@dataclass(slots=True)
class Writer:
    """A connection of its own, one transaction after another."""

    kind: str
    url: str
    number: int
    run_name: str
    ledger: Ledger
    known: Known
    random: random.Random
    rows: list[str] = field(default_factory=list)
    sent: int = 0
    _connection: Connection | None = None

    async def write(self, path: str, statements: Statements, *, named: bool) -> list[Effect]:
        """Runs one transaction and notes it; the effects, where it was acknowledged.

        Args:
            path: the way it goes, for the report.
            statements: what is to be done.
            named: whether the events bear a request id, which is the name of the write.
        """
        self.sent += 1
        name = f"{self.run_name}-{self.kind}{self.number}-{self.sent:08d}"
        request = name if named else None
        effects: list[Effect] = []
        try:
            connection = await self._connected()
            async with connection.transaction():
                await connection.execute(*(self._context(name) if named else _PLATFORM))
                effects = await statements(connection, name)
        except GoneError:
            await asyncio.sleep(0.2)
            return []
        except psycopg.Error as error:
            self.ledger.note(
                self.kind,
                path,
                "unknown" if _lost(error) else "refused",
                request=request,
                rows=1 if named else None,
                effects=effects,
            )
            await self._close()
            return []
        self.ledger.note(
            self.kind, path, "acknowledged", request=request, rows=len(effects), effects=effects
        )
        return effects

    def _context(self, name: str) -> tuple[str, dict[str, Any]]:
        values = {
            "charter.actor": self.known.people["compliance-manager"],
            "charter.actor_email": "compliance-manager@example.com",
            "charter.actor_roles": '["compliance_manager"]',
            "charter.request_id": name,
            "charter.source": "api",
            **{f"charter.reach.{word}": "any" for word in REACH},
        }
        return _SET, {"names": list(values), "values": list(values.values())}

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            try:
                self._connection = await psycopg.AsyncConnection.connect(
                    self.url, autocommit=True, connect_timeout=5
                )
            except psycopg.Error:
                raise GoneError from None
        return self._connection

    async def _close(self) -> None:
        if self._connection is not None and self._connection.broken:
            with suppress(psycopg.Error):
                await self._connection.close()
            self._connection = None


_SET = (
    "SELECT set_config(s.name, s.value, true)"
    " FROM unnest(%(names)s::text[], %(values)s::text[]) AS s(name, value)"
)
_PLATFORM = ("SELECT set_config('charter.platform', 'on', true)",)
_ADD = """
    INSERT INTO risks (title, category, inherent_likelihood, inherent_impact, matrix_id, owner_id,
        project_id)
    SELECT title, 'operational', 2, 3, %(matrix)s, %(owner)s, %(project)s
    FROM unnest(%(titles)s::text[]) AS title
    RETURNING id::text, title
"""


def _lost(error: psycopg.Error) -> bool:
    """Whether it may have been committed: the connection ended, or PostgreSQL was ending."""
    state = error.sqlstate or ""
    return not state or state.startswith(("57", "08"))


async def _add(
    writer: Writer, connection: Connection, titles: list[str], project: str | None = None
) -> list[Effect]:
    known = writer.known
    values = {
        "matrix": known.matrix,
        "owner": known.people["compliance-manager"],
        "project": project,
        "titles": titles,
    }
    found = await (await connection.execute(_ADD, values)).fetchall()
    return [Effect("risk", key, "create", "title", title) for key, title in found]


# ---------------------------------------------------------------------- as the application's role


async def as_application(writer: Writer) -> None:
    """Inserts, updates, links and unlinks until there are enough, each under a request id."""

    async def add(connection: Connection, name: str) -> list[Effect]:
        return await _add(writer, connection, [name])

    async def change(connection: Connection, name: str) -> list[Effect]:
        key = writer.random.choice(writer.rows)
        await connection.execute("UPDATE risks SET threat = %s WHERE id = %s", [name, key])
        return [Effect("risk", key, "update", "threat", name)]

    while writer.ledger.wanted(writer.kind):
        if len(writer.rows) < 5 or writer.random.random() < 0.25:
            made = await writer.write("SQL as application, INSERT", add, named=True)
            writer.rows += [effect.row for effect in made if effect.row]
            del writer.rows[:-200]
        else:
            await writer.write("SQL as application, UPDATE", change, named=True)


# --------------------------------------------------------------------------------- as the owner


async def as_owner(writer: Writer) -> None:
    """What parents take along, and statements over many rows, until there are enough."""
    while writer.ledger.wanted(writer.kind):
        for work in (_project_with_risks, _control_with_mappings):
            with suppress(_Broken):
                await work(writer)


class _Broken(Exception):
    """A link of the chain was not acknowledged; the next chain begins with new rows."""


async def _chain(writer: Writer, path: str, statements: Statements) -> list[Effect]:
    effects = await writer.write(path, statements, named=False)
    if not effects:
        raise _Broken
    return effects


async def _project_with_risks(writer: Writer) -> None:
    """A project, risks in it, changes of all of them at once, and SET NULL by its end."""

    async def project(connection: Connection, name: str) -> list[Effect]:
        key = f"X{writer.number}-{writer.sent}"
        cursor = await connection.execute(
            "INSERT INTO projects (key, name, lead_id) VALUES (%s, %s, %s) RETURNING id::text",
            [key, name, writer.known.people["compliance-manager"]],
        )
        return [Effect("project", await _one(cursor), "create", "name", name)]

    made = await _chain(writer, "SQL as owner, INSERT", project)
    parent = made[0].row

    async def many(connection: Connection, name: str) -> list[Effect]:
        return await _add(writer, connection, [f"{name}.{n}" for n in range(8)], parent)

    rows = [e.row for e in await _chain(writer, "SQL as owner, INSERT of 8 rows", many)]

    async def change(connection: Connection, name: str) -> list[Effect]:
        await connection.execute(
            "UPDATE risks SET vulnerability = %s WHERE project_id = %s", [name, parent]
        )
        return [Effect("risk", row, "update", "vulnerability", name) for row in rows]

    for _ in range(3):
        await _chain(writer, "SQL as owner, UPDATE of 8 rows", change)

    async def end(connection: Connection, _: str) -> list[Effect]:
        await connection.execute("DELETE FROM projects WHERE id = %s", [parent])
        return [
            Effect("project", parent, "delete"),
            *(Effect("risk", row, "update", "project_id", None) for row in rows),
        ]

    await _chain(writer, "SQL as owner, DELETE with SET NULL", end)


async def _control_with_mappings(writer: Writer) -> None:
    """A control with mappings, links and all, and what its end takes along."""

    async def control(connection: Connection, name: str) -> list[Effect]:
        cursor = await connection.execute(
            "INSERT INTO controls (ref, name, domain, owner_id) VALUES (%s, %s, 'operations', %s)"
            " RETURNING id::text",
            [name[-28:], name, writer.known.people["compliance-manager"]],
        )
        return [Effect("control", await _one(cursor), "create", "name", name)]

    parent = (await _chain(writer, "SQL as owner, INSERT", control))[0].row

    async def mappings(connection: Connection, name: str) -> list[Effect]:
        cursor = await connection.execute(
            "INSERT INTO control_mappings (control_id, requirement_id, rationale)"
            " SELECT %s, id, %s || '.' || id FROM requirements WHERE ref LIKE 'C-%%' LIMIT 4"
            " RETURNING id::text, rationale",
            [parent, name],
        )
        found = await cursor.fetchall()
        return [Effect("control_mapping", key, "create", "rationale", said) for key, said in found]

    rows = [e.row for e in await _chain(writer, "SQL as owner, INSERT of 4 rows", mappings)]

    async def risk(connection: Connection, name: str) -> list[Effect]:
        return await _add(writer, connection, [name])

    linked = (await _chain(writer, "SQL as owner, INSERT", risk))[0].row

    async def link(connection: Connection, _: str) -> list[Effect]:
        await connection.execute(
            "INSERT INTO risk_controls (risk_id, control_id) VALUES (%s, %s)", [linked, parent]
        )
        return [Effect("risk", linked, "link", "controls", parent)]

    await _chain(writer, "SQL as owner, link", link)

    async def end(connection: Connection, _: str) -> list[Effect]:
        await connection.execute("DELETE FROM controls WHERE id = %s", [parent])
        return [
            Effect("control", parent, "delete"),
            *(Effect("control_mapping", row, "delete") for row in rows),
            Effect("risk", linked, "unlink", "controls", parent),
        ]

    await _chain(writer, "SQL as owner, DELETE with cascade", end)


async def _one(cursor: psycopg.AsyncCursor[tuple[Any, ...]]) -> str:
    row = await cursor.fetchone()
    assert row is not None, "RETURNING gives the row"
    return str(row[0])
