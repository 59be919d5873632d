"""The one command: `python -m benchmarks.speed [--quick]`.

Prepares the rows, checks that the applications answer alike, runs every workload against every
target in turn, prints ratios with their quartiles, and writes benchmarks/results.json. The exit
code is 1 where a bound is missed. It needs wrk.
"""

from __future__ import annotations

import argparse
import shutil
import sys

from benchmarks.speed.alike import compare
from benchmarks.speed.bench import bench
from benchmarks.speed.report import Result, head, line, measured, written
from benchmarks.speed.targets import PgBench
from benchmarks.speed.workloads import PROMISED, WORKLOADS

AGAINST = ("charter", "pgbench", "pgbench_pipelined", "handwritten", "fastcrud")


def main() -> int:
    """Measures, prints, and tells by the exit code whether every bound holds."""
    given = _arguments()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed: nothing can be measured over HTTP")
    chosen = [w for w in WORKLOADS if w.name in given.only]
    results: list[Result] = []
    with bench(given.against, chosen) as found:
        if found.applications:
            count = compare(found.charter, found.applications, chosen)
            print(f"{count} answers of the applications were compared with Charter's: the same\n")
        print(f"{given.rounds} rounds of {given.seconds} s, {len(found.targets)} targets in turn\n")
        names = [target.name for target in found.targets]
        print(head(names))
        for workload in chosen:
            for target in found.targets:
                if isinstance(target, PgBench):
                    target.prepare(workload)
            result = measured(workload, found.targets, given.rounds, given.seconds)
            results.append(result)
            print(line(result, names), flush=True)
    written(results, given.rounds, given.seconds)
    missed = [sentence for result in results for sentence in result.missed()]
    print("\n" + ("\n".join(missed) or "Every bound holds."))
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.speed", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--quick", action="store_true", help="under three minutes, pgbench alone")
    parser.add_argument("--only", type=_names, help="workloads, with commas between them")
    parser.add_argument("--rounds", type=int, help="of each target")
    parser.add_argument("--seconds", type=int, help="of a round")
    parser.add_argument("--against", type=_names, help=f"of {', '.join(AGAINST)}")
    given = parser.parse_args()
    every = tuple(workload.name for workload in WORKLOADS)
    given.only = given.only or (PROMISED if given.quick else every)
    given.rounds = given.rounds or (3 if given.quick else 5)
    given.seconds = given.seconds or (2 if given.quick else 5)
    given.against = given.against or (AGAINST[:2] if given.quick else AGAINST)
    for names, known in ((given.only, every), (given.against, AGAINST)):
        for name in names:
            if name not in known:
                parser.error(f"{name} is none of {', '.join(known)}")
    return given


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


if __name__ == "__main__":
    sys.exit(main())
