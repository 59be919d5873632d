"""`charter watch`: what happens when files are saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from charter.diagnostics.gather import examined
from charter.diagnostics.lines import shown
from charter.planning.database import database_lines, database_plan
from charter.planning.refusals import allowing, unmeant
from charter.policy.derived import derive
from charter.watching.development import Development
from charter.watching.server import Servers
from generator.migrations.history import MigrationError
from generator.migrations.merge import joined
from generator.migrations.new import Refused

WATCHED = ("model.yaml", "model", "domain", "policies", "migrations")
UNCHANGED = "Nothing was changed; what was right before goes on being served."
_SOURCES = (".yaml", ".py", ".csv", ".conf")
_DERIVED = ("policies/MATRIX.md", "policies/matrix")


@dataclass(slots=True)
class Watch:
    """A project that is worked on. `say` takes lines for the terminal."""

    folder: Path
    development: Development
    servers: Servers
    say: Callable[[str], None]
    allow: Collection[str] = ()
    color: bool = False

    def start(self, *, discard: bool = False) -> None:
        """Brings everything to the files as they are."""
        self._told(self.development.settle(discard=discard))
        self._take(time.monotonic(), reload=True)

    def saved(self, changed: Iterable[Path]) -> None:
        """Takes files that were saved, added or removed; whatever is wrong with them is said."""
        began = time.monotonic()
        names = sorted({path.relative_to(self.folder).as_posix() for path in changed})
        names = [
            name for name in names if name.endswith(_SOURCES) and not name.startswith(_DERIVED)
        ]
        if not names:
            return
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        self.say(f"{time.strftime('%H:%M:%S')} {', '.join(names[:3])}{more}")
        try:
            if any(name.startswith("migrations/") for name in names):
                self._told(self.development.settle())
            self._take(began, reload=any(name.startswith("domain/") for name in names))
        except MigrationError as error:
            self.say(str(error))

    def _take(self, began: float, *, reload: bool) -> None:
        """Check, database, files, server, in this order: each only if the one before was well."""
        seen = examined(self.folder)
        self._told(shown(seen.findings, self.folder, color=self.color))
        if seen.model is None or not seen.right:
            self.say(UNCHANGED)
            return
        before = joined(self.development.history)
        try:
            applied = self.development.bring(seen.model, self.allow)
        except Refused as refused:
            self._told(unmeant(self.folder, seen.model, refused, self.development.history.project))
            self.say(f"{UNCHANGED} Where values may go: charter watch {allowing(refused)}")
            return
        made = derive(self.folder, checked=(seen.model, seen.problems)).made.changes
        code = any(change.path.startswith("generated/") for change in made)
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
