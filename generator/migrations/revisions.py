"""Revision files: operations as Alembic migrations that people can read and then own."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator import names
from generator.migrations import header
from generator.migrations.online import Online
from generator.migrations.operations import AddValue, DropColumn, DropTable, Nothing, Operation
from generator.migrations.phases import CONTRACT, Phase

LONGEST = 480
"""Lines of operations in a file, so that no file has more than 500."""

PATIENT = "SET lock_timeout = '1h'"
"""For statements that wait for running transactions and hold nobody up."""

_WIDTH = 100
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")
_CLASS = re.compile(r"(?<![:\\]):(\w+):(?!:)")
"""A class of characters in a pattern, `[[:alpha:]]`: SQLAlchemy takes both colons, or none."""
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration: its id, its place in the chain, and the text of its file."""

    id: str
    parents: tuple[str, ...]
    file: str
    text: str


def revisions(
    steps: Sequence[tuple[Phase, Operation]],
    parents: tuple[str, ...],
    number: int,
    message: str,
    allow: Collection[str] = (),
    *,
    rolling: bool = False,
) -> Iterator[Revision]:
    """Chained revisions of operations, the first on `parents` and numbered `number`.

    A file is a transaction, or what runs outside of one. Long ones are cut by group, and where
    they get too long. Values added to an enum are in a file of their own: they can be used from
    the next transaction on. `allow` are the codes of findings that are meant; they stand in the
    headers. `rolling` keeps what takes something away apart from what comes before.
    """
    files = list(_files(steps, message, rolling=rolling))
    for place, (title, stage, chunk) in enumerate(files):
        body = _body(chunk)
        digest = hashlib.sha256("\n".join((*parents, title, body)).encode()).hexdigest()
        revision = digest[:12]
        file = f"{number:04d}_{_slug(title)}.py"
        meant = list(_meant(allow, [chunk for _, _, chunk in files], place))
        text = _text(revision, parents, title, body, header.lines(meant, stage))
        yield Revision(revision, parents, file, text)
        parents, number = (revision,), number + 1


_SHOWN = {"M001": DropTable, "M002": DropColumn}


def _meant(
    allow: Collection[str], chunks: Sequence[Sequence[Operation]], place: int
) -> Iterator[str]:
    """The codes for the header of one file: where tables and columns are dropped, and the first."""
    for code in allow:
        kind = _SHOWN.get(code, Nothing)
        shows = [n for n, chunk in enumerate(chunks) if any(isinstance(o, kind) for o in chunk)]
        if place in (shows if code in _SHOWN and shows else [0]):
            yield code


def empty(parents: tuple[str, ...], number: int, message: str) -> Revision:
    """A revision that does nothing but join its parents."""
    body = _body(())
    digest = hashlib.sha256("\n".join((*parents, message, body)).encode()).hexdigest()[:12]
    text = _text(digest, parents, message, body, header.lines())
    return Revision(digest, parents, f"{number:04d}_{_slug(message)}.py", text)


def _files(
    steps: Sequence[tuple[Phase, Operation]], message: str, *, rolling: bool
) -> Iterator[tuple[str, str, Sequence[Operation]]]:
    """(title, stage, operations) of each file."""
    segments = list(_segments(steps, rolling=rolling))
    for label, stage, operations in segments:
        title = f"{message}: {label}" if len(segments) > 1 else message
        if sum(_length(operation) for operation in operations) <= LONGEST:
            yield title, stage, operations
            continue
        for group, run in _runs(operations):
            chunks = list(_cut(run))
            for part, chunk in enumerate(chunks, start=1):
                more = f" {part}" if len(chunks) > 1 else ""
                yield f"{title}: {group}{more}", stage, chunk


