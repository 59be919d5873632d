"""What a migration is at: the files as they are applied, and how far a long one is.

A second connection looks at what the first one does; batches of rows tell themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg

from generator.migrations.history import MigrationError
from generator.migrations.online import FILLED
from generator.migrations.session import connect

EVERY_SECONDS = 2.0
"""How often something is told of a statement that runs; shorter ones tell nothing."""

Tell = Callable[[str], None]

_AT = """
SELECT a.query, extract(epoch FROM clock_timestamp() - a.query_start)::integer,
    pg_blocking_pids(a.pid), p.phase, p.blocks_done, p.blocks_total
FROM pg_stat_activity AS a LEFT JOIN pg_stat_progress_create_index AS p USING (pid)
WHERE a.pid = %s AND a.state = 'active'
"""
_ROWS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass(%s)"


@dataclass(slots=True)
class Progress:
    """Tells `applied` of each file when it is applied, and `passing` what takes its time."""

    applied: Tell
    passing: Tell
    waiting: list[str] = field(default_factory=list)
    """The files to come; the first is the one that runs."""
    rows: tuple[str, int] | None = None
    """The table whose rows change now, and how many did."""

    def done(self, file: str) -> None:
        """A file is applied."""
        if file in self.waiting:
            del self.waiting[: self.waiting.index(file) + 1]
        self.rows = None
        self.applied(file)

    def at(self, text: str) -> None:
        """Says what the file that runs is at."""
        self.passing(f"{self.waiting[0]}: {text}" if self.waiting else text)

    def hear(self, notice: Any) -> None:
        """Keeps what a batch of rows tells."""
        said = str(notice.message_primary or "")
        if said.startswith(FILLED):
            table, _, count = said.removeprefix(FILLED).strip().rpartition(" ")
            self.rows = (table, int(count))

    @contextmanager
    def watching(
        self, driver: psycopg.Connection[Any], owner_url: str, files: Sequence[Path]
    ) -> Iterator[None]:
        """Looks at what a connection does, until it is done with these files."""
        self.waiting = [file.name for file in files]
        over = Event()
        process = driver.info.backend_pid
        driver.add_notice_handler(self.hear)
        watcher = Thread(target=self._watch, args=(owner_url, process, over), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
            driver.remove_notice_handler(self.hear)

    def _watch(self, owner_url: str, process: int, over: Event) -> None:
        while not over.wait(EVERY_SECONDS):
            try:
                # One look a connection: a migration may wait for whoever is in a transaction.
                with connect(owner_url) as session:
                    text = self._look(session, process)
            except (psycopg.Error, MigrationError):  # the migration itself says what is wrong
                continue
            if text and not over.is_set():
                self.at(text)

    def _look(self, session: psycopg.Connection[Any], process: int) -> str:
        """What the process is at; empty where it has only begun with that."""
        found = session.execute(_AT, [process]).fetchone()
        if found is None or found[1] < EVERY_SECONDS:
            return ""
        query, seconds, blocking, phase, done, total = found
        if self.rows is not None:
            table, changed = self.rows
            about = session.execute(_ROWS, [table]).fetchone()
            of = f" of about {about[0]:,}" if about and about[0] > changed else ""
            text = f"{table}, {changed:,}{of} rows changed"
        else:
            text = " ".join(query.split())[:60]
            text += f", {phase}" if phase else ""
            text += f" {100 * done // total} %" if total else ""
        held = f", waits for process {', '.join(map(str, blocking))}" if blocking else ""
        return f"{text}{held} ({seconds} s)"
