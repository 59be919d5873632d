"""Rounds in turn, ratios of neighbours, the table, and benchmarks/results.json."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.load import Rate
from benchmarks.speed.targets import Target
from benchmarks.speed.workloads import PROMISED, Workload

RESULTS = Path(__file__).parents[1] / "results.json"
_KEYS = {
    "pgbench": "of_pgbench",
    "pgbench_pipelined": "of_pgbench_pipelined",
    "handwritten": "of_handwritten",
    "fastcrud": "of_fastcrud",
}


@dataclass(frozen=True, slots=True)
class Ratio:
    """Charter's rate as a share of another's: the median of the rounds, and its quartiles."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a workload: the rates of each round, by target."""

    workload: Workload
    rates: dict[str, list[Rate]]

    def rps(self, name: str) -> float:
        """The median rate of a target."""
        return statistics.median(rate.rps for rate in self.rates[name])

    def p99(self) -> float | None:
        """The median of Charter's 99th percentiles, in milliseconds."""
        found = [rate.p99_ms for rate in self.rates["charter"] if rate.p99_ms is not None]
        return statistics.median(found) if found else None

    def of(self, name: str) -> Ratio | None:
        """Charter's share of another target's rate, round by round.

        A round in which the other gave no answer at all says nothing.
        """
        if not self.rates.get(name):
            return None
        pairs = zip(self.rates["charter"], self.rates[name], strict=True)
        ratios = [ours.rps / theirs.rps for ours, theirs in pairs if theirs.rps]
        if len(ratios) < 2:
            return Ratio(*ratios * 3) if ratios else None
        return Ratio(*statistics.quantiles(ratios, n=4, method="inclusive"))

    def missed(self) -> list[str]:
        """The bounds that are not held, each as a sentence."""
        found = []
        for name, bound in (
            ("pgbench", self.workload.of_pgbench),
            ("handwritten", self.workload.of_handwritten),
        ):
            ratio = self.of(name)
            if bound is not None and ratio is not None and ratio.middle < bound:
                found.append(f"{self.workload.title}: {ratio.middle:.2f} of {name}, not {bound:g}")
        return found


def measured(workload: Workload, targets: Sequence[Target], rounds: int, seconds: int) -> Result:
    """The rounds of a workload; the targets take turns in being first."""
    able = [target for target in targets if target.can(workload)]
    rates: dict[str, list[Rate]] = {target.name: [] for target in able}
    for target in able:
        target.run(workload, 1)  # to warm up
    for number in range(rounds):
        turn = number % len(able)
        for target in able[turn:] + able[:turn]:
            rates[target.name].append(target.run(workload, seconds))
    return Result(workload, rates)


def head(names: Sequence[str]) -> str:
    """The first lines of the table."""
    others = [name for name in names if name != "charter"]
    cells = "".join(f"{name:>12}" for name in others if name != "pgbench_pipelined")
    pipelined = f"{'pipelined':>12}" if "pgbench_pipelined" in others else ""
    return (
        f"{'requests a second':38}{'charter':>10}{'p99 ms':>8}{cells}{pipelined}"
        "   ratio (quartiles, bound)"
    )


def line(result: Result, names: Sequence[str]) -> str:
    """A workload's line."""
    p99 = result.p99()
    text = f"{result.workload.title:38}{result.rps('charter'):10,.0f}{p99 or 0:8.1f}"
    said = []
    for name in (*[n for n in names if n not in ("charter", "pgbench_pipelined")],):
        text += f"{result.rps(name):12,.0f}" if result.rates.get(name) else f"{'-':>12}"
    if "pgbench_pipelined" in names:
        text += f"{result.rps('pgbench_pipelined'):12,.0f}"
    bounds = {
        "pgbench": result.workload.of_pgbench,
        "handwritten": result.workload.of_handwritten,
    }
    for name in names:
        ratio = result.of(name) if name != "charter" else None
        if ratio is None:
            continue
        bound = bounds.get(name)
        mark = "" if bound is None else f", {bound:g}" + (" MISSED" if ratio.middle < bound else "")
        said.append(f"{name} {ratio.middle:.2f} ({ratio.low:.2f} to {ratio.high:.2f}{mark})")
    return f"{text}   {'; '.join(said)}"


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    model = next(
        (
            text.partition(":")[2].strip()
            for text in Path("/proc/cpuinfo").read_text().splitlines()
            if text.startswith("model name")
        ),
        platform.machine(),
    )
    cores = subprocess.run(["/usr/bin/nproc"], capture_output=True, text=True, check=False).stdout
    return {
        "processor": model,
        "cores": int(cores or 0),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def written(results: Sequence[Result], rounds: int, seconds: int, path: Path = RESULTS) -> None:
    """Writes results.json; what was not measured is null."""
    found: dict[str, dict[str, float | None]] = {}
    more: dict[str, dict[str, float | None]] = {}
    for result in results:
        p99 = result.p99()
        values: dict[str, float | None] = {
            "rps": round(result.rps("charter"), 1),
            "p99_ms": None if p99 is None else round(p99, 2),
        }
        for name, key in _KEYS.items():
            ratio = result.of(name)
            if ratio is not None or name != "pgbench_pipelined":
                values[key] = None if ratio is None else round(ratio.middle, 3)
        place = found if result.workload.name in PROMISED else more
        place[result.workload.name] = values
    said = {
        "machine": machine(),
        "rounds": rounds,
        "seconds": seconds,
        "workloads": {name: found.get(name) for name in PROMISED},
        "more": more,
    }
    path.write_text(json.dumps(said, indent=2) + "\n")
