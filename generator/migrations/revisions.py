"""Revision files: operations as Alembic migrations that people can read and then own."""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator import names
from generator.migrations import header
from generator.migrations.operations import Operation

LONGEST = 480
"""Lines of operations in a file, so that no file has more than 500."""

_WIDTH = 100
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration: its id, its place in the chain, and the text of its file."""

    id: str
    parents: tuple[str, ...]
    file: str
    text: str


def revisions(
    operations: Sequence[Operation],
    parents: tuple[str, ...],
    number: int,
    message: str,
    allow: Collection[str] = (),
) -> Iterator[Revision]:
    """Chained revisions of operations, the first on `parents` and numbered `number`.

    `allow` are the codes of findings that are meant; they stand in the headers.

    All in one file where it is short; else one for each run of operations of one group, cut where
    it gets too long. Values added to an enum are in a file of their own always: they can be used
    from the next transaction on.
    """
    for title, chunk in _files(operations, message):
        body = _body(chunk)
        digest = hashlib.sha256("\n".join((*parents, title, body)).encode()).hexdigest()
        revision = digest[:12]
        file = f"{number:04d}_{_slug(title)}.py"
        text = _text(revision, parents, title, body, header.lines(allow))
        yield Revision(revision, parents, file, text)
        parents, number = (revision,), number + 1


def empty(parents: tuple[str, ...], number: int, message: str) -> Revision:
    """A revision that does nothing but join its parents."""
    body = _body(())
    digest = hashlib.sha256("\n".join((*parents, message, body)).encode()).hexdigest()[:12]
    text = _text(digest, parents, message, body, header.lines())
    return Revision(digest, parents, f"{number:04d}_{_slug(message)}.py", text)


def _files(
    operations: Sequence[Operation], message: str
) -> Iterator[tuple[str, Sequence[Operation]]]:
    runs = list(_runs(operations))
    short = sum(_length(operation) for operation in operations) <= LONGEST
    if short and len({group == "values" for group, _ in runs}) <= 1:
        yield message, operations
        return
    for group, run in runs:
        chunks = list(_cut(run))
        for part, chunk in enumerate(chunks, start=1):
            more = f" {part}" if len(chunks) > 1 else ""
            yield f"{message}: {group}{more}", chunk


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


def _calls(operations: Iterable[Operation]) -> list[str]:
    statements = (text for operation in operations for text in operation.statements())
    lines = [line for statement in statements for line in _call(statement)]
    return lines or ["    pass"]


def _call(statement: str) -> list[str]:
    """`op.execute(…)` with the statement as it is; a word after a colon is no parameter."""
    statement = _BIND.sub(r"\\:", statement)
    if '"""' in statement or statement.endswith('"'):
        return [f"    op.execute({statement!r})"]
    prefix = "r" if "\\" in statement else ""
    if "\n" not in statement and '"' not in statement:
        line = f'    op.execute({prefix}"{statement}")'
        if len(line) <= _WIDTH:
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
