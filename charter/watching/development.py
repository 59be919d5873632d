"""Changes of the model in a development database, before anybody has made migrations of them.

They are migrations all the same, made and applied as any other, but of a copy of the project's
history under .charter/watch: the project's own stays as it is until somebody says `charter migrate
new`. When its newest schema is what the database has by then, the database is said to be there, and
the copy goes.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import psycopg

from generator.migrations import runner
from generator.migrations.difference import difference
from generator.migrations.environment import checksum
from generator.migrations.history import History, MigrationError
from generator.migrations.new import new
from generator.model import Model

FOLDER = Path(".charter") / "watch"
MESSAGE = "watch"


@dataclass(frozen=True, slots=True)
class Development:
    """The development database of a project, as the owner of its tables."""

    project: Path
    owner: str
    application: str | None

    @property
    def folder(self) -> Path:
        """Where the copy of the history is, while there is something in it of its own."""
        return self.project / FOLDER

    @property
    def history(self) -> History:
        """What the database has: the copy where there is one, else the project's own."""
        own = (self.folder / "migrations").is_dir()
        return History(self.folder if own else self.project)

    def settle(self, *, discard: bool = False) -> list[str]:
        """Brings the database to the project's history where that has gone on; gives sentences.

        Args:
            discard: undo what only the copy knows, and lose what is in its columns and tables.

        Raises:
            MigrationError: the history has gone another way than the database, and going back
                would lose values.
        """
        if not (self.folder / "migrations").is_dir():
            return []
        own, real = History(self.folder), History(self.project)
        known = {revision for revision, _ in real.chain()}
        at = self._at()
        if at <= known:
            shutil.rmtree(self.folder)
            return []
        if len(real.heads()) == 1 and _same(own, at, real):
            self._restamp(real)
            shutil.rmtree(self.folder)
            return ["The database has what the newest migration says; it is taken as applied."]
        if set(real.heads()) <= {revision for revision, _ in own.chain()} and not discard:
            return []
        return self._go_back(own, known, discard=discard)

    def _go_back(self, own: History, known: set[str], *, discard: bool) -> list[str]:
        """Undoes what the history does not know, then applies what the database lacks."""
        shared = [revision for revision, _ in own.chain() if revision in known]
        try:
            runner.down(
                self.folder,
                shared[-1] if shared else "base",
                self.owner,
                self.application,
                allow_loss=discard,
            )
        except MigrationError as error:
            raise MigrationError(
                f"the migrations have gone on, and the database has changes beside them: {error}\n"
                "Or say charter watch --discard, which loses these values."
            ) from None
        shutil.rmtree(self.folder)
        return ["What was only in the development database was undone."]

    def bring(
        self, model: Model, allow: Collection[str] = (), fill: Collection[str] = ()
    ) -> list[str]:
        """Changes the database to what the model says; gives the files that were applied.

        Raises:
            Refused: findings that are not allowed; nothing was changed.
            MigrationError: PostgreSQL or the rows refuse it; nothing was changed, unless the
                message says otherwise.
        """
        if not (self.folder / "migrations").is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            if (self.project / "migrations").is_dir():
                shutil.copytree(self.project / "migrations", self.folder / "migrations")
        made = new(self.folder, model, MESSAGE, allow, fill)
        if not made and not self._beside():
            shutil.rmtree(self.folder)
            return runner.up(self.project, self.owner, self.application)
        try:
            return runner.up(self.folder, self.owner, self.application)
        except MigrationError:
            self._forget(made)
            raise

    def _beside(self) -> bool:
        """Whether the copy holds migrations of its own."""
        names = {file.name for file in (self.project / "migrations" / "versions").glob("*.py")}
        own = (self.folder / "migrations" / "versions").glob("*.py")
        return any(file.name not in names for file in own)

    def _forget(self, made: list[Path]) -> None:
        """Removes files of which nothing was applied, so that the next try starts anew."""
        revisions = {rev for rev, file in History(self.folder).chain() if file in made}
        if not revisions & self._recorded():
            for file in made:
                file.unlink(missing_ok=True)

    def _at(self) -> set[str]:
        with psycopg.connect(self.owner) as connection:
            if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
                return set()
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return {str(row[0]) for row in rows}

    def _recorded(self) -> set[str]:
        with psycopg.connect(self.owner) as connection:
            rows = connection.execute("SELECT revision FROM charter_migrations").fetchall()
        return {str(row[0]) for row in rows}

    def _restamp(self, real: History) -> None:
        """Says that the database is where the history is; its tables are that already."""
        (head,) = real.heads()
        files = dict(real.chain())
        with psycopg.connect(self.owner) as connection:
            connection.execute("DELETE FROM alembic_version")
            connection.execute("INSERT INTO alembic_version VALUES (%s)", [head])
            connection.execute(
                "DELETE FROM charter_migrations WHERE NOT revision = ANY (%s)", [list(files)]
            )
            for revision, file in files.items():
                connection.execute(
                    "INSERT INTO charter_migrations (revision, file, checksum) VALUES (%s, %s, %s)"
                    " ON CONFLICT DO NOTHING",
                    [revision, file.name, checksum(file)],
                )


def _same(own: History, at: Collection[str], real: History) -> bool:
    """Whether the schema the database is at is that of the newest migration.

    By what there is to do: earlier names that one of them remembers are no difference.
    """
    known = {revision for revision, _ in own.chain()}
    newest = real.newest()
    return all(one in known and not difference(own.schema_at(one), newest).operations for one in at)
