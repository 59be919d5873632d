"""ruff over all generated Python at once, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

_ISOLATED = ("--isolated", "--no-cache", "--quiet")
_STYLE = ("--config", "line-length=100", "--config", 'target-version="py312"')
_IMPORTS = (
    "--select",
    "I",
    "--fix",
    "--config",
    'lint.isort.known-first-party=["domain", "generated", "runtime"]',
)


def format_python(files: Mapping[str, str]) -> dict[str, str]:
    """The files with imports sorted and lines broken; others than Python's stay as they are.

    Raises RuntimeError where ruff cannot read what was made, which is a mistake of a template.
    """
    sources = {path: text for path, text in files.items() if path.endswith(".py")}
    known = {path: made for path, text in sources.items() if (made := _known(path, text))}
    if len(known) == len(sources):
        return {**files, **known}
    found = _formatted({path: text for path, text in sources.items() if path not in known})
    _LAST.update({path: (sources[path], made) for path, made in found.items()})
    return {**files, **known, **found}


_LAST: dict[str, tuple[str, str]] = {}
"""What each file was made of, and what came out: a process that goes on formats what changed."""


def _known(path: str, text: str) -> str | None:
    before, made = _LAST.get(path, (None, None))
    return made if before == text else None


def _formatted(sources: Mapping[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="charter-") as folder:
        for path, text in sources.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        _ruff("check", *_ISOLATED, *_IMPORTS, *_STYLE, folder)
        _ruff("format", *_ISOLATED, *_STYLE, folder)
        return {path: Path(folder, path).read_text(encoding="utf-8") for path in sources}


def _ruff(*arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"ruff {arguments[0]}: {done.stdout}{done.stderr}")
