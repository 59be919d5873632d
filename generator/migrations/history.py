"""The migrations folder of a project: revisions as Alembic reads them, and their snapshots.

`snapshots/<revision>.json` is the schema after a revision. Each call of `new` adds one, and none
is ever changed, so that two branches that both add migrations merge without a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from generator.migrations.revisions import Revision
from generator.schema import values
from generator.schema.values import EMPTY, Schema

_NUMBER = re.compile(r"(\d{4,})_")
_PLACE = re.compile(r"\d{4,}\Z")
_SCAFFOLD = Path(__file__).parent / "scaffold"


class MigrationError(Exception):
    """A migration command cannot go on; the message is for people."""


@lru_cache(maxsize=2)
def _scripts(history: History, seen: tuple[tuple[str, int, int], ...]) -> ScriptDirectory:
    return ScriptDirectory.from_config(history.config())


@dataclass(frozen=True, slots=True)
class History:
    """The migrations of the project in folder `project`."""

    project: Path

    @property
    def folder(self) -> Path:
        """Where env.py, versions/ and snapshots/ are."""
        return self.project / "migrations"

    def config(self) -> Config:
        """Alembic's configuration; it needs no alembic.ini."""
        config = Config()
        config.set_main_option("script_location", str(self.folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        return config

    def scripts(self) -> ScriptDirectory:
        """Alembic's view of the revisions, read once for as long as the files stay as they are."""
        seen = tuple(
            (file.name, status.st_mtime_ns, status.st_size)
            for file in sorted((self.folder / "versions").glob("*.py"))
            for status in (file.stat(),)
        )
        return _scripts(self, seen)

    def exists(self) -> bool:
        """Whether there is any revision."""
        return any((self.folder / "versions").glob("*.py"))

    def heads(self) -> tuple[str, ...]:
        """The newest revisions: one, or several after a merge of branches, or none."""
        return tuple(sorted(self.scripts().get_heads())) if self.exists() else ()

    def revision(self, name: str) -> str:
        """The id of a revision that is named by it, by its beginning, or by its file's number.

        Raises:
            MigrationError: there is none, or more than one.
        """
        if _PLACE.match(name):
            found = [one for one, file in self.chain() if file.name.startswith(f"{name}_")]
            if len(found) == 1:
                return found[0]
        try:
            return str(self.scripts().get_revision(name).revision)
        except CommandError as error:
            raise MigrationError(f"there is no one revision {name}: {error}") from error

    def chain(self) -> list[tuple[str, Path]]:
        """All revisions with their files, parents first."""
        if not self.exists():
            return []
        found = [(one.revision, Path(one.path)) for one in self.scripts().walk_revisions()]
        return found[::-1]

    def snapshot(self, revision: str) -> Schema | None:
        """The schema after a revision; None for one within a chain made at once."""
        file = self.folder / "snapshots" / f"{revision}.json"
        return values.from_json(file.read_text(encoding="utf-8")) if file.exists() else None

    def schema_at(self, revision: str | None) -> Schema:
        """The schema after a revision, or of the nearest one before it that has a snapshot."""
        if revision is None:
            return EMPTY
        for one in self.scripts().iterate_revisions(revision, "base"):
            found = self.snapshot(one.revision)
            if found is not None:
                return found
        return EMPTY

    def newest(self) -> Schema:
        """The schema after the newest revision.

        Raises:
            MigrationError: branches were merged and their migrations not yet joined.
        """
        heads = self.heads()
        if not heads:
            return EMPTY
        if len(heads) > 1:
            raise MigrationError(
                f"there are {len(heads)} newest migrations ({', '.join(heads)}): two branches "
                "each added one; say `charter migrate new` to join them"
            )
        found = self.snapshot(heads[0])
        if found is None:
            raise MigrationError(f"migrations/snapshots/{heads[0]}.json is missing")
        return found

    def next_number(self) -> int:
        """The number of the next file."""
        files = (self.folder / "versions").glob("*.py")
        numbers = (match for file in files if (match := _NUMBER.match(file.name)))
        return max((int(match[1]) for match in numbers), default=0) + 1

    def write(self, revisions: list[Revision], schema: Schema) -> list[Path]:
        """Writes new revisions and the snapshot after the last; gives the files' paths.

        Others may be looking: a revision is there as a whole, and never before its snapshot.
        """
        self._prepare()
        snapshot = self.folder / "snapshots" / f"{revisions[-1].id}.json"
        snapshot.write_text(values.to_json(schema), encoding="utf-8")
        written = [self.folder / "versions" / revision.file for revision in revisions]
        drafts = [file.with_suffix(".draft") for file in written]
        for draft, revision in zip(drafts, revisions, strict=True):
            draft.write_text(revision.text, encoding="utf-8")
        for draft, file in zip(drafts, written, strict=True):
            draft.replace(file)
        return [*written, snapshot]

    def _prepare(self) -> None:
        for name in ("versions", "snapshots"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        for source in _SCAFFOLD.iterdir():
            target = self.folder / source.name.removesuffix(".txt")
            if not target.exists():
                target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
