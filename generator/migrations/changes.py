"""The changes of a history: what one `charter migrate new` wrote, with the schemas around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from alembic.script import ScriptDirectory

from generator.migrations import header
from generator.migrations.difference import Difference, difference
from generator.migrations.findings import Finding
from generator.migrations.history import History, MigrationError
from generator.migrations.merge import joined
from generator.schema.values import Schema


@dataclass(frozen=True)
class Change:
    """Revisions that one snapshot ends, parents first, and the revisions that they grew from."""

    history: History
    revisions: tuple[str, ...]
    files: tuple[Path, ...]
    parents: tuple[str, ...]
    ruled: bool
    """Whether the headers of its files count: it, or one before it, has the line that says so."""

    @cached_property
    def before(self) -> Schema:
        """The schema that it starts from."""
        return joined(self.history, self.parents)

    @cached_property
    def after(self) -> Schema:
        """The schema that it ends in."""
        return self.history.schema_at(self.revisions[-1])

    @cached_property
    def difference(self) -> Difference:
        """What it does, derived anew from the two schemas."""
        return difference(self.before, self.after)

    @property
    def allowed(self) -> frozenset[str]:
        """The codes that the headers of its files allow."""
        return frozenset[str]().union(*(header.read(file).allow for file in self.files))

    def unmeant(self) -> list[Finding]:
        """What it would do that no header allows; nothing for files made before there were any."""
        if not self.ruled:
            return []
        allowed = self.allowed
        return [finding for finding in self.difference.findings if finding.code not in allowed]


def changes(history: History) -> Iterator[Change]:
    """The changes of a history in the order in which they are applied.

    Revisions after the newest snapshot, which are of somebody's own hand, are in none.
    """
    files = dict(history.chain())
    scripts = history.scripts()
    ends = {one for one in files if (history.folder / "snapshots" / f"{one}.json").exists()}
    ruled: set[str] = set()
    for end in (one for one in files if one in ends):
        inner, parents, waiting = {end}, set(), [end]
        while waiting:
            for parent in _parents(scripts, waiting.pop()):
                if parent in ends:
                    parents.add(parent)
                elif parent not in inner:
                    inner.add(parent)
                    waiting.append(parent)
        own = tuple(one for one in files if one in inner)
        held = tuple(files[one] for one in own)
        counts = not ruled.isdisjoint(parents) or any(header.read(each).rules for each in held)
        if counts:
            ruled.add(end)
        yield Change(history, own, held, tuple(sorted(parents)), counts)


def _parents(scripts: ScriptDirectory, revision: str) -> tuple[str, ...]:
    above = scripts.get_revision(revision).down_revision
    return (above,) if isinstance(above, str) else tuple(above or ())


def refuse_unmeant(history: History, applied: Collection[str]) -> None:
    """Refuses what is not wholly applied yet and would do what its headers do not allow.

    Raises:
        MigrationError: with each finding and the line that would allow it.
    """
    for change in changes(history):
        if all(one in applied for one in change.revisions):
            continue
        found = change.unmeant()
        if found:
            codes = " ".join(sorted({finding.code for finding in found}))
            pairs = zip(change.revisions, change.files, strict=True)
            file = next(file for one, file in pairs if one not in applied)
            raise MigrationError(
                "\n".join(
                    [
                        *(f"{file.name}: {finding}" for finding in found),
                        f"Nothing was applied. If this is meant, say so in the docstring of "
                        f"{file.name}, on a line of its own: allow: {codes}",
                    ]
                )
            )


_STEPS = re.compile(r"-(\d+)\Z")


def undone_by(history: History, revision: str, applied: Collection[str]) -> list[Change]:
    """The changes that going down to a revision undoes wholly or in part, the newest first.

    Raises:
        MigrationError: there is no such revision.
    """
    made = [each for each in changes(history) if not set(applied).isdisjoint(each.revisions)][::-1]
    steps = _STEPS.match(revision)
    if steps is not None:
        return made[: int(steps[1])]
    kept: set[str] = set()
    if revision != "base":
        until = history.revision(revision)
        kept = {one.revision for one in history.scripts().iterate_revisions(until, "base")}
    return [each for each in made if any(o in applied and o not in kept for o in each.revisions)]


def target_of(history: History, revision: str, applied: Collection[str]) -> str:
    """What Alembic calls the revision: `-1` is the newest change, however many files it has."""
    if not _STEPS.match(revision):
        return revision if revision == "base" else history.revision(revision)
    undone = undone_by(history, revision, applied)
    if undone and len(undone[-1].parents) < 2:
        return next(iter(undone[-1].parents), "base")
    files = sum(one in applied for change in undone for one in change.revisions)
    return f"-{files or int(revision[1:])}"
