"""The process that writes, by every path at once."""

# ruff: noqa: S311  # random writes, not secrets

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import uvloop

from tests.crashes.callers import Caller, Sessions
from tests.crashes.commands import Commands
from tests.crashes.ledger import Ledger
from tests.crashes.place import Known
from tests.crashes.statements import Writer, as_application, as_owner
from tests.support.database import Urls

SHARES = {"http": 0.62, "application": 0.15, "owner": 0.08, "import": 0.12, "job": 0.03}
"""How many of the acknowledged writes go which way."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the process is told; it is sent to it."""

    project: Path
    urls: Urls
    port: int
    password: str
    known: Known
    common: list[str]
    writes: int
    seed: int
    callers: int
    ledger: Path
    pids: Path

    def quotas(self) -> dict[str, int]:
        """The writes of each kind."""
        return {kind: max(1, round(share * self.writes)) for kind, share in SHARES.items()}


def run(plan: Plan, acknowledged: Synchronized[int]) -> None:
    """Writes until there are enough of each kind; counts them in `acknowledged`."""
    uvloop.run(_run(plan, acknowledged))


async def _run(plan: Plan, acknowledged: Synchronized[int]) -> None:
    ledger = Ledger.at(plan.ledger, acknowledged, plan.quotas())
    async with asyncio.TaskGroup() as group:
        for work in _works(plan, ledger):
            group.create_task(work)
    ledger.file.close()


def _works(plan: Plan, ledger: Ledger) -> Iterator[asyncio._CoroutineLike[None]]:
    name = f"s{plan.seed}"
    chance = random.Random(plan.seed)
    sessions = Sessions(plan.port, plan.password)
    for n in range(plan.callers):
        own = random.Random(chance.random())
        yield Caller(n, name, ledger, sessions, plan.known, plan.common, own).run()
    for n in range(max(1, plan.callers // 8)):
        own = random.Random(chance.random())
        url = plan.urls.application
        yield as_application(Writer("application", url, n, name, ledger, plan.known, own))
        yield as_owner(Writer("owner", plan.urls.owner, n, name, ledger, plan.known, own))
    size = max(60, min(250, plan.writes // 50))
    for kind in ("imports", "jobs"):
        own = random.Random(chance.random())
        works = Commands(plan.project, plan.urls, name, ledger, plan.known, own, plan.pids, size)
        yield getattr(works, kind)()
