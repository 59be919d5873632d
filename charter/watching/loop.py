"""`charter watch`: what happens when files are saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from charter.diagnostics.gather import examined
from charter.diagnostics.lines import shown
from charter.planning.database import database_lines, database_plan
from charter.planning.refusals import allowing, unmeant
from charter.watching.development import Development
from charter.watching.maker import Maker, MakerError
from charter.watching.server import Servers
from generator.migrations.history import MigrationError
from generator.migrations.merge import joined
from generator.migrations.new import Refused

UNCHANGED = "Nothing was changed; what was right before goes on being served."


@dataclass(slots=True)
class Watch:
    """A project that is worked on. `say` takes lines for the terminal."""

    folder: Path
    development: Development
    maker: Maker
    servers: Servers
    say: Callable[[str], None]
    allow: Collection[str] = ()
    color: bool = False
    _own: dict[str, int] = field(default_factory=dict, init=False)
    """When it last wrote a file itself, such as a stub in domain/, in nanoseconds."""

    def start(self, *, discard: bool = False) -> None:
        """Brings everything to the files as they are."""
        self._told(self.development.settle(discard=discard))
        self._take(time.monotonic(), reload=True)

    def saved(self, names: Sequence[str]) -> None:
        """Takes files that were saved, added or removed; whatever is wrong with them is said."""
        names = [name for name in names if self._own.get(name, -1) != _written(self.folder / name)]
        if not names:
            return
        began = time.monotonic()
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        self.say(f"{time.strftime('%H:%M:%S')} {', '.join(names[:3])}{more}")
        try:
            if any(name.startswith("migrations/") for name in names):
                self._told(self.development.settle())
            self._take(began, reload=any(name.startswith("domain/") for name in names))
        except (MigrationError, MakerError) as error:
            self.say(str(error))

    def _take(self, began: float, *, reload: bool) -> None:
        """Check, database, files, server, in this order: each only if the one before was well.

        The files are made while the database is changed, and written after it.
        """
        seen = examined(self.folder)
        self._told(shown(seen.findings, self.folder, color=self.color))
        if seen.model is None or not seen.right:
            self.say(UNCHANGED)
            return
        before = joined(self.development.history)
        self.maker.begin(seen.model, seen.problems)
        try:
            applied = self.development.bring(seen.model, self.allow)
        except Refused as refused:
            self.maker.drop()
            self._told(unmeant(self.folder, seen.model, refused, self.development.history.project))
            self.say(f"{UNCHANGED} Where values may go: charter watch {allowing(refused)}")
            return
        except BaseException:
            self.maker.drop()
            raise
        made = self.maker.write()
        self._own |= {path: _written(self.folder / path) for path in made}
        code = any(path.startswith("generated/") for path in made)
        if not (applied or code or reload or self.servers.running is None):
            self.say("The policy is taken by the server." if made else "Nothing follows from that.")
            return
        wrong = self.servers.replace()
        if wrong is not None:
            self.say(f"The new server does not start; the one before goes on.\n  {wrong}")
            return
        if applied:
            now = joined(self.development.history)
            self._told(database_lines(database_plan(before, now)))
        count = f"{len(made)} file{'' if len(made) == 1 else 's'} written"
        self.say(f"{count}; serving after {time.monotonic() - began:.1f} s.")

    def _told(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.say(line)


def _written(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0
