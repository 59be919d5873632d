"""Everything that a measurement needs, made and taken down."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.speed import data
from benchmarks.speed.targets import (
    Charter,
    FastCRUD,
    Handwritten,
    PgBench,
    Served,
    Target,
    Written,
)
from benchmarks.speed.workloads import WORDS, Word, Workload
from tests.crashes.place import Place

DEEP = 50_000
CURSORS = 8


@dataclass(frozen=True, slots=True)
class Bench:
    """The targets, Charter first, in the order of the table."""

    charter: Charter
    targets: tuple[Target, ...]

    @property
    def applications(self) -> tuple[Served, ...]:
        """Those that Charter's answers can be compared with."""
        return tuple(target for target in self.targets if isinstance(target, Written))


@contextmanager
def scratch() -> Iterator[tuple[Path, Place]]:
    """A temporary folder, and in it a project with its PostgreSQL and the rows."""
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as name:
        folder = Path(name)
        place = Place.made(folder)
        try:
            with psycopg.connect(place.urls.superuser, autocommit=True) as connection:
                # Checkpoints in the middle of a round would be noise; else it is as delivered.
                connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
                connection.execute("SELECT pg_reload_conf()")
                # So that the log says parameters, once statements are logged (see capture.py).
                connection.execute("ALTER ROLE charter_app SET log_error_verbosity = 'default'")
                data.load(connection)
            yield folder, place
        finally:
            place.close()


@contextmanager
def bench(against: Sequence[str], workloads: Sequence[Workload]) -> Iterator[Bench]:
    """Charter and the targets that are named, ready for these workloads."""
    with ExitStack() as stack:
        folder, place = stack.enter_context(scratch())
        words: dict[str, Word] = dict(WORDS)
        words["matrix"] = Word(choice=(place.known().matrix,))
        charter = Charter(folder, words, place)
        charter.start()
        apps = [app for app in (Handwritten, FastCRUD) if app.name in against]
        targets: list[Target] = []
        if apps:
            url = data.copy_plain(place.database)
            for application in apps:
                made = application(folder, words, url)
                stack.callback(made.stop)
                made.await_ready()
                targets.append(made)
        if any(workload.name == "deep_page" for workload in workloads):
            words["cursor"] = Word(choice=charter.cursors(DEEP, CURSORS))
            offsets = tuple(str(DEEP + 200 * number) for number in range(CURSORS))
            words["offset"] = Word(choice=offsets)
        for name in ("pgbench", "pgbench_pipelined"):
            if name in against:
                targets.insert(
                    int(name == "pgbench_pipelined"),
                    PgBench(charter, folder, pipelined=name == "pgbench_pipelined"),
                )
        yield Bench(charter, (charter, *targets))
