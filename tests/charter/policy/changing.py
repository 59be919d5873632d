"""A project in a repository of its own, changed line by line, and what is said of the change."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from charter.main import app
from tests.charter.conftest import REPOSITORY

RAILWAY = REPOSITORY / "tests" / "projects" / "railway"
NOTHING = "No change in what anybody may do.\n"
OWN_OF_ORDER = "scopes: {own: user == actor}\n    frozen"
OFFICE, STOCK, ACCOUNT = "model/office.yaml", "model/stock.yaml", "model/account.yaml"


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "--allow-empty", "-m", "a step")


def diff(folder: Path, *arguments: str, revision: str = "HEAD") -> Result:
    command = ["policy", "diff", revision, "--project", str(folder), *arguments]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def said(folder: Path) -> list[str]:
    """The lines printed, which must be of a comparison that was made."""
    done = diff(folder)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def documents(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(diff(folder, "--format", "json").stdout)
    return found


def lines(folder: Path) -> list[str]:
    return (folder / "policies" / "policy.csv").read_text().splitlines()


def write(folder: Path, rules: list[str]) -> None:
    (folder / "policies" / "policy.csv").write_text("\n".join(rules) + "\n")


def add(folder: Path, *rules: str) -> int:
    """Adds lines at the end; gives the number of the first."""
    before = lines(folder)
    write(folder, [*before, *rules])
    return len(before) + 1


def drop(folder: Path, rule: str) -> int:
    """Makes a line a comment; gives its number."""
    rules = lines(folder)
    place = rules.index(rule)
    rules[place] = "# gone"
    write(folder, rules)
    return place + 1


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert text.count(old) == 1, old
    (folder / file).write_text(text.replace(old, new))


def at(line: int | str, revision: str = "") -> str:
    return f"(policies/policy.csv:{line}{f' at {revision}' if revision else ''})"


def committed(top: Path) -> Path:
    """A project two folders below the top of its repository, committed."""
    folder = top / "line" / "railway"
    shutil.copytree(RAILWAY, folder)
    git(top, "init", "-q")
    commit(folder)
    return folder
