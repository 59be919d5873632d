"""`charter init`: a new project of one's own."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from charter.shell import RefusedError, say

TEMPLATE = Path(__file__).parents[1] / "data" / "project"
_HIDDEN = {"gitignore": ".gitignore", "env.example": ".env.example"}
"""Names that a packager would leave out or take for its own."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that is not there yet, or is empty.")
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="The project's name; DIR's unless given.")
    ] = None,
) -> None:
    """Make a project: the smallest model, a policy, its tests, a Makefile; it runs as it is."""
    made = make(folder, name)
    say(
        f"{made} is a project: cd there, then",
        "  make run    the API with demo accounts, on a PostgreSQL of its own",
        "  make test   model, policies and the API",
        "README.md says how to add the first entity.",
    )


def make(folder: Path, name: str | None = None) -> Path:
    """Makes the project and returns its absolute path; nothing is left where that fails.

    Raises:
        RefusedError: the folder holds something, or no name can be made of its own.
    """
    folder = folder.resolve()
    _demand_room(folder)
    word = _name(folder.name if name is None else name, given=name is not None)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".charter-init-", dir=folder.parent))
    try:
        _write(made, word)
        _derive(made)
        made.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder


def _demand_room(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file")
    if folder.is_dir() and any(folder.iterdir()):
        raise RefusedError(f"{folder} is not empty: nothing was written")


def _name(text: str, *, given: bool) -> str:
    """The name as a word of the model, such as `asset_register`."""
    word = text if given else re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not _NAME.fullmatch(word):
        raise RefusedError(
            f'"{text}" makes no name: say --name with up to 40 small letters, digits and _,'
            " beginning with a letter"
        )
    return word


def _write(folder: Path, name: str) -> None:
    """The files of the template, with the project's name in them."""
    title = name.replace("_", " ").capitalize()
    for source in sorted(TEMPLATE.rglob("*")):
        if not source.is_file() or "__pycache__" in source.parts:
            continue
        path = source.relative_to(TEMPLATE)
        target = folder / path.with_name(_HIDDEN.get(path.name, path.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if path.name in ("model.yaml", "README.md") and len(path.parts) == 1:
            text = re.sub(r"\bNAME\b", name, text)
            text = re.sub(r"\bTITLE\b", title, text)
        target.write_text(text, encoding="utf-8")
    command = Path(sys.executable).with_name("charter")
    (folder / ".charter").mkdir()
    (folder / ".charter" / "command").write_text(f"{command}\n", encoding="utf-8")


def _derive(folder: Path) -> None:
    """What `charter generate` and `charter migrate new` write."""
    from charter.commands.migrate import resolved
    from charter.policy.derived import derive
    from generator.migrations.new import new

    derived = derive(folder, check=False)
    if derived.made.model is None or derived.policy:
        wrong = [*map(str, derived.made.problems.sorted()), *map(str, derived.policy)]
        raise AssertionError("the template has problems: " + "; ".join(wrong))
    new(folder, resolved(folder), "the platform", ())
