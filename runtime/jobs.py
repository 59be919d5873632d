"""What runs by the clock: the model's jobs and timed transitions, one worker at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from runtime.actor import Actor, AuditContext
from runtime.database.transaction import Transaction
from runtime.ids import time_ordered_id
from runtime.operations.actions import move_row
from runtime.operations.context import DomainContext
from runtime.operations.errors import translate
from runtime.operations.outcome import Overtaken
from runtime.operations.services import Services
from runtime.problems import Problem, Unrecorded
from runtime.query.statement import Statement
from runtime.query.write import due_statement
from runtime.resource import Action, Job, Resource

log = structlog.get_logger("charter.jobs")

SYSTEM = Actor(None, None, ())
"""Who acts when nobody does: no roles, so that what a function reads under policy is nothing."""

BATCH = 500
"""Rows that one round of a timed transition looks at; the next follows at once."""
TICK = 5.0
"""Seconds between two looks at what is due."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A timed transition or job under the name that `charter jobs` uses."""

    name: str
    every_seconds: int
    resource: Resource | None = None
    action: Action | None = None
    job: Job | None = None


@dataclass(slots=True)
class Scheduler:
    """Runs what is due. Workers agree by a lock in the database and a time kept there."""

    services: Services
    _next: dict[str, float] = field(default_factory=dict)

    def jobs(self) -> tuple[Timed, ...]:
        """Everything that runs by the clock, in the order of the model."""
        return tuple(self._jobs())

    def _jobs(self) -> Iterator[Timed]:
        for resource in self.services.registry.resources:
            for action in resource.actions:
                if action.when is not None:
                    yield Timed(
                        f"{resource.name}.{action.name}",
                        action.every_seconds or 86_400,
                        resource,
                        action,
                    )
        for job in self.services.registry.jobs:
            yield Timed(job.name, job.every_seconds, job=job)

    async def run(self) -> None:
        """Looks every TICK seconds for what is due, until cancelled."""
        while True:
            for timed in self.jobs():
                if self._next.get(timed.name, 0.0) <= time.monotonic():
                    await self._run_due(timed)
            await asyncio.sleep(TICK)

    async def _run_due(self, timed: Timed) -> None:
        self._next[timed.name] = time.monotonic() + min(timed.every_seconds, 60)
        try:
            async with self.services.database.transaction() as transaction:
                if not await _claim(transaction, timed):
                    return
            moved = await self.run_one(timed)
        except Exception as error:
            log.error("job_failed", job=timed.name, error=str(error), exc_info=True)
        else:
            log.info("job_done", job=timed.name, rows=moved)

    async def run_one(self, timed: Timed) -> int:
        """Runs it now, due or not; gives the number of rows moved (1 for a job)."""
        if timed.job is not None:
            async with self.services.database.session(
                self._context(timed), platform=True
            ) as transaction:
                reach = self.services.policy.reach(SYSTEM)
                await timed.job.call(DomainContext(self.services, transaction, reach, None))
            return 1
        assert timed.resource is not None
        assert timed.action is not None
        return await self._sweep(timed, timed.resource, timed.action)

    async def _sweep(self, timed: Timed, resource: Resource, action: Action) -> int:
        """Moves what is due, in batches by id, past rows that cannot be moved.

        Each row has a transaction of its own, so that each is audited alone.
        """
        moved = 0
        after: UUID | None = None
        while True:
            statement = due_statement(
                resource, action.from_states, action.when or "false", BATCH, after
            )
            async with self.services.database.transaction() as transaction:
                keys = [row[0] for row in await transaction.fetch_all(statement)]
            for key in keys:
                moved += await self._move(timed, resource, action, key)
            if len(keys) < BATCH:
                return moved
            after = keys[-1]

    async def _move(self, timed: Timed, resource: Resource, action: Action, key: UUID) -> bool:
        """Whether the row moved; raises Unrecorded, as without a trail none can."""
        try:
            async with self.services.database.session(
                self._context(timed), platform=True
            ) as transaction:
                reach = self.services.policy.reach(SYSTEM)
                context = DomainContext(self.services, transaction, reach, None)
                await move_row(context, resource, action.name, key, {}, only_when=True)
        except Unrecorded:
            raise
        except (Problem, Overtaken) as refusal:
            log.warning("row_not_moved", job=timed.name, row=str(key), reason=str(refusal))
            return False
        except (psycopg.Error, DBAPIError) as error:
            problem = translate(error, self.services.registry)
            if isinstance(problem, Unrecorded):
                raise problem from error
            log.warning("row_not_moved", job=timed.name, row=str(key), reason=problem.detail)
            return False
        return True

    def _context(self, timed: Timed) -> AuditContext:
        return AuditContext(
            actor=SYSTEM,
            request_id=f"job:{timed.name}:{time_ordered_id().hex[:20]}",
            source="job",
            entity_type=timed.resource.name if timed.resource else "",
            action=timed.action.name if timed.action else "",
        )


async def _claim(transaction: Transaction, timed: Timed) -> bool:
    """Whether this worker is the one to run it now; notes the time for the others."""
    row = await transaction.fetch(
        Statement("select charter_claim_job($1::text, $2::int)", (timed.name, timed.every_seconds))
    )
    return bool(row and row[0])
