"""What is there is compared with what should be there, and only the difference is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs; `before` is None for a new one and `after` for a stray one."""

    path: str
    before: str | None
    after: str | None

    def diff(self) -> str:
        """The difference, as `diff -u` shows it."""
        old = (self.before or "").splitlines(keepends=True)
        new = (self.after or "").splitlines(keepends=True)
        was = f"a/{self.path}" if self.before is not None else "/dev/null"
        becomes = f"b/{self.path}" if self.after is not None else "/dev/null"
        return "".join(unified_diff(old, new, was, becomes))


def compare(project: Path, wanted: Mapping[str, str], owned: tuple[str, ...]) -> list[Change]:
    """The changes that make the project as wanted.

    Everything in the folders `owned` that is not wanted is a stray.
    """
    changes = []
    for path, text in wanted.items():
        before = _read(project / path)
        if before != text:
            changes.append(Change(path, before, text))
    strays = sorted(path for folder in owned for path in _present(project, folder))
    changes += [Change(path, _read(project / path), None) for path in strays if path not in wanted]
    return changes


def apply(project: Path, changes: list[Change]) -> None:
    """Writes and removes; folders that end up empty go too."""
    for change in changes:
        file = project / change.path
        if change.after is None:
            file.unlink()
            _remove_empty(file.parent, project)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(change.after, encoding="utf-8", newline="\n")


def _read(file: Path) -> str | None:
    if not file.is_file():
        return None
    return file.read_bytes().decode("utf-8", errors="replace")


def _present(project: Path, folder: str) -> Iterator[str]:
    for file in (project / folder).rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(project).as_posix()


def _remove_empty(folder: Path, project: Path) -> None:
    while folder != project and not any(each.name != "__pycache__" for each in folder.iterdir()):
        for cached in folder.rglob("*"):
            if cached.is_file():
                cached.unlink()
        for inner in sorted(folder.rglob("*"), reverse=True):
            inner.rmdir()
        folder.rmdir()
        folder = folder.parent
