"""Whether changes are on record: an event can be written, and every table has its trigger.

A trail that cannot be written stops a change by itself, in the change's own transaction. A trigger
that was dropped or switched off stops nothing: that is found here, and writes are refused then.
"""

from __future__ import annotations

import asyncio
import time

import structlog

from runtime.actor import Actor, AuditContext
from runtime.audit.record import record_event
from runtime.database.transaction import Database
from runtime.http.metrics import AUDIT_READY
from runtime.problems import Unrecorded
from runtime.query.statement import Statement
from runtime.resource import Registry

log = structlog.get_logger("charter.audit")

TRAIL = "audit_events"
"""The table of the trail, which has no events of its own."""
FRESH = 1.0
"""Seconds for which a good look is remembered; a bad one is not."""
WATCH_SECONDS = 1.0
"""Between two looks at the triggers."""

# Of a trigger's type: on rows 1, before 2, insert 4, delete 8, update 16, instead 64.
_BARE = """
    select t.name from unnest($1::text[]) as t(name)
    where current_setting('session_replication_role') = 'replica' or not exists (
        select from pg_trigger g
        join pg_class c on c.oid = g.tgrelid
        join pg_proc p on p.oid = g.tgfoid
        where c.relname = t.name and c.relnamespace = 'public'::regnamespace
            and p.proname like 'charter\\_audit%' and p.pronamespace = c.relnamespace
            and g.tgenabled in ('O', 'A') and not g.tgisinternal
            and g.tgtype & 95 = 29 and g.tgqual is null and g.tgattr = ''::int2vector
    )
    order by t.name"""
_CONTEXT = AuditContext(Actor(None, None, ()), "ready", "job", action="ready")


def tables(registry: Registry) -> set[str]:
    """Every table of the model, those of links too."""
    links = {
        relation.link_table
        for resource in registry.resources
        for relation in resource.to_many
        if relation.link_table
    }
    return links | {resource.table for resource in registry.resources}


async def unaudited(database: Database, registry: Registry) -> list[str]:
    """The tables whose changes would leave no event, since no trigger writes one."""
    statement = Statement(_BARE, (sorted(tables(registry) - {TRAIL}),))
    async with database.transaction() as transaction:
        return [row[0] for row in await transaction.fetch_all(statement)]


class TrailHealth:
    """What is known of the trail in this process."""

    def __init__(self, database: Database, registry: Registry) -> None:
        self._database = database
        self._registry = registry
        self._looking = asyncio.Lock()
        self._good_until = 0.0
        self._bare: list[str] = []
        self._doubted = False
        self._told: str | None = None

    async def look(self) -> str | None:
        """What is wrong, as a sentence, or None; of many who ask at once one looks.

        Raises psycopg.Error or PoolTimeout where the database is not there.
        """
        async with self._looking:
            if time.monotonic() < self._good_until:
                return None
            wrong = await self._look()
            if wrong is None:
                self._good_until = time.monotonic() + FRESH
            self._tell(wrong)
            return wrong

    async def _look(self) -> str | None:
        self._bare = await unaudited(self._database, self._registry)
        if self._bare:
            return f"No event is left by changes of {', '.join(self._bare)}."
        try:
            async with self._database.transaction(_CONTEXT) as transaction:
                await record_event(transaction, action="ready", entity_type="", outcome="failed")
                raise _Undone
        except _Undone:
            return None
        except Unrecorded as problem:
            return problem.detail

    def _tell(self, wrong: str | None) -> None:
        AUDIT_READY.set(wrong is None)
        self._doubted = wrong is not None
        if wrong == self._told:
            return
        if wrong is not None:
            log.error("audit_unavailable", reason=wrong)
        else:
            log.warning("audit_available")
        self._told = wrong

    def forget(self) -> None:
        """Something was not there: the next to ask about readiness looks for himself."""
        self._good_until = 0.0

    def doubt(self) -> None:
        """An event could not be written: the next to ask looks for himself."""
        self._good_until = 0.0
        AUDIT_READY.set(0)
        self._doubted = True

    async def demand(self) -> None:
        """Raises Unrecorded where a table is known to be without its trigger, and still is."""
        if not self._bare:
            return
        wrong = await self.look()
        if wrong is not None:
            raise Unrecorded(wrong)

    async def watch(self) -> None:
        """Looks at the triggers every WATCH_SECONDS, and at all of it while in doubt."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await self._watch()
            except Exception as error:
                log.warning("audit_not_looked_at", error=str(error))

    async def _watch(self) -> None:
        self._bare = await unaudited(self._database, self._registry)
        if self._bare or self._doubted:
            self._good_until = 0.0
            await self.look()


class _Undone(Exception):
    """Rolls the trial back."""
