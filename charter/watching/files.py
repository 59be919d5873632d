"""Which files of a project were saved, as it happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = "model.yaml"
FOLDERS = ("model", "domain", "policies", "migrations")
STEP_MS = 20
"""How long after a saved file more of them may come that belong to it: editors write several."""
LOOK_MS = 400
"""How often it is looked without being told: what is watched may go, or be put in its place."""
_SOURCES = (".yaml", ".py", ".csv", ".conf")
_DERIVED = ("policies/MATRIX.md", "policies/matrix")

type _Stamps = dict[str, tuple[int, int, int]]


def changes(folder: Path) -> Iterator[list[str]]:
    """Gives the names of sources that were saved, added or removed together, without an end.

    The first are none, as soon as watching has begun. The system's word that something happened
    wakes it; what happened is found by comparing, so that nothing is missed or told twice.
    """
    from watchfiles import watch

    seen, begun = _stamps(folder), False
    while True:
        places = _places(folder)
        for _ in watch(
            *places,
            step=STEP_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
        ):
            now = _stamps(folder)
            names = sorted(name for name in {*seen, *now} if seen.get(name) != now.get(name))
            seen = now
            if names or not begun:
                begun = True
                yield names
            # A file that was put in the place of another is not the one that is watched.
            if ROOT in names or _places(folder) != places:
                break


def _places(folder: Path) -> list[Path]:
    return [place for name in (ROOT, *FOLDERS) if (place := folder / name).exists()] or [folder]


def _stamps(folder: Path) -> _Stamps:
    found: _Stamps = {}
    for file in (folder / ROOT, *(one for name in FOLDERS for one in (folder / name).rglob("*"))):
        name = file.relative_to(folder).as_posix()
        if not name.endswith(_SOURCES) or name.startswith(_DERIVED):
            continue
        try:
            status = file.stat()
        except OSError:
            continue
        found[name] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
