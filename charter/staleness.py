"""Whether generated files follow from the model, remembered so that a second start is quick."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

STAMP = Path(".charter") / "fresh"
"""What the files looked like when they were last found fresh."""
_LOOKED_AT = ("model.yaml", "charter.schema.json", "model", "generated", "policies", "docs")


def stale_files(folder: Path) -> tuple[str, ...]:
    """The paths that `charter generate` would write; nothing is written but the stamp.

    Files that have kept their size and time since they were found fresh are not made again.
    """
    stamp = folder / STAMP
    seen = _fingerprint(folder)
    if stamp.is_file() and stamp.read_text() == seen:
        return ()
    from generator.pipeline import generate

    changed = generate(folder, check=True).changed
    if not changed:
        stamp.parent.mkdir(mode=0o700, exist_ok=True)
        stamp.write_text(seen)
    return changed


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_files(folder)):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    roots = [folder / name for name in _LOOKED_AT]
    generator = find_spec("generator")
    if generator is not None and generator.origin is not None:
        roots.append(Path(generator.origin).parent)
    for root in roots:
        found = [root] if root.is_file() else root.rglob("*")
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
