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
    if not sources:
        return dict(files)
    with tempfile.TemporaryDirectory(prefix="charter-") as folder:
        for path, text in sources.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        _ruff("check", *_ISOLATED, *_IMPORTS, *_STYLE, folder)
        _ruff("format", *_ISOLATED, *_STYLE, folder)
        return {
            path: Path(folder, path).read_text(encoding="utf-8") if path in sources else text
            for path, text in files.items()
        }


def _ruff(*arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "ruff", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"ruff {arguments[0]}: {done.stdout}{done.stderr}")
