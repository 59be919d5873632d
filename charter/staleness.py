"""Whether derived files follow from model and policy, remembered for a quick second start."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

STAMP = Path(".charter") / "fresh"
"""What the files looked like when they were last found fresh."""
_LOOKED_AT = ("model.yaml", "charter.schema.json", "model", "generated", "policies", "docs")
_MAKERS = ("generator", "charter.policy", "runtime.policy")
"""The packages whose change may change what is derived."""


def stale_files(folder: Path) -> tuple[str, ...]:
    """The paths that `charter generate` would write; nothing is written but the stamp.

    Files that have kept their size and time since they were found fresh are not made again.
    Under a broken policy, which no start survives, nothing is said of the pages of access.
    """
    stamp = folder / STAMP
    seen = _fingerprint(folder)
    if stamp.is_file() and stamp.read_text() == seen:
        return ()
    from charter.policy.derived import derive

    derived = derive(folder, check=True)
    changed = derived.made.changed
    if not changed and not derived.policy:
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
    for package in _MAKERS:
        found_at = find_spec(package)
        if found_at is not None and found_at.origin is not None:
            roots.append(Path(found_at.origin).parent)
    for root in roots:
        found = [root] if root.is_file() else root.rglob("*")
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
