"""The project as it stood at a git revision: what says who may do what, in a folder of its own.

Files are taken from the repository as they were committed, whatever attributes say of archives
and line ends, and the working tree is left alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

PARTS = ("model.yaml", "model", "policies", "domain")
"""What access depends on. Functions are only looked for under domain/, never run."""

_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Set within a hook; they would name another folder than the project's."""

_FILES = ("100644", "100755")


class EarlierError(Exception):
    """There is no such project to compare with; the message says why."""


def extract(project: Path, revision: str, into: Path) -> None:
    """Writes the parts of `project` as of `revision` into the empty folder `into`.

    The project may be any folder of its repository. Raises EarlierError where there is no
    repository, no such revision, or nothing of the project in it.
    """
    _demand_repository(project)
    commit = _commit(project, revision)
    wanted = dict(_listed(project, commit))
    if "policies/policy.csv" not in wanted:
        raise EarlierError(
            f"{revision} holds no policies/policy.csv in this folder: nothing to compare with"
        )
    contents = _contents(project, list(wanted.values()))
    for path, content in zip(wanted, contents, strict=True):
        file = into / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def content(project: Path, revision: str, path: str) -> bytes:
    """One file of `project` as of `revision`; raises EarlierError where there is none."""
    _demand_repository(project)
    found = _git(project, "show", f"{_commit(project, revision)}:./{path}")
    if found.returncode:
        raise EarlierError(f"{revision} holds no {path} in this folder: nothing to compare with")
    return found.stdout


def _demand_repository(project: Path) -> None:
    if shutil.which("git") is None:
        raise EarlierError("git is not installed: no revision can be read")
    found = _git(project, "rev-parse", "--show-prefix")
    if found.returncode:
        raise EarlierError(f"{project} cannot be read as a git repository: {_complaint(found)}")


def _commit(project: Path, revision: str) -> str:
    asked = f"{revision}^{{commit}}"
    found = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", asked)
    if found.returncode or not revision:
        raise EarlierError(
            f'"{revision}" is no revision of this repository; a shallow clone holds only the last '
            "ones, and the rest must be fetched first"
        )
    return found.stdout.decode().strip()


def _listed(project: Path, commit: str) -> Iterator[tuple[str, str]]:
    """(path from the project, object) of every plain file; links and modules are left out."""
    found = _demanded(_git(project, "ls-tree", "-r", "-z", commit, "--", *PARTS))
    for entry in filter(None, found.split(b"\0")):
        facts, _, name = entry.partition(b"\t")
        mode, _, thing = facts.decode().split(" ")
        path = os.fsdecode(name)
        if mode in _FILES and ".." not in PurePosixPath(path).parts:
            yield path, thing


def _contents(project: Path, things: list[str]) -> Iterator[bytes]:
    asked = "".join(f"{thing}\n" for thing in things).encode()
    data = _demanded(_git(project, "cat-file", "--batch", stdin=asked))
    place = 0
    for _ in things:
        end = data.index(b"\n", place)
        head = data[place:end].split(b" ")
        if len(head) != 3:
            raise EarlierError(f"the repository lacks an object: {data[place:end].decode()}")
        start, size = end + 1, int(head[2])
        yield data[start : start + size]
        place = start + size + 1


def _git(project: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return subprocess.run(  # noqa: S603 - git itself; a revision is never an option
        ["git", "-C", str(project), *arguments],  # noqa: S607 - the one on the path
        input=stdin,
        capture_output=True,
        check=False,
        env={**environment, "LC_ALL": "C"},
    )


def _demanded(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode:
        raise EarlierError(f"git cannot read the revision: {_complaint(done)}")
    return done.stdout


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "git failed"
