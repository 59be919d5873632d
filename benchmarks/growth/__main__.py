"""What grows with the domain: `python -m benchmarks.growth [--sizes 10,75,300,1000]`.

For each size a project is written and generated, its server started and asked. Requests of all
sizes are measured in turn, so that a machine that others use too is slow for all of them. The
exit code is 1 where a bound is missed. It needs wrk.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.growth.measure import Asker, Grown, Running, first_answer, running
from runtime.embedded import EmbeddedServer

SIZES = (10, 75, 300, 1000)
CPU_RATIO = 1.10
"""Processor time of one row at the largest size, as a share of that at the smallest."""
START_AT, START_SECONDS = 75, 2.0
GENERATE_SECONDS = {75: 3.0, 1000: 30.0}


@dataclass(slots=True)
class Size:
    """What was measured of one size."""

    grown: Grown
    starts: dict[int, tuple[float, float]] = field(default_factory=dict)
    memory: float = 0.0
    requests: list[float] = field(default_factory=list)

    @property
    def microseconds(self) -> float:
        """Processor time of one row, the median of the rounds."""
        return statistics.median(self.requests)


def main() -> int:
    """Measures, prints, and tells by the exit code whether every bound holds."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="charter-growth-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "database").mkdir()
        server = stack.enter_context(EmbeddedServer.start(folder / "database"))
        sizes = [_made(folder, count, server, given) for count in given.sizes]
        _ask_in_turn(sizes, folder, given)
        return _tell(sizes)


def _arguments() -> argparse.Namespace:
    says = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(prog="benchmarks.growth", description=says)
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="with commas between them")
    parser.add_argument("--rounds", type=int, default=5, help="of requests, for each size")
    parser.add_argument("--starts", type=int, default=3, help="of the server, for each size")
    parser.add_argument("--seconds", type=int, default=3, help="of a round")
    parser.add_argument(
        "--chained", action="store_true", help="each entity leads to the next, through all of them"
    )
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def _made(folder: Path, count: int, server: EmbeddedServer, given: argparse.Namespace) -> Size:
    size = Size(Grown.made(folder, count, server, chained=given.chained))
    print(
        f"{count} entities: generated in {size.grown.generate_seconds:.2f} s,"
        f" migrated in {size.grown.migrate_seconds:.1f} s",
        flush=True,
    )
    for workers in (1, 2):
        size.starts[workers] = first_answer(size.grown, workers, given.starts)
    return size


def _ask_in_turn(sizes: Sequence[Size], folder: Path, given: argparse.Namespace) -> None:
    """One worker each; the row asked for is of the first entity and of the last in turn."""
    with ExitStack() as stack:
        askers = []
        for size in sizes:
            server: Running = stack.enter_context(running(size.grown, 1))
            server.await_answer()
            asker = Asker(server, folder)
            askers.append(asker)
            for path in (size.grown.paths[0], size.grown.paths[-1]):
                asker.microseconds(path, 1)
            size.memory = max(one.memory_info().rss for one in server.family()) / 2**20
        for number in range(given.rounds):
            for size, asker in zip(sizes, askers, strict=True):
                path = size.grown.paths[0 if number % 2 else -1]
                size.requests.append(asker.microseconds(path, given.seconds))


def _tell(sizes: Sequence[Size]) -> int:
    first = sizes[0]
    print(
        f"\n{'entities':>8}{'generate, s':>13}{'first answer, s':>17}{'its CPU, s':>12}"
        f"{'2 workers, s':>14}{'worker, MB':>12}{'one row, CPU us':>17}{'of the smallest':>17}"
    )
    for size in sizes:
        ratio = size.microseconds / first.microseconds
        print(
            f"{size.grown.count:8}{size.grown.generate_seconds:13.2f}{size.starts[1][0]:17.2f}"
            f"{size.starts[1][1]:12.2f}{size.starts[2][0]:14.2f}{size.memory:12.0f}{size.microseconds:17.0f}{ratio:17.2f}"
        )
    missed = list(_missed(sizes))
    print("\n" + ("\n".join(missed) or "Every bound holds."))
    return 1 if missed else 0


def _missed(sizes: Sequence[Size]) -> list[str]:
    found = []
    ratio = sizes[-1].microseconds / sizes[0].microseconds
    if ratio > CPU_RATIO:
        found.append(f"one row at {sizes[-1].grown.count} entities costs {ratio:.2f} times as much")
    for size in sizes:
        count, grown = size.grown.count, size.grown
        if count <= START_AT:
            found += [
                f"{count} entities, {workers} workers: first answer after {seconds:.2f} s"
                for workers, (seconds, _) in size.starts.items()
                if seconds > START_SECONDS
            ]
        if grown.generate_seconds > GENERATE_SECONDS.get(count, float("inf")):
            found.append(f"{count} entities are generated in {grown.generate_seconds:.2f} s")
    return found


if __name__ == "__main__":
    sys.exit(main())
