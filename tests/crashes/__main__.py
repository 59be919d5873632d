"""`python -m tests.crashes [--writes N] [--kills N] [--seed N]`: the proof, and a table of it."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.crashes.run import Report, crash_and_compare


def main() -> int:
    """Runs, prints, and tells by the exit code whether trail, tables and promises agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.crashes", description=__doc__)
    parser.add_argument("--writes", type=int, default=100_000, help="acknowledged, in all")
    parser.add_argument("--kills", type=int, help="kill -9, at random moments")
    parser.add_argument("--seed", type=int, help="of everything that is random")
    parser.add_argument("--callers", type=int, default=24, help="over HTTP at once")
    given = parser.parse_args()
    kills = given.kills if given.kills is not None else max(8, min(200, given.writes // 2_000))
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    print(f"{given.writes} writes, {kills} kills, --seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="charter-crashes-") as folder:
        began = time.monotonic()
        report = crash_and_compare(
            Path(folder), writes=given.writes, kills=kills, seed=seed, callers=given.callers
        )
        told(report, time.monotonic() - began)
    return 0 if report.passed else 1


def told(report: Report, seconds: float) -> None:
    """Prints the summary."""
    verdict = report.verdict
    print(f"\n{'path':34}{'acknowledged':>14}{'refused':>10}{'no answer':>11}")
    for path, done, refused, unknown in verdict.writes:
        print(f"{path:34}{done:14,}{refused:10,}{unknown:11,}")
    sums = [sum(column) for column in zip(*(row[1:] for row in verdict.writes), strict=True)]
    print(f"{'all':34}{sums[0]:14,}{sums[1]:10,}{sums[2]:11,}")
    print(f"\n{'killed with -9':48}{'times':>6}")
    for name, count in sorted(report.kills.items()):
        print(f"{name:48}{count:6}")
    print(f"{'all':48}{report.kills.total():6}")
    print(f"\nevents of success: {verdict.events:,}; rows there now: {verdict.rows:,}")
    print(f"requests without an answer whose change is there, with its events: {verdict.kept:,}")
    if verdict.statuses:
        print(f"answers of 5xx: {verdict.statuses}")
    print(f"writing: {report.seconds:.0f} s; all: {seconds:.0f} s")
    print(f"charter audit seal --once and verify: {report.verify_seconds:.0f} s")
    for finding in verdict.findings:
        print(f"\nFAILED {finding.check}: {finding.count}", file=sys.stderr)
        for example in finding.examples:
            print(f"  {example}", file=sys.stderr)
    if report.verified:
        print(f"\nFAILED charter audit verify: {report.verified}", file=sys.stderr)
    print("\nnothing lost, nothing invented" if report.passed else "\nFAILED")


if __name__ == "__main__":
    sys.exit(main())
