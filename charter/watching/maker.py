"""A process that makes the files of a model while another one changes the database.

It keeps what it has made: most of a project stays as it is from one saved file to the next.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from charter.watching.processes import CONTEXT
from generator.emit.write import Change
from generator.model import Model
from generator.problems import Problems


class MakerError(Exception):
    """The files could not be made, which is no fault of the model's; the message says why."""


@dataclass(slots=True)
class Maker:
    """Makes the files of the project in `folder`; writes them when it is told to."""

    folder: Path
    _process: ForkServerProcess | None = field(default=None, init=False)
    _line: Connection | None = field(default=None, init=False)

    def begin(self, model: Model, problems: Problems) -> None:
        """Starts making the files of a model that was checked."""
        self._connection().send((model, problems))

    def drop(self) -> None:
        """What was begun is not to be written, whatever became of it."""
        with suppress(MakerError):
            self._ask(write=False)

    def write(self) -> tuple[str, ...]:
        """Writes what was begun; gives the paths of the files that differed.

        Raises:
            MakerError: they could not be made, or written.
        """
        return self._ask(write=True)

    def stop(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = self._line = None

    def _connection(self) -> Connection:
        if self._line is None:
            self._line, theirs = CONTEXT.Pipe()
            self._process = CONTEXT.Process(target=_work, args=(str(self.folder), theirs))
            self._process.daemon = True
            self._process.start()
            theirs.close()
        return self._line

    def _ask(self, *, write: bool) -> tuple[str, ...]:
        line = self._connection()
        try:
            line.send(write)
            answer = line.recv()
        except (EOFError, OSError):
            self.stop()
            raise MakerError("the process that makes the files has ended; save once more") from None
        if isinstance(answer, str):
            raise MakerError(answer)
        return tuple(answer)


def _work(folder: str, line: Connection) -> None:
    """What the process does: a model comes, then whether its files are to be written."""
    # Ctrl-C is for the one who started it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            model, problems = line.recv()
            answer = _made(Path(folder), model, problems)
            if line.recv() and not isinstance(answer, str):
                answer = _written(Path(folder), answer)
        except EOFError:
            return
        line.send(answer if isinstance(answer, str) else [each.path for each in answer])


def _made(folder: Path, model: Model, problems: Problems) -> tuple[Change, ...] | str:
    from charter.policy.derived import derive

    try:
        return derive(folder, check=True, checked=(model, problems)).made.changes
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _written(folder: Path, changes: tuple[Change, ...]) -> tuple[Change, ...] | str:
    from generator.emit.write import apply

    try:
        apply(folder, list(changes))
    except OSError as error:
        return str(error)
    return changes