def _segments(
    steps: Sequence[tuple[Phase, Operation]], *, rolling: bool
) -> Iterator[tuple[str, str, list[Operation]]]:
    """Runs of operations that may share a file: (label, stage, operations)."""

    def kind(step: tuple[Phase, Operation]) -> tuple[str, bool]:
        phase, operation = step
        if isinstance(operation, AddValue):
            return "values", False
        if isinstance(operation, Online):
            return ("fill" if phase in (Phase.HEIRS, Phase.FILL) else "online"), False
        return "plain", rolling and phase >= CONTRACT

    for (mode, _), run in groupby(steps, kind):
        held = list(run)
        first = held[0][0]
        late = first >= CONTRACT
        stage = header.CONTRACT if late else ""
        label = mode
        if mode == "plain":
            label = "contract" if late else "constraints" if first > Phase.FILL else "expand"
        elif late:
            label = "closing"
        yield label, stage, [operation for _, operation in held]


def _runs(operations: Iterable[Operation]) -> Iterator[tuple[str, list[Operation]]]:
    run: list[Operation] = []
    for operation in operations:
        if run and run[-1].group != operation.group:
            yield run[-1].group, run
            run = []
        run.append(operation)
    if run:
        yield run[-1].group, run


def _cut(operations: list[Operation]) -> Iterator[list[Operation]]:
    chunk: list[Operation] = []
    lines = 0
    for operation in operations:
        length = _length(operation)
        if chunk and lines + length > LONGEST:
            yield chunk
            chunk, lines = [], 0
        chunk.append(operation)
        lines += length
    yield chunk


def _length(operation: Operation) -> int:
    return len(_calls([operation])) + len(_calls([operation.reverse()]))


def _body(operations: Sequence[Operation]) -> str:
    back = [operation.reverse() for operation in reversed(operations)]
    up, down = "\n".join(_calls(operations)), "\n".join(_calls(back))
    return f"def upgrade() -> None:\n{up}\n\n\ndef downgrade() -> None:\n{down}\n"


def _calls(operations: Sequence[Operation]) -> list[str]:
    if not any(isinstance(operation, Online) for operation in operations):
        statements = (text for operation in operations for text in operation.statements())
        return [line for statement in statements for line in _call(statement)] or ["    pass"]
    lines = [line for text in _patiently(operations) for line in _call(text, _WIDTH - 4)]
    block = "    with op.get_context().autocommit_block():"
    return [block, *(f"    {line}" if line else line for line in lines)]


def _patiently(operations: Iterable[Operation]) -> Iterator[str]:
    """The statements, those that wait for others without holding anybody up being patient."""
    waiting = False
    for operation in operations:
        statements = operation.statements()
        patient = isinstance(operation, Online) and operation.patient
        if statements and patient != waiting:
            yield PATIENT if patient else "RESET lock_timeout"
            waiting = patient
        yield from statements
    if waiting:
        yield "RESET lock_timeout"


def _call(statement: str, width: int = _WIDTH) -> list[str]:
    """`op.execute(…)` with the statement as it is; a word after a colon is no parameter."""
    statement = _BIND.sub(r"\\:", _CLASS.sub(r"\\:\1\\:", statement))
    if '"""' in statement or statement.endswith('"'):
        return [f"    op.execute({statement!r})"]
    prefix = "r" if "\\" in statement else ""
    if "\n" not in statement and '"' not in statement:
        line = f'    op.execute({prefix}"{statement}")'
        if len(line) <= width:
            return [line]
        return ["    op.execute(", f'        {prefix}"{statement}"', "    )"]
    body = textwrap.indent(statement, " " * 8, lambda line: bool(line.strip()))
    return ["    op.execute(", f'        {prefix}"""', *body.split("\n"), '        """', "    )"]


def _text(revision: str, parents: tuple[str, ...], title: str, body: str, said: str) -> str:
    match parents:
        case ():
            down = "None"
        case (single,):
            down = f'"{single}"'
        case _:
            down = "(" + ", ".join(f'"{parent}"' for parent in parents) + ")"
    sentence = names.sentence(title).replace("\\", "\\\\").replace('"""', "'''")
    return (
        f'"""{sentence}\n\n{said}\n"""\n\n'
        "from __future__ import annotations\n\n"
        "from alembic import op\n\n"
        f'revision = "{revision}"\n'
        f"down_revision = {down}\n"
        "branch_labels = None\n"
        "depends_on = None\n\n\n"
        f"{body}"
    )


def _slug(title: str) -> str:
    return _NOT_WORD.sub("_", title.lower()).strip("_")[:50].rstrip("_") or "migration"
