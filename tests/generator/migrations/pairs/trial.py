"""A pair of models tried on a filled database: forwards, back, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import copytree, rmtree

import psycopg
import pytest

from generator.migrations import catalogue, runner
from generator.migrations.history import History, MigrationError
from generator.migrations.new import Refused
from generator.model import Model
from runtime.embedded import EmbeddedServer
from tests.generator.migrations.pairs.fields import NUMBERED
from tests.generator.migrations.pairs.oracle import Row, Rows
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.rows import anatomy, fill, read, untouched
from tests.generator.migrations.pairs.sketch import Sketch
from tests.generator.migrations.pairs.start import start
from tests.support.database import Urls, drop_database, fresh_database

STAMPS = ("version", "updated_at", "updated_by_id", "created_at", "created_by_id")
"""What tells of a row's changes, and no value of it."""
PLATFORM = {"role_assignments", "refresh_tokens"}
OPTIONS = "-c timezone=UTC -c intervalstyle=postgres"


@dataclass(frozen=True, slots=True)
class Begun:
    """A model, its project, and a filled database that is copied for each pair."""

    sketch: Sketch
    folder: Path
    urls: Urls
    rows: Rows


def begun(seed: int, folder: Path, server: EmbeddedServer) -> Begun:
    """The first model of some pairs, migrated and filled."""
    random = Random(seed)  # noqa: S311 - seeded
    sketch = start(random)
    urls = fresh_database(server)
    runner.new(folder, sketch.write(folder), "first")
    runner.up(folder, urls.owner, urls.application)
    with connected(urls) as connection:
        rows = fill(connection, sketch, random)
    return Begun(sketch, folder, urls, rows)


@contextmanager
def connected(urls: Urls) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The owner's session, which writes values in one way only."""
    with psycopg.connect(urls.owner, options=OPTIONS, autocommit=False) as connection:
        yield connection


def tried(pair: Pair, first: Begun, folder: Path, server: EmbeddedServer) -> str:
    """Takes a copy of the database forwards and back; gives `passed`, or what was refused.

    Raises:
        AssertionError: what happened is not what has to.
    """
    rmtree(folder, ignore_errors=True)
    copytree(first.folder, folder)
    urls = fresh_database(server, template=first.urls)
    try:
        return Trial(pair, folder, urls).run()
    finally:
        drop_database(server, urls)


@dataclass(frozen=True, slots=True)
class Trial:
    """A pair on the way."""

    pair: Pair
    folder: Path
    urls: Urls

    def run(self) -> str:
        """All of it."""
        model = self.pair.after.write(self.folder)
        meant = self._refused_unless_meant(model)
        made = runner.new(self.folder, model, "change", allow=meant, fill=self.pair.fills)
        with connected(self.urls) as connection:
            before = untouched(connection)
        if self.pair.refused:
            self._nothing_happens(before)
            return "refused"
        runner.up(self.folder, self.urls.owner, self.urls.application)
        self._is_as_it_has_to(before[1])
        if not made:
            return "passed"
        return self._undone(before[0])

    def _refused_unless_meant(self, model: Model) -> set[str]:
        """The findings: those that the pair knows of, and no others but locks."""
        files = set(self.folder.rglob("*.py"))
        found: set[str] = set()
        try:
            runner.new(self.folder, model, "change", fill=self.pair.fills)
        except Refused as refused:
            found = {finding.code for finding in refused.findings}
            assert set(self.folder.rglob("*.py")) == files
        else:
            for file in set(self.folder.rglob("*.py")) - files:
                file.unlink()
            for snapshot in (self.folder / "migrations" / "snapshots").glob("*.json"):
                if not list((self.folder / "migrations" / "versions").glob("*.py")):
                    snapshot.unlink()
        known = found - {"M007"}
        assert self.pair.codes - self.pair.maybe <= known, (self.pair.codes, found)
        assert known <= self.pair.codes | self.pair.maybe, (self.pair.codes, found)
        return found

    def _nothing_happens(self, before: object) -> None:
        with pytest.raises(MigrationError, match=r"M00|rows"):
            runner.up(self.folder, self.urls.owner, self.urls.application)
        with connected(self.urls) as connection:
            assert untouched(connection) == before

    def _is_as_it_has_to(self, before: Rows) -> None:
        with connected(self.urls) as connection:
            now = read(connection)
            assert catalogue.drift(connection, History(self.folder).newest()) == []
        wrong = differences(now, self.pair.rows)
        assert not wrong, wrong
        versions = {
            key: row["version"]
            for rows in before.values()
            for key, row in rows.items()
            if "version" in row
        }
        changed = {
            key
            for rows in now.values()
            for key, row in rows.items()
            if key in versions and row["version"] != versions[key]
        }
        assert changed == self.pair.touched & versions.keys()

    def _undone(self, before: set[str]) -> str:
        with connected(self.urls) as connection:
            there = untouched(connection)
        losses = ""
        try:
            self._down(allow_loss=False)
        except MigrationError as error:
            losses = str(error)
            with connected(self.urls) as connection:
                assert untouched(connection) == there
            assert self.pair.stuck or self.pair.lost, losses
            if self.pair.stuck:
                return "stuck"
            self._down(allow_loss=True)
        assert not self.pair.stuck
        assert bool(self.pair.lost) == bool(losses), (self.pair.lost, losses)
        with connected(self.urls) as connection:
            back = read(connection)
            made = anatomy(connection)
        assert made == before
        wrong = differences(back, self.pair.back)
        assert not wrong, wrong
        return "passed"

    def _down(self, *, allow_loss: bool) -> None:
        urls = self.urls
        runner.down(self.folder, "-1", urls.owner, urls.application, allow_loss=allow_loss)


def differences(rows: Rows, wanted: Rows) -> list[str]:
    """Where the rows are not as they have to be, but for stamps and what nobody can know."""
    found = [f"{name}: only on one side" for name in (rows.keys() ^ wanted.keys()) - PLATFORM]
    for name in rows.keys() & wanted.keys():
        there, right = rows[name], wanted[name]
        found += [f"{name}: row {key} only on one side" for key in there.keys() ^ right.keys()]
        for key in there.keys() & right.keys():
            found += [f"{name}.{each}" for each in _unlike(there[key], right[key])]
    return found


def _unlike(row: Row, right: Row) -> Iterator[str]:
    for column in row.keys() | right.keys():
        held, wanted = row.get(column, "no column"), right.get(column, "no column")
        if column not in STAMPS and wanted not in (NUMBERED, held):
            yield f"{column}: {held!r} and not {wanted!r}"
