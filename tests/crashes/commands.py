"""Writes by commands, each a process of its own, which may be killed like any other."""

# random writes, not secrets

from __future__ import annotations

import asyncio
import csv
import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.crashes.ledger import Effect, Ledger, Outcome
from tests.crashes.place import Known
from tests.e2e.support import CHARTER, environment
from tests.support.database import Urls

EVIDENCE = """
    INSERT INTO evidence (title, kind, control_id, owner_id, status, period_start, period_end,
        valid_until)
    SELECT title, 'document', %(control)s, %(owner)s, 'approved', '2020-01-01', '2020-06-30',
        '2020-12-31'
    FROM unnest(%(titles)s::text[]) AS title
    RETURNING id::text, title
"""
CONTROL = """
    INSERT INTO controls (ref, name, domain, owner_id)
    VALUES (%(ref)s, 'With evidence', 'operations', %(owner)s) RETURNING id::text
"""


@dataclass(slots=True)
class Commands:
    """Runs `charter` on the project; `pids` tells whom to kill."""

    project: Path
    urls: Urls
    run_name: str
    ledger: Ledger
    known: Known
    random: random.Random
    pids: Path
    size: int
    number: int = 0

    async def charter(self, *words: str) -> tuple[int, str]:
        """Exit code and output of a command."""
        process = await asyncio.create_subprocess_exec(
            CHARTER,
            *words,
            "--project",
            str(self.project),
            env=environment(self.urls, CHARTER_LOG_LEVEL="error"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        pid = self.pids / str(process.pid)
        pid.touch()
        try:
            output, _ = await process.communicate()
        finally:
            pid.unlink(missing_ok=True)
        assert process.returncode is not None
        return process.returncode, output.decode()

    async def imports(self) -> None:
        """Files of new risks, until there are enough."""
        while self.ledger.wanted("import"):
            self.number += 1
            size = self.random.randint(self.size // 2, self.size)
            titles = [f"{self.run_name}-import-{self.number:04d}-{n:04d}" for n in range(size)]
            file = self.project / f"import-{self.number}.csv"
            self._write_file(file, titles)
            email = "compliance-manager@example.com"
            words = ("import", "csv", "risk", str(file), "--as", email, "--format", "json")
            code, output = await self.charter(*words)
            complete = code == 0 and json.loads(output)["created"] == size
            outcome: Outcome = "acknowledged" if complete else "unknown"
            for title in titles:
                effect = Effect("risk", None, "create", "title", title)
                self.ledger.note("import", "charter import", outcome, effects=[effect])
            file.unlink()
            if code:
                await asyncio.sleep(0.5)

    def _write_file(self, path: Path, titles: list[str]) -> None:
        with path.open("w", newline="") as file:
            rows = csv.writer(file)
            head = "title category inherent_likelihood inherent_impact matrix_id owner_id"
            rows.writerow(head.split())
            owner = self.known.people["compliance-manager"]
            rows.writerows([t, "operational", 2, 3, self.known.matrix, owner] for t in titles)

    async def jobs(self) -> None:
        """Evidence that has lapsed, and the timed transition that says so, until there are enough.

        A row that one run did not reach is moved by a later one, or by the server's own scheduler:
        it never has more than one event of it.
        """
        control = None
        while self.ledger.wanted("job"):
            self.number += 1
            names = [
                f"{self.run_name}-job-{self.number:04d}-{n:03d}" for n in range(self.size // 4)
            ]
            try:
                control = control or await self._control()
                keys = await self._lapsed(names, control)
            except psycopg.Error:
                await asyncio.sleep(0.3)
                continue
            code, said = await self.charter("jobs", "run", "evidence.expire", "--format", "json")
            # It tells how many it moved: a row whose connection was lost is left for the next run.
            moved = re.search(r'"rows": (\d+)', said)
            all_moved = code == 0 and moved is not None and int(moved[1]) >= len(keys)
            outcome: Outcome = "acknowledged" if all_moved else "unknown"
            for key in keys:
                effect = Effect("evidence", key, "expire", "status", "expired")
                self.ledger.note("job", "timed transition", outcome, effects=[effect])

    async def _control(self) -> str:
        owner = self.known.people["compliance-manager"]
        found = await self._as_owner(CONTROL, {"ref": f"{self.run_name}-EV", "owner": owner})
        return str(found[0][0])

    async def _lapsed(self, titles: list[str], control: str) -> list[str]:
        owner = self.known.people["compliance-manager"]
        values = {"titles": titles, "control": control, "owner": owner}
        path = "SQL as owner, evidence"
        effects = [Effect("evidence", None, "create", "title", title) for title in titles]
        try:
            found = await self._as_owner(EVIDENCE, values)
        except psycopg.Error:
            self.ledger.note("job", path, "unknown", effects=effects)
            raise
        effects = [Effect("evidence", key, "create", "title", title) for key, title in found]
        self.ledger.note("job", path, "acknowledged", effects=effects)
        return [str(key) for key, _ in found]

    async def _as_owner(
        self, statement: str, values: Mapping[str, object]
    ) -> list[tuple[str, ...]]:
        connection = await psycopg.AsyncConnection.connect(self.urls.owner, connect_timeout=5)
        async with connection:
            await connection.execute("SELECT set_config('charter.platform', 'on', true)")
            cursor = await connection.execute(statement.encode(), values)
            return await cursor.fetchall()
