"""Changes under load: `python -m benchmarks.change [--rows 1000000]`.

A project with that many tasks is served and written to. Its model is changed in one way after the
other as it is done on servers: `charter migrate up --until contract`, the application of after
takes over, `charter migrate up`. The exit code is 1 where a request failed, or a write took longer
than the bound.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.change.load import Done, Load, Target
from benchmarks.change.project import CHANGES, Change, edit, fill, write_project
from runtime.embedded import EmbeddedServer
from tests.e2e.support import CHARTER, Served, environment, serving
from tests.support.database import Urls, fresh_database

BOUND = 1.0
"""Seconds that a write may take, whatever the migration does."""
CALM_SECONDS = 5.0
OVER_SECONDS = 2.0
"""How long requests that are on their way have to end before a server is told to."""


@dataclass(slots=True)
class Place:
    """The project as it is served now, its database, and what its members are called."""

    project: Path
    urls: Urls
    renamed: dict[str, str] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)
    served: Served | None = None

    def command(self, *words: str) -> float:
        """Runs a command of the project to its end; gives how many seconds it took."""
        began = time.monotonic()
        ended = subprocess.run(  # noqa: S603
            [CHARTER, *words, "--project", str(self.project)],
            env=environment(self.urls),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise SystemExit(f"{' '.join(words)}: {ended.stderr}{ended.stdout}")
        return time.monotonic() - began

    def serve(self) -> Target:
        """Starts its application."""
        self.served = self.stack.enter_context(serving(self.project, "serve", urls=self.urls))
        return Target(self.served, dict(self.renamed))

    def end(self) -> None:
        """Ends it as a server is ended that is replaced."""
        if self.served is not None:
            time.sleep(OVER_SECONDS)
            self.served.signal(signal.SIGTERM)
        self.stack.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the clients saw from one moment to another; seconds."""

    requests: int
    failed: tuple[Done, ...]
    longest: dict[str, float]
    """Of each kind of request, and of waiting for a lock (`lock`)."""

    @classmethod
    def of(cls, load: Load, began: float, ended: float) -> Seen:
        """What was on its way between the two."""
        done = [each for each in load.done if began <= each.began + each.seconds <= ended]
        longest: dict[str, float] = {"lock": 0.0}
        for each in done:
            longest[each.kind] = max(longest.get(each.kind, 0.0), each.seconds)
        waits = [seconds for at, seconds in load.waits if began <= at <= ended]
        longest["lock"] = max(waits, default=0.0)
        return cls(len(done), tuple(each for each in done if each.failed), longest)

    def of_writes(self, start: str) -> float:
        """The longest write, over HTTP or by SQL."""
        kinds = (f"{start} update", f"{start} create")
        return max(self.longest.get(kind, 0.0) for kind in kinds)


def main() -> int:
    """Measures, prints, and tells by the exit code whether the bounds hold."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.change", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", default="", help="changes whose name holds these words")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="charter-change-") as name:
        folder = Path(name)
        (folder / "database").mkdir()
        with EmbeddedServer.start(folder / "database") as server:
            place = Place(folder / "project-0", fresh_database(server))
            write_project(place.project)
            for words in (("generate",), ("migrate", "new", "-m", "first"), ("migrate", "up")):
                place.command(*words)
            place.command("seed")
            fill(place.urls.superuser, given.rows)
            chosen = [change for change in CHANGES if given.only in change.name]
            return _measured(place, given.rows, chosen)


def _measured(place: Place, rows: int, changes: Sequence[Change]) -> int:
    well = True
    print(
        f"{rows:,} rows; seconds\n{'':48}{'expand':>8}{'contract':>10}{'requests':>10}{'failed':>8}"
        f"{'HTTP write':>12}{'SQL write':>11}{'lock':>7}{'calm':>7}"
    )
    try:
        with Load(place.serve(), place.urls, rows) as load:
            for number, change in enumerate(changes, 1):
                time.sleep(CALM_SECONDS)
                now = time.monotonic()
                calm = Seen.of(load, now - CALM_SECONDS, now)
                place, expand, contract = _changed(place, change, number, load)
                seen = Seen.of(load, now, time.monotonic())
                well &= _told(change, seen, (expand, contract), calm)
    finally:
        place.stack.close()
    print("Every bound holds." if well else "A bound is missed.")
    return 0 if well else 1


def _changed(place: Place, change: Change, number: int, load: Load) -> tuple[Place, float, float]:
    """The application of after, which has taken over; seconds of both steps."""
    after = Place(
        place.project.with_name(f"project-{number}"),
        place.urls,
        place.renamed | dict(change.renamed),
    )
    shutil.copytree(place.project, after.project)
    edit(after.project, change)
    after.command("generate")
    after.command("migrate", "new", "-m", f"change {number}", *change.meant)
    until = ("--until", "contract") if "--rolling" in change.meant else ()
    expand = after.command("migrate", "up", *until)
    load.target = after.serve()
    place.end()
    contract = after.command("migrate", "up")
    after.command("migrate", "check")
    time.sleep(OVER_SECONDS)
    return after, expand, contract


def _told(change: Change, seen: Seen, spent: tuple[float, float], calm: Seen) -> bool:
    http, sql = seen.of_writes("http"), seen.of_writes("sql")
    before = max(calm.of_writes("http"), calm.of_writes("sql"))
    print(
        f"{change.name:48}{spent[0]:8.1f}{spent[1]:10.1f}{seen.requests:10,}{len(seen.failed):8}"
        f"{http:12.2f}{sql:11.2f}{seen.longest['lock']:7.2f}{before:7.2f}",
        flush=True,
    )
    for each in (*calm.failed, *seen.failed)[:3]:
        print(f"  {each.kind} failed: {each.failed}", flush=True)
    return not seen.failed and not calm.failed and max(http, sql) <= BOUND


if __name__ == "__main__":
    sys.exit(main())
